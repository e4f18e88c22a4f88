package crawler

import (
	"time"

	"github.com/refmend/refmend/refs"
)

// Settings are what may differ for the requests of one target.
type Settings struct {
	Timeout time.Duration // of one request; as Options say unless changed
	Retries int           // as Options say unless changed
	// Headers go with the requests to the hosts that they name, and to no other, and
	// over https alone: they may be secrets, and documents name what is asked. They
	// are empty unless changed, and come after those of Options.
	Headers []Header
}

// settings gives those of a target.
func (c *Crawler) settings(t refs.Target) Settings {
	s := Settings{Timeout: c.options.Timeout, Retries: c.options.Retries}
	if c.options.Adjust != nil {
		c.options.Adjust(t, &s)
	}
	return s
}

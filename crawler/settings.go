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
	// HeadFirst has pages asked for with HEAD, and with GET only if the answer is no
	// success and no redirect, or if a place in the page matters. It is for hosts that
	// send very much: nothing is known then of what a page shows.
	HeadFirst bool
}

// settings gives those of a target.
func (c *Crawler) settings(t refs.Target) Settings {
	s := Settings{Timeout: c.options.Timeout, Retries: c.options.Retries}
	if c.options.Adjust != nil {
		c.options.Adjust(t, &s)
	}
	return s
}

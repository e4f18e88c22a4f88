package crawler

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/refmend/refmend/refs"
)

// vantage names what of the options may change the answer to a request: "" if
// nothing differs from the usual. Options that only change when and how often
// is asked do not count. Of headers the values do not, for tokens change from
// run to run.
func (o Options) vantage() string {
	usual, err := Options{Mailto: o.Mailto}.withDefaults()
	if err != nil {
		return "" // and none of o's either
	}
	own := ""
	if o.UserAgent != usual.UserAgent {
		own += fmt.Sprintf("user agent %q\n", o.UserAgent)
	}
	for _, h := range o.Headers {
		own += fmt.Sprintf("header %q %q\n", h.Host, h.Name)
	}
	for _, ct := range o.ConnectTo {
		own += fmt.Sprintf("connect to %q\n", ct)
	}
	if base := o.Services[ServiceDOI]; base != usual.Services[ServiceDOI] {
		own += fmt.Sprintf("doi resolver %q\n", base)
	}
	if o.AllowPrivate {
		own += "private places\n"
	}
	if o.Robots {
		own += "robots\n"
	}
	if o.RootCAs != nil {
		own += "own authorities\n"
	}
	return nameOf(own)
}

// nameOf names what differs from the usual; "" if nothing does.
func nameOf(own string) string {
	if own == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(own))
	return hex.EncodeToString(sum[:8])
}

// Vantage names the way in which the crawler's options have it ask about a target,
// as it stands in its outcome: with another user agent, to other addresses, and so
// on. "" is the usual way. Of what Options.Adjust changes only headers count, and
// for the targets that have some alone.
func (c *Crawler) Vantage(t refs.Target) string {
	if c.options.Adjust == nil {
		return c.vantage
	}
	headers := c.settings(t).Headers
	if len(headers) == 0 {
		return c.vantage
	}
	own := c.vantage + "\n"
	for _, h := range headers {
		own += fmt.Sprintf("header %q %q\n", h.Host, h.Name)
	}
	return nameOf(own)
}

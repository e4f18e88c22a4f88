package crawler

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	if own == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(own))
	return hex.EncodeToString(sum[:8])
}

// Vantage names the way in which the crawler's options have it ask, as it
// stands in all its outcomes: with another user agent, to other addresses, and
// so on. "" is the usual way.
func (c *Crawler) Vantage() string { return c.vantage }

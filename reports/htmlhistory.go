package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
)

// history writes what earlier runs knew of a link, as a sentence and, if there
// is a time to draw, as a strip: from the first check until now, the part in
// which it is known to have been fine, and the part in which it failed.
func (p *pager) history(l *audit.Link) {
	h := l.History
	if h == nil || isFirstCheck(l) {
		return
	}
	words := remembered(l)
	if !h.FirstChecked.IsZero() {
		words = append([]string{"first checked " + day(h.FirstChecked)}, words...)
	}
	if len(words) == 0 {
		return
	}
	p.raw("<p class=h>")
	if l.Verdict.State != audit.Suspect { // which is no failure, but not fine either
		p.strip(h)
	}
	p.text(capital(strings.Join(words, ", ")) + ".")
}

func (p *pager) strip(h *audit.History) {
	start, end := h.FirstChecked, p.report.Run.Started
	if start.IsZero() || !start.Before(end) || h.LastOK.IsZero() && h.FailingSince.IsZero() {
		return
	}
	x := func(t time.Time) float64 {
		return 100 * min(1, max(0, t.Sub(start).Seconds()/end.Sub(start).Seconds()))
	}
	part := func(class markup, from, to float64) {
		p.raw(`<rect class="`)
		p.raw(class)
		p.raw(markup(fmt.Sprintf(`" x="%.1f" width="%.1f" height="8"/>`, from, max(to-from, 1.5))))
	}
	p.raw(`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="base" width="100" height="8"/>`)
	if !h.LastOK.IsZero() {
		part("good", 0, x(h.LastOK))
	}
	if !h.FailingSince.IsZero() {
		part("bad", min(x(h.FailingSince), 98.5), 100)
	}
	p.raw("</svg>")
}

package reports

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
)

// RunNews is what a run changed since the one before it.
type RunNews struct {
	Run  audit.RunInfo
	News []audit.News
}

// maxEntries bounds a feed, which readers fetch again and again.
const maxEntries = 500

// writeAtom writes a feed (RFC 4287) of what changed: of o.News, else of all that
// fails, as new. An entry has the same ID whenever and from whatever store it is
// written again.
func writeAtom(w *bufio.Writer, r *audit.Report, o Options) error {
	all := o.News
	if all == nil {
		changes := audit.Compare(&audit.Report{}, r)
		news := changes.News()
		all = []RunNews{{r.Run, slices.Clone(news[:min(len(news), maxEntries+1)])}}
	}
	f := &feeder{w: w}
	f.text(xml.Header + `<feed xmlns="http://www.w3.org/2005/Atom">` + "\n")
	f.element("  ", "id", stableURN("feed", slices.Collect(r.Paths())...))
	f.element("  ", "title", "What changed in "+documentsWords(r))
	f.element("  ", "updated", stamp(r.Run))
	f.text(fmt.Sprintf("  <author><name>refmend</name></author>\n  <generator version=\"%s\">refmend</generator>\n", escapeXML(r.Tool.Version)))
	left := maxEntries
	for _, run := range all {
		for i, n := range run.News {
			if left == 0 {
				f.entry(run.Run, stableURN("more", run.Run.ID), "There is more than fits in this feed", "The report of the run has all of it.", "")
				f.text("</feed>\n")
				return f.err
			}
			left--
			f.entry(run.Run, stableURN("entry", run.Run.ID, fmt.Sprint(i)), capital(n.What)+": "+clip(cmp.Or(n.Shown, n.Link), maxWritten), n.String(), n.Link)
		}
	}
	f.text("</feed>\n")
	return f.err
}

// documentsWords names the documents of a report, or the first of many.
func documentsWords(r *audit.Report) string {
	switch len(r.Documents) {
	case 0:
		return "no documents"
	case 1:
		return r.Documents[0].Path
	}
	return fmt.Sprintf("%s and %s more", r.Documents[0].Path, count(len(r.Documents)-1, "document"))
}

// stamp gives when a run ended, as Atom has it.
func stamp(r audit.RunInfo) string {
	at := r.Finished
	if at.IsZero() {
		at = r.Started
	}
	return at.UTC().Format(time.RFC3339)
}

// stableURN makes a name of parts: a UUID of version 8 (RFC 9562, section 5.8).
func stableURN(kind string, parts ...string) string {
	h := sha256.New()
	for _, p := range append([]string{"refmend " + kind}, parts...) {
		fmt.Fprintf(h, "%d %s", len(p), p)
	}
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// A feeder writes XML and remembers the first error.
type feeder struct {
	w   *bufio.Writer
	err error
}

func (f *feeder) text(s string) {
	if f.err == nil {
		_, f.err = f.w.WriteString(s)
	}
}

func (f *feeder) element(indent, name, text string) {
	f.text(indent + "<" + name + ">" + escapeXML(text) + "</" + name + ">\n")
}

func (f *feeder) entry(run audit.RunInfo, id, title, content, link string) {
	f.text("  <entry>\n")
	f.element("    ", "id", id)
	f.element("    ", "title", title)
	f.element("    ", "updated", stamp(run))
	if strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		f.text("    <link href=\"" + escapeXML(link) + "\"/>\n")
	}
	f.element("    ", "content", content)
	f.text("  </entry>\n")
}

// escapeXML makes text harmless in an element or attribute of XML.
func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(Printable(s))) // a Builder takes all
	return b.String()
}

package reports

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// writeJUnit writes JUnit XML as Apache Ant makes it and Jenkins, GitLab and
// others read it: a suite for each document, a case for each link. Broken and
// damaged links fail; those that are suspect, could not be checked or were left
// out are skipped, with the reason; a document that could not be read is an
// error. The same cases have the same names in every run, wherever they stand.
func writeJUnit(w *bufio.Writer, r *audit.Report, _ Options) error {
	j := &junitWriter{w: w, run: r.Run}
	j.text(xml.Header + "<testsuites>\n")
	for i := range r.Documents {
		if j.err != nil {
			break
		}
		j.suite(i, &r.Documents[i])
	}
	j.runSuite(r)
	j.text("</testsuites>\n")
	return j.err
}

// runSuite writes what concerns no document: that the run is not whole, and what it
// says of the user's rules, which fails nothing.
func (j *junitWriter) runSuite(r *audit.Report) {
	missed := shortfall(r)
	if len(unread(r.Documents)) > 0 {
		missed = "" // the documents' suites say so
	}
	if missed == "" && len(r.Run.Warnings) == 0 {
		return
	}
	var counts junitCounts
	if missed != "" {
		counts = junitCounts{tests: 1, errors: 1}
	}
	j.open(len(r.Documents), "run", counts)
	if missed != "" {
		j.testcase("run", "The run is complete", 0, "error", "incomplete", missed, "")
	}
	var out strings.Builder
	for _, w := range r.Run.Warnings {
		fmt.Fprintf(&out, "%s\n", Printable(w))
	}
	j.close("", out.String())
}

// A junitWriter writes elements and remembers the first error.
type junitWriter struct {
	w   *bufio.Writer
	run audit.RunInfo
	err error
}

type junitCounts struct{ tests, failures, errors, skipped int }

func (j *junitWriter) text(s string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
}

// attribute writes a value of ours or from outside, made [Printable], on one
// line and without what XML forbids.
func (j *junitWriter) attribute(name, value string) {
	j.text(" " + name + `="`)
	j.escaped(value)
	j.text(`"`)
}

func (j *junitWriter) escaped(s string) {
	if j.err == nil {
		j.err = xml.EscapeText(j.w, []byte(Printable(s)))
	}
}

func (j *junitWriter) number(name string, n int) { j.attribute(name, fmt.Sprint(n)) }

// suite writes the cases of one document, in their order.
func (j *junitWriter) suite(id int, d *audit.Document) {
	name := clip(d.Path, maxHarvest)
	counts, moved := junitCount(d)
	j.open(id, name, counts)
	if d.Error != "" {
		j.testcase(name, "The document can be read", 0, "error", "unread", d.Error, "")
	}
	names := map[string]int{}
	for i := range d.References {
		ref := &d.References[i]
		for k := range ref.Links {
			if j.err != nil {
				return
			}
			f := audit.Finding{Document: d, Reference: ref, Link: &ref.Links[k]}
			title := junitName(f)
			if names[title]++; names[title] > 1 {
				title = fmt.Sprintf("%s (%d)", title, names[title])
			}
			j.link(name, title, f)
		}
	}
	var out strings.Builder
	for _, w := range d.Warnings {
		fmt.Fprintf(&out, "%s\n", Printable(w))
	}
	for _, f := range moved {
		fmt.Fprintf(&out, "%s: moved: %s\n", Printable(f.Place()), message(f, j.run))
	}
	j.close(out.String(), "")
}

// junitCount counts the cases of a document, and gives the links that have
// moved: they pass, and are told beside the cases.
func junitCount(d *audit.Document) (c junitCounts, moved []audit.Finding) {
	if d.Error != "" {
		c.tests, c.errors = 1, 1
	}
	for i := range d.References {
		ref := &d.References[i]
		for k := range ref.Links {
			c.tests++
			switch ref.Links[k].Verdict.State {
			case audit.Broken, audit.Damaged:
				c.failures++
			case audit.OK:
			case audit.Moved:
				moved = append(moved, audit.Finding{Document: d, Reference: ref, Link: &ref.Links[k]})
			default:
				c.skipped++
			}
		}
	}
	return c, moved
}

// junitName is what to call a link as a test: the reference's label, and what is
// written there.
func junitName(f audit.Finding) string {
	name := excerpt(f.Link.Written, 300)
	if name == "" {
		name = "(no address)"
	}
	if f.Reference.Label != "" {
		name = "[" + excerpt(f.Reference.Label, 40) + "] " + name
	}
	return Printable(name)
}

// link writes the case of one link.
func (j *junitWriter) link(class, name string, f audit.Finding) {
	l := f.Link
	elapsed := int64(0)
	if l.Evidence != nil {
		elapsed = l.Evidence.ElapsedMS
	}
	v := l.Verdict
	head := v.State.String() + ": "
	switch v.State {
	case audit.OK, audit.Moved:
		j.testcase(class, name, elapsed, "", "", "", "")
	case audit.Broken, audit.Damaged:
		a := explain(f, j.run)
		j.testcase(class, name, elapsed, "failure", string(v.Reason), head+strings.Join(a.wrong, " "), Printable(a.place)+"\n"+message(f, j.run)+"\n"+Printable(excerpt(surroundings(f), maxHarvest)))
	default:
		j.testcase(class, name, elapsed, "skipped", string(v.Reason), head+message(f, j.run)+" At "+f.Place()+".", "")
	}
}

// testcase writes one case. outcome is "" if it passes; details are lines that are
// Printable each.
func (j *junitWriter) testcase(class, name string, elapsedMS int64, outcome, kind, message, details string) {
	j.text("<testcase")
	j.attribute("classname", class)
	j.attribute("name", name)
	j.attribute("time", fmt.Sprintf("%.3f", float64(elapsedMS)/1000))
	if outcome == "" {
		j.text("/>\n")
		return
	}
	j.text("><" + outcome)
	j.attribute("type", kind)
	j.attribute("message", excerpt(message, maxMessage))
	j.text(">")
	j.lines(details)
	j.text("</" + outcome + "></testcase>\n")
}

func (j *junitWriter) lines(text string) {
	for line := range strings.Lines(text) {
		j.escaped(strings.TrimSuffix(line, "\n"))
		j.text("\n")
	}
}

func (j *junitWriter) open(id int, name string, c junitCounts) {
	started := j.run.Started.UTC().Format("2006-01-02T15:04:05")
	elapsed := 0.0
	if !j.run.Finished.IsZero() {
		elapsed = j.run.Finished.Sub(j.run.Started).Seconds()
	}
	j.text("<testsuite")
	j.number("id", id)
	j.attribute("name", name)
	j.attribute("package", "references")
	j.attribute("timestamp", started)
	j.attribute("hostname", "localhost")
	j.number("tests", c.tests)
	j.number("failures", c.failures)
	j.number("errors", c.errors)
	j.number("skipped", c.skipped)
	j.attribute("time", fmt.Sprintf("%.3f", elapsed))
	j.text(">\n<properties/>\n")
}

func (j *junitWriter) close(out, err string) {
	j.text("<system-out>")
	j.lines(out)
	j.text("</system-out>\n<system-err>")
	j.lines(err)
	j.text("</system-err>\n</testsuite>\n")
}

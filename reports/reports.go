// Package reports renders an [audit.Report] for people and machines.
//
// [Formats] is the one list of ways to do so; usage texts, the check of a
// format's name and the tests range over it. Writers are streams: they go
// through the report once and keep nothing of what they have written, so that
// memory does not grow with the size of the output.
//
// Documents and pages are not trusted. Whatever comes from them is made
// harmless for the place it is printed in: no escape code reaches a terminal,
// no text becomes markup, no line a command to the machine that runs a build,
// and only http and https addresses become links. See [Printable].
//
// The same report always gives the same bytes: version and times are the
// report's own.
//
// # Use
//
// [Write] renders a report in a format by name; [ForPath] finds the [Format] of a
// file's name. [Bibliographies] are further formats, for what is cited. A [Stream]
// writes NDJSON while a run goes on. [ReadJSON] reads a report back that was written
// as JSON.
//
// Nothing but a Stream has to be opened or closed, and a report that nobody changes
// may be rendered by several goroutines at once. The only errors of writing are unknown
// names ([ErrUnknownFormat]) and those of the writer; after one, what was written is
// no report.
package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
)

// Options say how a report is rendered. The zero value is a plain report, 80
// columns wide.
type Options struct {
	Color   bool // text only: mark states and damage with colours (SGR codes)
	Width   int  // text only: columns of the terminal; 0 means 80, less than 40 means 40
	Listing bool // text only: list every reference with what was found in it, instead of what is to be done
	Verbose bool // text and Markdown: list the links that are fine or skipped too, and every hop
	// MaxLength bounds Markdown to so many bytes, the worst findings first, and has
	// it say what was left out; 0 means no bound, less than MinLength means that. Comments
	// of GitHub may have 65 536 characters, which are at most as many bytes.
	MaxLength int
	// Past are earlier runs over the same documents, the oldest first; HTML only.
	Past []audit.RunRecord
	// News are what this run changed and, behind it, earlier ones, the newest first;
	// Atom only. nil: there was no run before.
	News []RunNews
	// Name tells reports apart that lie side by side; Prometheus only.
	Name string
}

// A Format is one way to render a report.
type Format struct {
	Name    string   // as --format takes it: "json"
	Endings []string // of files written in it, with the dot, the usual one first
	Use     string   // what it is good for, one sentence without the full stop
	write   func(*bufio.Writer, *audit.Report, Options) error
}

// Formats lists every format, the ones for people first.
var Formats = []Format{
	{"text", []string{".txt"}, "a summary for a person at a terminal", writeText},
	{"markdown", []string{".md", ".markdown"}, "a summary for a pull request, an issue or a wiki", writeMarkdown},
	{"html", []string{".html", ".htm"}, "one self-contained page to read, filter, print and send to authors", writeHTML},
	{"json", []string{".json"}, "everything, for programs (schema " + audit.Schema + ")", writeJSON},
	{"ndjson", []string{".ndjson", ".jsonl"}, "everything, one object a line, and on standard output as soon as it is known", writeNDJSON},
	{"sarif", []string{".sarif", ".sarif.json"}, "findings for code scanning and editors (SARIF 2.1.0)", writeSarif},
	{"junit", []string{".junit.xml", ".xml"}, "every link as a test, for build servers (JUnit XML)", writeJUnit},
	{"github", []string{".github.txt"}, "annotations of a change, for GitHub Actions", writeGitHub},
	{"codequality", []string{".codequality.json", "code-quality-report.json"}, "findings in a merge request, for GitLab (Code Quality)", writeCodeQuality},
	{"csv", []string{".csv"}, "a table of all links (RFC 4180)", writeCSV},
	{"xlsx", []string{".xlsx"}, "a table of all links, to sort and filter in a spreadsheet", writeXLSX},
	{"atom", []string{".atom", ".atom.xml"}, "a feed of what broke and was fixed, run by run (RFC 4287)", writeAtom},
	{"prometheus", []string{".prom"}, "counts for a monitor, through the textfile collector of Prometheus", writePrometheus},
}

// ErrUnknownFormat says that no format of [Formats] and [Bibliographies] has a
// name or ending.
var ErrUnknownFormat = errors.New("unknown report format")

// everyFormat gives every format there is.
func everyFormat() []Format { return slices.Concat(Formats, Bibliographies) }

// Lookup gives the format of a name, or an error that wraps [ErrUnknownFormat]
// and lists the names there are.
func Lookup(name string) (Format, error) {
	var names []string
	for _, f := range everyFormat() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("%w %q: known are %s", ErrUnknownFormat, name, strings.Join(names, ", "))
}

// ForPath gives the format that the ending of a file's name asks for, in
// whatever case; the longest ending that fits decides. If there is none the
// error wraps [ErrUnknownFormat] and lists the endings there are.
func ForPath(path string) (Format, error) {
	var found Format
	var endings []string
	longest := 0
	for _, f := range everyFormat() {
		for _, e := range f.Endings {
			endings = append(endings, e)
			if len(e) > longest && len(path) > len(e) && strings.EqualFold(path[len(path)-len(e):], e) {
				found, longest = f, len(e)
			}
		}
	}
	if longest == 0 {
		return Format{}, fmt.Errorf("%w of file %q: known endings are %s", ErrUnknownFormat, path, strings.Join(endings, ", "))
	}
	return found, nil
}

// Write renders r in the named format. It returns the first error of w; what
// was written until then is no report.
func Write(w io.Writer, format string, r *audit.Report, o Options) error {
	f, err := Lookup(format)
	if err != nil {
		return err
	}
	return f.Write(w, r, o)
}

// Write renders r as [Write] does. Several formats may be written of one
// report at the same time, as long as nobody changes it.
func (f Format) Write(w io.Writer, r *audit.Report, o Options) error {
	if f.write == nil {
		return fmt.Errorf("write report: %w %q", ErrUnknownFormat, f.Name)
	}
	b := bufio.NewWriterSize(w, 32<<10)
	err := f.write(b, r, o)
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		return fmt.Errorf("write %s report: %w", f.Name, err)
	}
	return nil
}

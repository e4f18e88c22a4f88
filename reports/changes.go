package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/refmend/refmend/audit"
)

// A Comparison is two reports, the earlier one first, and what became of links
// between them.
type Comparison struct {
	Before, After *audit.Report
	Changes       audit.Changes
}

// changesSchema names the form of a comparison as JSON.
const changesSchema = "refmend-diff/1"

// differences is a Comparison as JSON.
type differences struct {
	Schema string        `json:"schema"`
	Before audit.RunInfo `json:"before"`
	After  audit.RunInfo `json:"after"`
	Broke  []changed     `json:"broke"`
	Fixed  []changed     `json:"fixed"`
	Still  []changed     `json:"still"`
	New    []changed     `json:"new"`
	Gone   []changed     `json:"gone"`
}

// changed is one link in both reports, as JSON; absent in which it is not.
type changed struct {
	Before *standing `json:"before,omitempty"`
	After  *standing `json:"after,omitempty"`
	Since  string    `json:"since,omitempty"` // the day since when it fails
}

// standing is a link and where it stands, as JSON.
type standing struct {
	Document string        `json:"document"`
	Label    string        `json:"label,omitempty"`
	Line     int           `json:"line,omitempty"`
	Target   string        `json:"target,omitempty"`
	Written  string        `json:"written"`
	Verdict  audit.Verdict `json:"verdict"`
}

// ChangesFormats are those that [WriteChanges] knows.
var ChangesFormats = []string{"text", "json"}

// WriteChanges tells what changed between two reports. The format is one of
// [ChangesFormats]. Lines of text are folded to so many columns; 0: not at all.
func WriteChanges(w io.Writer, format string, c Comparison, width int) error {
	b := bufio.NewWriter(w)
	switch format {
	case "json":
		if err := writeIndented(b, differences{
			changesSchema, c.Before.Run, c.After.Run,
			changes(c.Changes.Broke), changes(c.Changes.Fixed), changes(c.Changes.Still), changes(c.Changes.New), changes(c.Changes.Gone),
		}); err != nil {
			return err
		}
	case "text":
		changesText(b, c, width)
	default:
		return fmt.Errorf("%w %q: known are %s", ErrUnknownFormat, format, strings.Join(ChangesFormats, ", "))
	}
	return b.Flush()
}

func changes(all []audit.Difference) []changed {
	list := []changed{} // not null
	for _, d := range all {
		c := changed{standingOf(d.Before), standingOf(d.After), ""}
		if c.After != nil && (d.After.Link.Verdict.State == audit.Broken || d.After.Link.Verdict.State == audit.Damaged) {
			c.Since = d.Since()
		}
		list = append(list, c)
	}
	return list
}

func standingOf(f audit.Finding) *standing {
	if f.Link == nil {
		return nil
	}
	return &standing{f.Document.Path, f.Reference.Label, f.Link.Line, string(f.Link.Target), f.Link.Written, f.Link.Verdict}
}

// changesText writes to w, which remembers its first error.
func changesText(w *bufio.Writer, c Comparison, width int) {
	when := func(r *audit.Report) string {
		return fmt.Sprintf("%s (%s)", moment(r.Run.Started), r.Run.ID)
	}
	line := func(s string) { fmt.Fprintln(w, folded(Printable(s), width, len(indent))) }
	line("From " + when(c.Before))
	line("to   " + when(c.After) + ":")
	for _, r := range []*audit.Report{c.Before, c.After} {
		if missed := shortfall(r); missed != "" {
			line(fmt.Sprintf("Of %s: %s", r.Run.ID, missed))
		}
	}
	nothing := true
	list := func(title string, all []audit.Difference, words func(audit.Difference) string) {
		if len(all) == 0 {
			return
		}
		nothing = false
		fmt.Fprintf(w, "\n%s (%d)\n", title, len(all))
		for _, d := range all {
			line("  " + words(d))
		}
	}
	verdict := func(f audit.Finding) string {
		v, status := f.Link.Verdict, 0
		if f.Link.Evidence != nil {
			status = f.Link.Evidence.Status
		}
		return verdictWords(v.State, v.Reason, status)
	}
	list("Broke", c.Changes.Broke, func(d audit.Difference) string {
		return fmt.Sprintf("%s  %s: %s, was %s", d.After.Place(), linkText(d.After.Link), verdict(d.After), verdict(d.Before))
	})
	list("Fixed", c.Changes.Fixed, func(d audit.Difference) string {
		return fmt.Sprintf("%s  %s: %s, was %s", d.After.Place(), linkText(d.After.Link), verdict(d.After), verdict(d.Before))
	})
	list("Still broken", c.Changes.Still, func(d audit.Difference) string {
		since := ""
		if day := d.Since(); day != "" {
			since = ", since " + day
		}
		return fmt.Sprintf("%s  %s: %s%s", d.After.Place(), linkText(d.After.Link), verdict(d.After), since)
	})
	list("New", c.Changes.New, func(d audit.Difference) string {
		return fmt.Sprintf("%s  %s: %s", d.After.Place(), linkText(d.After.Link), verdict(d.After))
	})
	list("Gone from the documents", c.Changes.Gone, func(d audit.Difference) string {
		return fmt.Sprintf("%s  %s: was %s", d.Before.Place(), linkText(d.Before.Link), verdict(d.Before))
	})
	if nothing {
		fmt.Fprintln(w, "\nNothing changed.")
	}
}

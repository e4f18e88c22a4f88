package reports

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// historySchema names the form of a history as JSON.
const historySchema = "refmend-history/1"

// A history is what is remembered of a target, as JSON.
type history struct {
	Schema string      `json:"schema"`
	Target refs.Target `json:"target"`
	Seen   []seen      `json:"seen"`
}

// seen is what is remembered of a target as asked about in one way.
type seen struct {
	Vantage  string          `json:"vantage,omitempty"` // absent: the usual way
	Verdict  audit.Verdict   `json:"verdict"`           // of the newest check
	Reported audit.Verdict   `json:"reported"`          // what reports make of it
	Evidence audit.Evidence  `json:"evidence"`
	Metadata *audit.Metadata `json:"metadata,omitempty"`
	Past     audit.Past      `json:"past"`
}

// A Remembered is what is remembered of a target as seen from one vantage, and the
// verdict that a report would have of that (see audit.Policy.Reported).
type Remembered struct {
	audit.Memory
	Reported audit.Verdict
}

// HistoryFormats are those that [WriteHistory] knows.
var HistoryFormats = []string{"text", "json"}

// WriteHistory tells what is remembered of a target: a memory for each vantage
// that it was seen from. The format is one of [HistoryFormats]. Lines of text are
// folded to so many columns; 0: not at all.
func WriteHistory(w io.Writer, format string, target refs.Target, memories []Remembered, width int) error {
	b := bufio.NewWriter(w)
	switch format {
	case "json":
		h := history{historySchema, target, []seen{}}
		for _, m := range memories {
			s := seen{m.Vantage, m.Verdict, m.Reported, m.Evidence, nil, m.Past}
			if !m.Metadata.Zero() {
				s.Metadata = &m.Metadata
			}
			h.Seen = append(h.Seen, s)
		}
		if err := writeIndented(b, h); err != nil {
			return err
		}
	case "text":
		fmt.Fprintln(b, Printable(string(target)))
		for _, m := range memories {
			fmt.Fprintln(b)
			if m.Vantage != "" {
				fmt.Fprintf(b, "%s\n\n", folded("With other settings of how hosts are asked ("+Printable(m.Vantage)+"):", width, 0))
			}
			if err := historyText(b, m, width); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("%w %q: known are %s", ErrUnknownFormat, format, strings.Join(HistoryFormats, ", "))
	}
	return b.Flush()
}

// writeIndented writes v as JSON for a person to look at too.
func writeIndented(w *bufio.Writer, v any) error {
	e := json.NewEncoder(&quiet{w: w})
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// historyText writes the lines of one memory.
func historyText(w io.Writer, m Remembered, width int) error {
	var rows [][2]string
	column := 0
	row := func(name, text string) {
		rows = append(rows, [2]string{name, Printable(text)})
		column = max(column, len("  ")+len(name)+len("  "))
	}
	p := &m.Past
	row("now", verdictWords(m.Verdict.State, m.Verdict.Reason, m.Evidence.Status)+", checked "+moment(m.Evidence.CheckedAt))
	if r := m.Reported; r.State != m.Verdict.State || r.Reason != m.Verdict.Reason {
		row("reported", "as "+verdictWords(r.State, r.Reason, 0)+": "+clip(r.Detail, maxHarvest))
	}
	if !p.FirstChecked.IsZero() {
		row("first", "checked "+moment(p.FirstChecked))
	}
	if !p.LastOK.IsZero() {
		row("last fine", moment(p.LastOK))
	}
	if !p.FailingSince.IsZero() {
		row("failing", fmt.Sprintf("since %s, in %s", moment(p.FailingSince), count(p.Failures, "check")))
	}
	if p.UsualMS > 0 {
		row("answers", fmt.Sprintf("usually within %d ms", p.UsualMS))
	}
	if m.MovedTo != "" {
		row("moved to", clip(string(m.MovedTo), maxWritten))
	}
	if m.Metadata.Title != "" {
		row("title", clip(m.Metadata.Title, maxHarvest))
	}
	if id := p.Before; id != nil {
		row("until "+day(id.To), fmt.Sprintf("%s, of %s", clip(id.Title, maxHarvest), id.Owner))
	}
	for _, r := range rows {
		fmt.Fprintf(w, "  %-*s%s\n", column-2, r[0], folded(r[1], width, column))
	}
	if len(p.Spells) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	if width > 0 && width < spellsWidth {
		for _, s := range slices.Backward(p.Spells) {
			words := fmt.Sprintf("%s to %s, %s: %s", moment(s.From), moment(s.To), count(s.Checks, "check"), Printable(verdictWords(s.State, s.Reason, s.Status)))
			fmt.Fprintf(w, "  %s\n", folded(words, width, len(indent)))
		}
		return nil
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(tw, "  FROM\tTO\tCHECKS\tVERDICT\n")
	for _, s := range slices.Backward(p.Spells) {
		fmt.Fprintf(tw, "  %s\t%s\t%d\t%s\n", moment(s.From), moment(s.To), s.Checks, Printable(verdictWords(s.State, s.Reason, s.Status)))
	}
	return tw.Flush()
}

// spellsWidth is how many columns the table of verdicts takes at the most.
const spellsWidth = 100

// verdictWords gives "broken (not-found, status 404)", and "ok" for what is.
func verdictWords(state audit.State, reason audit.Reason, status int) string {
	var why []string
	if string(reason) != state.String() {
		why = append(why, string(reason))
	}
	if status > 0 && status != 200 {
		why = append(why, fmt.Sprintf("status %d", status))
	}
	if len(why) == 0 {
		return state.String()
	}
	return fmt.Sprintf("%s (%s)", state, strings.Join(why, ", "))
}

// moment gives a time as a person reads it, to the minute.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

package reports

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// writePrometheus writes what a run came to as gauges in the text format of
// Prometheus (its documentation, "Exposition formats"), for the textfile
// collector of its node exporter. What there is none of is 0, so that alerts can
// be written before the first link breaks.
func writePrometheus(w *bufio.Writer, r *audit.Report, o Options) error {
	g := &gauges{w: w, name: o.Name}
	s := &r.Summary
	g.help("refmend_links", "Links found, by state.")
	for _, state := range audit.States {
		g.value("refmend_links", float64(s.ByState[state]), "state", state.String())
	}
	g.help("refmend_links_by_reason", "Links found, by the reason of their state.")
	told := map[audit.Reason]bool{}
	for _, info := range audit.Reasons {
		if !told[info.Code] {
			told[info.Code] = true
			g.value("refmend_links_by_reason", float64(s.ByReason[info.Code]), "reason", string(info.Code))
		}
	}
	unread := 0
	for i := range r.Documents {
		if r.Documents[i].Error != "" {
			unread++
		}
	}
	for _, one := range []struct {
		name, help string
		value      float64
	}{
		{"refmend_links_failing", "Links in the states that the run fails on, those known from before left out.", float64(s.Failing)},
		{"refmend_links_known", "Links in such a state that were in one before.", float64(s.Known)},
		{"refmend_documents", "Documents named or found.", float64(s.Documents)},
		{"refmend_documents_unread", "Documents that could not be read.", float64(unread)},
		{"refmend_references", "References found.", float64(s.References)},
		{"refmend_targets", "Distinct targets of links and of their repairs.", float64(s.Targets)},
		{"refmend_requests", "HTTP requests that the run sent.", float64(s.Requests)},
		{"refmend_targets_from_cache", "Targets answered from the store.", float64(s.FromCache)},
		{"refmend_run_duration_seconds", "How long the run took.", max(0, r.Run.Finished.Sub(r.Run.Started).Seconds())},
		{"refmend_run_complete", "1 if the run saw all there was to see, else 0.", zeroOrOne(r.Run.Complete)},
		{"refmend_run_timestamp_seconds", "When the run ended, in seconds since 1970.", float64(max(0, r.Run.Finished.Unix()))},
	} {
		g.help(one.name, one.help)
		g.value(one.name, one.value)
	}
	return g.err
}

func zeroOrOne(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// gauges writes metrics and remembers the first error.
type gauges struct {
	w    *bufio.Writer
	name string // label "report" of each; "" for none
	err  error
}

func (g *gauges) printf(format string, args ...any) {
	if g.err == nil {
		_, g.err = fmt.Fprintf(g.w, format, args...)
	}
}

func (g *gauges) help(name, help string) {
	g.printf("# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

// value writes a value with labels, which are names and values in turn.
func (g *gauges) value(name string, v float64, labels ...string) {
	if g.name != "" {
		labels = append([]string{"report", Printable(g.name)}, labels...)
	}
	var all []string
	for i := 0; i+1 < len(labels); i += 2 {
		all = append(all, labels[i]+`="`+labelEscapes.Replace(labels[i+1])+`"`)
	}
	if len(all) > 0 {
		name += "{" + strings.Join(all, ",") + "}"
	}
	g.printf("%s %.15g\n", name, v)
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

package reports

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// The characters of one text that are shown at most. Whole texts are in the
// JSON.
const (
	maxWritten = 600
	maxText    = 4000
	maxHarvest = 500
)

// An account is what there is to tell of one link, in sentences for a person.
// Its strings quote documents and pages and are raw.
type account struct {
	place   string   // "paper.md:12:5"
	wrong   []string // what is wrong, the verdict first
	action  string   // what to do about it in general; "" if nothing
	repairs []mend
	facts   []string // what the verdict rests on, each a phrase
}

// A mend is a repair and how far to trust it.
type mend struct {
	verb   string // "write", "perhaps", ...
	target refs.Target
	note   string // "certain; checked: it works"
	failed bool   // it was checked and leads nowhere
}

// explain makes the account of a link.
func explain(f audit.Finding, run audit.RunInfo) account {
	l := f.Link
	info, _ := audit.Explain(l.Verdict.State, l.Verdict.Reason)
	return account{
		place: f.Place(), wrong: wrongs(l, info), action: info.Action,
		repairs: mends(l), facts: facts(l, run),
	}
}

// wrongs tells the verdict and every further defect, each in a sentence.
func wrongs(l *audit.Link, info audit.ReasonInfo) []string {
	first := l.Verdict.Detail
	if first == "" {
		first = info.Meaning
	}
	if first == "" {
		first = string(l.Verdict.Reason)
	}
	all := []string{first}
	for _, d := range l.Defects {
		if d.Code == string(l.Verdict.Reason) {
			continue
		}
		if words := defectWords(d); words != first {
			all = append(all, words)
		}
	}
	return all
}

// defectWords tells a defect in a sentence, or at least by its code.
func defectWords(d audit.Defect) string {
	if d.Detail != "" {
		return d.Detail
	}
	if info, ok := audit.Explain(audit.Damaged, audit.Reason(d.Code)); ok {
		return info.Meaning
	}
	return d.Code
}

// mends gives the repairs that are worth a look. Of a link that is fine that is
// only its own address with https, of one that could not be checked what is
// proven to work: their repairs are other readings, and nobody knows of anything
// to repair.
func mends(l *audit.Link) []mend {
	var all []mend
	s := l.Verdict.State
	for _, r := range l.Repairs {
		proven := r.Verified != nil && *r.Verified
		upgrade := proven && r.Rule == audit.RuleUpgrade
		if s == audit.OK && !upgrade || s == audit.Skipped || s == audit.Unverified && !proven {
			continue
		}
		m := mend{verb: "perhaps", target: r.Target, failed: r.Verified != nil && !proven}
		note := "a guess"
		switch r.Confidence {
		case refs.Certain:
			m.verb, note = "write", "certain"
		case refs.Likely:
			m.verb, note = "probably", "likely"
		}
		switch {
		case proven && r.Rule == string(audit.ReasonPermanentRedirect), upgrade:
			note = "as the server itself says"
		case proven && r.Rule == audit.RuleArchivedCopy:
			m.verb, note = "or cite", strings.TrimSuffix(lowerFirst(r.Why), ".")
		case proven:
			note += "; checked: it works"
		case m.failed:
			m.verb = "tried"
			note += ", but it does not work"
		default:
			note += "; not checked"
		}
		m.note = note
		all = append(all, m)
	}
	return all
}

// facts tells what the verdict rests on, in short phrases.
func facts(l *audit.Link, run audit.RunInfo) []string {
	all := append(answered(l, run), remembered(l)...)
	if h := l.History; h != nil && !isFirstCheck(l) && changeWords[h.Change] != "" {
		all = append(all, changeWords[h.Change])
	}
	return all
}

// answered tells what came of asking.
func answered(l *audit.Link, run audit.RunInfo) []string {
	e := l.Evidence
	if e == nil {
		return nil
	}
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if e.Status != 0 {
		add("%s", strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Status, http.StatusText(e.Status))))
	}
	if e.Provider != "" {
		add("turned away by %s", e.Provider)
	}
	if e.FinalURL != "" && e.FinalURL != string(l.Target) {
		verb := "leads to"
		if len(e.Hops) == 0 {
			verb = "from" // not redirected: a registry was asked, or led there
		}
		add("%s %s", verb, clip(e.FinalURL, maxWritten))
	}
	if e.Error != "" {
		add("error: %s", clip(e.Error, maxHarvest))
	}
	if e.Attempts > 1 {
		add("%d attempts", e.Attempts)
	}
	if e.Cached {
		add("remembered from %s%s", day(e.CheckedAt), age(e.CheckedAt, run.Started))
	}
	return all
}

// remembered tells what earlier runs knew, but for what has changed since.
func remembered(l *audit.Link) []string {
	h := l.History
	if h == nil {
		return nil
	}
	var all []string
	if h.Known {
		all = append(all, "known from before")
	}
	if isFirstCheck(l) {
		return all
	}
	if !h.FailingSince.IsZero() {
		all = append(all, "failing since "+day(h.FailingSince))
	}
	if h.Failures > 1 {
		all = append(all, fmt.Sprintf("%d failures in a row", h.Failures))
	}
	if !h.LastOK.IsZero() && (l.Evidence == nil || !h.LastOK.Equal(l.Evidence.CheckedAt)) {
		all = append(all, "last fine "+day(h.LastOK))
	}
	return all
}

// isFirstCheck tells whether a link's target was never checked before, so that
// there is no past to tell.
func isFirstCheck(l *audit.Link) bool {
	return l.Evidence != nil && !l.Evidence.CheckedAt.IsZero() && l.History.FirstChecked.Equal(l.Evidence.CheckedAt)
}

// lowerFirst makes the beginning of a sentence that of a note.
func lowerFirst(s string) string {
	if s == "" || s[0] >= utf8.RuneSelf {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

var changeWords = map[audit.Change]string{
	audit.ChangeNew:   "new since the last run",
	audit.ChangeFixed: "mended since the last run",
	audit.ChangeBroke: "not broken in the last run",
}

func day(t time.Time) string {
	if t.IsZero() {
		return "an unknown day"
	}
	return t.UTC().Format("2006-01-02")
}

// age says how long before the run an answer was given.
func age(t, started time.Time) string {
	if t.IsZero() || started.Before(t) {
		return ""
	}
	return fmt.Sprintf(" (%s old)", audit.Age(started.Sub(t)))
}

// surroundings gives the text of a reference, unless it is the link and nothing
// more, as in a list of addresses.
func surroundings(f audit.Finding) string {
	if text := f.Reference.Text; strings.TrimSpace(text) != f.Link.Written {
		return text
	}
	return ""
}

// hopWords tells one hop of a chain of redirects.
func hopWords(h audit.Hop) string {
	status := "no answer"
	if h.Status != 0 {
		status = strconv.Itoa(h.Status)
	}
	return status + " " + clip(h.URL, maxWritten)
}

// linkable gives the address that a report may lead a reader to: http or https
// with a host, every other target gives "". Where a verdict warns of the place
// itself there is no link either.
func linkable(t string, v audit.Verdict) string {
	switch v.Reason {
	case audit.ReasonParked, audit.ReasonLocalTarget, audit.ReasonForbiddenAddress, audit.ReasonDomainChangedHands:
		return ""
	}
	return webAddress(t)
}

// webAddress gives t if it is an absolute http or https URL of printable
// ASCII, else "".
func webAddress(t string) string {
	for i := 0; i < len(t); i++ {
		if t[i] <= ' ' || t[i] >= 0x7f {
			return ""
		}
	}
	u, err := url.Parse(t)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return t
}

// linkless gives what to call each reference of d that has no link, runs of
// numbers drawn together: "4", "6–9", "line 31".
func linkless(d *audit.Document) []string {
	var all []string
	first, last := 0, 0 // the run of numbers that is not yet in all
	flush := func() {
		switch {
		case first == 0:
		case last-first >= 2:
			all = append(all, fmt.Sprintf("%d–%d", first, last))
		default:
			for n := first; n <= last; n++ {
				all = append(all, strconv.Itoa(n))
			}
		}
		first, last = 0, 0
	}
	for i := range d.References {
		ref := &d.References[i]
		if len(ref.Links) > 0 {
			continue
		}
		n, err := strconv.Atoi(ref.Label)
		if err == nil && n > 0 && ref.Label == strconv.Itoa(n) {
			if first == 0 || n != last+1 {
				flush()
				first = n
			}
			last = n
			continue
		}
		flush()
		all = append(all, name(ref))
	}
	flush()
	return all
}

// name is what to call a reference in a list of references.
func name(ref *audit.Reference) string {
	switch {
	case ref.Label != "":
		return excerpt(ref.Label, 40)
	case ref.Page > 0:
		return fmt.Sprintf("page %d", ref.Page)
	case ref.Part != "":
		return fmt.Sprintf("%s, line %d", ref.Part, ref.Line)
	}
	return fmt.Sprintf("line %d", ref.Line)
}

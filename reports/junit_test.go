package reports

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

// junitGrammar is what both common schemas of JUnit XML allow, the one of Apache
// Ant's format and that of the xUnit plugin for Jenkins: of each element its
// attributes, all of which the stricter one requires, with the form of their
// values, and its children in order ("*" for any number of them, "|" for one or
// none).
var junitGrammar = map[string]struct {
	attributes map[string]string
	children   string
}{
	"testsuites": {nil, "testsuite*"},
	"testsuite": {map[string]string{"id": `\d+`, "name": `.+`, "package": `\S+`, "timestamp": `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`, "hostname": `\S+`,
		"tests": `\d+`, "failures": `\d+`, "errors": `\d+`, "skipped": `\d+`, "time": `\d{1,3}(,?\d{3})*\.\d+`}, "properties testcase* system-out system-err"},
	"testcase":   {map[string]string{"name": `.+`, "classname": `.+`, "time": `\d+\.\d+`}, "skipped|error|failure"},
	"failure":    {map[string]string{"type": `.+`, "message": `.+`}, ""},
	"error":      {map[string]string{"type": `.+`, "message": `.+`}, ""},
	"skipped":    {map[string]string{"type": `.+`, "message": `.+`}, ""},
	"properties": {}, "system-out": {}, "system-err": {},
}

func TestJUnitIsValid(t *testing.T) {
	for name, make := range reportsToRender {
		t.Run(name, func(t *testing.T) {
			d := xml.NewDecoder(strings.NewReader(render(t, "junit", make(), Options{})))
			type open struct {
				name     string
				children []string
			}
			stack := []open{{}}
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				switch e := token.(type) {
				case xml.StartElement:
					rule, known := junitGrammar[e.Name.Local]
					if !known || len(e.Attr) != len(rule.attributes) {
						t.Errorf("<%s> with %d attributes", e.Name.Local, len(e.Attr))
					}
					for _, a := range e.Attr {
						if form, ok := rule.attributes[a.Name.Local]; !ok || !regexp.MustCompile("^"+form+"$").MatchString(a.Value) {
							t.Errorf("<%s %s=%q>", e.Name.Local, a.Name.Local, a.Value)
						}
					}
					top := &stack[len(stack)-1]
					top.children = append(top.children, e.Name.Local)
					stack = append(stack, open{name: e.Name.Local})
				case xml.EndElement:
					top := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					if !childrenFit(junitGrammar[top.name].children, top.children) {
						t.Errorf("<%s> has %q", top.name, top.children)
					}
				}
			}
		})
	}
}

func childrenFit(want string, got []string) bool {
	var pattern strings.Builder
	for name := range strings.FieldsSeq(want) {
		switch {
		case strings.HasSuffix(name, "*"):
			pattern.WriteString("(?:" + strings.TrimSuffix(name, "*") + " )*")
		case strings.Contains(name, "|"):
			pattern.WriteString("(?:(?:" + name + ") )?")
		default:
			pattern.WriteString(name + " ")
		}
	}
	return regexp.MustCompile("^" + pattern.String() + "$").MatchString(strings.Join(append(got, ""), " "))
}

// A junitReport is what the tests read back.
type junitReport struct {
	Suites []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Out      string `xml:"system-out"`
		Err      string `xml:"system-err"`
		Cases    []struct {
			Class   string        `xml:"classname,attr"`
			Name    string        `xml:"name,attr"`
			Failure *junitOutcome `xml:"failure"`
			Error   *junitOutcome `xml:"error"`
			Skipped *junitOutcome `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type junitOutcome struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
}

func readJUnit(t testing.TB, r *audit.Report) (got junitReport) {
	t.Helper()
	if err := xml.Unmarshal([]byte(render(t, "junit", r, Options{})), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// The counts of a suite are those of its cases, and no two cases have one name.
func TestJUnitCounts(t *testing.T) {
	for name, make := range reportsToRender {
		for _, s := range readJUnit(t, make()).Suites {
			failures, failed, skipped := 0, 0, 0
			seen := map[string]bool{}
			for _, c := range s.Cases {
				if seen[c.Name] {
					t.Errorf("%s, %s: two cases %q", name, s.Name, c.Name)
				}
				seen[c.Name] = true
				switch {
				case c.Failure != nil:
					failures++
				case c.Error != nil:
					failed++
				case c.Skipped != nil:
					skipped++
				}
			}
			if s.Tests != len(s.Cases) || s.Failures != failures || s.Errors != failed || s.Skipped != skipped {
				t.Errorf("%s, %s: %d cases, %d failures, %d errors, %d skipped: %+v", name, s.Name, len(s.Cases), failures, failed, skipped, s)
			}
		}
	}
}

// junitStates counts the links by state, as the cases tell.
func junitStates(t *testing.T, r *audit.Report) map[string]int {
	got := map[string]int{}
	for _, s := range readJUnit(t, r).Suites {
		moved := strings.Count(s.Out, ": moved: ")
		got["moved"] += moved
		got["ok"] -= moved
		for _, c := range s.Cases {
			switch {
			case c.Error != nil:
				got["unread"]++
			case c.Failure != nil, c.Skipped != nil:
				o := c.Failure
				if o == nil {
					o = c.Skipped
				}
				state, _, _ := strings.Cut(o.Message, ": ")
				got[state]++
			default:
				got["ok"]++
			}
		}
	}
	return got
}

// XML 1.0 forbids most control characters, escaped or not.
func FuzzJUnit(f *testing.F) {
	for _, s := range []string{"", hostile, "\x00\x0b\ufffe\uffff", "]]>&<\"'", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := cutShort()
		d := &r.Documents[0]
		d.Path, d.Error, d.Warnings = "x"+s, s, []string{s}
		for i, state := range audit.States {
			l := found(i, "https://fine.example/", audit.Verdict{State: state, Reason: audit.Reason(s), Detail: s}, &audit.Evidence{Error: s})
			l.Written = s
			d.References[0].Links = append(d.References[0].Links, l)
		}
		d.References[0].Label, d.References[0].Text = s, s
		out := readJUnit(t, r)
		if n := len(out.Suites[0].Cases); n != 2+len(audit.States)+min(1, len(s)) {
			t.Errorf("%d cases: %s", n, fmt.Sprint(out))
		}
		for _, c := range render(t, "junit", r, Options{}) {
			if c < ' ' && c != '\n' || c == 0xFFFE || c == 0xFFFF {
				t.Errorf("%s in the XML of %q", strconv.QuoteRune(c), s)
			}
		}
	})
}

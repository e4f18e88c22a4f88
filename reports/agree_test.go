package reports

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/refmend/refmend/audit"
)

// countStates counts links by state, and documents that could not be read as
// "unread", in each format as programs or readers of it find them.
var countStates = map[string]func(*testing.T, *audit.Report) map[string]int{
	"atom": func(t *testing.T, r *audit.Report) map[string]int {
		return map[string]int{"failing": len(readFeed(t, render(t, "atom", r, Options{})).Entries)}
	},
	"prometheus": func(t *testing.T, r *audit.Report) map[string]int {
		got := map[string]int{}
		metrics := readMetrics(t, render(t, "prometheus", r, Options{}))
		for _, m := range metrics["refmend_links"].Metric {
			got[m.Label[0].GetValue()] = int(m.Gauge.GetValue())
		}
		got["unread"] = int(metrics["refmend_documents_unread"].Metric[0].Gauge.GetValue())
		return got
	},
	"text": func(t *testing.T, r *audit.Report) map[string]int {
		out := render(t, "text", r, Options{Verbose: true})
		got := headings(out, `(?m)^(\w+) \((\d+)\): `)
		if _, list, ok := strings.Cut(out, "Could not be read"); ok {
			list, _, _ = strings.Cut(list, "\nNoticed while reading")
			list, _, _ = strings.Cut(list, "\nBroken")
			got["unread"] = len(regexp.MustCompile(`(?m)^  \S`).FindAllString(list, -1))
		}
		return got
	},
	"markdown": func(t *testing.T, r *audit.Report) map[string]int {
		out := render(t, "markdown", r, Options{Verbose: true})
		got := headings(out, `(?m)^## (\w+) \((\d+)\): `)
		if _, list, ok := strings.Cut(out, "## Could not be read"); ok {
			list, _, _ = strings.Cut(list, "##")
			got["unread"] = strings.Count(list, "\n- ")
		}
		return got
	},
	"html": func(t *testing.T, r *audit.Report) map[string]int {
		got := map[string]int{}
		state := ""
		eachElement(t, render(t, "html", r, Options{}), func(n *html.Node, a map[string]string) {
			switch {
			case n.Data == "section":
				state = a["data-state"]
			case n.Data == "li" && state != "" && strings.HasPrefix(a["id"], "f"):
				got[state]++
			}
		})
		return got
	},
	"json": func(t *testing.T, r *audit.Report) map[string]int {
		var back audit.Report
		if err := json.Unmarshal([]byte(render(t, "json", r, Options{})), &back); err != nil {
			t.Fatal(err)
		}
		return reportStates(&back)
	},
	"ndjson": func(t *testing.T, r *audit.Report) map[string]int {
		return reportStates(readNDJSON(t, render(t, "ndjson", r, Options{})))
	},
	"junit": junitStates,
	"csv":   func(t *testing.T, r *audit.Report) map[string]int { return tableStates(readCSV(t, r)) },
	"xlsx":  func(t *testing.T, r *audit.Report) map[string]int { return tableStates(readXLSX(t, r)) },
	"sarif": func(t *testing.T, r *audit.Report) map[string]int {
		got := map[string]int{}
		run := readSarif(t, r).Runs[0]
		for _, res := range run.Results {
			got[res.Properties.State]++
		}
		for _, n := range run.Invocations[0].Notifications {
			if n.Level == "error" && len(n.Locations) > 0 {
				got["unread"]++
			}
		}
		return got
	},
	"codequality": func(t *testing.T, r *audit.Report) map[string]int {
		got := map[string]int{}
		for _, i := range readCodeQuality(t, r) {
			got[stateOf(audit.Reason(i.CheckName))]++
		}
		return got
	},
	"github": func(t *testing.T, r *audit.Report) map[string]int {
		got := map[string]int{}
		commands, rest := ghCommands(t, render(t, "github", r, Options{}))
		for _, c := range commands {
			state, _, _ := strings.Cut(c.properties["title"], " reference link")
			if state == "could not be read" {
				state = "unread"
			}
			got[state]++
		}
		if len(rest) > 1 { // how many there are of each level beside those shown
			for _, m := range regexp.MustCompile(`(\d+) (error|warning|notice)`).FindAllStringSubmatch(rest[1], -1) {
				n, _ := strconv.Atoi(m[1])
				got["not annotated"] += n
			}
		}
		return got
	},
}

func headings(out, form string) map[string]int {
	got := map[string]int{}
	for _, m := range regexp.MustCompile(form).FindAllStringSubmatch(out, -1) {
		for _, s := range audit.States {
			if stateWords[s].title == m[1] {
				got[s.String()], _ = strconv.Atoi(m[2])
			}
		}
	}
	return got
}

func reportStates(r *audit.Report) map[string]int {
	got := map[string]int{}
	for i := range r.Documents {
		for _, ref := range r.Documents[i].References {
			for _, l := range ref.Links {
				got[l.Verdict.State.String()]++
			}
		}
		if r.Documents[i].Error != "" {
			got["unread"]++
		}
	}
	return got
}

func tableStates(rows [][]string) map[string]int {
	got := map[string]int{}
	for _, row := range rows[1:] {
		got[row[0]]++
	}
	return got
}

// stateOf gives the state of findings with a reason, "suspect" for one that
// nobody knows, as the hostile report has it.
func stateOf(reason audit.Reason) string {
	if reason == "unread" {
		return "unread"
	}
	if i, ok := sarifRuleIndex[reason]; ok {
		return fmt.Sprint(sarifRules[i].Properties["tags"].([]string)[1])
	}
	return "suspect"
}

// All formats tell the same of one run: the same links in the same states.
func TestFormatsAgree(t *testing.T) {
	for _, f := range Formats {
		if countStates[f.Name] == nil {
			t.Errorf("%s is not compared", f.Name)
		}
	}
	for name, make := range map[string]func() *audit.Report{"rich": rich, "elsewhere": elsewhere} {
		for format, counted := range countStates {
			t.Run(name+"/"+format, func(t *testing.T) {
				want := reportStates(make())
				got := counted(t, make())
				maps.DeleteFunc(got, func(_ string, n int) bool { return n == 0 })
				switch format {
				case "sarif", "codequality", "github": // findings only
					delete(want, "ok")
					delete(want, "skipped")
				case "html":
					delete(want, "unread") // it is told in words, above the findings
				}
				if format == "atom" { // what is wrong beyond doubt only
					want = map[string]int{"failing": want["broken"] + want["damaged"]}
				}
				if format == "github" {
					all := 0
					for state, n := range got {
						all += n
						if state != "not annotated" && n > want[state] {
							t.Errorf("%d are %s, of %d", n, state, want[state])
						}
					}
					for _, n := range want {
						all -= n
					}
					if all != 0 {
						t.Errorf("%d more than there are: %v, of %v", all, got, want)
					}
					return
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-report +%s):\n%s", format, diff)
				}
			})
		}
	}
}

// The same verdict stands on the same link in all formats that tell of each.
func TestVerdictsAgree(t *testing.T) {
	type verdict struct{ state, reason, written string }
	count := func(add func(func(verdict))) map[verdict]int {
		got := map[verdict]int{}
		add(func(v verdict) {
			v.written = Printable(v.written)
			v.reason = Printable(v.reason)
			got[v]++
		})
		return got
	}
	of := func(r *audit.Report) map[verdict]int {
		return count(func(add func(verdict)) {
			for _, f := range r.Findings() {
				add(verdict{f.Link.Verdict.State.String(), string(f.Link.Verdict.Reason), f.Link.Written})
			}
		})
	}
	for name, make := range map[string]func() *audit.Report{"rich": rich, "elsewhere": elsewhere} {
		want := of(make())
		for format, got := range map[string]map[verdict]int{
			"ndjson": of(readNDJSON(t, strings.ReplaceAll(render(t, "ndjson", make(), Options{}), `\ufffd`, `<0xFF>`))),
			"sarif": count(func(add func(verdict)) {
				for _, res := range readSarif(t, make()).Runs[0].Results {
					add(verdict{res.Properties.State, res.Rule, res.Properties.Written})
				}
			}),
			"xlsx": count(func(add func(verdict)) {
				for _, row := range readXLSX(t, make())[1:] {
					if !strings.Contains(" ok skipped unread ", " "+row[0]+" ") {
						add(verdict{row[0], row[1], row[10]})
					}
				}
			}),
		} {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-report +%s):\n%s", name, format, diff)
			}
		}
	}
}

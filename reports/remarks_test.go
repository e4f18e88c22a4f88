package reports

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/refmend/refmend/audit"
)

// readWarnings finds what a run says of the user's rules, in each format that has
// a place for it; nil in those that have none: tables and lists of links or of what
// changed, annotations, metrics.
var readWarnings = map[string]func(*testing.T, *audit.Report) []string{
	"text": func(t *testing.T, r *audit.Report) []string {
		_, list, _ := strings.Cut(render(t, "text", r, Options{}), "\n"+aboutRules+"\n\n")
		list, _, _ = strings.Cut(list, "\n\nrefmend ")
		if list == "" {
			return nil
		}
		return strings.Split(list, "\n\n")
	},
	"markdown": func(t *testing.T, r *audit.Report) (all []string) {
		_, list, _ := strings.Cut(render(t, "markdown", r, Options{}), "\n## "+aboutRules+"\n\n")
		list, _, _ = strings.Cut(list, "\n\n")
		for _, m := range regexp.MustCompile(`(?m)^- (.*)$`).FindAllStringSubmatch(list, -1) {
			all = append(all, regexp.MustCompile("\\\\([^A-Za-z0-9])|`").ReplaceAllString(m[1], "$1"))
		}
		return all
	},
	"html": func(t *testing.T, r *audit.Report) (all []string) {
		within := false
		eachElement(t, render(t, "html", r, Options{}), func(n *html.Node, a map[string]string) {
			switch n.Data {
			case "section", "footer":
				within = a["class"] == "rules"
			case "li":
				if within {
					all = append(all, n.FirstChild.Data)
				}
			}
		})
		return all
	},
	"json": func(t *testing.T, r *audit.Report) []string {
		var back audit.Report
		if err := json.Unmarshal([]byte(render(t, "json", r, Options{})), &back); err != nil {
			t.Fatal(err)
		}
		return back.Run.Warnings
	},
	"ndjson": func(t *testing.T, r *audit.Report) []string {
		return readNDJSON(t, render(t, "ndjson", r, Options{})).Run.Warnings
	},
	"sarif": func(t *testing.T, r *audit.Report) (all []string) {
		for _, n := range readSarif(t, r).Runs[0].Invocations[0].Configuration {
			all = append(all, n.Message.Text)
		}
		return all
	},
	"junit": func(t *testing.T, r *audit.Report) (all []string) {
		for _, s := range readJUnit(t, r).Suites {
			for line := range strings.Lines(strings.TrimSpace(s.Err)) {
				all = append(all, line)
			}
		}
		return all
	},
	"github": nil, "codequality": nil, "csv": nil, "xlsx": nil, "atom": nil, "prometheus": nil,
}

// All formats that can tell what the run says of the user's rules, and none makes a
// finding of it.
func TestWarningsAgree(t *testing.T) {
	plain := func(warnings []string) (all []string) {
		for _, w := range warnings {
			// Words only: each format escapes punctuation in its own way.
			w = strings.ReplaceAll(Printable(w), "<0xFF>", "\ufffd")
			all = append(all, strings.Join(regexp.MustCompile(`[\pL\pN]+`).FindAllString(w, -1), " "))
		}
		return all
	}
	unused := func() *audit.Report {
		r := cutShort()
		r.Run.Warnings = []string{"Of refmend.toml, the rule in line 4 concerns no link of these documents."}
		return r
	}
	for _, f := range Formats {
		read, ok := readWarnings[f.Name]
		if !ok {
			t.Errorf("%s is not compared", f.Name)
		}
		if read == nil {
			continue
		}
		for name, make := range map[string]func() *audit.Report{"rich": rich, "cut short": unused, "offline": offline} {
			if diff := cmp.Diff(plain(make().Run.Warnings), plain(read(t, make()))); diff != "" {
				t.Errorf("%s, %s (-report +%s):\n%s", name, f.Name, f.Name, diff)
			}
		}
	}
}

package reports

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

// ghCommand is a command as the runner reads it.
type ghCommand struct {
	level, message string
	properties     map[string]string
}

// ghCommands reads lines as the runner of GitHub Actions does, which takes a
// line that begins with "::" behind white space for a command.
func ghCommands(t testing.TB, out string) (commands []ghCommand, rest []string) {
	t.Helper()
	if strings.ContainsRune(out, '\r') {
		t.Error("a carriage return")
	}
	form := regexp.MustCompile(`^::([a-z-]+) ([^:]*)::(.*)$`)
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "::") {
			rest = append(rest, line)
			continue
		}
		m := form.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("no command of ours: %q", line)
			continue
		}
		c := ghCommand{m[1], unescape.Replace(m[3]), map[string]string{}}
		for _, p := range strings.Split(m[2], ",") {
			name, value, _ := strings.Cut(p, "=")
			c.properties[name] = unescape.Replace(value)
		}
		if what := armed(c.message); what != "" {
			t.Errorf("%s in the message %q", what, c.message)
		}
		commands = append(commands, c)
	}
	return commands, rest
}

// Whatever stands in documents and pages, only annotations of ours are written.
func TestGitHubCommands(t *testing.T) {
	levels := map[string]int{"error": 0, "warning": 1, "notice": 2}
	for name, make := range reportsToRender {
		commands, rest := ghCommands(t, render(t, "github", make(), Options{}))
		want := len(make().Findings()) + len(unread(make().Documents))
		if len(commands) > want || want <= maxAnnotations && len(commands) != want {
			t.Errorf("%s: %d commands for %d findings", name, len(commands), want)
		}
		for _, c := range commands {
			if _, ok := levels[c.level]; !ok || c.message == "" {
				t.Errorf("%s: %+v", name, c)
			}
			for p := range c.properties {
				if !strings.Contains(" file line col title ", " "+p+" ") {
					t.Errorf("%s: property %q", name, p)
				}
			}
		}
		if len(rest) < 1 || !strings.HasPrefix(rest[0], "refmend: ") {
			t.Errorf("%s: %q", name, rest)
		}
	}
}

func TestGitHubEscapes(t *testing.T) {
	r := elsewhere()
	r.Documents = r.Documents[3:4]
	d := &r.Documents[0]
	d.Path, d.References[0].Links[0].Page, d.References[0].Links[0].Line = "docs/100%, a:b.txt", 0, 12
	out := render(t, "github", r, Options{})
	if want := "::error file=docs/100%25%2C a%3Ab.txt,line=12,title=broken reference link (gone)::"; !strings.HasPrefix(out, want) {
		t.Errorf("%q, want %q", out, want)
	}
}

// GitHub shows ten annotations of a level: the worst are written, and it is said
// how many are not.
func TestGitHubLimit(t *testing.T) {
	r := many(30)
	links := func(i int) *audit.Link { return &r.Documents[0].References[i].Links[0] }
	for i := range 5 {
		links(i).Verdict = audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
	}
	links(29).Verdict = audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}
	commands, rest := ghCommands(t, render(t, "github", r, Options{}))
	if len(commands) != 15 || len(rest) != 2 || !strings.Contains(rest[1], "not annotated: 15 errors;") {
		t.Errorf("%d commands, %q", len(commands), rest)
	}
	for i, c := range commands {
		if want := map[bool]string{true: "error", false: "notice"}[i < 10]; c.level != want {
			t.Errorf("command %d is of level %s", i, c.level)
		}
		if i < 10 && !strings.HasPrefix(c.properties["title"], "broken") {
			t.Errorf("command %d is %s, and not of the worst", i, c.properties["title"])
		}
	}
}

func FuzzGitHub(f *testing.F) {
	for _, s := range []string{"", hostile, "::error::x", "%0A::set-output name=a::b", "a::b,c=d", "\u2028::stop-commands::x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := cutShort()
		d := &r.Documents[0]
		d.Path, d.Error = s, s
		l := found(1, "https://a.example/", audit.Verdict{State: audit.Broken, Reason: audit.Reason(s), Detail: s}, nil)
		l.Written, l.Part = s, s
		d.References[0].Label, d.References[0].Text, d.References[0].Links = s, s, []audit.Link{l}
		commands, rest := ghCommands(t, render(t, "github", r, Options{}))
		want := 2 // the link that was too late, and the hostile one
		if s != "" {
			want++
		}
		if len(commands) != want || len(rest) != 1 {
			t.Error(fmt.Sprintf("%q: %+v", s, commands), rest)
		}
	})
}

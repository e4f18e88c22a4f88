package reports

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/refmend/refmend/audit"
)

// A parser of GitHub Flavored Markdown, automatic links included, is the judge
// of whether text from outside stays text.
var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))

// inert reports what in source does something: raw HTML, images, links to
// anything but http and https with a host that is not hostile's, headings that
// are not ours.
func inert(t *testing.T, source string) {
	t.Helper()
	doc := gfm.Parser().Parse(text.NewReader([]byte(source)))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock, *ast.Image, *ast.AutoLink:
			t.Errorf("%s in:\n%s", n.Kind(), source)
		case *ast.Link:
			u, err := url.Parse(string(n.Destination))
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || strings.Contains(u.Host, "evil") {
				t.Errorf("link to %q in:\n%s", n.Destination, source)
			}
		case *ast.Heading:
			if h := string(n.Lines().Value([]byte(source))); strings.Contains(h, "Heading") {
				t.Errorf("heading %q from outside", h)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMarkdownIsInert(t *testing.T) {
	inert(t, render(t, "markdown", rich(), Options{Verbose: true}))
}

// A bounded report keeps the worst, says what is missing, and stays below its
// bound, wherever that falls.
func TestMarkdownIsBounded(t *testing.T) {
	r := many(60)
	r.Documents[0].References[59].Links[0].Verdict = audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}
	r.Documents[0].References[0].Links[0].Verdict = audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
	sum(r)
	numbers := regexp.MustCompile(`\d+ (?:broken|damaged|unverified)`)
	for name, r := range map[string]*audit.Report{"many": r, "rich": rich()} {
		whole := render(t, "markdown", r, Options{Verbose: true})
		for n := 1000; n < len(whole)+300; n += 97 {
			got := render(t, "markdown", r, Options{Verbose: true, MaxLength: n})
			if len(got) > max(n, MinLength) {
				t.Fatalf("%s: %d bytes, of %d", name, len(got), n)
			}
			_, left, cut := strings.Cut(got, "Left out: ")
			if cut == (got == whole) {
				t.Fatalf("%s: cut short is said: %v, with %d bytes of %d", name, cut, len(got), len(whole))
			}
			shown := len(regexp.MustCompile(`(?m)^- `).FindAllString(got, -1))
			for _, s := range numbers.FindAllString(left, -1) {
				i, _ := strconv.Atoi(strings.Fields(s)[0])
				shown += i
			}
			if name == "many" && shown != 60 {
				t.Fatalf("%d findings are shown or said to be left out:\n%s", shown, got)
			}
			inert(t, got)
		}
		if got := render(t, "markdown", r, Options{Verbose: true, MaxLength: len(whole) + 300}); got != whole {
			t.Errorf("%s: a report that fits was cut", name)
		}
	}
}

func TestProse(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"plain":       {"A title, 2019.", "A title, 2019."},
		"emphasis":    {"a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"},
		"markup":      {"<b>x</b> &lt; [a](b)", "\\<b\\>x\\</b\\> \\&lt; \\[a\\](b)"},
		"mention":     {"by @everyone, #12 and !3", "by `@everyone`, `#12` and `!3`"},
		"address":     {"(see https://a.example/x).", "(see `https://a.example/x`)."},
		"bare www":    {"at WWW.a.example;", "at `WWW.a.example`;"},
		"mail":        {"a@b.example", "`a@b.example`"},
		"an issue":    {"see GH-12, gh-7", "see `GH-12`, `gh-7`"},
		"high-level":  {"a High-level gh-x", "a High-level gh-x"},
		"quoted":      {"only “,x%20y” is left", "only “`,x%20y`” is left"},
		"money":       {"costs $5", "costs `$5`"},
		"table":       {"a | b", "a \\| b"},
		"ampersand":   {"R&D & more", "R\\&D \\& more"},
		"backticks":   {"x@`y`", "`` x@`y` ``"},
		"empty words": {"a  b", "a  b"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := prose(tt.in); got != tt.want {
				t.Errorf("prose(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{hostile, "`", "``a` @b`", "<a@b.example>", "\\`x\\", "http://www.evil.example", "a`b <i>", "[x][y]", "~~x~~ ![a](b)", "@`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		source := "- " + code(s) + ": " + prose(s) + " " + hyperlink(s, webAddress(s)) + " " + hyperlink("https://a.example/", webAddress("https://a.example/"+s)) + "\n"
		if strings.Count(source, "\n") != 1 {
			t.Errorf("%q broke the line: %q", s, source)
		}
		if u, err := url.Parse(s); err == nil && strings.Contains(u.Host, "evil") {
			return // a link to it is what was asked for
		}
		inert(t, source)
		var b bytes.Buffer
		if err := gfm.Convert([]byte(source), &b); err != nil {
			t.Fatal(err)
		}
		want := 1
		if webAddress(s) == "" && webAddress("https://a.example/"+s) == "" {
			want = 0
		} else if webAddress(s) != "" && webAddress("https://a.example/"+s) != "" {
			want = 2
		}
		if got := strings.Count(b.String(), "<a href="); got != want {
			t.Errorf("%q: %d links, want %d: %s", s, got, want, b.String())
		}
	})
}

package reports

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
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

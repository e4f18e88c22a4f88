package crawler

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestVisible(t *testing.T) {
	for page, want := range map[string]string{
		"":                                          "",
		"<title>a</title><p>b<b> c</b>":             "a|b|c",
		"a<script>b</script>c":                      "a|c",
		"a<noscript><p>b</noscript>c":               "a|c",
		"a<template><p>b</p>c</template>d":          "a|d",
		"a<div hidden><div>b</div>c</div>d":         "a|d",
		`a<span style="display:none">b</span>c`:     "a|c",
		`a<input type="hidden" value=b>c`:           "a|c",
		"a<p hidden>b<p>c":                          "a|b|c", // its end may be left out
		"a<template>b":                              "a",
		"a</template>b":                             "a|b",
		"a<TEMPLATE>b</TEMPLATE>c":                  "a|c",
		"<!-- a -->b&amp;c":                         "b&c",
		"<div hidden>a<script>b</script></div>c":    "c",
		"<section hidden><span>a</span></section>b": "b",
		"a<div hidden/>b</div>c":                    "a|b|c", // its own end, as the tokenizer has it
		"a<div hidden class=/>b</div>c":             "a|c",
		"a<div hidden><div/>b</div>c":               "a|c",
		"a<script/>b</script>c":                     "a|b|c",
		"<p>a\r\nb<!-- c -->\n d &nbsp;</p>":        "a\nb|d",
		"<title>a <b> &amp; c</title><xmp>&amp;<b>": "a <b> & c|&amp;<b>",
		"<p>a < b <p title='<'>c <p":                "a < b|c",
	} {
		var got []string
		for p := range visible([]byte(page)) {
			got = append(got, string(p.text))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q shows %q, want %q", page, s, want)
		}
	}
}

// The texts of a page, seen or not, are those that the tokenizer finds.
func TestTexts(t *testing.T) {
	for _, page := range markups {
		sameTexts(t, []byte(page))
	}
	for _, page := range []string{
		"a&amp;b&ampc&#65&notit;<p>&nbsp;d", "a\x00b<title>a\x00&lt;</title>\x00", "a\r\nb\rc\r\r\nd<xmp>\r\n&lt;\x00</xmp>&lt;",
		"a<!-- b -->c<!d>e<?f>g</ h>i</>j<", "<plaintext>&amp;<p>\r", "<iframe>&amp;</iframe>&amp;<textarea>&amp;</textarea>", "a</", "a<b", "a<!--",
	} {
		sameTexts(t, []byte(page))
	}
}

func sameTexts(t *testing.T, page []byte) {
	t.Helper()
	var got, want []string
	last := mark{}
	for _, m := range append(walk(page), mark{start: len(page)}) {
		for text := range textsBetween(page, last, m.start) {
			if len(text) > 0 {
				got = append(got, string(text))
			}
		}
		last = m
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind == html.TextToken {
			want = append(want, string(z.Text()))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q: texts %q, want %q", page, got, want)
	}
}

func TestHeadingOf(t *testing.T) {
	for page, want := range map[string]string{
		"<p>a":                                "",
		"<p>a<h1>b <i>c</i></h1>d":            "b c",
		"<h1 class=x>\n a\n</h1><h1>b</h1>":   "a b",
		"<h1 hidden>a</h1><h1>b</h1>":         "b",
		"<template><h1>a</h1></template>b":    "",
		`<script>"<h1>a</h1>"</script>b`:      "",
		"<h1><img alt=a></h1><p>b<h1>c</h1>":  "c",
		"<h1>" + strings.Repeat("a ", 10_000): strings.TrimSpace(strings.Repeat("a ", 10_000)),
	} {
		if got := headingOf([]byte(page)); got != want {
			t.Errorf("%.60q has the heading %.60q, want %.60q", page, got, want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"<h1>a</h1>", "<div hidden><div>a</div>", "<template>", "</div></div>", "<h1\x00>\xff", "<script><!--<script>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		sameTexts(t, []byte(page))
		n := 0
		for p := range visible([]byte(page)) {
			if n += len(p.text); len(p.text) == 0 {
				t.Error("an empty piece")
			}
		}
		c := contentOf("", []byte(page), "https://site.example/"+page)
		if !c.like(c) {
			t.Errorf("%q is not like itself", page)
		}
	})
}

package refs

import (
	"slices"
	"testing"
)

func TestMarkdownLinks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Inline links.
		{"[a](http://a.org/a_(b)) [b](http://b.org \"T (x)\") [c](<http://c.org/(>) [d]( http://d.org/ ) [](http://e.org/)", `http://a.org/a_(b) http://b.org http://c.org/( http://d.org/ http://e.org/`},
		{"[a](http://a.org/a\\)b\\_c) [b](http://b.org/?a&amp;b&copy=1) [`code`](http://c.org/) [![x](http://picture.org/)](http://d.org/)", `http://a.org/a)b_c http://b.org/?a&b&copy=1 http://c.org/ http://d.org/`},
		{"[page](page.html) [here](#x) [root](/x) [mail](mailto:a@b.org) ![x](http://picture.org/)", `mailto:a@b.org`},
		{"\\[a](http://a.org/) [b]\\(http://b.org/) \\<http://c.org/>", `http://a.org/ http://b.org/ http://c.org/`},
		{"[a [b] c](http://a.org/) [d\\]](http://b.org/)", `http://a.org/ http://b.org/`},

		// Bare addresses.
		{"<http://a.org/a_b*c*> **http://b.org/** _http://c.org/a_b_ ~~http://d.org/~~ (http://e.org/) www.f.org/x", `http://a.org/a_b*c* http://b.org/ http://c.org/a_b http://d.org/ http://e.org/ www.f.org/x`},
		{"http://a.org/?a=1&amp;b=2 http://b.org/?a=1&copy=2 http://c.org/a\\_b", `http://a.org/?a=1&b=2 http://b.org/?a=1&copy=2 http://c.org/a_b`},
		{"http://a.org/[^1] http://b.org/x.[^two]", `http://a.org/ http://b.org/x`},
		{"http://a.org/*b*/c and http://b.org/a_b_c", `http://a.org/*b*/c http://b.org/a_b_c`},

		// Reference definitions.
		{"[a], [A][], [x][a]\n\n[a]: http://a.org/ \"Title\"\n[unused]: <http://b.org/>\n[twice]: http://c.org/\n[twice]: http://d.org/\n[page]: page.html", `http://a.org/ http://a.org/ http://a.org/ http://b.org/ http://c.org/ http://d.org/`},
		{"[a\\]b][] [ä b]\n\n[a\\]b]: http://a.org/a\\_b\n[Ä  B]:\n  http://b.org/\n  'title'", `http://a.org/a_b http://b.org/`},
		{"> [a]: http://a.org/\n\n- [b]: http://b.org/\n\n[1]: http://c.org/", `http://a.org/ http://b.org/ http://c.org/`},

		// Headings, lists, tables, quotations.
		{"[a](http://a.org/)\n===\n\n## [b](http://b.org/) ##\n\n> http://c.org/\n> > http://d.org/\n\n1. http://e.org/\n   - http://f.org/\n\n     http://g.org/\n\n| A | B |\n|--:|:-:|\n| [h](http://h.org/a\\|b) | http://i.org/ |\n\n- [ ] http://j.org/", `http://a.org/ http://b.org/ http://c.org/ http://d.org/ http://e.org/ http://f.org/ http://g.org/ http://h.org/a|b http://i.org/ http://j.org/`},

		// Code is left alone.
		{"`http://a.org/` ``x ` http://b.org/`` \\`http://c.org/\n\n~~~\nhttp://d.org/\n~~~\n\n- x\n\n  ```\n  http://e.org/\n  ```\n\n      http://f.org/\n\n\thttp://g.org/", `http://c.org/ http://g.org/`},

		// Raw HTML.
		{"<a href='http://a.org/?a&amp;b'>a</a> <b>http://b.org/</b>\n\n<details><summary>http://c.org/</summary>\n\n[d](http://d.org/)\n\n</details>\n\n<!-- http://comment.org/ -->\n<script>http://script.org/</script>\n\n<p>x <a\nhref=\"http://e.org/\">e</a></p>", `http://a.org/?a&b http://b.org/ http://c.org/ http://d.org/ http://e.org/`},

		// Pandoc and Quarto.
		{"As [@aalto, p. 3; -@brandt] and @ceder and me@b.org say^[At http://a.org/.].\n\n::: {#refs}\n:::\n\n::: {.note title=\"http://title.org/\"}\n[b](http://b.org/){target=_blank}\n:::\n\n{{< video http://c.org/ >}} {{< meta title >}}\n\nTerm\n\n:   http://d.org/", `http://a.org/ http://b.org/ http://c.org/ http://d.org/`},
		{"```{r, url=\"http://a.org/\"}\nread(\"http://b.org/\")\n```\n\n`r f(\"http://c.org/\")` \\url{http://z.org/}", `http://z.org/`},
		{"---\nurl: http://a.org/\n---\n\nhttp://z.org/\n\n---\n\nhttp://y.org/", `http://z.org/ http://y.org/`},
		{"+++\nurl = \"http://a.org/\"\n+++\nhttp://z.org/", `http://z.org/`},
		{"---\nhttp://z.org/\n", `http://z.org/`},

		// MDX.
		{"import A from './a'\nimport {\n  B } from \"http://import.org/\"\nexport const meta = { url: \"http://export.org/\" }\n\n{meta.url + 'http://expression.org/'} {/* http://comment.org/ */} http://z.org/", `http://z.org/`},
		{"<Card icon={<Icon/>} href=\"http://a.org/\" title='x' />\n\n<Card href={\"http://b.org/\"}>\n\n[c](http://c.org/)\n\n</Card>\n\n<Link to=\"http://d.org/\">d</Link> <a href=\"http://e.org/\" onClick={() => open(\"http://script.org/\")}>e</a>", `http://a.org/ http://b.org/ http://c.org/ http://d.org/ http://e.org/`},
		{"{/* x */}\n\n`{http://code.org/}` and\n\n```\n{\n```\n\nhttp://z.org/ {never closed http://y.org/", `http://z.org/ http://y.org/`},
		{"export default function Page({children}) {\n  return <div href=\"http://a.org/\">{children}</div>\n}\n\nhttp://z.org/", `http://z.org/`},
		{"import \"http://a.org/\" by hand, and export it.", `http://a.org/`},
	} {
		checkMarkup(t, FormatMarkdown, c.text, c.want)
	}
}

func TestMarkdownLists(t *testing.T) {
	const text = `# Paper

Inline[^n] and [1].

## References

1. Aalto M. On tides. *Sea*. 2001. <http://sea.org/1>
   - DOI: [10.1000/tides](https://doi.org/10.1000/tides)
   - [PDF](http://sea.org/1.pdf)
2. Brandt K. On winds. 2002.

### Part two

1. Ceder P. Rain. 2003. http://rain.org/
1. Dunn L. Snow. 2004.

## Notes

[^n]: Ek T. Fog. 2005. [Fog][fog].

    Its second paragraph, http://fog.org/2

    > and a quotation, http://fog.org/3
[^long name]: http://long.org/

[fog]: http://fog.org/
`
	doc := checkOutline(t, FormatMarkdown, text, `
[1] Aalto M. On tides. Sea. 2001. http://sea.org/1 DOI: 10.1000/tides PDF <http://sea.org/1> <10.1000/tides> <http://sea.org/1.pdf>
[2] Brandt K. On winds. 2002.
[1] Ceder P. Rain. 2003. http://rain.org/ <http://rain.org/>
[2] Dunn L. Snow. 2004.
[n] Ek T. Fog. 2005. Fog. Its second paragraph, http://fog.org/2 and a quotation, http://fog.org/3 <http://fog.org/2> <http://fog.org/3> <http://fog.org/>
[long name] http://long.org/ <http://long.org/>
`)
	checkStands(t, text, doc)
}

func TestMarkdownIncludes(t *testing.T) {
	doc, err := Read("x.qmd", []byte(`---
title: Tides
bibliography:
  - sea.bib
  - "winds.bib"
csl: style.csl
---
import Part from './_part.mdx'
import Other from 'package/other.mdx'

{{< include _intro.qmd >}}

`+"```{r, child = c('one.Rmd', \"two.Rmd\")}\n```\n\n```{r child=\"three.Rmd\", echo=FALSE}\n```\n\n```{r child=paste0(x)}\n```\n\n```\n{{< include code.qmd >}}\n```\n"), Options{})
	want := []string{"sea.bib", "winds.bib", "_part.mdx", "_intro.qmd", "one.Rmd", "two.Rmd", "three.Rmd"}
	if err != nil || !slices.Equal(doc.Includes, want) {
		t.Errorf("includes %q, %v; want %q", doc.Includes, err, want)
	}
	for text, want := range map[string][]string{
		"---\nbibliography: a.bib\n---\nx":             {"a.bib"},
		"---\nbibliography: [a.bib, 'b.bib']\n---\nx":  {"a.bib", "b.bib"},
		"---\nbibliography: http://a.org/b\n---\nx":    nil,
		"---\nbibliography: a.bib\nnever closed\n":     nil,
		"---\nbibliography:\nother:\n- x.bib\n---\nx":  nil,
		"+++\nbibliography: a.bib\n+++\n\n- b.bib\n":   {"a.bib"},
		"{{< include >}}\n\n{{< include a b.qmd >}} x": nil,
	} {
		doc, err := Read("x", []byte(text), Options{Format: FormatMarkdown})
		if err != nil || !slices.Equal(doc.Includes, want) {
			t.Errorf("%q: includes %q, %v; want %q", text, doc.Includes, err, want)
		}
	}
}

package refs

import (
	"errors"
	"sort"
	"strings"
	"testing"
)

// read reads data as a format and checks what holds for every document: the
// errors are those that Read names, and every place agrees with itself.
func read(t *testing.T, f Format, data []byte) (Document, bool) {
	t.Helper()
	doc, err := Read("x", data, Options{Format: f, BaseURL: "http://base.org/dir/"})
	if errors.Is(err, ErrEmpty) || errors.Is(err, ErrBinary) {
		return doc, false
	}
	if err != nil && !errors.Is(err, ErrSyntax) {
		t.Fatal(err)
	}
	src, _ := decodeAs("x", data, Options{Format: f})
	switch {
	case src.wide == 0:
		checkLines(t, "x", data, doc)
	case src.bom == 0:
		checkLines(t, []string{"", "utf-16le", ""}[src.wide], data, doc)
	}
	if !sort.SliceIsSorted(doc.References, func(i, k int) bool { return doc.References[i].Pos.Offset < doc.References[k].Pos.Offset }) {
		t.Error("references are not in order of place")
	}
	for _, r := range doc.References {
		if strings.ContainsAny(r.Text, "\n\t") || !r.Listed && len(r.Links) != 1 {
			t.Errorf("reference %+v", r)
		}
	}
	return doc, src.charset == nil
}

func FuzzReadText(f *testing.F) {
	f.Add([]byte("References\n\n[1] Smith J. On tides. 2001. URL: http://tides.org/\n    a-b (accessed: 3.5.2020).\n[2] doi:10.1000/\nx y\n\nEnd http://end.org/\r\n"))
	f.Add([]byte("1. Соколов П. Ветры // Вестник. 2001. DOI: 10.1000/2686–77\r2. 王明. 风. 2001年. 网址：http://wind.cn/。\n\x00\xFF http://a.org/\xFF"))
	f.Add([]byte("[^1]: note http://a.org/\n- x\n(1) y\n12\n1) http://b.org/ 2020\n\n2) z 2020 URL:"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, verbatim := read(t, FormatText, data)
		if !verbatim {
			return
		}
		for _, r := range doc.References {
			for _, l := range r.Links {
				if end := l.Pos.Offset + len(l.Written); end > len(data) || string(data[l.Pos.Offset:end]) != l.Written {
					t.Errorf("%q does not stand at %+v", l.Written, l.Pos)
				}
			}
		}
	})
}

func FuzzReadHTML(f *testing.F) {
	f.Add([]byte(`<title>T</title><h2>References</h2><ol start=2 class="refs"><li>Smith J. 2001. <a href="http://a.org/?a&amp;b">http://a.org</a>–b<li><p>x<p><a href=/rel>y</a><ul><li>z</ul></ol><pre>code</pre>`))
	f.Add([]byte(`<base href="//b"><table><tr><td>[1]<td>x 2001 http://a.org/<dl><dt>a<dd>b</table></li></a><svg/><select><template></div>&#x41;&nbsp;&bogus;<a href=`))
	f.Add([]byte(`<meta name=citation_reference content="citation_title=a&amp;b; citation_doi=10.1000/x; citation_pmid=12;"><div hidden><span>x<span aria-hidden=true>y</span><div class=references><div class=csl-entry>Aalto 2001 <a href="http://a.org/url?q=http://b.org/">b</a><a hidden>c<a href=d>`))
	f.Fuzz(func(t *testing.T, data []byte) { read(t, FormatHTML, data) })
}

func FuzzReadMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: x\n---\n# References\n\n1. Smith *J.* 2001. [a](http://a.org/\\_b \"t\") <http://b.org/>\n   * c\n\n[d]: <http://d.org/ü>\n[^1]: note\n\n    more\n"))
	f.Add([]byte("> a | b\n> -|-\n> `x` | [r][d] ~~y~~ ![i](j)\n\n<a\nhref='http://c.org/'>\n\n```\ncode\n```\n\n[d]: http://d.org/\n\n&amp; &#0; \\[ http://e.org/*f*_g_"))
	f.Add([]byte("a ` `")) // code that is trimmed away
	f.Add([]byte("---\nbibliography:\n- a.bib\n---\nimport A from './_a.mdx'\nexport const b = {\n  c: 1 }\n\n# D {b.c}\n\n{/* e */} <A href={\"http://f.org/\"} g={() => { h }} />\n\n<Link to=\"http://i.org/\">j</Link> {k http://l.org/*m*"))
	f.Add([]byte("::: {#refs}\n:::\n\n{{< include n.qmd >}}\n\n```{r, child=c('o.Rmd', \"p\")}\n```\n\nq^[r] [@s] `r t` <http://u.org/&amp;v> http://w.org/&copy=1\n\n- [ ] x\n\n|y|\n|-|\n|{z}|\n"))
	f.Fuzz(func(t *testing.T, data []byte) { read(t, FormatMarkdown, data) })
}

func FuzzReadBibTeX(f *testing.F) {
	f.Add([]byte(library))
	f.Add([]byte("@string{a=\"x\"}@string(a=a#a)@misc{k,note=a#{\\url{http://a.org/\\%7E}}#1,doi={10.1000/$<$x$>$},eprint={2101.00001}\n@article{l, title={{\\'\\i}}, url = \"{\"}"))
	f.Add([]byte("@comment{{\n@misc{a, crossref={b}, author={{A, B} and c D~E}}\n@xdata{b, url=u, xdata={a,b}}@proceedings(b,title={x},crossref=b)\n@STRING{u = \"http://a.org/\"}@misc{c=d, isbn={0-306-40615-2 x}, urlyear=2020, urlday={}}"))
	f.Fuzz(func(t *testing.T, data []byte) { read(t, FormatBibTeX, data) })
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"windows-1251", "koi8-r", "gb18030", "big5", "shift_jis", "euc-kr", "iso-2022-jp"} {
		f.Add([]byte("http://a.org/ \xC2\xE5\xF2\xF0\xFB \xB7\xE7\r\n\xA4\x7F http://b.org/"), name)
	}
	f.Add([]byte("\xFF\xFEa\x00\n\x00\x00\xD8"), "utf-16")
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		src := decode(data, declared, true)
		// Places ascend, end at the end, and do not leave the document.
		var places []*Position
		refs := make([]Reference, 0, 16)
		for i := range 16 {
			refs = append(refs, Reference{Pos: Position{Offset: len(src.text) * i / 15}})
		}
		locate(refs, src)
		for i := range refs {
			places = append(places, &refs[i].Pos)
		}
		for i, p := range places {
			if p.Offset < 0 || p.Offset > len(data) || p.Line < 1 || p.Column < 1 || i > 0 && (p.Offset < places[i-1].Offset || p.Line < places[i-1].Line) {
				t.Fatalf("place %d is %+v", i, *p)
			}
		}
		if last := places[15]; src.charset == nil && last.Offset != len(data) {
			t.Errorf("the end is at %d, not %d", last.Offset, len(data))
		}
	})
}

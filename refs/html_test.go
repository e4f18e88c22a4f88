package refs

import (
	"strings"
	"testing"
)

func TestReadHTML(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"ordered list under a heading": {`<p>See <a href="http://intro.org/">intro</a>.</p>
<h2>References</h2>
<ol start=3>
<li id=r1>Smith&nbsp;J. <i>On tides</i>. 2001. <a href="http://tides.org/?a=1&amp;b=2">Link</a>
<li value="7">Jones K. On winds. 2002.</li>
<li><p>Brown L. On rain. 2003.</p><p><a href=https://doi.org/10.1000/rain>Article</a></p></li>
</ol>
<h2>About</h2><p>http://about.org/</p>`, `
~ See intro. <http://intro.org/>
[3] Smith J. On tides. 2001. Link <http://tides.org/?a=1&b=2>
[7] Jones K. On winds. 2002.
[8] Brown L. On rain. 2003. Article <https://doi.org/10.1000/rain>
~ http://about.org/ <http://about.org/>
`},
		"list marked by its class": {`<div class="c-article-references"><ul>
<li>Smith J. On tides. 2001. http://tides.org/</li>
<li>Jones K. On winds. 2002.</li></ul></div><p>After http://after.org/</p>`, `
[] Smith J. On tides. 2001. http://tides.org/ <http://tides.org/>
[] Jones K. On winds. 2002.
~ After http://after.org/ <http://after.org/>
`},
		"entries are paragraphs": {`<section><h3>Literatur</h3>
<p>Maier, A. (1999): Regen. Berlin.</p>
<p>Huber, B. (2000): Wind. <a href="http://wind.de/x">http://wind.de/x</a></p>
</section><p>Ein Absatz von 2001 mit http://nach.de/</p>`, `
[] Maier, A. (1999): Regen. Berlin.
[] Huber, B. (2000): Wind. http://wind.de/x <http://wind.de/x>
~ Ein Absatz von 2001 mit http://nach.de/ <http://nach.de/>
`},
		"numbers in the text": {`<b>x</b><div>1. Smith J. On tides. 2001.</div><div>2. Jones K. On winds. Vol. 3. 2002.</div>
<p>[1] Smith J. On tides. 2001.<br>
[2] Jones K. On winds. Vol. 3. 2002. http://winds.org/<br>and more.</p>`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. Vol. 3. 2002.
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. Vol. 3. 2002. http://winds.org/ and more. <http://winds.org/>
`},
		"table and definitions": {`<h1>References</h1><table>
<tr><td>[1]<td>Smith J. On tides. 2001. http://tides.org/
<tr><td>[2]</td><td>Jones K. On winds. 2002.</td></tr></table>
<h1>Bibliography</h1><dl><dt>[Sm01]<dd>Smith J. On tides. 2001.<dt>[Jo02]<dd>Jones K. On winds. 2002.</dl>`, `
[1] Smith J. On tides. 2001. http://tides.org/ <http://tides.org/>
[2] Jones K. On winds. 2002.
[Sm01] Smith J. On tides. 2001.
[Jo02] Jones K. On winds. 2002.
`},
		"lists in items": {`<h2>References</h2><ol><li><span>1.</span> Smith J. On tides. 2001.<ul><li><a href="http://tides.org/">CrossRef</a></li></ul></li>
<li>Jones K. On winds. 2002.</li></ol>
<h2>References</h2><ul><li>Books<ul><li>Brown L. On rain. 2003.</li><li>White M. On snow. 2004.</li></ul></li></ul>`, `
[1] Smith J. On tides. 2001. CrossRef <http://tides.org/>
[2] Jones K. On winds. 2002.
[] Brown L. On rain. 2003.
[] White M. On snow. 2004.
`},
		"contents, menus, comments and steps": {`<nav><ul><li><a href="#r">References</a></li><li><a href="http://nav.org/">Nav 2001</a></li></ul></nav>
<ol><li><a href="#r">References</a></li></ol>
<ol><li>Download <a href="http://down.org/">it</a></li><li>Run it</li></ol>
<ol class="commentlist"><li>Anna, 3 May 2019: http://anna.org/ Vol. 1</li><li>Bert, 4 May 2019: http://bert.org/ Vol. 2</li></ol>`, `
~ Nav 2001 <http://nav.org/>
~ Download it <http://down.org/>
~ Anna, 3 May 2019: http://anna.org/ Vol. 1 <http://anna.org/>
~ Bert, 4 May 2019: http://bert.org/ Vol. 2 <http://bert.org/>
`},
		"what is not read": {`<script>"http://script.org/"</script><style>url(http://style.org/)</style><template><a href="http://template.org/">x</a></template>
<!-- http://comment.org/ --><svg><a href="http://svg.org/">x</a></svg><textarea>http://area.org/</textarea>
<script src="http://src.org/"></script>Read http://read.org/<pre>curl http://pre.org/</pre><p>and <code>http://code.org/</code>, http://last.org/`, `
~ Read http://read.org/ <http://read.org/>
~ and , http://last.org/ <http://last.org/>
`},
		"code in a list of references": {`<h2>References</h2><pre>
[1] Smith J. On tides. 2001.
    http://tides.org/
[2] Jones K. On winds. 2002.
</pre><h2>References</h2><ol><li>Brown L. 2003. <code>http://rain.org/</code></ol>`, `
[1] Smith J. On tides. 2001. http://tides.org/ <http://tides.org/>
[2] Jones K. On winds. 2002.
[1] Brown L. 2003. http://rain.org/ <http://rain.org/>
`},
		"links around blocks and pictures": {`<a href="http://block.org/"><div><h3>A block</h3></div></a><p><a href="http://picture.org/"><img></a></p>
<h2>Sources</h2><p><a href="http://banner.org/"><img></a></p><p>Smith J. On tides. 2001.</p>`, `
~ A block <http://block.org/>
~  <http://picture.org/>
~  <http://banner.org/>
[] Smith J. On tides. 2001.
`},
		"cut off": {`<p>See http://a.org/ and <a href="http://b.org/`, `
~ See http://a.org/ and <a href="http://b.org/ <http://a.org/>
~ See http://a.org/ and <a href="http://b.org/ <http://b.org/>
`},
	} {
		t.Run(name, func(t *testing.T) { checkOutline(t, FormatHTML, c.text, c.want) })
	}
}

// TestLinkifier holds that a link which a linkifier cut at a dash arrives as
// one, with what was written over its whole length.
func TestLinkifier(t *testing.T) {
	text := `<h2>References</h2><ol><li>Lead. 2021. URL: <a href="http://www.gov.cn/xinwen/2021">http://www.gov.cn/xinwen/2021</a>–07/08/content_5623242.htm (accessed: 30.06.2023).</ol>`
	doc := checkOutline(t, FormatHTML, text, `
[1] Lead. 2021. URL: http://www.gov.cn/xinwen/2021–07/08/content_5623242.htm (accessed: 30.06.2023). <http://www.gov.cn/xinwen/2021–07/08/content_5623242.htm>
`)
	l := doc.References[0].Links[0]
	if len(l.Defects) == 0 || l.Defects[0].Code != WrongDash || len(l.Repairs) == 0 || l.Repairs[0].Target != "http://www.gov.cn/xinwen/2021-07/08/content_5623242.htm" {
		t.Errorf("link %+v", l)
	}
}

// TestLinkifiers has the other ways in which linkifiers cut addresses, and text
// behind a whole one that is none of it.
func TestLinkifiers(t *testing.T) {
	for text, want := range map[string]string{
		`<a href="http://tides.org/list">http://tides.org/list</a>;id=7 (accessed 5 May 2019).`:                                        "http://tides.org/list;id=7",
		`<a href="http://tides.org/a_(b">http://tides.org/a_(b</a>) end.`:                                                              "http://tides.org/a_(b)",
		`(<a href="http://tides.org/a">http://tides.org/a</a>) end.`:                                                                   "http://tides.org/a",
		`<a href="http://tides.org/very/long.html">http://tides.org/ve…</a>`:                                                           "http://tides.org/very/long.html",
		`http://tides.org/ve<wbr>ry/long`:                                                                                              "http://tides.org/very/long",
		`<a href="http://tides.org/">http://tides.org/</a>~aalto/x.html.`:                                                              "http://tides.org/~aalto/x.html",
		`<a href="http://tides.org/">http://tides.org/</a>море/x.html.`:                                                                "http://tides.org/море/x.html",
		`<a href="http://tides.org/a">http://tides.org/a</a>（访问日期`:                                                                     "http://tides.org/a",
		`<a href="http://tides.org/a">http://tides.org/a</a>访问`:                                                                        "http://tides.org/a",
		`<a href="http://tides.org/a">http://tides.org/a</a>,2,3.html (accessed).`:                                                     "http://tides.org/a,2,3.html",
		`<a href="http://tides.org/a">http://tides.org/a</a>,Retrieved 5 May`:                                                          "http://tides.org/a",
		`<a href="http://tides.org/a">http://tides.org/a</a>(accessed 5 May 2019)`:                                                     "http://tides.org/a",
		`<a href="http://tides.org/a">http://tides.org/a</a>(PDF)`:                                                                     "http://tides.org/a",
		`<a href="http://tides.org/a">http://tides.org/a</a>;http://winds.org/`:                                                        "http://tides.org/a http://winds.org/",
		`<a href="https://doi.org/10.1002/(SICI)1097">https://doi.org/10.1002/(SICI)1097</a>-4571(1999)50:1&lt;3::AID-X&gt;3.0.CO;2-Y`: "https://doi.org/10.1002/(SICI)1097-4571(1999)50:1<3::AID-X>3.0.CO;2-Y",
		`doi:<a href="https://doi.org/10.5555/abc">10.5555/abc</a>(def)2`:                                                              "10.5555/abc(def)2",
		`<a href="http://tides.org/x">http://winds.org/y</a>`:                                                                          "http://tides.org/x http://winds.org/y",
		`<a href="http://tides.org/x">tides</a>/y.html`:                                                                                "http://tides.org/x",
		`<a>http://tides.org/x</a>`:                                                                                                    "http://tides.org/x",
	} {
		doc, err := Read("x", []byte("<h2>References</h2><ol><li>Aalto, M. 2019. "+text+"</li></ol>"), Options{Format: FormatHTML})
		if err != nil || len(doc.References) != 1 {
			t.Fatal(doc, err)
		}
		var got []string
		for _, l := range doc.References[0].Links {
			got = append(got, l.Written)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q; want %q", text, s, want)
		}
	}
}

// TestHTMLPlaces holds that a link stands where its bytes are: the text of
// the page, or the value of the attribute.
func TestHTMLPlaces(t *testing.T) {
	text := "<p title='href=\"http://x.org/\"'>a &amp;&nbsp;b\n  <a class=x\nHREF = 'http://a.org/1'>one</a> &lt; http://b.org/2 </p>\n<p>é http://c.org/3"
	doc, err := Read("x", []byte(text), Options{Format: FormatHTML})
	if err != nil || len(doc.References) != 3 {
		t.Fatal(doc, err)
	}
	for _, r := range doc.References {
		l := r.Links[0]
		if !strings.HasPrefix(text[l.Pos.Offset:], l.Written) {
			t.Errorf("%q at %d is %.20q", l.Written, l.Pos.Offset, text[l.Pos.Offset:])
		}
		if before := text[:l.Pos.Offset]; l.Pos.Line != 1+strings.Count(before, "\n") || l.Pos.Column != len(before)-strings.LastIndex(before, "\n") {
			t.Errorf("%q: %+v", l.Written, l.Pos)
		}
	}
}

func TestBase(t *testing.T) {
	const text = `<a href="b/c">x</a> <a href="?q">y</a> <a href="//o.org/">z</a> <a href="#top">t</a> <a href="mailto:a@b.org">m</a>`
	for name, c := range map[string]struct {
		base, head, want string
	}{
		"none":          {"", "", "mailto:a@b.org"},
		"told":          {"http://h.org/a/p", "", "http://h.org/a/b/c http://h.org/a/p?q http://o.org/ mailto:a@b.org"},
		"element":       {"http://h.org/a/p", "<base href=/z/><base href=/no/>", "http://h.org/z/b/c http://h.org/z/?q http://o.org/ mailto:a@b.org"},
		"element alone": {"", "<base href='http://e.org/'>", "http://e.org/b/c http://e.org/?q http://o.org/ mailto:a@b.org"},
	} {
		doc, err := Read("x", []byte(c.head+text), Options{Format: FormatHTML, BaseURL: c.base})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range doc.References {
			got = append(got, string(r.Links[0].Target))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s; want %s", name, s, c.want)
		}
	}
}

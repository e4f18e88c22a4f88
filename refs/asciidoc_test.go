package refs

import (
	"slices"
	"testing"
)

func TestAsciiDocLinks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Addresses and macros.
		{`https://a.org[text], https://b.org/x_y and <https://c.org/> (https://d.org/). "https://e.org/"`, `https://a.org https://b.org/x_y https://c.org/ https://d.org/ https://e.org/`},
		{`link:https://a.org/[A^] link:https://b.org/?a=1&b=2#c[] link:page.html[page] link:++https://c.org/a_b[c]++[C]`, `https://a.org/ https://b.org/?a=1&b=2#c https://c.org/a_b[c]`},
		{`https://a.org["x, y",window=_blank] https://b.org[B,role=x,window=_blank] https://c.org[a=b] https://d.org[]`, `https://a.org https://b.org https://c.org https://d.org`},
		{`mailto:x@y.org[me] ftp://a.org/x irc://b.org/#c[chat] xref:https://other.org/[x] <<id,text>>`, `mailto:x@y.org ftp://a.org/x irc://b.org/#c`},
		{`*https://a.org/* _https://b.org/a_b_ **https://c.org/** https://d.org/a*b*c`, `https://a.org/ https://b.org/a_b https://c.org/ https://d.org/a*b*c`},
		{`https://a.org[see https://b.org/ too] https://c.org/[never closed`, `https://a.org https://b.org/ https://c.org/`},
		{`image:picture.png[A,link=https://a.org/] icon:x[link="https://b.org/"]` + "\n\nimage::http://picture.org/a.png[A,300,link=\"https://c.org/\"]\nimage::d.png[D]\nhttps://e.org/", `https://a.org/ https://b.org/ https://c.org/ https://e.org/`},
		{`doi:10.1000/x arXiv:2101.00001`, `10.1000/x 2101.00001`},

		// Attributes.
		{":url: https://a.org\n:deep: {url}/d\n:!gone:\n\n{url}/x, {url}[A], link:{url}/a_b[q], {deep}/y, {url}. {none} {gone}", `https://a.org/x https://a.org https://a.org/a_b https://a.org/d/y https://a.org`},
		{":page: x.html\n:n: 10.1000/x\n\nhttps://a.org/{page} doi:{n}", `10.1000/x https://a.org/x.html`},
		{"{url}/x\n\n:url: https://a.org\n", ``},
		{":a: {b}\n:b: {a}\n\n{a}{b}", ``},

		// Footnotes.
		{`wordfootnote:[See https://a.org/[A].] https://b.orgfootnote:x[https://c.org] footnote:x[] footnoteref:[y,https://d.org/] footnoteref:[y]`, `https://a.org/ https://b.org https://c.org https://d.org/`},
		{`footnote:[an [escaped\] one, https://a.org/[E].] https://b.org/`, `https://a.org/ https://b.org/`},
		{`footnote:[never closed, https://a.org/`, `https://a.org/`},

		// What is left alone.
		{"`https://a.org/` `+https://b.org/+` +https://c.org/+ ++https://d.org/++ +++<a href=\"https://e.org/\">x</a>+++ pass:[https://f.org] $$https://g.org$$ \\https://h.org/ stem:[https://i.org/] https://z.org/", `https://z.org/`},
		{"----\nhttps://a.org/\n----\n\n....\nhttps://b.org/\n....\n\n++++\nhttps://c.org/\n++++\n\n////\nhttps://d.org/\n////\n\n// https://e.org/\n\n```sh\nhttps://f.org/\n```\nhttps://z.org/", `https://z.org/`},
		{"[source,sh]\nhttps://a.org/\n\n[source]\n--\nhttps://b.org/\n--\n\n[listing]\n====\nhttps://c.org/\n====\n\n[pass]\nhttps://d.org/\n\n https://e.org/\n\nhttps://z.org/", `https://z.org/`},
		{"text\n// https://a.org/\nmore https://z.org/", `https://z.org/`},
		{"C++ and a+b: https://a.org/ is 1+1", `https://a.org/`},
		{"----\nhttps://a.org/", `https://a.org/`},

		// Blocks.
		{"====\nhttps://a.org/\n====\n\n****\nhttps://b.org/\n****\n\n____\nhttps://c.org/\n____\n\n--\nhttps://d.org/\n--\n\n[NOTE]\nhttps://e.org/\n\nTIP: https://f.org/\n\n.Title https://g.org/\n[quote]\nhttps://h.org/\n\nTerm:: https://i.org/\n\n* https://j.org/\n+\nhttps://k.org/\n** https://l.org/\n\n<1> https://m.org/", `https://a.org/ https://b.org/ https://c.org/ https://d.org/ https://e.org/ https://f.org/ https://g.org/ https://h.org/ https://i.org/ https://j.org/ https://k.org/ https://l.org/ https://m.org/`},
		{"|===\n|Name |Where\n\n|A\n|https://a.org/\n2+|https://b.org/ .3+^.>s|https://c.org/\na|\n* https://d.org/[D]\n|===\n\n,===\na,https://e.org/\n,===\n\nhttps://z.org/", `https://a.org/ https://b.org/ https://c.org/ https://d.org/ https://e.org/ https://z.org/`},
		{"ifdef::x[]\nhttps://a.org/\nendif::[]\n", `https://a.org/`},
	} {
		checkMarkup(t, FormatAsciiDoc, c.text, c.want)
	}
}

const asciiDocGuide = `= Tides of https://winds.org/[winds]
M. Aalto <aalto@sea.org>
:url-sea: https://sea.org

Seefootnote:[At https://note.org/[the note].] {url-sea}/tides[tables]footnote:[Brandt K. On winds. 2001. https://wind.org/] and <<aalto>>.

Underlined https://underlined.org/[it]
--------------------------------------

|===
2+|Where |https://cell.org/
|===

[bibliography]
== References

* [[[aalto]]] Aalto M. On _tides_. 2001. {url-sea}/1
* [[[brandt,7]]] Brandt K. On winds. 2002. https://wind.org/2[Wind].
  Its second line
+
Its second paragraph, https://wind.org/3
- Ceder P. 2003.

Behind them, https://behind.org/

[[more]]
== Further reading

. Dunn L. Rain. 2004. https://rain.org/
. Ek T. Snow. 2005.
+
With more https://snow.org/

.Licence
See https://licence.org/ of 2020.
`

func TestReadAsciiDoc(t *testing.T) {
	doc := checkOutline(t, FormatAsciiDoc, asciiDocGuide, `
~ Tides of winds <https://winds.org/>
~ At the note. <https://note.org/>
~ See tables and aalto. <https://sea.org/tides>
[2] Brandt K. On winds. 2001. https://wind.org/ <https://wind.org/>
~ Underlined it <https://underlined.org/>
~ Where https://cell.org/ <https://cell.org/>
[aalto] Aalto M. On tides. 2001. https://sea.org/1 <https://sea.org/1>
[7] Brandt K. On winds. 2002. Wind. Its second line Its second paragraph, https://wind.org/3 <https://wind.org/2> <https://wind.org/3>
[] Ceder P. 2003.
~ Behind them, https://behind.org/ <https://behind.org/>
[1] Dunn L. Rain. 2004. https://rain.org/ <https://rain.org/>
[2] Ek T. Snow. 2005. With more https://snow.org/ <https://snow.org/>
~ See https://licence.org/ of 2020. <https://licence.org/>
`)
	checkFacts(t, doc, "7 2002", "2 2005")
	checkStands(t, asciiDocGuide, doc)
	if doc.Title != "Tides of winds" {
		t.Errorf("title %q", doc.Title)
	}
}

func TestAsciiDocIncludes(t *testing.T) {
	doc, err := Read("x.adoc", []byte(`= Title
:parts: parts/one
:bibtex-file: sea.bib

include::intro.adoc[]
include::{parts}/a.adoc[leveloffset=+1]
include::{unknown}/b.adoc[]
include::https://remote.org/c.adoc[]
// include::comment.adoc[]

[source,ruby]
include::code.rb[]

----
include::listing.txt[]
----

include::intro.adoc[tag=x]
\include::escaped.adoc[]
`), Options{})
	want := []string{"sea.bib", "intro.adoc", "parts/one/a.adoc"}
	if err != nil || !slices.Equal(doc.Includes, want) {
		t.Errorf("includes %q, %v; want %q", doc.Includes, err, want)
	}
}

package refs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outline shows what was found in a document, a line for each reference:
// listed ones as "[label] text", places in running text as "~ text", each
// with what is written in its links.
func outline(doc Document) string {
	var b strings.Builder
	for _, r := range doc.References {
		if r.Listed {
			fmt.Fprintf(&b, "[%s] %s", r.Label, r.Text)
		} else {
			fmt.Fprintf(&b, "~ %s", r.Text)
		}
		for _, l := range r.Links {
			fmt.Fprintf(&b, " <%s>", l.Written)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checkOutline reads text as a format and compares what was found.
func checkOutline(t *testing.T, f Format, text, want string) Document {
	t.Helper()
	doc, err := Read("page", []byte(text), Options{Format: f})
	if err != nil {
		t.Fatal(err)
	}
	want = strings.TrimLeft(want, "\n")
	if diff := cmp.Diff(want, outline(doc)); diff != "" {
		t.Errorf("references (-want +got):\n%s", diff)
	}
	return doc
}

func TestReadText(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"numbered, blank lines between, credits behind": {`A Title

Body text of 2020.

1. Smith J. On tides. Journal of Tides. 2001. Vol. 3. URL: http://tides.org/a

2. Jones K. On winds. 2002. P. 5–9.

3. Brown L. On rain. 2003. doi:10.1000/rain

Site credits
`, `
[1] Smith J. On tides. Journal of Tides. 2001. Vol. 3. URL: http://tides.org/a <http://tides.org/a>
[2] Jones K. On winds. 2002. P. 5–9.
[3] Brown L. On rain. 2003. doi:10.1000/rain <10.1000/rain>
`},
		"wrapped, numbers and dates at line starts": {`References

[1] Smith J. On tides and what the
    moon has to do with it. Tides
    12. 2001.
[2] Jones K. On winds. Presented on
3. May 2002 in Oslo,
http://winds.org/x
[3] Brown L. On rain.
2003. 14(2): 5-9.
`, `
[1] Smith J. On tides and what the moon has to do with it. Tides 12. 2001.
[2] Jones K. On winds. Presented on 3. May 2002 in Oslo, http://winds.org/x <http://winds.org/x>
[3] Brown L. On rain. 2003. 14(2): 5-9.
`},
		"a volume's number at a line start": {`References

1. Smith J. On tides and the moon. Tides
12. 2001.
2. Jones K. On winds. 2002.
3. Brown L. On rain. Rain
4(2). 2003.
`, `
[1] Smith J. On tides and the moon. Tides 12. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. Rain 4(2). 2003.
`},
		"no space behind the number, round brackets": {`Литература:
1.Петров П.П. О ветрах. М., 2001. 20 с.
2.Иванов И.И. О дождях // Вестник. 2002. № 3.

Sources
(1) Smith J. On tides. 2001.
(2) Jones K. On winds. 2002.

Literatur
1) Maier A. Regen. Berlin: Verlag, 1999.
2) Huber B. Wind. http://wind.de/
`, `
[1] Петров П.П. О ветрах. М., 2001. 20 с.
[2] Иванов И.И. О дождях // Вестник. 2002. № 3.
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[1] Maier A. Regen. Berlin: Verlag, 1999.
[2] Huber B. Wind. http://wind.de/ <http://wind.de/>
`},
		"steps, sections and years are no references": {`Manual

1. Introduction

It began in 1999. See http://intro.org/ for more.

2. Download http://down.org/x
3. Run it

2019. A good year.
2020. A bad one.
`, `
~ See http://intro.org/ for more. <http://intro.org/>
~ 2. Download http://down.org/x 3. Run it <http://down.org/x>
`},
		"sections, then a list that counts anew": {`1. Methods

Smith said so.

2. Results

None.

References

1. Smith J. On tides. 2001.
2. Jones K. On winds. 2002.
3. Brown L. On rain. 2003.

Appendix

4. Not one of them, http://appendix.org/
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
~ 4. Not one of them, http://appendix.org/ <http://appendix.org/>
`},
		"a number is missing": {`References
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[4] Brown L. On rain. 2003.
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[4] Brown L. On rain. 2003.
`},
		"a page ends inside an entry": {`References

1. Smith J. On tides. 2001.

2. Jones K. On winds and all that

  17

comes with them. 2002.

3. Brown L. On rain. 2003.
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds and all that comes with them. 2002.
[3] Brown L. On rain. 2003.
`},
		"last of many one-line entries": {`1. Smith J. On tides. 2001.
2. Jones K. On winds. 2002.
3. Brown L. On rain. 2003.
4. White M. On snow. 2004.
Powered by http://engine.org/
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
[4] White M. On snow. 2004.
~ Powered by http://engine.org/ <http://engine.org/>
`},
		"last of many one-line entries, wrapped": {`References

[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
[4] White M. On snow and all that it brings.
    Snow, 2004. http://snow.org/a

References

1. Smith J. On tides. 2001.
2. Jones K. On winds. 2002.
3. Brown L. On rain. 2003.
4. White M. On snow and all that it brings. Journal of
Snow 5, 101-109.
Read more at http://engine.org/

References

1. Smith J. On tides. 2001.
2. Jones K. On winds. 2002.
3. Brown L. On rain. 2003.
4. White M. On snow. 2004.
https://snow.org/b
Read more at http://engine.org/

References

1. Smith J. On tides. 2001.
2. Jones K. On winds. 2002.
3. Brown L. On rain. 2003.
4. White M. On snow and all that it brings.
Journal of Snow, 5, 101-109. https://snow.org/c
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
[4] White M. On snow and all that it brings. Snow, 2004. http://snow.org/a <http://snow.org/a>
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
[4] White M. On snow and all that it brings. Journal of Snow 5, 101-109.
~ Read more at http://engine.org/ <http://engine.org/>
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
[4] White M. On snow. 2004. https://snow.org/b <https://snow.org/b>
~ Read more at http://engine.org/ <http://engine.org/>
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[3] Brown L. On rain. 2003.
[4] White M. On snow and all that it brings. Journal of Snow, 5, 101-109. https://snow.org/c <https://snow.org/c>
`},
		"hanging indent": {`Works Cited

Brown, L. On rain and
    its makers. Press, 2003.
Jones, K. On winds.
    http://winds.org/a
White, M. On snow. 2004.
`, `
[] Brown, L. On rain and its makers. Press, 2003.
[] Jones, K. On winds. http://winds.org/a <http://winds.org/a>
[] White, M. On snow. 2004.
`},
		"one a line": {`Bibliography
Brown L. On rain and its makers. Press, 2003.
Jones K. On winds, their birth and their death in three volumes. Oxford University Press, 2002. http://winds.org/a
White M. On snow. 2004.
`, `
[] Brown L. On rain and its makers. Press, 2003.
[] Jones K. On winds, their birth and their death in three volumes. Oxford University Press, 2002. http://winds.org/a <http://winds.org/a>
[] White M. On snow. 2004.
`},
		"blank lines between, wrapped": {`参考文献

王明. 风的研究.
北京: 气象出版社, 2002年.

李红. 雨的研究. 2003年. http://rain.cn/a

网站声明
`, `
[] 王明. 风的研究. 北京: 气象出版社, 2002年.
[] 李红. 雨的研究. 2003年. http://rain.cn/a <http://rain.cn/a>
`},
		"names in brackets": {`References

[Knu84] Knuth D. Literate programming. 1984.
[Lam94] Lamport L. LaTeX. 1994.
   http://latex.org/
`, `
[Knu84] Knuth D. Literate programming. 1984.
[Lam94] Lamport L. LaTeX. 1994. http://latex.org/ <http://latex.org/>
`},
		"bullets": {`References

- Knuth D. Literate programming. 1984.
- Lamport L. LaTeX. 1994.
`, `
[] Knuth D. Literate programming. 1984.
[] Lamport L. LaTeX. 1994.
`},
		"line ends of three kinds": {"References\r\n1. Smith J. On tides. 2001. http://a.org/1\r2. Jones K. On winds. 2002. http://a.org/2\n3. Brown L. On rain. 2003. http://a.org/3\r\n", `
[1] Smith J. On tides. 2001. http://a.org/1 <http://a.org/1>
[2] Jones K. On winds. 2002. http://a.org/2 <http://a.org/2>
[3] Brown L. On rain. 2003. http://a.org/3 <http://a.org/3>
`},
		"markers of many kinds": {`Notes

¹ Smith J. On tides. 2001.
² Jones K. On winds. 2002. http://winds.org/a
³ White M. On snow. 2004.

References (参考文献)

① Smith J. On tides. 2001.
② Jones K. On winds. 2002.
⑳ not the next one

五、参 考 文 献：

〔1〕王明. 风的研究. 2002年.
〔2〕李红. 雨的研究. 2003年.

Sources

i. Smith J. On tides. 2001.
ii. Jones K. On winds. 2002.

Quellen

（1）Maier A. Regen. Berlin: Verlag, 1999.
（2）Huber B. Wind. Bonn 2001.

Bibliografía

1.) García J. Las mareas. Madrid, 1999.
2.) Pérez M. Los vientos. Madrid, 2001.

文献

１．山田太郎. 潮の研究. 2001年.
２．鈴木花子. 風. 2002年.

Sources

[1]. Smith J. On tides. 2001.
[2]. Jones K. On winds. 2002.

Notes

1] Smith J. On tides. 2001.
2] Jones K. On winds. 2002.
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002. http://winds.org/a <http://winds.org/a>
[3] White M. On snow. 2004.
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002. ⑳ not the next one
[1] 王明. 风的研究. 2002年.
[2] 李红. 雨的研究. 2003年.
[i] Smith J. On tides. 2001.
[ii] Jones K. On winds. 2002.
[1] Maier A. Regen. Berlin: Verlag, 1999.
[2] Huber B. Wind. Bonn 2001.
[1] García J. Las mareas. Madrid, 1999.
[2] Pérez M. Los vientos. Madrid, 2001.
[1] 山田太郎. 潮の研究. 2001年.
[2] 鈴木花子. 風. 2002年.
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
[1] Smith J. On tides. 2001.
[2] Jones K. On winds. 2002.
`},
		"several on a line": {`References

[1] Smith J. On tides. 2001. [2] Jones K. On winds, see [1]. 2002. http://winds.org/a [3] Brown L. On rain.
2003. doi:10.1000/rain [4] White M. On
snow. 2004.
[5] Green P. On hail. 2005. [6] Grey Q. On fog. 2006.

Literature

1. Smith J. On tides. Vol. 2. Oxford: Press, 2001. 2. Jones K. On winds. Winds. 2002. 3. Brown L. On rain. 2003.
`, `
[1] Smith J. On tides. 2001.
[2] Jones K. On winds, see [1]. 2002. http://winds.org/a <http://winds.org/a>
[3] Brown L. On rain. 2003. doi:10.1000/rain <10.1000/rain>
[4] White M. On snow. 2004.
[5] Green P. On hail. 2005.
[6] Grey Q. On fog. 2006.
[1] Smith J. On tides. Vol. 2. Oxford: Press, 2001.
[2] Jones K. On winds. Winds. 2002.
[3] Brown L. On rain. 2003.
`},
		"numbers inside lines that begin no entry": {`We follow [1] and the tables of 2001. [2] Said so in 2002 too.

References

1. Smith J. On tides. 2001. Vol. 2. Oxford: Press, pp. 2. Jones K. (ed.)
2. Jones K. On winds. 3. Aufl. Berlin 2002.
3. Brown L. On rain. 2003, no. 4. Green P. (ed.)
`, `
[1] Smith J. On tides. 2001. Vol. 2. Oxford: Press, pp. 2. Jones K. (ed.)
[2] Jones K. On winds. 3. Aufl. Berlin 2002.
[3] Brown L. On rain. 2003, no. 4. Green P. (ed.)
`},
		"running text": {`Some words. The page http://a.org/1 says so, and doi:10.1000/182 too.
Next line. Another sentence without any.

Far away.
`, `
~ The page http://a.org/1 says so, and doi:10.1000/182 too. <http://a.org/1>
~ The page http://a.org/1 says so, and doi:10.1000/182 too. <10.1000/182>
`},
		"nothing": {"Only words, in one paragraph, of 2020.\n", ""},
	} {
		t.Run(name, func(t *testing.T) { checkOutline(t, FormatText, c.text, c.want) })
	}
}

func TestTitle(t *testing.T) {
	for name, c := range map[string]struct {
		format     Format
		text, want string
	}{
		"first line":       {FormatText, "\n  On Tides \n\nText.", "On Tides"},
		"entry":            {FormatText, "1. Smith J. On tides.\n", ""},
		"link":             {FormatText, "http://a.org/\n", ""},
		"heading of list":  {FormatText, "References\nSmith J. On tides. 2001.\n", ""},
		"html":             {FormatHTML, "<title>\n On &lt;Tides&gt;</title><h1>No</h1>", "On <Tides>"},
		"html without":     {FormatHTML, "<svg><title>no</title></svg><h2>On Tides</h2>", "On Tides"},
		"markdown":         {FormatMarkdown, "# On *Tides*\n", "On Tides"},
		"markdown's front": {FormatMarkdown, "---\ntitle: \"On Tides\"\n---\n# No\n", "On Tides"},
	} {
		doc, err := Read("x", []byte(c.text), Options{Format: c.format})
		if err != nil || doc.Title != c.want {
			t.Errorf("%s: title %q, %v; want %q", name, doc.Title, err, c.want)
		}
	}
}

// TestAround holds that the text of a place is a bounded stretch of sentences.
func TestAround(t *testing.T) {
	text := strings.Repeat("слово ", 200) + "http://a.org/" + strings.Repeat("x", 1000) + strings.Repeat(" слово", 200)
	doc, err := Read("x", []byte(text), Options{Format: FormatText})
	if err != nil || len(doc.References) != 1 {
		t.Fatal(doc, err)
	}
	if got := doc.References[0].Text; len(got) > 460 || !strings.Contains(got, "слово http://a.org/xxx") || strings.ContainsRune(got, '\uFFFD') {
		t.Errorf("text around: %d bytes, %q", len(got), got)
	}
}

// TestPartedLinear reads numbers made to be looked at again and again: were the
// time not linear in the text, this would take minutes.
func TestPartedLinear(t *testing.T) {
	skipLarge(t)
	const n = 100_000
	for name, text := range map[string]string{
		"one number":         "[1] Smith J. 2001. " + strings.Repeat("[2] ", n),
		"one number, lines":  "[1] Smith J. 2001.\n" + strings.Repeat("[3] a\n[1] b [2] c\n", n),
		"styles in turn":     strings.Repeat("[1] Smith J. 2001.\n1. Smith J. 2001.\n(1) Smith J. 2001.\n① Smith J. 2001.\n", n/4),
		"all on one line":    "[1] Smith J. 2001. " + strings.Repeat("[2] Smith J. 2001. [3] Smith J. 2001. [4] Smith J. 2001. ", n),
		"numbers far ahead":  strings.Repeat("[1] Smith J. 2001. [2] a\n[90000] b\n", n),
		"nothing but spaces": "[1] " + strings.Repeat(" (", n),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read("x", []byte("References\n\n"+text), Options{Format: FormatText}); err != nil {
				t.Error(err)
			}
		})
	}
}

package refs

import (
	"strings"
	"testing"
)

func TestReadMarkdown(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"links of all kinds": {"---\nurl: http://front.org/\n---\n" + `See [the *page*](http://a.org/x "T"), <http://b.org/>, http://c.org/a_b_c/, www.d.org/x and [used].
An ![image](http://image.org/).

[used]: http://used.org/
[unused]: <http://unused.org/a(b)>

<p align=center><a href="http://raw.org/?a&amp;b">raw</a></p>

| a | b |
|---|---|
| http://cell.org/ | x |
`, `
~ See the page, http://b.org/, http://c.org/a_b_c/, www.d.org/x and used. <http://a.org/x>
~ See the page, http://b.org/, http://c.org/a_b_c/, www.d.org/x and used. <http://b.org/>
~ See the page, http://b.org/, http://c.org/a_b_c/, www.d.org/x and used. <http://c.org/a_b_c/>
~ See the page, http://b.org/, http://c.org/a_b_c/, www.d.org/x and used. <www.d.org/x>
~ See the page, http://b.org/, http://c.org/a_b_c/, www.d.org/x and used. <http://used.org/>
~ unused: http://unused.org/a(b) <http://unused.org/a(b)>
~ raw <http://raw.org/?a&b>
~ http://cell.org/ x <http://cell.org/>
`},
		"code is left alone": {"`http://span.org/`\n\n```\nhttp://fence.org/\n```\n\n    http://indented.org/\n", ""},
		"footnotes, cited or not": {`Text[^1].

[^1]: Smith J. On tides. 2001. http://tides.org/
[^two]: http://two.org/

    And http://three.org/
`, `
[1] Smith J. On tides. 2001. http://tides.org/ <http://tides.org/>
[two] http://two.org/ And http://three.org/ <http://two.org/> <http://three.org/>
`},
		"lists under a heading": {`# Paper

1. Do this: http://step.org/

## References

2. Smith J. *On tides*. 2001. [Link](http://tides.org/).
3. Jones K. On winds.
   Press, 2002. doi:10.1000/a\_b_c

### More

- Brown L. On rain. 2003.

## License

MIT, see http://license.org/ of 2020.
`, `
~ Do this: http://step.org/ <http://step.org/>
[2] Smith J. On tides. 2001. Link. <http://tides.org/>
[3] Jones K. On winds. Press, 2002. doi:10.1000/a_b_c <10.1000/a_b_c>
[] Brown L. On rain. 2003.
~ MIT, see http://license.org/ of 2020. <http://license.org/>
`},
	} {
		t.Run(name, func(t *testing.T) { checkOutline(t, FormatMarkdown, c.text, c.want) })
	}
}

// TestMarkdownPlaces holds that destinations are found where they stand, also
// those of definitions and those that stand twice.
func TestMarkdownPlaces(t *testing.T) {
	text := "> [http://a.org/](http://a.org/) and [b][d]\n>\n> [x](<http://c.org/ü>)\n\nMore <a\nhref=\"http://e.org/\">e</a>\n\n[d]: http://d.org/\n"
	doc, err := Read("x", []byte(text), Options{Format: FormatMarkdown})
	if err != nil || len(doc.References) != 4 {
		t.Fatal(doc, err)
	}
	want := []int{strings.Index(text, "http://a.org/"), strings.Index(text, "http://c.org/"), strings.Index(text, "http://e.org/"), strings.Index(text, "http://d.org/")}
	for i, r := range doc.References {
		l := r.Links[0]
		if !strings.HasPrefix(text[l.Pos.Offset:], l.Written) || l.Pos.Offset != want[i] {
			t.Errorf("%q at %+v, want %d", l.Written, l.Pos, want[i])
		}
	}
}

// TestTangled holds that what would take the parser too long is read, and its
// links found.
func TestTangled(t *testing.T) {
	for _, unit := range []string{">", "- ", "[](", "*a_ ", "1. ", ".. [a]\n", "| [a]\n", "2. [a]\n", "        - [a]\n"} {
		text := "a\n" + strings.Repeat(unit, 20000) + "\n\nhttp://a.org/\n"
		doc, err := Read("x", []byte(text), Options{Format: FormatMarkdown})
		if err != nil || len(doc.References) == 0 || doc.References[len(doc.References)-1].Links[0].Written != "http://a.org/" {
			t.Errorf("%q: %d references, %v", unit, len(doc.References), err)
		}
		if !isTangled(text) {
			t.Errorf("%q: not told", unit)
		}
	}
	for _, unit := range []string{"- [a](b) *c*\n", "1. [a](b)\n", "7) [a](b)\n   *c*\n", "- a\n  - [b]\n    1. [c]\n", "| [a] | b_c_ |\n", "> - [a]\n", "[a] *b*\n\n"} {
		if isTangled("\n| a | b |\n|---|---|\n" + strings.Repeat(unit, 20000)) {
			t.Errorf("%q is none", unit)
		}
	}
}

package refs

import (
	"fmt"
	"strings"
	"testing"
)

// TestInstructions: each case is a document, the links that it says to ignore
// with the reason, and what is warned of.
func TestInstructions(t *testing.T) {
	bibliography := func(between string) string {
		return "# References\n\n1. Aalto A. Buoys. 2011. https://buoys.org/one\n" + between + "2. Brandt B. Tides. 2012.\n   https://tides.org/two\n3. Ceder C. Salt. 2013. https://salt.org/three\n"
	}
	for name, c := range map[string]struct {
		path, text, ignored, warned string
	}{
		"same line":              {"a.md", "See https://a.org/ <!-- refmend: ignore down for repair --> and\nhttps://b.org/", "https://a.org/ (down for repair)", ""},
		"alone: the next line":   {"a.md", "https://a.org/\n\n<!-- refmend: ignore an example -->\n\nSee https://b.org/\nand https://c.org/", "https://b.org/ (an example)", ""},
		"alone, two of them":     {"a.md", "<!-- refmend: ignore one -->\n<!-- refmend: ignore two -->\nhttps://b.org/", "https://b.org/ (two)", ""},
		"same line, bracketed":   {"a.md", "<https://a.org/> <!-- refmend: ignore down for repair -->\n<https://b.org/>", "https://a.org/ (down for repair)", ""},
		"next line, bracketed":   {"a.md", "<!-- refmend: ignore an example -->\n\n<https://a.org/>\n\n<https://b.org/>", "https://a.org/ (an example)", ""},
		"alone behind tags":      {"a.html", "<main class=x><svg:g/><!-- refmend: ignore x1 -->\n<em><a href='https://a.org/'>A</a></em></main>", "https://a.org/ (x1)", ""},
		"entry":                  {"a.md", bibliography("   <!-- refmend: ignore lost -->\n"), "https://tides.org/two (lost)", ""},
		"entry, behind its line": {"a.md", strings.Replace(bibliography(""), "/one", "/one <!-- refmend: ignore lost -->", 1), "https://buoys.org/one (lost)", ""},
		"entry, in its line":     {"a.md", strings.Replace(bibliography(""), "2012.", "2012. <!-- refmend: ignore lost -->", 1), "https://tides.org/two (lost)", ""},
		"code":                   {"a.md", "```\n<!-- refmend: ignore no comment -->\n```\nhttps://a.org/ `<!-- refmend: ignore neither -->`", "", ""},
		"region":                 {"a.md", "https://a.org/\n\n<!-- refmend: off drafts -->\n\nhttps://b.org/\n\nhttps://c.org/\n\n<!-- refmend: on -->\n\nhttps://d.org/", "https://b.org/ (drafts) https://c.org/ (drafts)", ""},
		"region without an end":  {"a.md", "https://a.org/\n\n<!-- refmend: off: drafts -->\n\nhttps://b.org/", "https://b.org/ (drafts)", ""},
		"no reason":              {"a.md", "https://a.org/ <!-- refmend: ignore -->", "", "Line 1 says “refmend: ignore”, but it gives no reason: it does not hold."},
		"no such word":           {"a.md", "x\n\nhttps://a.org/ <!-- refmend: disable it -->", "", "Line 3 says “refmend: disable it”, but it is none of “ignore REASON”, “off REASON” and “on”: it does not hold."},
		"stray on":               {"a.md", "https://a.org/ <!-- refmend: on -->", "", "Line 1 says “refmend: on”, but there is no “off” before this “on”: it does not hold."},
		"off twice":              {"a.md", "<!-- refmend: off a -->\n\nhttps://a.org/\n\n<!-- refmend: off b -->", "https://a.org/ (a)", "Line 5 says “refmend: off b”, but “off” is in force already: it does not hold."},
		"nothing there":          {"a.md", "https://a.org/\n\nText <!-- refmend: ignore me --> alone.", "", "Line 3 says “refmend: ignore me”, but it ignores nothing."},
		"a word about us":        {"a.md", "https://a.org/ <!-- refmend is a checker: ignore it -->", "", ""},
		"mdx":                    {"a.mdx", "https://a.org/ {/* refmend: ignore an example */}\n\nhttps://b.org/\n", "https://a.org/ (an example)", ""},
		"html":                   {"a.html", "<p>https://a.org/<p>https://b.org/ <!-- refmend: ignore x1 --><p>https://c.org/", "https://b.org/ (x1)", ""},
		"html, alone":            {"a.html", "<ul><!-- refmend: ignore x1 --><li>\n<a href='https://a.org/'>A</a></li><li><a href='https://b.org/'>B</a></li></ul>", "https://a.org/ (x1)", ""},
		"rst":                    {"a.rst", "Title\n=====\n\nhttps://a.org/\n\n.. refmend: ignore an example\n\nhttps://b.org/\n", "https://b.org/ (an example)", ""},
		"asciidoc":               {"a.adoc", "= Title\n\nhttps://a.org/\n// refmend: ignore an example\nhttps://b.org/\n", "https://b.org/ (an example)", ""},
		"latex":                  {"a.tex", "\\begin{document}\nSee \\url{https://a.org/} % refmend: ignore an example\nand \\url{https://b.org/}\n\\end{document}", "https://a.org/ (an example)", ""},
		"bbl":                    {"a.bbl", "\\begin{thebibliography}{9}\n\\bibitem{a}\nAalto. 2011. \\url{https://a.org/}\n% refmend: ignore lost\n\\bibitem{b}\nBrandt. 2012.\n\\url{https://b.org/}\n\\bibitem{c}\nCeder. \\url{https://c.org/}\n\\end{thebibliography}", "https://b.org/ (lost)", ""},
		"bibtex":                 {"a.bib", "@misc{a, title={A}, url={https://a.org/}, refmend = {ignore: login only}}\n@misc{b, title={B}, url={https://b.org/}}", "https://a.org/ (login only)", ""},
		"bibtex, no reason":      {"a.bib", "@misc{a, title={A}, url={https://a.org/}, refmend = {ignore}}", "", "Line 1 says “refmend: ignore”, but it gives no reason: it does not hold."},
		"bibtex, a region":       {"a.bib", "@misc{a, title={A}, url={https://a.org/}, refmend = {off: x1}}", "", "Line 1 says “refmend: off x1”, but a record can only say “ignore: REASON”: it does not hold."},
		"csl":                    {"a.json", `[{"id":"a","type":"webpage","title":"A","URL":"https://a.org/","refmend":"ignore: login only"},{"id":"b","type":"webpage","title":"B","URL":"https://b.org/"}]`, "https://a.org/ (login only)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read(c.path, []byte(c.text), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var ignored []string
			for _, r := range doc.References {
				for _, l := range r.Links {
					if l.Ignored != "" {
						ignored = append(ignored, fmt.Sprintf("%s (%s)", l.Target, l.Ignored))
					}
				}
			}
			if got := strings.Join(ignored, " "); got != c.ignored {
				t.Errorf("ignored %q, want %q", got, c.ignored)
			}
			if got := strings.Join(doc.Warnings, " | "); got != c.warned {
				t.Errorf("warned %q, want %q", got, c.warned)
			}
		})
	}
}

// TestManyInstructions: a document of nothing else is read in no time, and its
// warnings are few.
func TestManyInstructions(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("<!-- refmend: ignore x1 -->\n", 10000),
		strings.Repeat("https://a.org/ <!-- refmend: ignore x1 --> ", 10000),
		strings.Repeat("<!-- refmend: ", 10000),
	} {
		doc, err := Read("a.md", []byte(text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Warnings) > mostFaults+2 {
			t.Errorf("%d warnings", len(doc.Warnings))
		}
	}
}

// FuzzInstructions: whatever comments say, every link that is ignored has a reason.
func FuzzInstructions(f *testing.F) {
	f.Add("a.md", "https://a.org/ <!-- refmend: ignore x1 -->\n\n<!-- refmend: off y -->\n- https://b.org/\n<!-- refmend: on -->")
	f.Add("a.html", "<p><!--refmend:ignore: x--><li>https://a.org/<!--refmend:off")
	f.Add("a.tex", "% refmend: ignore x\n\\bibitem{a} \\url{https://a.org/}%refmend: off")
	f.Add("a.bib", "@misc{a, url={https://a.org/}, refmend = {ignore: x1}}")
	f.Add("a.rst", ".. refmend: ignore x\n\nhttps://a.org/\n\n..refmend")
	f.Fuzz(func(t *testing.T, path, text string) {
		doc, _ := Read(path, []byte(text), Options{})
		for _, r := range doc.References {
			for _, l := range r.Links {
				if l.Ignored != "" && (!strings.ContainsFunc(l.Ignored, isWordRune) || !strings.Contains(text, fieldForUs)) {
					t.Errorf("%s is ignored for %q", l.Target, l.Ignored)
				}
			}
		}
	})
}

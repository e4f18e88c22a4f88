package refs

import (
	"errors"
	"strings"
	"testing"
)

const notebookText = `{
 "cells": [
  {"attachments": {"a.png": {"image/png": "aHR0cDovL2EucG5nLw=="}}, "cell_type": "markdown", "metadata": {}, "source": ["# On *buoys*\n", "\n", "See [the \"list\"](http://a.org/\u00e9?a&amp;b=1), <http:\/\/b.org/> and\n", "![](attachment:a.png) http://c.org/x\n", "y."]},
  {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [{"text": ["http://output.org/"]}], "source": ["# http://code.org/"]},
  {"cell_type": "markdown", "metadata": {}, "source": "1. not a reference of 2001\n2. [r] http://d.org/\n\n[r]: http://used.org/\n[s]: http://unused.org/"},
  {"cell_type": "markdown", "metadata": {}, "source": ["## References"]},
  {"cell_type": "markdown", "metadata": {}, "source": ["1. Aalto M. Drift. 2001. doi:10.1000/a\\_b\n", "2. Brandt K. Waves. 2002.\n", "   http://e.org/x"]},
  {"cell_type": "markdown", "metadata": {}, "source": ["3. Ceder P. Rain. 2003. http://f.org/"]},
  {"cell_type": "markdown", "metadata": {}, "source": ["## Licence\n", "http://g.org/"]},
  {"cell_type": "raw", "metadata": {"format": "text/restructuredtext"}, "source": ["` + "`h <http://h.org/>`_" + `"]},
  {"cell_type": "raw", "metadata": {"raw_mimetype": "text/latex"}, "source": ["\\href{http://i.org/}{i}"]},
  {"cell_type": "raw", "metadata": {}, "source": ["http://j.org/"]},
  {"cell_type": "markdown", "source": ""}, 7, null
 ],
 "metadata": {"kernelspec": {"name": "http://kernel.org/"}}, "nbformat": 4, "nbformat_minor": 5
}`

func TestReadNotebook(t *testing.T) {
	doc := checkOutline(t, FormatNotebook, notebookText, `
~ See the "list", http://b.org/ and http://c.org/x y. <http://a.org/é?a&b=1>
~ See the "list", http://b.org/ and http://c.org/x y. <http://b.org/>
~ See the "list", http://b.org/ and http://c.org/x y. <http://c.org/x>
~ r http://d.org/ <http://d.org/>
~ r http://d.org/ <http://used.org/>
~ s: http://unused.org/ <http://unused.org/>
[1] Aalto M. Drift. 2001. doi:10.1000/a_b <10.1000/a_b>
[2] Brandt K. Waves. 2002. http://e.org/x <http://e.org/x>
[3] Ceder P. Rain. 2003. http://f.org/ <http://f.org/>
~ http://g.org/ <http://g.org/>
~ h <http://h.org/>
~ i <http://i.org/>
~ http://j.org/ <http://j.org/>
`)
	if doc.Title != "On buoys" {
		t.Errorf("title %q", doc.Title)
	}
	for _, r := range doc.References {
		for _, l := range r.Links {
			if !strings.HasPrefix(strings.ReplaceAll(notebookText[l.Pos.Offset:], `\/`, "/"), l.Written[:9]) {
				t.Errorf("%q is at %+v", l.Written, l.Pos)
			}
		}
		if r.Label == "2" && !strings.HasPrefix(notebookText[r.Pos.Offset:], "Brandt") {
			t.Errorf("2 is at %+v", r.Pos)
		}
	}
}

// TestReadNotebookForms holds that older notebooks, titles told in other ways
// and broken ones are read.
func TestReadNotebookForms(t *testing.T) {
	for name, c := range map[string]struct{ text, title, want, fault string }{
		"nbformat 3": {`{"metadata": {"name": "Drift"}, "nbformat": 3, "worksheets": [{"cells": [{"cell_type": "heading", "level": 1, "source": "References"},
			{"cell_type": "code", "input": ["http://code.org/"], "outputs": []}, {"cell_type": "markdown", "source": "- Aalto M. 2001. http://a.org/"}], "metadata": {}}, 3, [1]]}`,
			"Drift", "[] Aalto M. 2001. http://a.org/ <http://a.org/>\n", ""},
		"front matter": {`{"cells": [{"cell_type": "raw", "source": ["---\n", "title: \"Waves\"\n", "url: http://front.org/\n", "---"]}, {"cell_type": "markdown", "source": "# Other\n\nhttp://a.org/"}], "nbformat": 4}`,
			"Waves", "~ http://a.org/ <http://a.org/>\n", ""},
		"cut off":        {"{\"cells\": [\n{\"cell_type\": \"markdown\", \"source\": [\"http://a.org/\\n\",\n\"http://b", "", "~ http://a.org/ http://b <http://a.org/>\n~ http://a.org/ http://b <http://b>\n", "line 3: a string that begins here is never closed"},
		"broken cell":    {`{"cells": [{"cell_type": "raw", "metadata": {"format": "text/latex"}, "source": "\\begin{a http://a.org/"}]}`, "", "~ a http://a.org/ <http://a.org/>\n", ""},
		"no cells":       {`{"nbformat": 4}`, "", "", ""},
		"another object": {`[{"cells": {"cell_type": "markdown", "source": "http://a.org/"}}, "x"]`, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read("a.ipynb", []byte(c.text), Options{})
			if c.fault == "" && err != nil || c.fault != "" && (!errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), c.fault)) {
				t.Errorf("error %v", err)
			}
			if got := outline(doc); got != c.want || doc.Title != c.title || doc.Format != FormatNotebook {
				t.Errorf("%s, %q: %s", doc.Format, doc.Title, got)
			}
		})
	}
}

// TestThrough holds that the place of every byte of a passage is that of the
// byte it came from, over two steps.
func TestThrough(t *testing.T) {
	const raw = `ab\u00e9cd\nef\"g`
	via := newWeave()
	via.putJSON(raw, 100)
	cell := passage{text: string(via.text), origins: via.origins}
	w := newWeave()
	for i, n := range []int{7, 3, 1} { // pieces of the cell, not in order
		w.put(cell.text[n:n+2], n)
		w.put(strings.Repeat(" ", i), n+2)
	}
	p, _ := w.passage()
	p.through(&cell)
	for i := range len(p.text) {
		c, at := p.text[i], p.sourceAt(i)-100
		if at < 0 || at >= len(raw) || c != ' ' && c < 0x80 && c != '\n' && raw[at] != c && raw[at] != '\\' {
			t.Errorf("byte %d of %q, %q, is at %d", i, p.text, c, at)
		}
	}
}

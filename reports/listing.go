package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// listing writes every reference of every document with what was found in it:
// what the text says of the cited work, each link, its damage, and what may be
// meant instead.
func (t *texter) listing(r *audit.Report) {
	t.para("", "1", inventory(r))
	t.remarks(r.Documents)
	for i := range r.Documents {
		d := &r.Documents[i]
		if d.Error != "" && len(d.References) == 0 {
			continue
		}
		t.line("")
		t.para("", "1", d.Path+documentWords(d))
		for j := range d.References {
			if t.err != nil {
				return
			}
			t.reference(&d.References[j])
		}
	}
	t.rules()
	t.line("")
	t.para("", dim, source(r))
}

// inventory says in one sentence what was found.
func inventory(r *audit.Report) string {
	s := r.Summary
	var found []string
	if s.Documents != 1 {
		found = append(found, count(s.Documents, "document"))
	}
	found = append(found, count(s.References, "reference"), count(s.Links, "link"))
	words := capital(strings.Join(found, ", "))
	if n := s.ByState[audit.Damaged]; n > 0 {
		words += fmt.Sprintf(", %d of them damaged", n)
	}
	return strings.TrimSpace(shortfall(r) + " " + words + ".")
}

// documentWords tells a document's format and title.
func documentWords(d *audit.Document) string {
	words := ""
	if d.Format != "" {
		words += " (" + string(d.Format) + ")"
	}
	if d.Title != "" {
		words += ": " + clip(d.Title, maxHarvest)
	}
	return words
}

// reference writes all about one reference.
func (t *texter) reference(ref *audit.Reference) {
	t.line("")
	head := labelled(ref)
	if head == "" && !ref.Listed {
		head = Printable(name(ref)) + ": "
	}
	for i, l := range Wrap(head+Printable(clip(ref.Text, maxText)), t.width-len("  ")) {
		if i == 0 && strings.HasPrefix(l, strings.TrimSpace(head)) {
			n := len(strings.TrimSpace(head))
			l = t.paint("1", l[:n]) + l[n:]
		}
		t.line("  " + l)
	}
	for _, f := range []struct{ name, value string }{
		{"title", ref.Title}, {"authors", strings.Join(ref.Authors, "; ")}, {"year", number(ref.Year)}, {"language", ref.Language}, {"seen on", ref.Accessed},
	} {
		if f.value != "" {
			t.entry(f.name, dim, clip(f.value, maxHarvest))
		}
	}
	for i := range ref.Links {
		t.link(&ref.Links[i])
	}
	if len(ref.Links) == 0 {
		t.line(indent + t.paint(dim, "no link"))
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// link writes what was found of one link.
func (t *texter) link(l *audit.Link) {
	if l.Verdict.State == audit.Damaged {
		t.written(l)
		t.entry("", dim, string(l.Kind)+" at "+spot(l))
		for _, d := range l.Defects {
			t.entry("damage", "", d.Code+": "+defectWords(d))
		}
	} else {
		t.entry(string(l.Kind), "", fmt.Sprintf("%s (%s)", clip(string(l.Target), maxWritten), spot(l)))
		if l.Kind == refs.KindURL && l.ID != "" {
			t.entry("", dim, "holds the identifier "+clip(l.ID, maxWritten))
		}
	}
	for _, r := range l.Repairs {
		verb, note := "or", "another reading, in case the link leads nowhere"
		if l.Verdict.State == audit.Damaged {
			verb, note = "perhaps", "a guess"
			switch r.Confidence {
			case refs.Certain:
				verb, note = "write", "certain"
			case refs.Likely:
				verb, note = "probably", "likely"
			}
		}
		t.entry(verb, "", fmt.Sprintf("%s (%s)", r.Target, note))
	}
}

// spot says where in its document a link stands.
func spot(l *audit.Link) string {
	var words []string
	if l.Part != "" {
		words = append(words, l.Part)
	}
	switch {
	case l.Page > 0:
		words = append(words, fmt.Sprintf("page %d", l.Page))
	case l.Line > 0:
		words = append(words, fmt.Sprintf("%d:%d", l.Line, l.Column))
	}
	if l.Field != "" {
		words = append(words, "field "+l.Field)
	}
	return strings.Join(words, ", ")
}

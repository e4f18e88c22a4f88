package refs

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A page may tell its references in its head: <meta name="citation_reference"
// content="citation_title=...; citation_author=...; citation_doi=...">, as Google
// Scholar's guidelines and HighWire's tags have it, or the same with the plain
// text of a reference. The first form is for programs only.

// citationReference keeps the reference that the tag raw at source tells.
func (r *htmlReader) citationReference(tag string, source int) {
	raw, at := attributeText(tag, "content")
	if at == 0 {
		return
	}
	if len(r.spare) == mostPieces {
		r.cut = true
		return
	}
	w := newWeave()
	w.putFolded(raw, source+at)
	p, ok := w.passage()
	if !ok || !utf8.ValidString(p.text) {
		return
	}
	p.field = "citation_reference"
	rec := record{reference: Reference{Listed: true}}
	rec.reference.Pos.Offset = p.sourceAt(0)
	fields := citationFields(p.text)
	if len(fields) == 0 {
		rec.reference.Text = fold(p.text)
		rec.passages = []passage{p}
		r.spare = append(r.spare, rec)
		return
	}
	ref := &rec.reference
	var journal, volume, pages string
	for _, f := range fields {
		value := strings.TrimSpace(p.text[f.start:f.end])
		if value == "" {
			continue
		}
		var kind Kind
		switch f.name {
		case "title":
			ref.Title = cmp.Or(ref.Title, fold(value))
		case "author", "authors":
			ref.Authors = append(ref.Authors, citationAuthors(value)...)
		case "year", "publication_date", "date":
			for i := 0; i < len(value) && ref.Year == 0; i++ {
				ref.Year = yearAt(value, i)
			}
		case "journal_title", "inbook_title", "conference_title", "publisher":
			journal = cmp.Or(journal, value)
		case "volume":
			volume = value
		case "pages", "firstpage":
			pages = cmp.Or(pages, value)
		case "doi":
			kind = KindDOI
		case "pmid":
			kind = KindPMID
		case "pmcid", "pmc":
			kind = KindPMCID
		case "arxiv_id":
			kind = KindArXiv
		case "isbn":
			kind = KindISBN
		case "fulltext_html_url", "abstract_html_url", "pdf_url", "public_url", "url", "fulltext_world_readable":
			kind = KindURL
		}
		if kind != "" {
			part := p.cut(f.start, f.end)
			switch label := fieldLabels[kind]; {
			case kind == KindISBN:
				part = part.behind("ISBN ")
			case label != "":
				part = part.behind(label)
			default:
				part.hint = kind
			}
			rec.passages = append(rec.passages, part)
		}
	}
	year := ""
	if ref.Year > 0 {
		year = strconv.Itoa(ref.Year)
	}
	if volume != "" && pages != "" {
		volume += ": "
	}
	ref.Text = fold(sentences(strings.Join(ref.Authors, ", "), ref.Title, journal, volume+pages, year))
	if ref.Text == "" && rec.passages == nil {
		return
	}
	r.spare = append(r.spare, rec)
}

// behind gives the passage with a label in front, which stands nowhere.
func (p passage) behind(label string) passage {
	origins := []origin{{0, p.sourceAt(0)}, {len(label), p.sourceAt(0)}}
	for _, o := range p.origins {
		if o.text > 0 {
			origins = append(origins, origin{o.text + len(label), o.source})
		}
	}
	p.text, p.origins, p.anchors, p.codes = label+p.text, origins, nil, nil
	return p
}

// A citationField is one of "citation_name=value; ...": its value is
// text[start:end].
type citationField struct {
	name       string // without "citation_"
	start, end int
}

// citationFields splits the fields of a citation_reference; there are none in a
// plain text. Values may hold semicolons.
func citationFields(s string) (fields []citationField) {
	const prefix, longest = "citation_", 40 // bytes of a name
	stop := len(strings.TrimRight(s, "; "))
	for at := 0; ; {
		i := strings.Index(s[at:], prefix)
		if i < 0 {
			return fields
		}
		at += i
		if before := strings.TrimRight(s[:at], " "); before != "" && !strings.HasSuffix(before, ";") || before == "" && at > 0 && s[at-1] != ' ' {
			at += len(prefix)
			continue
		}
		name := at + len(prefix)
		end := name
		for end < len(s) && end-name < longest && (isLower(s[end]) || s[end] == '_') {
			end++
		}
		if end == name || end == len(s) || s[end] != '=' {
			at = end
			continue
		}
		if n := len(fields); n > 0 {
			fields[n-1].end = len(strings.TrimRight(s[:at], "; "))
			fields[n-1].end = max(fields[n-1].end, fields[n-1].start)
		} else if strings.TrimSpace(s[:at]) != "" {
			return nil
		}
		fields = append(fields, citationField{s[name:end], end + 1, stop})
		last := &fields[len(fields)-1]
		last.end = max(last.end, last.start)
		at = end + 1
	}
}

// citationAuthors splits a value that holds several authors: "M Aalto, K Brandt",
// "Aalto, M.; Brandt, K.". One in the form "Aalto, M." stays as it is.
func citationAuthors(s string) []string {
	separator := ";"
	if !strings.Contains(s, separator) {
		separator = ","
		for piece := range strings.SplitSeq(s, separator) {
			if !strings.Contains(strings.TrimSpace(piece), " ") {
				return []string{fold(s)}
			}
		}
	}
	var all []string
	for piece := range strings.SplitSeq(s, separator) {
		if piece = fold(piece); piece != "" {
			all = append(all, piece)
		}
	}
	return all
}

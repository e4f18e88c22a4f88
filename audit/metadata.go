package audit

import (
	"cmp"
	"strings"
)

// Metadata is what a page says of itself, or a registry of a work. All of it is
// untrusted text.
type Metadata struct {
	Title     string   `json:"title,omitempty"`
	Authors   []string `json:"authors,omitempty"`   // "Given Family", in the page's order
	Published string   `json:"published,omitempty"` // "2019-05-17", "2019-05" or "2019"
	Container string   `json:"container,omitempty"` // journal, book or conference
	Publisher string   `json:"publisher,omitempty"`
	Language  string   `json:"language,omitempty"` // BCP 47
	DOI       string   `json:"doi,omitempty"`
	Canonical string   `json:"canonical,omitempty"`
	Type      string   `json:"type,omitempty"`    // CSL's word where there is one: "article-journal", "webpage"
	Source    string   `json:"source,omitempty"`  // where the title came from: "registry", "citation-meta", "json-ld", "dublin-core", "open-graph", "html", "pdf"
	Notices   []Notice `json:"notices,omitempty"` // on the work, in the registry's order
	// Details are nil if none is known, as of most pages: no field of theirs is to be
	// read then. See [Metadata.Told].
	*Details
}

// Details are what only a bibliography needs to know of a work.
type Details struct {
	Series string `json:"series,omitempty"` // of the book or report, or of the book in which the work stands
	Volume string `json:"volume,omitempty"` // of the journal, or in the series
	Issue  string `json:"issue,omitempty"`
	Pages  string `json:"pages,omitempty"` // "583-589", "xiv", or the number of an article that has no pages: "e0123"
	ISSN   string `json:"issn,omitempty"`  // "1234-567X"
	ISBN   string `json:"isbn,omitempty"`  // of the work or of the book in which it stands, without hyphens
	// Families has for each of the authors the family's name where it is not the
	// last word of the name, all of the name for a group, and "" else. It is nil if
	// it has nothing to say of anybody.
	Families []string `json:"families,omitempty"`
}

// Zero tells whether m says nothing.
func (m Metadata) Zero() bool {
	return m.Title == "" && len(m.Authors) == 0 && m.Published == "" && m.Container == "" &&
		m.Publisher == "" && m.Language == "" && m.DOI == "" && m.Canonical == "" && m.Type == "" && m.Details == nil
}

// Told gives the details, zero if none is known.
func (m *Metadata) Told() Details {
	if m.Details == nil {
		return Details{}
	}
	return *m.Details
}

// OrNil gives a pointer to a copy of d, nil if d has nothing to tell.
func (d Details) OrNil() *Details {
	if d.Series+d.Volume+d.Issue+d.Pages+d.ISSN+d.ISBN == "" && len(d.Families) == 0 {
		return nil
	}
	told := d
	return &told
}

// complete takes from the page of a registered work what its registry does not
// know. A page that names another DOI is of another work, such as the whole book.
func (m *Metadata) complete(page *Metadata) {
	m.Canonical = page.Canonical
	m.Language = cmp.Or(m.Language, page.Language)
	d, o := m.Told(), page.Told()
	changed := false
	if len(m.Authors) == 0 && len(page.Authors) > 0 {
		m.Authors, d.Families = page.Authors, o.Families
		changed = true
	}
	if page.DOI == "" || m.DOI == "" || strings.EqualFold(page.DOI, m.DOI) {
		if d.Volume+d.Issue+d.Pages == "" && o.Volume+o.Issue+o.Pages != "" {
			d.Volume, d.Issue, d.Pages = o.Volume, o.Issue, o.Pages
			changed = true
		}
		for _, f := range []struct{ to, from *string }{{&d.Series, &o.Series}, {&d.ISSN, &o.ISSN}, {&d.ISBN, &o.ISBN}} {
			if *f.to == "" && *f.from != "" {
				*f.to = *f.from
				changed = true
			}
		}
	}
	if changed {
		m.Details = d.OrNil()
	}
}

package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/refmend/refmend/refs"
)

// Sought are references that cite one target and nothing else, by a title whose
// words can be looked for in its page. nil: there are none. Several may search for
// them at once.
type Sought struct {
	references []packedReference
	host       string // of the target
}

// A Sighting is what came of the search for the title of a reference in a page. It
// holds for the page as it was then, and for that reference alone.
type Sighting struct {
	Cited uint32 `json:"cited"` // stands for the reference: see Reference.sightingKey
	// Lost is how many of the title's telling words stand nowhere in the page, Found
	// how many do. Both are 0 if enough of them stand there, or if that cannot be told.
	Lost  uint32 `json:"lost,omitempty"`
	Found uint32 `json:"found,omitempty"`
}

// mostSought bounds for how many references one page is searched.
const mostSought = 8

// seekAt notes that the title of a reference is to be looked for in the page that an
// open link of it leads to, or may be meant to lead to: t, of which s is what is known.
func (r *run) seekAt(s *subject, t refs.Target, o *openLink, ref *Reference) {
	if !r.asks() || s.loaded || !ref.tellsTitle() || !ref.isOf(&ref.Links[o.Link]) || isRoute(t) || t.DOI() != "" {
		return
	}
	if s.sought == nil {
		s.sought = &Sought{host: s.target.Host()} // which has memory of its own
	}
	if len(s.sought.references) < mostSought {
		s.sought.references = append(s.sought.references, r.packed[o.Document][o.Reference])
	}
}

// tellsTitle tells whether a reference gives a title of words enough: an entry of a
// list, for running text cites nothing. A title in brackets is a translation.
func (r *Reference) tellsTitle() bool {
	return r.Listed && strings.Count(r.Title, " ") >= fewestTelling-1 && r.Title[0] != '['
}

// isOf tells whether a link leads to what its reference cites: it is the only one,
// but for copies in web archives. Of several one may be that of a licence, of a
// journal or of data. What scripts are to show is not in what its host sends.
func (r *Reference) isOf(l *Link) bool {
	if isRoute(l.Target) {
		return false
	}
	if l.Kind != refs.KindURL || len(r.Links) == 1 {
		return l.Kind == refs.KindURL
	}
	key := pageKey(l.Target)
	for i := range r.Links {
		if r.Links[i].Kind != refs.KindURL || pageKey(r.Links[i].Target) != key {
			return false
		}
	}
	return true
}

// pageKey gives the key of a page, whose copy in an archive t may be.
func pageKey(t refs.Target) string {
	if c, ok := t.Archived(); ok && c.Original != "" {
		t = c.Original
	}
	return t.Key()
}

// sightingKey is what stands for a reference in a [Sighting]: for all that a page is
// searched for.
func (r *Reference) sightingKey() uint32 {
	return AnchorHash(strings.Join([]string{r.Title, r.Language, strings.Join(r.Authors, "\x00"), strings.Join(r.tellingWords(), " ")}, "\x00"))
}

// tellingWords gives the words of a reference's text that tell something, without
// those of the addresses in it.
func (r *Reference) tellingWords() []string {
	text := r.Text
	for i := range r.Links {
		if written := r.Links[i].Written; written != "" {
			text = strings.ReplaceAll(text, written, " ")
		}
	}
	all, _ := plainWords(text)
	return slices.DeleteFunc(all, func(w string) bool { return !tellsSomething(w) })
}

// coveredBy tells whether an outcome tells of all that is sought whether the page has
// it.
func (s *Sought) coveredBy(o *Outcome) bool {
	if s == nil {
		return true
	}
	for _, p := range s.references {
		if !o.Metadata.bears(p) && (len(o.Sightings) == 0 || sightingOf(o.Sightings, p.unpack()) == nil) {
			return false
		}
	}
	return true
}

// sightingOf gives what came of the search for a reference's title; nil if nobody has
// looked for it.
func sightingOf(all []Sighting, r *Reference) *Sighting {
	if len(all) == 0 {
		return nil
	}
	cited := r.sightingKey()
	for i := range all {
		if all[i].Cited == cited {
			return &all[i]
		}
	}
	return nil
}

// misses gives the sighting by which a page is beyond doubt without the title that a
// reference cites it by; nil if there is none. What a registry has of the work is
// better evidence.
func (a *answer) misses(ref *Reference, l *Link, m *Metadata) *Sighting {
	if m.Source == SourceRegistry || m.Title == "" || !ref.tellsTitle() || !ref.isOf(l) {
		return nil
	}
	return sightingOf(a.sightings, ref)
}

// detail says that a page is without a title, and how it calls itself.
func (s *Sighting) detail(title string, m *Metadata) string {
	few := "None"
	if s.Found > 0 {
		few = fmt.Sprintf("Only %d", s.Found)
	}
	return fmt.Sprintf("%s of the %d telling words of the cited title, “%s”, can be found anywhere in the page, nor a name that the reference gives; the page calls itself “%s”.",
		few, s.Lost+s.Found, title, m.Title)
}

package audit

import (
	"encoding/binary"

	"github.com/refmend/refmend/refs"
)

// An answer is what a run keeps of the outcome that counts for a target: a large
// run keeps very many.
type answer struct {
	Verdict  Verdict
	Evidence Evidence // the report's points to it
	MovedTo  refs.Target
	requests int32
	rules    int32
	metadata packedMetadata
	*seldom
}

// seldom is what few answers have; whatever else has it has none of it.
type seldom struct {
	Alias     refs.Target
	Agency    string
	Anchors   *Anchors
	vantage   string
	sightings []Sighting // that prove something
}

var nothing seldom

// answerOf keeps an outcome.
func answerOf(o *Outcome) *answer {
	a := &answer{o.Verdict, o.Evidence, o.MovedTo, int32(o.Requests), int32(o.Rules), packMetadata(&o.Metadata), &nothing}
	var proofs []Sighting
	for _, s := range o.Sightings {
		if s.Lost > 0 {
			proofs = append(proofs, s)
		}
	}
	if o.Alias != "" || o.Agency != "" || o.Anchors != nil || o.Vantage != "" || len(proofs) > 0 {
		a.seldom = &seldom{o.Alias, o.Agency, o.Anchors, o.Vantage, proofs}
	}
	return a
}

// outcome gives the outcome for a target that was kept, but for its Validator and for
// sightings that prove nothing.
func (a *answer) outcome(t refs.Target) Outcome {
	return Outcome{
		Target: t, Verdict: a.Verdict, Evidence: a.Evidence, Metadata: a.metadata.unpack(), MovedTo: a.MovedTo, Alias: a.Alias, Agency: a.Agency,
		Anchors: a.Anchors, Sightings: a.sightings, Vantage: a.vantage, Requests: int(a.requests), Rules: int(a.rules),
	}
}

// A packedMetadata is Metadata in one piece of memory: the texts and how many there
// are of those that may be many, each text behind its length. "" is the zero one.
type packedMetadata string

// texts gives the fields of m that are one text each.
func (m *Metadata) texts() [9]*string {
	return [...]*string{&m.Title, &m.Published, &m.Container, &m.Publisher, &m.Language, &m.DOI, &m.Canonical, &m.Type, &m.Source}
}

// texts gives the fields of d that are one text each.
func (d *Details) texts() [6]*string {
	return [...]*string{&d.Series, &d.Volume, &d.Issue, &d.Pages, &d.ISSN, &d.ISBN}
}

func packMetadata(m *Metadata) packedMetadata {
	if m.Zero() && m.Source == "" && len(m.Notices) == 0 {
		return ""
	}
	packed := make([]byte, 0, 512)
	put := func(text string) { packed = append(binary.AppendUvarint(packed, uint64(len(text))), text...) }
	for _, text := range m.texts() {
		put(*text)
	}
	puts := func(texts []string) {
		packed = binary.AppendUvarint(packed, uint64(len(texts)))
		for _, text := range texts {
			put(text)
		}
	}
	puts(m.Authors)
	if d := m.Details; d == nil {
		packed = append(packed, 0)
	} else {
		packed = append(packed, 1)
		for _, text := range d.texts() {
			put(*text)
		}
		puts(d.Families)
	}
	for _, n := range m.Notices {
		put(n.Type)
		put(n.Date)
		put(n.DOI)
	}
	return packedMetadata(packed)
}

// unpack gives what was packed. Its texts are parts of p.
func (p packedMetadata) unpack() (m Metadata) {
	if p == "" {
		return m
	}
	rest := string(p)
	number := func() (n int) {
		for shift := 0; ; shift += 7 {
			b := rest[0]
			rest = rest[1:]
			if n |= int(b&0x7f) << shift; b < 0x80 {
				return n
			}
		}
	}
	take := func() (text string) {
		n := number()
		text, rest = rest[:n], rest[n:]
		return text
	}
	for _, text := range m.texts() {
		*text = take()
	}
	takes := func() (texts []string) {
		if n := number(); n > 0 {
			texts = make([]string, n)
			for i := range texts {
				texts[i] = take()
			}
		}
		return texts
	}
	m.Authors = takes()
	if number() != 0 {
		m.Details = &Details{}
		for _, text := range m.Details.texts() {
			*text = take()
		}
		m.Families = takes()
	}
	for rest != "" {
		m.Notices = append(m.Notices, Notice{take(), take(), take()})
	}
	return m
}

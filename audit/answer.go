package audit

import "github.com/refmend/refmend/refs"

// An answer is what a run keeps of the outcome that counts for a target: a large
// run keeps very many.
type answer struct {
	Verdict Verdict
	packed  packedOutcome
	*seldom
}

// seldom is what few answers have; whatever else has it has none of it.
type seldom struct {
	MovedTo   refs.Target
	Alias     refs.Target
	Agency    string
	Anchors   *Anchors
	vantage   string
	sightings []Sighting // that prove something
}

var nothing seldom

// A packedOutcome is the rest of an [Outcome], packed.
type packedOutcome string

// fields names what is packed of the outcome for a target, but for its metadata.
func (o *Outcome) fields(c *codec, t refs.Target) {
	c.number(&o.Requests)
	c.number(&o.Rules)
	c.text(&o.CutOff)
	o.Evidence.fields(c, t)
}

func (e *Evidence) fields(c *codec, t refs.Target) {
	c.number(&e.Status)
	c.textIn(&e.FinalURL, string(t))
	for i := range items(c, &e.Hops) {
		c.text(&e.Hops[i].URL)
		c.number(&e.Hops[i].Status)
	}
	c.text(&e.ContentType)
	e.ElapsedMS = c.integer(e.ElapsedMS)
	c.number(&e.Attempts)
	c.time(&e.CheckedAt)
	c.truth(&e.Cached)
	c.text(&e.Provider)
	c.text(&e.Error)
}

func (m *Metadata) fields(c *codec) {
	if !c.there(!m.Zero() || m.Source != "" || len(m.Notices) > 0) {
		return
	}
	for _, text := range []*string{&m.Title, &m.Published, &m.Container, &m.Publisher, &m.Language, &m.DOI, &m.Canonical, &m.Type, &m.Source} {
		c.text(text)
	}
	c.texts(&m.Authors)
	for i := range items(c, &m.Notices) {
		n := &m.Notices[i]
		c.text(&n.Type)
		c.text(&n.Date)
		c.text(&n.DOI)
	}
	if !c.there(m.Details != nil) {
		return
	}
	if c.unpacking {
		m.Details = &Details{}
	}
	d := m.Details
	for _, text := range []*string{&d.Series, &d.Volume, &d.Issue, &d.Pages, &d.ISSN, &d.ISBN} {
		c.text(text)
	}
	c.texts(&d.Families)
}

// answerOf keeps an outcome for a target.
func answerOf(t refs.Target, o *Outcome) *answer {
	packed := pack(func(c *codec) {
		o.fields(c, t)
		o.Metadata.fields(c)
	})
	a := &answer{o.Verdict, packedOutcome(packed), &nothing}
	var proofs []Sighting
	for _, s := range o.Sightings {
		if s.Lost > 0 {
			proofs = append(proofs, s)
		}
	}
	if o.MovedTo != "" || o.Alias != "" || o.Agency != "" || o.Anchors != nil || o.Vantage != "" || len(proofs) > 0 {
		a.seldom = &seldom{o.MovedTo, o.Alias, o.Agency, o.Anchors, o.Vantage, proofs}
	}
	return a
}

// outcome gives the outcome that was kept for a target, but for its Validator and for
// sightings that prove nothing.
func (a *answer) outcome(t refs.Target) Outcome {
	o, c := a.open(t)
	o.Metadata.fields(&c)
	return o
}

// open gives the outcome without its metadata, and what has them.
func (a *answer) open(t refs.Target) (Outcome, codec) {
	o := Outcome{
		Target: t, Verdict: a.Verdict, MovedTo: a.MovedTo, Alias: a.Alias, Agency: a.Agency,
		Anchors: a.Anchors, Sightings: a.sightings, Vantage: a.vantage,
	}
	c := unpack(a.packed)
	o.fields(c, t)
	return o, *c
}

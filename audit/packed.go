package audit

// A packedReference is a [Reference] with its links, packed, as it is before anything
// is asked.
type packedReference string

func (r *Reference) pack() packedReference { return packedReference(pack(r.fields)) }

// unpack gives the reference. Its texts are parts of p.
func (p packedReference) unpack() *Reference {
	r := &Reference{}
	r.fields(unpack(p))
	return r
}

// headline gives the text and the title of the reference.
func (p packedReference) headline() (text, title string) {
	var r Reference
	r.headline(unpack(p))
	return r.Text, r.Title
}

func (r *Reference) headline(c *codec) {
	c.text(&r.Text)
	c.textIn(&r.Title, r.Text)
}

// fields names what a reference is made of.
func (r *Reference) fields(c *codec) {
	r.headline(c)
	c.text(&r.Label)
	c.text(&r.Part)
	c.number(&r.Page)
	c.number(&r.Line)
	c.textsIn(&r.Authors, r.Text)
	c.number(&r.Year)
	c.text(&r.Accessed)
	c.text(&r.Language)
	c.truth(&r.Listed)
	for i := range items(c, &r.Links) {
		r.Links[i].fields(c, r.Text)
	}
}

// fields names what a link in a text is made of, but for what comes of asking.
func (l *Link) fields(c *codec, text string) {
	c.text((*string)(&l.Kind))
	c.textIn(&l.Written, text)
	c.text(&l.Field)
	c.text(&l.Part)
	c.number(&l.Page)
	c.number(&l.Line)
	c.number(&l.Column)
	c.number(&l.Column16)
	c.number(&l.Length)
	if c.there(l.Offset != nil) {
		if c.unpacking {
			l.Offset = new(int)
		}
		c.number(l.Offset)
	}
	c.textIn((*string)(&l.Target), l.Written)
	c.textIn(&l.ID, string(l.Target))
	if c.there(l.Archived != nil) {
		if c.unpacking {
			l.Archived = &Archived{}
		}
		c.text(&l.Archived.Archive)
		c.text(&l.Archived.Time)
		c.text((*string)(&l.Archived.Original))
	}
	for i := range items(c, &l.Defects) {
		c.text(&l.Defects[i].Code)
		c.text(&l.Defects[i].Detail)
	}
	l.Verdict.fields(c)
	for i := range items(c, &l.Repairs) {
		l.Repairs[i].fields(c)
	}
}

func (v *Verdict) fields(c *codec) {
	v.State = State(c.count(int(v.State)))
	c.text((*string)(&v.Reason))
	c.text(&v.Detail)
}

// fields names what a repair is made of, but for what a check of it gives.
func (p *Repair) fields(c *codec) {
	c.text((*string)(&p.Target))
	c.text(&p.Rule)
	c.text((*string)(&p.Confidence))
	c.text(&p.Why)
}

// unpack puts the references into the report: while answers come in, a large run
// holds them packed, unless somebody looks at them meanwhile.
func (r *run) unpack() {
	if r.unpacked {
		return
	}
	r.unpacked = true
	for i, packed := range r.packed {
		if len(packed) == 0 {
			continue
		}
		all := make([]Reference, len(packed))
		for j, p := range packed {
			all[j].fields(unpack(p))
		}
		r.report.Documents[i].References = all
	}
}

// at gives an open link and its reference: those of the report once they are unpacked.
func (r *run) at(o *openLink) (*Reference, *Link) {
	if r.unpacked {
		f := r.report.At(o.Spot)
		return f.Reference, f.Link
	}
	ref := r.packed[o.Document][o.Reference].unpack()
	return ref, &ref.Links[o.Link]
}

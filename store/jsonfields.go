package store

import (
	"cmp"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// What is written of each answer and of each link of a report, field by field as
// the tags of the types have it: TestJSONFields holds both together.

// body puts what [outcomeBody] has of a memory, with the target and vantage that
// are given.
func (j *jsonText) body(m *audit.Memory, target refs.Target, vantage string) {
	j.open('{')
	j.stringField("target", string(target))
	evidence := m.Evidence
	evidence.CheckedAt = time.Time{} // in the head
	at := j.openField("evidence")
	j.evidence(&evidence)
	j.closeField(at)
	at = j.openField("metadata")
	j.metadata(&m.Metadata)
	j.closeField(at)
	j.stringField("moved_to", string(m.MovedTo))
	j.stringField("alias", string(m.Alias))
	j.stringField("agency", m.Agency)
	objectField(j, "anchors", m.Anchors, (*jsonText).anchors)
	j.stringField("vantage", vantage)
	listField(j, "sightings", m.Sightings, (*jsonText).sighting)
	at = j.openField("validator")
	j.stringField("etag", m.Validator.ETag)
	j.stringField("last_modified", m.Validator.LastModified)
	j.closeField(at)
	at = j.openField("verdict")
	j.stringField("detail", m.Verdict.Detail)
	j.closeField(at)
	j.close('}')
}

func (j *jsonText) evidence(e *audit.Evidence) {
	j.intField("status", int64(e.Status))
	j.stringField("final_url", e.FinalURL)
	listField(j, "hops", e.Hops, (*jsonText).hop)
	j.stringField("content_type", e.ContentType)
	j.intField("elapsed_ms", e.ElapsedMS)
	j.intField("attempts", int64(e.Attempts))
	j.timeField("checked_at", e.CheckedAt)
	j.boolField("cached", e.Cached)
	j.stringField("provider", e.Provider)
	j.stringField("error", e.Error)
}

func (j *jsonText) hop(h *audit.Hop) {
	j.name("url")
	j.string(h.URL)
	j.name("status")
	j.int(int64(h.Status))
}

func (j *jsonText) metadata(m *audit.Metadata) {
	j.stringField("title", m.Title)
	j.stringsField("authors", m.Authors)
	j.stringField("published", m.Published)
	j.stringField("container", m.Container)
	j.stringField("publisher", m.Publisher)
	j.stringField("language", m.Language)
	j.stringField("doi", m.DOI)
	j.stringField("canonical", m.Canonical)
	j.stringField("type", m.Type)
	j.stringField("source", m.Source)
	listField(j, "notices", m.Notices, (*jsonText).notice)
	if d := m.Details; d != nil {
		j.stringField("series", d.Series)
		j.stringField("volume", d.Volume)
		j.stringField("issue", d.Issue)
		j.stringField("pages", d.Pages)
		j.stringField("issn", d.ISSN)
		j.stringField("isbn", d.ISBN)
		j.stringsField("families", d.Families)
	}
}

func (j *jsonText) notice(n *audit.Notice) {
	j.name("type")
	j.string(n.Type)
	j.stringField("date", n.Date)
	j.stringField("doi", n.DOI)
}

func (j *jsonText) anchors(a *audit.Anchors) {
	if len(a.Names) > 0 {
		j.name("names")
		j.open('[')
		for _, n := range a.Names {
			j.int(int64(n))
		}
		j.close(']')
	}
	j.intField("pages", int64(a.Pages))
	j.boolField("open", a.Open)
}

func (j *jsonText) sighting(s *audit.Sighting) {
	j.name("cited")
	j.int(int64(s.Cited))
	j.intField("lost", int64(s.Lost))
	j.intField("found", int64(s.Found))
}

// documentPiece puts the [reportPiece] that begins a document.
func (j *jsonText) documentPiece(d *audit.Document) {
	j.open('{')
	objectField(j, "document", d, (*jsonText).document)
	j.close('}')
}

// document puts the fields of a document, but for its references.
func (j *jsonText) document(d *audit.Document) {
	j.name("path")
	j.string(d.Path)
	j.stringField("format", string(d.Format))
	j.stringField("title", d.Title)
	j.stringField("error", d.Error)
	j.stringsField("warnings", d.Warnings)
}

// referencesPiece puts the [reportPiece] of some references.
func (j *jsonText) referencesPiece(all []audit.Reference) {
	j.open('{')
	listField(j, "references", all, (*jsonText).reference)
	j.close('}')
}

// reference puts the fields of a [storedReference].
func (j *jsonText) reference(r *audit.Reference) {
	j.stringField("label", r.Label)
	j.stringField("part", r.Part)
	j.intField("page", int64(r.Page))
	j.intField("line", int64(r.Line))
	j.name("text")
	j.string(r.Text)
	j.stringField("title", r.Title)
	j.stringsField("authors", r.Authors)
	j.intField("year", int64(r.Year))
	j.stringField("accessed", r.Accessed)
	j.stringField("language", r.Language)
	listField(j, "links", r.Links, (*jsonText).link)
	j.boolField("listed", r.Listed)
	if len(r.Links) > 0 {
		j.name("places")
		j.open('[')
		for i := range r.Links {
			j.open('[')
			j.int(int64(r.Links[i].Column16))
			j.int(int64(r.Links[i].Length))
			j.close(']')
		}
		j.close(']')
	}
}

func (j *jsonText) link(l *audit.Link) {
	j.name("kind")
	j.string(string(l.Kind))
	j.name("written")
	j.string(l.Written)
	j.stringField("field", l.Field)
	j.stringField("part", l.Part)
	j.intField("page", int64(l.Page))
	j.intField("line", int64(l.Line))
	j.intField("column", int64(l.Column))
	if l.Offset != nil {
		j.name("offset")
		j.int(int64(*l.Offset))
	}
	j.stringField("target", string(l.Target))
	j.stringField("id", l.ID)
	objectField(j, "archived", l.Archived, (*jsonText).archived)
	listField(j, "defects", l.Defects, (*jsonText).defect)
	objectField(j, "verdict", &l.Verdict, (*jsonText).verdict)
	objectField(j, "evidence", l.Evidence, (*jsonText).evidence)
	objectField(j, "metadata", l.Metadata, (*jsonText).metadata)
	listField(j, "repairs", l.Repairs, (*jsonText).repair)
	objectField(j, "history", l.History, (*jsonText).history)
}

func (j *jsonText) archived(a *audit.Archived) {
	j.name("archive")
	j.string(a.Archive)
	j.stringField("time", a.Time)
	j.stringField("original", string(a.Original))
}

func (j *jsonText) defect(d *audit.Defect) {
	j.name("code")
	j.string(d.Code)
	j.stringField("detail", d.Detail)
}

func (j *jsonText) verdict(v *audit.Verdict) {
	state, err := v.State.MarshalText()
	j.err = cmp.Or(j.err, err)
	j.name("state")
	j.string(string(state))
	j.name("reason")
	j.string(string(v.Reason))
	j.stringField("detail", v.Detail)
}

func (j *jsonText) repair(r *audit.Repair) {
	j.name("target")
	j.string(string(r.Target))
	j.name("rule")
	j.string(r.Rule)
	j.name("confidence")
	j.string(string(r.Confidence))
	if r.Verified != nil {
		j.name("verified")
		j.bool(*r.Verified)
	}
	j.stringField("why", r.Why)
}

func (j *jsonText) history(h *audit.History) {
	j.timeField("first_checked", h.FirstChecked)
	j.timeField("last_ok", h.LastOK)
	j.timeField("failing_since", h.FailingSince)
	j.intField("failures", int64(h.Failures))
	j.timeField("broken_since", h.BrokenSince)
	j.stringField("change", string(h.Change))
	j.boolField("known", h.Known)
}

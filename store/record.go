package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/klauspost/compress/s2"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// The version bytes of records. What reads a form reads it for good; a change that
// fields alone cannot make, one of the dictionary too, gets a form of its own.
const (
	// form1 is JSON, compressed as an S2 block with the dictionary of this
	// package. Fields may be added to it: a reader that does not know a field
	// passes over it, and one that misses a field has its zero value.
	form1 = 1
	// form2 was the record of a target: the lengths of its head (appendHead) and
	// past (appendPast), each followed by it, then an outcomeBody as form1 has
	// it.
	form2 = 2
	// form3 is JSON values, one after the other, compressed by zstd: a part of
	// a report.
	form3 = 3
	// form4 is the record of a target: two bytes of a sum of its key (sumOfKey),
	// then what form2 has, but for a target and a vantage that the key tells.
	form4 = 4
)

// maxRecord bounds the JSON of an outcome in bytes, so that no page can bloat the
// store.
const maxRecord = 256 << 10

// maxJSON bounds all other JSON.
const maxJSON = 64 << 20

// maxText is what is left, in bytes, of each text of a record that is too long.
const maxText = 4 << 10

var (
	errForm  = errors.New("unknown form of record")
	errOther = errors.New("it is that of another target")
)

// outcomeRecord is an audit.Memory in form1. Verdict, Evidence and Metadata
// have the names of fields that refmend-report/1 fixes.
type outcomeRecord struct {
	Target   refs.Target    `json:"target,omitempty"`
	Verdict  audit.Verdict  `json:"verdict"`
	Evidence audit.Evidence `json:"evidence,omitzero"`
	Metadata audit.Metadata `json:"metadata,omitzero"`
	MovedTo  refs.Target    `json:"moved_to,omitempty"`
	Alias    refs.Target    `json:"alias,omitempty"`
	Agency   string         `json:"agency,omitempty"`
	Anchors  *audit.Anchors `json:"anchors,omitempty"`
	Requests int            `json:"requests,omitempty"`
	Vantage  string         `json:"vantage,omitempty"`
	Rules    int            `json:"rules,omitempty"`

	Sightings []audit.Sighting `json:"sightings,omitempty"`
	Validator audit.Validator  `json:"validator,omitzero"`
	Past      audit.Past       `json:"past,omitzero"`
}

// recordOf and memory make a record of what is remembered, and the way back.
func recordOf(m audit.Memory) outcomeRecord {
	return outcomeRecord{m.Target, m.Verdict, m.Evidence, m.Metadata, m.MovedTo, m.Alias, m.Agency, m.Anchors, m.Requests, m.Vantage, m.Rules, m.Sightings, m.Validator, m.Past}
}

func (r outcomeRecord) memory() audit.Memory {
	return audit.Memory{Outcome: audit.Outcome{
		Target: r.Target, Verdict: r.Verdict, Evidence: r.Evidence, Metadata: r.Metadata,
		MovedTo: r.MovedTo, Alias: r.Alias, Agency: r.Agency, Anchors: r.Anchors, Requests: r.Requests, Vantage: r.Vantage, Rules: r.Rules, Sightings: r.Sightings, Validator: r.Validator,
	}, Past: r.Past}
}

// outcomeBody is what of an audit.Memory stands neither in the head nor the past
// of its record in form2 and form4: the other fields of outcomeRecord are zero.
// [jsonText.body] writes it.
type outcomeBody struct {
	outcomeRecord
	Verdict bodyVerdict `json:"verdict,omitzero"`
}

type bodyVerdict struct {
	Detail string `json:"detail,omitempty"`
}

// A packing is a record with a body that is not compressed yet, if it has one:
// that is left to the goroutine that writes.
type packing struct {
	raw   []byte
	plain int // where in raw the body begins; len(raw) if there is none
}

// whole is the packing of a record without such a body.
func whole(raw []byte) packing { return packing{raw, len(raw)} }

func (p packing) front() []byte { return p.raw[:p.plain] }
func (p packing) body() []byte  { return p.raw[p.plain:] }

// pack gives the record, in memory of s or its own. It needs 64 KB of stack: called
// by each of many goroutines, it costs several times what it does in one.
func (p packing) pack(s *slab) []byte {
	if p.plain == len(p.raw) {
		return p.raw
	}
	record := append(s.room(p.plain+s2.MaxEncodedLen(len(p.raw)-p.plain)), p.front()...)
	n := len(record)
	return s.take(record[:n+len(dictionary.Encode(record[n:], p.body()))])
}

// encodeMemory gives m's record under a key: the same bytes for equal memories, times
// in UTC, no credentials. Bytes that are not UTF-8 become U+FFFD. A record above
// maxRecord loses its metadata and hops, and the ends of its texts.
func encodeMemory(k string, m audit.Memory) (packing, error) {
	j := newText()
	defer j.giveBack()
	p, err := j.record(k, &m)
	p.raw = bytes.Clone(p.raw)
	return p, err
}

// record is encodeMemory in the memory of j, for as long as nothing else is
// written there.
func (j *jsonText) record(k string, m *audit.Memory) (packing, error) {
	if !hasForm(m.Evidence.CheckedAt.Unix()) {
		return packing{}, fmt.Errorf("encode record: it was made in the year %d", m.Evidence.CheckedAt.UTC().Year())
	}
	p := j.unbounded(k, m)
	if len(p.body()) > maxRecord {
		p = j.unbounded(k, &audit.Memory{Outcome: shorten(m.Outcome), Past: m.Past})
	}
	return p, j.err
}

// unbounded puts a record, however long it is.
func (j *jsonText) unbounded(k string, m *audit.Memory) packing {
	var room [256]byte // most need less
	j.text = append(j.text[:0], form4)
	j.text = binary.LittleEndian.AppendUint16(j.text, sumOfKey(k))
	j.text = appendBytes(j.text, appendHead(room[:0], standingOf(m)))
	j.text = appendBytes(j.text, appendPast(room[:0], &m.Past, m.Evidence.CheckedAt.Unix()))
	front := len(j.text)
	target, vantage := m.Target, m.Vantage
	if toldTarget, toldVantage := told(k); target == toldTarget {
		target = ""
		if vantage == toldVantage {
			vantage = ""
		}
	}
	j.body(m, target, vantage)
	j.end()
	j.text = j.text[:front+len(stripJSON(j.text[front:]))]
	return packing{j.text, front}
}

func shorten(o audit.Outcome) audit.Outcome {
	e := &o.Evidence
	e.Hops = nil
	for _, text := range []*string{&o.Verdict.Detail, &e.FinalURL, &e.ContentType, &e.Provider, &e.Error, &o.Agency} {
		*text = refs.StripCredentials(*text) // while all of them can be seen
		*text = (*text)[:min(len(*text), maxText)]
	}
	for _, t := range []*refs.Target{&o.Target, &o.MovedTo, &o.Alias} {
		if len(*t) > maxText { // half an address leads nowhere
			*t = ""
		}
	}
	o.Metadata, o.Anchors, o.Sightings = audit.Metadata{}, nil, nil
	return o
}

// decodeMemory is the inverse of encodeMemory and pack for input that nobody
// vouches for, form1 and form2 too. It shares no memory with raw.
func decodeMemory(k string, raw []byte) (audit.Memory, error) {
	if len(raw) > 0 && raw[0] == form1 {
		return decodeForm1(raw)
	}
	_, _, block, err := splitRecord(raw)
	if err != nil {
		return audit.Memory{}, err
	}
	body, err := unpack(block, maxRecord)
	if err != nil {
		return audit.Memory{}, err
	}
	return memoryOf(k, raw[:len(raw)-len(block)], body)
}

// decodeForm1 reads what the first releases have written. They kept no past: it
// begins with the answer that they did keep.
func decodeForm1(raw []byte) (audit.Memory, error) {
	var r outcomeRecord
	if err := decode(raw, maxRecord, &r); err != nil {
		return audit.Memory{}, err
	}
	if _, known := audit.Explain(r.Verdict.State, r.Verdict.Reason); !known {
		return audit.Memory{}, fmt.Errorf("decode record: unknown verdict %s/%s", r.Verdict.State, r.Verdict.Reason)
	}
	m := r.memory()
	m.Evidence.CheckedAt = m.Evidence.CheckedAt.UTC()
	if m.Past.FirstChecked.IsZero() && !m.Evidence.CheckedAt.IsZero() {
		m.Past = audit.Past{}.With(m.Outcome)
	}
	return m, nil
}

// memory reads a record under a key.
func (p packing) memory(k string) (audit.Memory, error) { return memoryOf(k, p.front(), p.body()) }

// memoryOf reads what a record has before its body, and the body as JSON.
func memoryOf(k string, front, body []byte) (audit.Memory, error) {
	s, err := decodeStanding(front)
	if err != nil {
		return audit.Memory{}, err
	}
	_, raw, _, _ := splitRecord(front) // decodeStanding has seen that it can be split
	r := binaryReader{rest: raw}
	past := r.past(s.CheckedAt.Unix())
	if r.bad {
		return audit.Memory{}, fmt.Errorf("decode past of record: %w", errForm)
	}
	var b outcomeBody
	if err := json.Unmarshal(body, &b); err != nil {
		return audit.Memory{}, fmt.Errorf("decode record: %w", err)
	}
	if s.Anchored != (b.Anchors != nil) {
		return audit.Memory{}, fmt.Errorf("decode record: %w: head and body are of different ones", errForm)
	}
	m := b.outcomeRecord.memory()
	m.Verdict = audit.Verdict{State: s.State, Reason: s.Reason, Detail: b.Verdict.Detail}
	m.Evidence.CheckedAt, m.Requests, m.Rules, m.Past = s.CheckedAt, s.Requests, s.Rules, past
	if front[0] == form4 {
		if binary.LittleEndian.Uint16(front[1:]) != sumOfKey(k) {
			return audit.Memory{}, fmt.Errorf("decode record: %w", errOther)
		}
		if m.Target == "" {
			var vantage string
			m.Target, vantage = told(k)
			m.Vantage = cmp.Or(m.Vantage, vantage)
		}
	}
	return m, nil
}

// encodeRun gives r's record, the documents' addresses without credentials.
func encodeRun(r audit.RunRecord) (packing, error) {
	r.Run.Started = r.Run.Started.UTC()
	r.Run.Finished = r.Run.Finished.UTC()
	return packJSON(r)
}

func decodeRun(raw []byte) (r audit.RunRecord, err error) {
	err = decode(raw, maxJSON, &r)
	return r, err
}

// packJSON gives v in form1.
func packJSON(v any) (packing, error) {
	body, err := marshal(v)
	return packing{append([]byte{form1}, body...), 1}, err
}

// marshal gives v as JSON without credentials.
func marshal(v any) ([]byte, error) {
	j := newText()
	defer j.giveBack()
	b := bytes.NewBuffer(j.text)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	if b.Len() > maxJSON {
		return nil, fmt.Errorf("encode record: %d bytes are more than the store takes", b.Len())
	}
	j.text = b.Bytes()
	return bytes.Clone(stripJSON(j.text[:len(j.text)-1])), nil // without the encoder's newline
}

func decode(raw []byte, limit int, v any) error {
	if len(raw) == 0 || raw[0] != form1 {
		return errForm
	}
	plain, err := unpack(raw[1:], limit)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("decode record: %w", err)
	}
	return nil
}

// unpack gives the JSON of a record, of at most limit bytes.
func unpack(block []byte, limit int) ([]byte, error) {
	if n, err := s2.DecodedLen(block); err != nil || n > limit {
		return nil, fmt.Errorf("decode record: %w", errForm)
	}
	plain, err := dictionary.Decode(nil, block)
	if err != nil {
		return nil, fmt.Errorf("decode record: %w", err)
	}
	return plain, nil
}

package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

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
	// form2 is the record of a target: the lengths of its head (appendHead) and
	// past (appendPast), each followed by it, then an outcomeBody as form1 has
	// it.
	form2 = 2
	// form3 is JSON values, one after the other, compressed by zstd: a part of
	// a report.
	form3 = 3
)

// maxRecord bounds the JSON of an outcome in bytes, so that no page can bloat the
// store.
const maxRecord = 256 << 10

// maxJSON bounds all other JSON.
const maxJSON = 64 << 20

// maxText is what is left, in bytes, of each text of a record that is too long.
const maxText = 4 << 10

var errForm = errors.New("unknown form of record")

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
// of its record in form2: the other fields of outcomeRecord are zero.
type outcomeBody struct {
	outcomeRecord
	Verdict bodyVerdict `json:"verdict,omitzero"`
}

type bodyVerdict struct {
	Detail string `json:"detail,omitempty"`
}

func bodyOf(m audit.Memory) outcomeBody {
	r := recordOf(m)
	r.Evidence.CheckedAt, r.Requests, r.Rules, r.Past = time.Time{}, 0, 0, audit.Past{}
	return outcomeBody{r, bodyVerdict{m.Verdict.Detail}}
}

// A packing is a record of which body is not compressed yet, if there is one:
// that is left to the goroutine that writes.
type packing struct {
	front, body []byte
}

func (p packing) size() int { return len(p.front) + len(p.body) }

// pack gives the record. It needs 64 KB of stack: called by each of many
// goroutines, it costs several times what it does in one.
func (p packing) pack() []byte {
	if p.body == nil {
		return p.front
	}
	n := len(p.front)
	raw := make([]byte, n+s2.MaxEncodedLen(len(p.body)))
	copy(raw, p.front)
	return slices.Clip(raw[:n+len(dictionary.Encode(raw[n:], p.body))])
}

// encodeMemory gives m's record: the same bytes for equal memories, times in
// UTC, no credentials. Bytes that are not UTF-8 become U+FFFD. A record above
// maxRecord loses its metadata and hops, and the ends of its texts.
func encodeMemory(m audit.Memory) (packing, error) {
	if y := m.Evidence.CheckedAt.UTC().Year(); y < 0 || y > 9999 {
		return packing{}, fmt.Errorf("encode record: it was made in the year %d", y)
	}
	body, err := marshal(bodyOf(m))
	if err == nil && len(body) > maxRecord {
		m.Outcome = shorten(m.Outcome)
		body, err = marshal(bodyOf(m))
	}
	if err != nil {
		return packing{}, err
	}
	b := scratch.Get().(*bytes.Buffer)
	defer giveBack(b)
	parts := appendHead(b.AvailableBuffer(), standingOf(m))
	n := len(parts)
	parts = appendPast(parts, m.Past, m.Evidence.CheckedAt.Unix())
	front := make([]byte, 0, 1+2*binary.MaxVarintLen32+len(parts))
	front = append(front, form2)
	front = appendBytes(front, parts[:n])
	front = appendBytes(front, parts[n:])
	return packing{front, body}, nil
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
// vouches for, form1 too. It shares no memory with raw.
func decodeMemory(raw []byte) (audit.Memory, error) {
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
	return packing{raw[:len(raw)-len(block)], body}.memory()
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

// memory reads a record.
func (p packing) memory() (audit.Memory, error) {
	s, err := decodeStanding(p.front)
	if err != nil {
		return audit.Memory{}, err
	}
	_, raw, _, _ := splitRecord(p.front) // decodeStanding has seen that it can be split
	r := binaryReader{rest: raw}
	past := r.past(s.CheckedAt.Unix())
	if r.bad {
		return audit.Memory{}, fmt.Errorf("decode past of record: %w", errForm)
	}
	var b outcomeBody
	if err := json.Unmarshal(p.body, &b); err != nil {
		return audit.Memory{}, fmt.Errorf("decode record: %w", err)
	}
	if s.Anchored != (b.Anchors != nil) {
		return audit.Memory{}, fmt.Errorf("decode record: %w: head and body are of different ones", errForm)
	}
	m := b.outcomeRecord.memory()
	m.Verdict = audit.Verdict{State: s.State, Reason: s.Reason, Detail: b.Verdict.Detail}
	m.Evidence.CheckedAt, m.Requests, m.Rules, m.Past = s.CheckedAt, s.Requests, s.Rules, past
	return m, nil
}

// encodeRun gives r's record, the documents' addresses without credentials.
func encodeRun(r audit.RunRecord) (packing, error) {
	r.Run.Started = r.Run.Started.UTC()
	r.Run.Finished = r.Run.Finished.UTC()
	body, err := marshal(r)
	return packing{[]byte{form1}, body}, err
}

func decodeRun(raw []byte) (r audit.RunRecord, err error) {
	err = decode(raw, maxJSON, &r)
	return r, err
}

// scratch has buffers for what is copied when its size is known.
var scratch = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 1<<10)) }}

func giveBack(b *bytes.Buffer) {
	if b.Cap() <= maxRecord {
		b.Reset()
		scratch.Put(b)
	}
}

// marshal gives v as JSON without credentials.
func marshal(v any) ([]byte, error) {
	b := scratch.Get().(*bytes.Buffer)
	defer giveBack(b)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	if b.Len() > maxJSON {
		return nil, fmt.Errorf("encode record: %d bytes are more than the store takes", b.Len())
	}
	return bytes.Clone(stripJSON(b.Bytes()[:b.Len()-1])), nil // without the encoder's newline
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

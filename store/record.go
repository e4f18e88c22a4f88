package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/klauspost/compress/s2"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// form1 is the version byte of records in JSON, compressed as an S2 block with
// the dictionary of this package. Fields may be added to it: a reader that does
// not know a field passes over it, and one that misses a field has its zero
// value. A change that needs more, one of the dictionary too, gets a version of
// its own.
const form1 = 1

// maxRecord bounds the record of an outcome in bytes, so that no page can
// bloat the store.
const maxRecord = 256 << 10

// maxJSON bounds what a record may claim to be before it is believed.
const maxJSON = 64 << 20

// maxText is what is left, in bytes, of each text of a record that is too long.
const maxText = 4 << 10

var errForm = errors.New("unknown form of record")

// outcomeRecord is an audit.Memory in form1. Verdict, Evidence and Metadata
// have the names of fields that refmend-report/1 fixes.
type outcomeRecord struct {
	Target   refs.Target    `json:"target"`
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

	Validator audit.Validator `json:"validator,omitzero"`
	Past      audit.Past      `json:"past,omitzero"`
}

// recordOf and memory make a record of what is remembered, and the way back.
func recordOf(m audit.Memory) outcomeRecord {
	return outcomeRecord{m.Target, m.Verdict, m.Evidence, m.Metadata, m.MovedTo, m.Alias, m.Agency, m.Anchors, m.Requests, m.Vantage, m.Rules, m.Validator, m.Past}
}

func (r outcomeRecord) memory() audit.Memory {
	return audit.Memory{Outcome: audit.Outcome{
		Target: r.Target, Verdict: r.Verdict, Evidence: r.Evidence, Metadata: r.Metadata,
		MovedTo: r.MovedTo, Alias: r.Alias, Agency: r.Agency, Anchors: r.Anchors, Requests: r.Requests, Vantage: r.Vantage, Rules: r.Rules, Validator: r.Validator,
	}, Past: r.Past}
}

// encodeMemory gives the JSON of m's record: the same bytes for equal memories,
// times in UTC, no credentials. Bytes that are not UTF-8 become U+FFFD. A record
// above maxRecord loses its metadata and hops, and the ends of its texts.
func encodeMemory(m audit.Memory) ([]byte, error) {
	m.Outcome = withoutCredentials(m.Outcome)
	m.Evidence.CheckedAt = m.Evidence.CheckedAt.UTC()
	plain, err := marshal(recordOf(m))
	if err == nil && len(plain) > maxRecord {
		m.Outcome = shorten(m.Outcome)
		plain, err = marshal(recordOf(m))
	}
	return plain, err
}

func shorten(o audit.Outcome) audit.Outcome {
	e := &o.Evidence
	e.Hops = nil
	for _, text := range []*string{&o.Verdict.Detail, &e.FinalURL, &e.ContentType, &e.Provider, &e.Error, &o.Agency} {
		*text = (*text)[:min(len(*text), maxText)]
	}
	for _, t := range []*refs.Target{&o.Target, &o.MovedTo, &o.Alias} {
		if len(*t) > maxText { // half an address leads nowhere
			*t = ""
		}
	}
	o.Metadata, o.Anchors = audit.Metadata{}, nil
	return o
}

// decodeMemory is the inverse of encodeMemory and pack for input that nobody
// vouches for. It shares no memory with raw.
func decodeMemory(raw []byte) (audit.Memory, error) {
	var r outcomeRecord
	if err := decode(raw, &r); err != nil {
		return audit.Memory{}, err
	}
	if _, known := audit.Explain(r.Verdict.State, r.Verdict.Reason); !known {
		return audit.Memory{}, fmt.Errorf("decode record: unknown verdict %s/%s", r.Verdict.State, r.Verdict.Reason)
	}
	return r.memory(), nil
}

// encodeRun gives the JSON of r's record, the documents' addresses without credentials.
func encodeRun(r audit.RunRecord) ([]byte, error) {
	documents := make([]string, len(r.Documents))
	for i, d := range r.Documents {
		documents[i] = stripCredentials(d)
	}
	r.Documents = documents
	r.Run.Started = r.Run.Started.UTC()
	r.Run.Finished = r.Run.Finished.UTC()
	return marshal(r)
}

func decodeRun(raw []byte) (r audit.RunRecord, err error) {
	err = decode(raw, &r)
	return r, err
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(1 << 10)
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	if b.Len() > maxJSON {
		return nil, fmt.Errorf("encode record: %d bytes are more than the store takes", b.Len())
	}
	return b.Bytes()[:b.Len()-1], nil // without the encoder's newline
}

// pack makes a record of its JSON. It needs 64 KB of stack: called by each of
// many goroutines, it costs several times what it does in one.
func pack(plain []byte) []byte {
	raw := make([]byte, 1+s2.MaxEncodedLen(len(plain)))
	raw[0] = form1
	return slices.Clip(raw[:1+len(dictionary.Encode(raw[1:], plain))])
}

func decode(raw []byte, v any) error {
	if len(raw) == 0 || raw[0] != form1 {
		return errForm
	}
	block := raw[1:]
	if n, err := s2.DecodedLen(block); err != nil || n > maxJSON {
		return fmt.Errorf("decode record: %w", errForm)
	}
	plain, err := dictionary.Decode(nil, block)
	if err != nil {
		return fmt.Errorf("decode record: %w", err)
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("decode record: %w", err)
	}
	return nil
}

package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/refmend/refmend/audit"
)

// A standing is what is known of a target without reading all of its record:
// what it takes to plan a run, or to count.
type standing struct {
	CheckedAt time.Time
	State     audit.State
	Reason    audit.Reason
	Rules     int // see audit.Outcome
	Requests  int
	Anchored  bool // the places in the page are known
}

func standingOf(m *audit.Memory) standing {
	return standing{m.Evidence.CheckedAt, m.Verdict.State, m.Verdict.Reason, m.Rules, m.Requests, m.Anchors != nil}
}

// appendHead puts a standing. A field that comes later goes to the end, where
// readers that miss it find nothing and others do not look.
func appendHead(to []byte, s standing) []byte {
	to = binary.AppendVarint(to, s.CheckedAt.Unix())
	to = binary.AppendUvarint(to, uint64(s.CheckedAt.Nanosecond()))
	to = appendVerdict(to, s.State, s.Reason)
	to = binary.AppendVarint(to, int64(s.Rules))
	to = binary.AppendVarint(to, int64(s.Requests))
	anchored := byte(0)
	if s.Anchored {
		anchored = 1
	}
	return append(to, anchored)
}

// head takes what appendHead has put there.
func (r *binaryReader) head() standing {
	at := r.time(0)
	nanoseconds := r.unsigned()
	if nanoseconds >= 1e9 {
		r.fail()
	}
	s := standing{CheckedAt: at.Add(time.Duration(nanoseconds))}
	s.State, s.Reason = r.verdict()
	s.Rules, s.Requests = int(r.signed()), int(r.signed())
	s.Anchored = r.byte() != 0
	return s
}

// splitRecord takes a record of form 2 or 4 apart: its head and past in their binary
// forms, and what is left.
func splitRecord(raw []byte) (head, past, body []byte, err error) {
	switch {
	case len(raw) > 0 && raw[0] == form2:
		raw = raw[1:]
	case len(raw) > 2 && raw[0] == form4:
		raw = raw[3:]
	default:
		return nil, nil, nil, errForm
	}
	r := binaryReader{rest: raw}
	head, past = r.bytes(), r.bytes()
	if r.bad {
		return nil, nil, nil, errForm
	}
	return head, past, r.rest, nil
}

// decodeStanding reads a standing off a record of any form, for input that nobody
// vouches for.
func decodeStanding(raw []byte) (standing, error) {
	if len(raw) > 0 && raw[0] == form1 {
		m, err := decodeForm1(raw)
		return standingOf(&m), err
	}
	head, _, _, err := splitRecord(raw)
	if err != nil {
		return standing{}, err
	}
	r := binaryReader{rest: head}
	s := r.head()
	if _, known := audit.Explain(s.State, s.Reason); r.bad || !known {
		return standing{}, fmt.Errorf("decode head of record: %w", errForm)
	}
	return s, nil
}

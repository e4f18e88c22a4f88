package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/refmend/refmend/audit"
)

// ErrNotExport: what was to be imported is no export of a store.
var ErrNotExport = errors.New("it is no export of a store")

// Imported counts what an import brought.
type Imported struct {
	Targets int `json:"targets"` // lines
	Changed int `json:"changed"` // of them, those from which something was learnt
	Runs    int `json:"runs"`
}

// Import merges what [Reader.Export] wrote into the store. Of two answers about a
// target the newer one stays; their pasts become one (see [audit.MergePasts]); of
// two records of a run the one that has ended. To import something twice is to
// import it once, and of two stores it does not matter which is imported into which.
//
// An error tells the line and what is wrong with it. The lines before it are in
// the store then: mend it and import it again.
func (s *Store) Import(from io.Reader) (Imported, error) {
	n, err := s.importLines(from)
	if err != nil {
		err = fmt.Errorf("import into store %s: %w", s.path, err)
	}
	return n, errors.Join(err, s.Flush())
}

func (s *Store) importLines(from io.Reader) (n Imported, err error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(make([]byte, 0, 64<<10), maxJSON)
	if !lines.Scan() {
		if err := lines.Err(); err != nil {
			return n, fmt.Errorf("line 1: %w", err)
		}
		return n, fmt.Errorf("line 1: %w: it is empty", ErrNotExport)
	}
	if err := checkHeader(lines.Bytes()); err != nil {
		return n, fmt.Errorf("line 1: %w", err)
	}
	line := 1
	for lines.Scan() {
		line++
		text := bytes.TrimSuffix(lines.Bytes(), []byte("\r"))
		if len(text) == 0 {
			continue
		}
		if err := s.importLine(text, &n); err != nil {
			return n, fmt.Errorf("line %d: %w", line, err)
		}
	}
	if err := lines.Err(); err != nil {
		return n, fmt.Errorf("line %d: %w", line+1, err)
	}
	return n, nil
}

func checkHeader(text []byte) error {
	var h exportHeader
	if err := json.Unmarshal(text, &h); err != nil || !strings.HasPrefix(h.Schema, exportFamily) {
		return fmt.Errorf(`%w: those begin with {"schema":"%s"}`, ErrNotExport, exportSchema)
	}
	if h.Schema != exportSchema {
		return fmt.Errorf("%w: it is of schema %.100q, known is %q", ErrNewer, h.Schema, exportSchema)
	}
	return nil
}

func (s *Store) importLine(text []byte, n *Imported) error {
	var kind struct {
		Run json.RawMessage `json:"run"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return err
	}
	if kind.Run != nil {
		n.Runs++
		return s.importRun(text)
	}
	k, m, err := readExported(text)
	if err != nil {
		return err
	}
	n.Targets++
	changed, err := s.mergeInto(k, m)
	if changed {
		n.Changed++
	}
	return err
}

// readExported reads the line of a target, which nobody vouches for, and gives
// its key too.
func readExported(text []byte) (string, audit.Memory, error) {
	var line exportLine
	if err := json.Unmarshal(text, &line); err != nil {
		return "", audit.Memory{}, err
	}
	m := line.memory()
	k := key(m.Target, m.Vantage)
	if m.Target == "" {
		sum, err := hex.DecodeString(line.Key)
		if err != nil || len(sum) != sha256.Size {
			return "", audit.Memory{}, errors.New("it names no target")
		}
		k = withVantage(hashKey([sha256.Size]byte(sum)), m.Vantage)
	}
	if _, known := audit.Explain(m.Verdict.State, m.Verdict.Reason); !known {
		return "", audit.Memory{}, fmt.Errorf("unknown verdict %s/%.100s", m.Verdict.State, m.Verdict.Reason)
	}
	return k, m, nil
}

// mergeInto merges a memory with what is known under a key, and tells whether
// something was learnt from it.
func (s *Store) mergeInto(k string, m audit.Memory) (changed bool, err error) {
	theirs, err := encodeMemory(k, m)
	if err != nil {
		return false, err
	}
	if m, err = theirs.memory(k); err != nil { // as this store has it
		return false, err
	}
	ours, err := s.recorded(k)
	switch {
	case errors.Is(err, audit.ErrNotFound):
		return true, s.wrapWrite(s.writer.add(entry{latestBucket, k, theirs}))
	case err != nil:
		return false, err
	}
	known, err := encodeMemory(k, ours)
	if err != nil {
		return false, err
	}
	merged := ours
	if at, than := m.Evidence.CheckedAt, ours.Evidence.CheckedAt; at.After(than) || at.Equal(than) && bytes.Compare(theirs.body(), known.body()) > 0 {
		merged = m
	}
	merged.Past = audit.MergePasts(ours.Past, m.Past)
	record, err := encodeMemory(k, merged)
	if err != nil || bytes.Equal(record.raw, known.raw) {
		return false, err
	}
	return true, s.wrapWrite(s.writer.add(entry{latestBucket, k, record}))
}

// recorded gives what is known under a key, durable or not. What cannot be read
// is not found.
func (s *Store) recorded(k string) (audit.Memory, error) {
	if p, ok := s.writer.pending(k); ok {
		return p.memory(k)
	}
	raw, err := s.copyOf(latestBucket, []byte(k))
	if err != nil {
		return audit.Memory{}, err
	}
	m, err := decodeMemory(k, raw)
	if err != nil {
		return audit.Memory{}, audit.ErrNotFound
	}
	return m, nil
}

func (s *Store) importRun(text []byte) error {
	var theirs audit.RunRecord
	if err := json.Unmarshal(text, &theirs); err != nil {
		return err
	}
	id := theirs.Run.ID
	if len(id) == 0 || len(id) > maxRunID {
		return fmt.Errorf("a run with an ID of %d bytes", len(id))
	}
	record, err := encodeRun(theirs)
	if err != nil {
		return err
	}
	if err := s.writer.flush(); err != nil { // the run may stand in an earlier line
		return err
	}
	raw, err := s.copyOf(runBucket, []byte(id))
	if err != nil && !errors.Is(err, audit.ErrNotFound) {
		return err
	}
	if ours, bad := decodeRun(raw); err == nil && bad == nil {
		known, err := encodeRun(ours)
		if c := theirs.Run.Finished.Compare(ours.Run.Finished); err != nil || c < 0 || c == 0 && bytes.Compare(record.body(), known.body()) <= 0 {
			return err
		}
	}
	return s.wrapWrite(s.writer.add(entry{runBucket, id, record}))
}

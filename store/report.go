package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

const (
	// partReferences and partBytes are where a part of a report ends: it is what
	// is in memory at once, and what answers wait for on their way to the disk.
	partReferences = 500
	partBytes      = 1 << 20
	// maxPart bounds a part on disk: the last reference of one may be large.
	maxPart = 32 << 20

	maxRunID = 1024 // bytes
)

// reportHead is the record of a report: all but its documents. Without it, the
// parts do not count.
type reportHead struct {
	Report audit.Report `json:"report"`
	Parts  int          `json:"parts"`
}

// reportPiece is one value of a part. It begins a document, or goes on with the
// references of the last one. [jsonText.documentPiece] and
// [jsonText.referencesPiece] write it.
type reportPiece struct {
	Document   *audit.Document   `json:"document,omitempty"`
	References []storedReference `json:"references,omitempty"`
}

// reportWindow is how far back in bytes parts are compressed against: they are
// hardly longer, and zstd's own 8 MB would be most of what recording takes.
const reportWindow = 1 << 20

// storedReference is a reference with what a report leaves out of its JSON.
// [jsonText.reference] writes it.
type storedReference struct {
	audit.Reference
	Listed bool     `json:"listed,omitempty"`
	Places [][2]int `json:"places,omitempty"` // Column16 and Length of each link
}

func (s storedReference) reference() audit.Reference {
	r := s.Reference
	r.Listed = s.Listed
	for i := range r.Links[:min(len(r.Links), len(s.Places))] {
		r.Links[i].Column16, r.Links[i].Length = s.Places[i][0], s.Places[i][1]
	}
	return r
}

// RecordReport records the report of a run under the run's ID, in place of what was
// there, and returns when all of it is durable. Whatever happens on the way,
// there is the whole report then or none. Answers that are recorded meanwhile
// do not wait for it. Once a day, what is beyond its time ([Options].Keep) is then
// pruned in the background.
//
// Addresses lose their credentials wherever they stand in it, in what documents
// have written too: the "@" that is left tells.
func (s *Store) RecordReport(id string, r *audit.Report) error {
	if err := s.recordReport(id, r); err != nil {
		return fmt.Errorf("record report of run %.100q in store %s: %w", id, s.path, err)
	}
	s.pruneInBackground(r.Run.Finished)
	return nil
}

func (s *Store) recordReport(id string, r *audit.Report) error {
	if n := len(id); n == 0 || n > maxRunID || strings.Contains(id, "\x00") {
		return fmt.Errorf("an ID of %d bytes cannot be a key", n)
	}
	s.reporting.Lock()
	defer s.reporting.Unlock()
	if err := s.dropReport(id); err != nil {
		return err
	}
	p, err := newParter(func(n int, part []byte) error {
		return s.writer.add(entry{partBucket, string(partKey(id, n)), whole(part)})
	})
	if err != nil {
		return err
	}
	for i := range r.Documents {
		if err := p.document(&r.Documents[i]); err != nil {
			return err
		}
	}
	if err := p.cut(); err != nil {
		return err
	}
	head := reportHead{*r, p.parts}
	head.Report.Documents = nil
	record, err := packJSON(head)
	if err != nil {
		return err
	}
	if err := s.writer.add(entry{reportBucket, id, record}); err != nil {
		return err
	}
	return s.writer.flush()
}

func partKey(id string, n int) []byte {
	return binary.BigEndian.AppendUint32(append([]byte(id), 0x00), uint32(n))
}

// A parter makes the parts of a report.
type parter struct {
	emit  func(n int, part []byte) error // n counts from 0; part is there until it returns
	parts int

	plain      jsonText // the part that is being made
	references int      // in it
	zstd       *zstd.Encoder
	part       []byte // the last one
}

func newParter(emit func(int, []byte) error) (*parter, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(reportWindow))
	if err != nil {
		return nil, err
	}
	return &parter{emit: emit, zstd: z}, nil
}

func (p *parter) document(d *audit.Document) error {
	p.plain.documentPiece(d)
	if err := p.put(0); err != nil {
		return err
	}
	for some := range slices.Chunk(d.References, 20) { // that one piece has
		p.plain.referencesPiece(some)
		if err := p.put(len(some)); err != nil {
			return err
		}
	}
	return nil
}

// put adds the piece of so many references to the part.
func (p *parter) put(references int) error {
	if p.plain.err != nil {
		return p.plain.err
	}
	p.plain.end()
	p.plain.text = append(p.plain.text, '\n')
	p.references += 1 + references
	if p.references >= partReferences || len(p.plain.text) >= partBytes {
		return p.cut()
	}
	return nil
}

// cut ends the part, if something is in it.
func (p *parter) cut() error {
	if p.references == 0 {
		return nil
	}
	p.part = p.zstd.EncodeAll(stripJSON(p.plain.text), append(p.part[:0], form3))
	if len(p.part) > maxPart {
		return fmt.Errorf("a reference has more than the store takes: %d bytes", len(p.part))
	}
	n := p.parts
	p.parts++
	p.references = 0
	p.plain.text = p.plain.text[:0]
	return p.emit(n, p.part)
}

// dropReport takes a report out, or what is left of one, head and all.
func (s *Store) dropReport(id string) error {
	found := false
	err := s.db.view(func(tx *bolt.Tx) error {
		prefix := partKey(id, 0)
		k, _ := tx.Bucket(partBucket).Cursor().Seek(prefix)
		found = bytes.HasPrefix(k, prefix[:len(id)+1]) || tx.Bucket(reportBucket).Get([]byte(id)) != nil
		return nil
	})
	if err != nil || !found {
		return err
	}
	return s.db.update(func(tx *bolt.Tx) error {
		return errors.Join(tx.Bucket(reportBucket).Delete([]byte(id)), dropParts(tx, id))
	})
}

func dropParts(tx *bolt.Tx, id string) error {
	var keys [][]byte
	prefix := append([]byte(id), 0x00)
	c := tx.Bucket(partBucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := tx.Bucket(partBucket).Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// Report gives the report of a run as it was recorded, but for credentials. The
// error wraps [audit.ErrNotFound] if there is none.
func (r *Reader) Report(id string) (*audit.Report, error) {
	report, err := r.report(id)
	if err != nil {
		return nil, fmt.Errorf("read report of run %.100q in store %s: %w", id, r.path, err)
	}
	return report, nil
}

func (r *Reader) report(id string) (*audit.Report, error) {
	raw, err := r.copyOf(reportBucket, []byte(id))
	if err != nil {
		return nil, err
	}
	head, err := decodeReportHead(raw)
	if err != nil {
		return nil, err
	}
	z, err := newUnpacker()
	if err != nil {
		return nil, err
	}
	defer z.Close()
	report := head.Report
	report.Documents = []audit.Document{}
	for n := range head.Parts {
		raw, err := r.copyOf(partBucket, partKey(id, n))
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", n, err)
		}
		if report.Documents, err = appendPart(report.Documents, raw, z); err != nil {
			return nil, fmt.Errorf("part %d: %w", n, err)
		}
	}
	return &report, nil
}

func decodeReportHead(raw []byte) (head reportHead, err error) {
	if err = decode(raw, maxJSON, &head); err == nil && head.Parts < 0 {
		err = errForm
	}
	return head, err
}

// newUnpacker gives what appendPart decompresses with. It is to be closed.
func newUnpacker() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxJSON))
}

// appendPart reads a part of a report for input that nobody vouches for.
func appendPart(documents []audit.Document, raw []byte, z *zstd.Decoder) ([]audit.Document, error) {
	if len(raw) == 0 || raw[0] != form3 {
		return nil, errForm
	}
	plain, err := z.DecodeAll(raw[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("decode record: %w", err)
	}
	pieces := json.NewDecoder(bytes.NewReader(plain))
	for {
		var p reportPiece
		switch err := pieces.Decode(&p); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, fmt.Errorf("decode record: %w", err)
		}
		if p.Document != nil {
			documents = append(documents, *p.Document)
		}
		if len(documents) == 0 {
			return nil, fmt.Errorf("decode record: %w: references without a document", errForm)
		}
		d := &documents[len(documents)-1]
		for _, ref := range p.References {
			d.References = append(d.References, ref.reference())
		}
	}
}

// copyOf gives a copy of the value of a key, or audit.ErrNotFound.
func (r *Reader) copyOf(bucket, key []byte) (value []byte, err error) {
	var notFound error
	err = r.db.view(func(tx *bolt.Tx) error {
		value, notFound = nil, audit.ErrNotFound
		b := tx.Bucket(bucket)
		if b == nil { // of an old schema
			return nil
		}
		if v := b.Get(key); v != nil && len(v) <= maxPart {
			value, notFound = bytes.Clone(v), nil
		}
		return nil
	})
	return value, errors.Join(err, notFound)
}

package store

import (
	"bufio"
	"fmt"
	"io"
)

// exportSchema names the form of exports, in their first line; all forms have
// names that begin with exportFamily.
const (
	exportFamily = "refmend-export/"
	exportSchema = exportFamily + "1"
)

// exportHeader is the first line of an export.
type exportHeader struct {
	Schema string `json:"schema"`
}

// exportLine is each further line: what is known of a target, or a run. The names
// of fields are those of refmend-report/1.
type exportLine struct {
	// Key is that of a target whose name is too long to be stored: its hash, in
	// hexadecimal.
	Key string `json:"key,omitempty"`
	outcomeRecord
}

// Export writes what is known of all targets, and the runs, as lines of JSON: first
// a header, then the targets in the order of their keys, then the runs in the
// order of their IDs. Equal stores give equal bytes, and a change of one target
// changes one line. Reports of runs are not in it, nor are credentials and the
// values of headers, which no store has. Records that cannot be read are left
// out.
func (r *Reader) Export(w io.Writer) error {
	if err := r.export(w); err != nil {
		return fmt.Errorf("export store %s: %w", r.path, err)
	}
	return nil
}

func (r *Reader) export(w io.Writer) error {
	b := bufio.NewWriter(w)
	put := func(v any) error {
		line, err := marshal(v)
		if err != nil {
			return err
		}
		b.Write(line) // the first error stays for Flush
		return b.WriteByte('\n')
	}
	if err := put(exportHeader{exportSchema}); err != nil {
		return err
	}
	err := walk(r.db, latestBucket, clonePair, func(p pair) error {
		m, err := decodeMemory(string(p.key), p.raw)
		if err != nil {
			return nil
		}
		line := exportLine{outcomeRecord: recordOf(m)}
		if m.Target == "" {
			if line.Key = hashOf(p.key); line.Key == "" {
				return nil
			}
		}
		return put(line)
	})
	if err != nil {
		return err
	}
	err = walk(r.db, runBucket, clonePair, func(p pair) error {
		run, err := decodeRun(p.raw)
		if err != nil {
			return nil
		}
		return put(run)
	})
	if err != nil {
		return err
	}
	return b.Flush()
}

// hashOf gives the hash that a key is made of, "" if it is not.
func hashOf(k []byte) string {
	if len(k) < 65 || k[0] != 0x01 {
		return ""
	}
	return string(k[1:65])
}

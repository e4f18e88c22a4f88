package reports

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// A fingerprinter tells findings apart and knows them again in a later report
// though lines were moved: by document, the text of the reference, what is
// written, and which of several such links it is. The zero value is ready for
// use; it must see the findings of a document in their order.
type fingerprinter struct{ seen map[uint64]int }

// of gives the fingerprint of a finding, 32 digits of base 16 and the number
// of the link among those that are alike.
func (p *fingerprinter) of(f audit.Finding) string {
	text := strings.ToLower(strings.Join(strings.Fields(f.Reference.Text), " "))
	return p.number(filePathOrAddress(f.Document.Path), f.Link.Part, text, f.Link.Written)
}

// number gives the fingerprint of parts.
func (p *fingerprinter) number(parts ...string) string {
	h := sha256.New()
	for _, s := range parts {
		_, _ = h.Write([]byte(s))
		_, _ = h.Write([]byte{0})
	}
	sum := h.Sum(nil)[:16]
	if p.seen == nil {
		p.seen = map[uint64]int{}
	}
	key := binary.BigEndian.Uint64(sum)
	p.seen[key]++
	return fmt.Sprintf("%x:%d", sum, p.seen[key])
}

func filePathOrAddress(path string) string {
	if file := filePath(path); file != "" {
		return file
	}
	return path
}

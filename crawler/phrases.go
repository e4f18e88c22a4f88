package crawler

import (
	"bytes"
	"strings"
)

// phrases are texts that are looked for all at once, by their first three bytes:
// every page is searched for hundreds of them.
type phrases struct {
	starts  [1 << 16 / 64]uint64 // what phrases begin with, a bit each
	byStart map[uint16][]string
}

func newPhrases(all ...string) *phrases {
	p := &phrases{byStart: map[uint16][]string{}}
	for _, s := range all {
		start := startOf(s)
		p.starts[start/64] |= 1 << (start % 64)
		p.byStart[start] = append(p.byStart[start], s)
	}
	return p
}

// startOf gives a number for the first three bytes of s, which must have them.
// Others may have the same one.
func startOf(s string) uint16 { return uint16(s[0])<<8 ^ uint16(s[1])<<4 ^ uint16(s[2]) }

// anyIn tells whether one of them stands in s.
func (p *phrases) anyIn(s string) bool {
	for ; len(s) > 2; s = s[1:] {
		start := startOf(s)
		if p.starts[start/64]&(1<<(start%64)) == 0 {
			continue
		}
		for _, phrase := range p.byStart[start] {
			if strings.HasPrefix(s, phrase) {
				return true
			}
		}
	}
	return false
}

// indexBy gives the place at which text, of ASCII, stands first in a page, -1 if nowhere.
// It looks for rare, the one byte of text that is rarest in pages: every page is searched
// to its end.
func indexBy(page []byte, text string, rare byte) int {
	before := strings.IndexByte(text, rare)
	for from := 0; ; from++ {
		i := bytes.IndexByte(page[from:], rare)
		if i < 0 {
			return -1
		}
		from += i
		if start := from - before; start >= 0 && bytes.HasPrefix(page[start:], []byte(text)) {
			return start
		}
	}
}

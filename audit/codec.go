package audit

import (
	"encoding/binary"
	"strings"
	"sync"
	"time"
)

// A codec packs values into one piece of memory, or takes them out again in the same
// order: what names the fields of a type once serves both ways. What a large run holds
// very many of costs half as much in this form, and next to nothing to look through for
// the garbage collector.
type codec struct {
	packed    []byte // so far
	rest      string // to be unpacked
	unpacking bool
}

// codecs are those for packing that nobody uses.
var codecs = sync.Pool{New: func() any { return &codec{packed: make([]byte, 0, 1<<10)} }}

// pack packs what fields names.
func pack(fields func(*codec)) string {
	c := codecs.Get().(*codec)
	c.packed = c.packed[:0]
	fields(c)
	packed := string(c.packed)
	if cap(c.packed) <= 1<<16 { // one that was large once is not kept
		codecs.Put(c)
	}
	return packed
}

// unpack begins to take out what was packed. Texts will be parts of it.
func unpack[T ~string](packed T) *codec { return &codec{rest: string(packed), unpacking: true} }

// integer is one number, of whatever size.
func (c *codec) integer(n int64) int64 {
	if !c.unpacking {
		c.packed = binary.AppendVarint(c.packed, n)
		return n
	}
	u, shift := uint64(0), 0
	for {
		b := c.rest[0]
		c.rest = c.rest[1:]
		u |= uint64(b&0x7f) << shift
		if shift += 7; b < 0x80 {
			return int64(u>>1) ^ -int64(u&1)
		}
	}
}

func (c *codec) number(n *int) { *n = int(c.integer(int64(*n))) }

// count is how many there are of what follows.
func (c *codec) count(n int) int { return int(c.integer(int64(n))) }

func (c *codec) truth(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	*b = c.count(n) != 0
}

// there tells whether what follows is there at all.
func (c *codec) there(is bool) bool {
	c.truth(&is)
	return is
}

func (c *codec) time(t *time.Time) {
	s, ns := c.integer(t.Unix()), c.integer(int64(t.Nanosecond()))
	if c.unpacking {
		*t = time.Unix(s, ns).UTC()
	}
}

func (c *codec) text(s *string) { c.textIn(s, "") }

// textIn is a text that probably is a part of another one, whole, which was packed
// before.
func (c *codec) textIn(s *string, whole string) {
	at := -1
	if !c.unpacking && *s != "" && whole != "" {
		at = strings.Index(whole, *s)
	}
	n := c.count(len(*s))
	if n == 0 {
		if c.unpacking {
			*s = ""
		}
		return
	}
	if whole != "" {
		at = c.count(at)
	}
	switch {
	case !c.unpacking && at < 0:
		c.packed = append(c.packed, *s...)
	case !c.unpacking:
	case at < 0:
		*s, c.rest = c.rest[:n], c.rest[n:]
	default:
		*s = whole[at : at+n]
	}
}

func (c *codec) texts(all *[]string) { c.textsIn(all, "") }

// textsIn are texts that are probably parts of another one: see textIn.
func (c *codec) textsIn(all *[]string, whole string) {
	for i := range items(c, all) {
		c.textIn(&(*all)[i], whole)
	}
}

// items makes room for as many items as there are, and gives the list: none is nil.
func items[T any](c *codec, all *[]T) []T {
	n := c.count(len(*all))
	if c.unpacking {
		if *all = nil; n > 0 {
			*all = make([]T, n)
		}
	}
	return *all
}

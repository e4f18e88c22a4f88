package store

import (
	"encoding/binary"
	"time"
)

// A binaryReader takes values off the front of bytes that nobody vouches for.
// After the first one that is not there or makes no sense, bad is set and all
// further ones are zero.
type binaryReader struct {
	rest []byte
	bad  bool
}

func (r *binaryReader) fail() {
	r.rest, r.bad = nil, true
}

func (r *binaryReader) byte() byte {
	if len(r.rest) == 0 {
		r.fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *binaryReader) signed() int64 {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *binaryReader) unsigned() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// bytes takes what appendBytes has put there. It shares memory with rest.
func (r *binaryReader) bytes() []byte {
	n := r.unsigned()
	if n > uint64(len(r.rest)) {
		r.fail()
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *binaryReader) string() string { return string(r.bytes()) }

// count takes the length of a list whose items have at least one byte each.
func (r *binaryReader) count() int {
	n := r.unsigned()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

// time takes what appendTime has put there. Years that RFC 3339 has no form for
// make no sense.
func (r *binaryReader) time(base int64) time.Time {
	seconds := base + r.signed()
	if r.bad || !hasForm(seconds) {
		r.fail()
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// hasForm tells whether RFC 3339 has a form for a time in seconds since 1970: from
// 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
func hasForm(seconds int64) bool { return -62_167_219_200 <= seconds && seconds < 253_402_300_800 }

func appendBytes[T string | []byte](to []byte, b T) []byte {
	return append(binary.AppendUvarint(to, uint64(len(b))), b...)
}

// appendTime puts a time, to the second, as its distance from base, a time near
// it in seconds since 1970.
func appendTime(to []byte, t time.Time, base int64) []byte {
	return binary.AppendVarint(to, t.Unix()-base)
}

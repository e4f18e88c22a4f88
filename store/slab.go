package store

// slabSize bounds the bytes that a slab keeps when what is in it is done with.
const slabSize = 1 << 20

// A slab is memory for many short pieces that are all done with at once: it gives
// them no garbage to leave behind. The zero value is one.
type slab struct {
	piece []byte // what of it is used; older ones that were full belong to who uses them
}

// room gives an empty piece that n bytes can be appended to. take says what of it
// is used.
func (s *slab) room(n int) []byte {
	used := len(s.piece)
	if cap(s.piece)-used < n {
		s.piece = make([]byte, 0, max(n, min(2*cap(s.piece), slabSize), 16<<10))
		used = 0
	}
	return s.piece[used:used:cap(s.piece)]
}

// take keeps what was made of the last room, and gives it.
func (s *slab) take(made []byte) []byte {
	s.piece = s.piece[:len(s.piece)+len(made)]
	return made[:len(made):len(made)]
}

// put gives a copy of b.
func (s *slab) put(b []byte) []byte { return s.take(append(s.room(len(b)), b...)) }

// reset has all memory of s used again: who has pieces of it must not look at them
// any more.
func (s *slab) reset() {
	if cap(s.piece) > slabSize {
		s.piece = nil
	}
	s.piece = s.piece[:0]
}

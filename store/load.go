package store

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// A load is what a batch holds, in memory that later ones use again.
type load struct {
	entries []entry
	latest  map[string]int // of each key of latestBucket, the newest of the entries
	records slab           // what they hold lies here
	places  []int          // for ordered
	sorted  []entry
}

// empty gives a load that uses the memory of l again, as far as it is usual.
func (l load) empty() load {
	clear(l.entries) // and let go of the rest
	clear(l.sorted)
	clear(l.latest)
	l.records.reset()
	return load{l.entries[:0], l.latest, l.records, l.places[:0], l.sorted[:0]}
}

// of gives the newest entry of a key of latestBucket, in memory of its own.
func (l *load) of(key string) (p packing, ok bool) {
	i, ok := l.latest[key]
	if ok {
		p = l.entries[i].record
		p.raw = bytes.Clone(p.raw)
	}
	return p, ok
}

// ordered sorts the entries by bucket and key, which spares the tree half its work;
// entries of one key keep their order, so that the newest is put last.
func (l *load) ordered() []entry {
	for i := range l.entries {
		l.places = append(l.places, i)
	}
	slices.SortFunc(l.places, func(i, k int) int { // faster than to move entries
		a, b := &l.entries[i], &l.entries[k]
		return cmp.Or(bytes.Compare(a.bucket, b.bucket), strings.Compare(a.key, b.key), i-k)
	})
	for _, i := range l.places {
		l.sorted = append(l.sorted, l.entries[i])
	}
	return l.sorted
}

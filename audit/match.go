package audit

import (
	"slices"

	"github.com/refmend/refmend/refs"
)

// match finds the links of one report in another one: of every link of either,
// once, where it stands in both. A link is the same if it leads to the same target from
// the same reference of the same document; what stands elsewhere now, or in
// other words, is found by what is left. First come the links of after in their
// order, then those that only before has.
func match(before, after *Report) []Difference {
	old, now := findingsByDocument(before), findingsByDocument(after)
	partners := matchDocuments(before, after, old, now)
	var all []Difference
	matched := make([]bool, len(old))
	for i := range now {
		var from []Finding
		if k := partners[i]; k >= 0 {
			from, matched[k] = old[k], true
		}
		all = append(all, matchLinks(from, now[i])...)
	}
	for k, done := range matched {
		if !done {
			all = append(all, matchLinks(old[k], nil)...)
		}
	}
	slices.SortStableFunc(all, func(a, b Difference) int { // what is gone comes last
		switch gone, other := a.After.Link == nil, b.After.Link == nil; {
		case gone == other:
			return 0
		case gone:
			return 1
		}
		return -1
	})
	return all
}

func findingsByDocument(r *Report) [][]Finding {
	all := make([][]Finding, len(r.Documents))
	for d := range r.Documents {
		doc := &r.Documents[d]
		for i := range doc.References {
			ref := &doc.References[i]
			for l := range ref.Links {
				all[d] = append(all[d], Finding{doc, ref, &ref.Links[l]})
			}
		}
	}
	return all
}

// matchDocuments gives for each document of after the one of before that it was,
// -1 if there is none: that of the same path, else the one of another name that
// has most of its links, if no other can be meant.
func matchDocuments(before, after *Report, old, now [][]Finding) []int {
	partners := make([]int, len(now))
	byPath := map[string][]int{}
	for k := range before.Documents {
		path := before.Documents[k].Path
		byPath[path] = append(byPath[path], k)
	}
	left := map[int]bool{} // of before
	for k := range old {
		left[k] = true
	}
	for i := range partners {
		partners[i] = -1
		if same := byPath[after.Documents[i].Path]; len(same) > 0 {
			partners[i], byPath[after.Documents[i].Path] = same[0], same[1:]
			delete(left, same[0])
		}
	}
	where := map[string][]int{} // the documents of before that have a link
	for k := range left {
		for key := range keysOf(old[k]) {
			where[key] = append(where[key], k)
		}
	}
	claims := map[int][]int{} // who in after thinks to be which of before
	for i := range partners {
		if partners[i] >= 0 {
			continue
		}
		keys := keysOf(now[i])
		common := map[int]int{}
		for key := range keys {
			for _, k := range where[key] {
				common[k]++
			}
		}
		best, most, tied := -1, 0, false
		for k, n := range common {
			if n > most {
				best, most, tied = k, n, false
			} else if n == most {
				tied = true
			}
		}
		if best >= 0 && !tied && 2*most > len(keys) && 2*most > len(keysOf(old[best])) {
			claims[best] = append(claims[best], i)
		}
	}
	for k, by := range claims {
		if len(by) == 1 {
			partners[by[0]] = k
		}
	}
	return partners
}

func keysOf(links []Finding) map[string]bool {
	keys := map[string]bool{}
	for _, f := range links {
		keys[refs.StripCredentials(f.Link.leadsTo())] = true
	}
	return keys
}

// leadsTo is what a link leads to, or at least how it is written.
func (l *Link) leadsTo() string {
	if l.Target == "" {
		return "\x00" + l.Written
	}
	return l.Target.Key()
}

// sameness lists by what two links of one document are the same, the surest
// first; "" is like nothing.
var sameness = []func(Finding) string{
	func(f Finding) string {
		return string(f.Link.Target) + "\x00" + f.Link.Written + "\x00" + f.Reference.Text
	},
	func(f Finding) string {
		if f.Reference.Label == "" {
			return ""
		}
		return f.Link.leadsTo() + "\x00" + f.Reference.Label
	},
	func(f Finding) string { return string(f.Link.Target) },
	func(f Finding) string { return f.Link.leadsTo() },
	func(f Finding) string { return f.Link.Written },
}

// matchLinks matches the links of one document, equal ones in their order. A
// report out of an archive has lost the credentials of its addresses.
func matchLinks(old, now []Finding) []Difference {
	all := make([]Difference, len(now))
	for i, f := range now {
		all[i].After = f
	}
	taken := make([]bool, len(old))
	for _, alike := range sameness {
		waiting := map[string][]int{}
		for k, f := range old {
			if key := refs.StripCredentials(alike(f)); !taken[k] && key != "" {
				waiting[key] = append(waiting[key], k)
			}
		}
		for i := range all {
			if all[i].Before.Link != nil {
				continue
			}
			key := refs.StripCredentials(alike(all[i].After))
			if q := waiting[key]; len(q) > 0 {
				all[i].Before, waiting[key] = old[q[0]], q[1:]
				taken[q[0]] = true
			}
		}
	}
	for k, f := range old {
		if !taken[k] {
			all = append(all, Difference{Before: f})
		}
	}
	return all
}

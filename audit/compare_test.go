package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/refs"
)

// reportOf makes a report of lines "paper.md: 4 [7] https://a.org/x broken Some text.":
// document, line, label ("-": none), target or what is written, state, text of the
// reference.
func reportOf(lines ...string) *Report {
	r := &Report{}
	for _, line := range lines {
		var path, label, target, state string
		var at int
		if n, err := fmt.Sscan(line, &path, &at, &label, &target, &state); err != nil {
			panic(fmt.Sprint(line, n, err))
		}
		_, text, _ := strings.Cut(line, " "+state)
		path = strings.TrimSuffix(path, ":")
		s, err := ParseState(state)
		if err != nil {
			panic(err)
		}
		l := Link{Written: target, Line: at, Verdict: Verdict{State: s, Reason: Reason(state)}}
		if strings.Contains(target, ":") {
			l.Target = refs.Target(target)
		}
		d := slices.IndexFunc(r.Documents, func(d Document) bool { return d.Path == path })
		if d < 0 {
			d = len(r.Documents)
			r.Documents = append(r.Documents, Document{Path: path})
		}
		ref := Reference{Label: strings.Trim(label, "[]-"), Line: at, Text: strings.TrimSpace(text), Links: []Link{l}}
		r.Documents[d].References = append(r.Documents[d].References, ref)
	}
	return r
}

// told gives the lines of what changed: "broke 4>9" with the lines in the
// documents, "0" for none.
func told(c Changes) (all []string) {
	line := func(f Finding) int {
		if f.Link == nil {
			return 0
		}
		return f.Link.Line
	}
	for _, part := range []struct {
		name string
		all  []Difference
	}{{"broke", c.Broke}, {"fixed", c.Fixed}, {"still", c.Still}, {"new", c.New}, {"gone", c.Gone}} {
		for _, d := range part.all {
			all = append(all, fmt.Sprintf("%s %d>%d", part.name, line(d.Before), line(d.After)))
		}
	}
	return all
}

func TestCompare(t *testing.T) {
	tests := map[string]struct {
		before, after []string
		want          []string
	}{
		"nothing": {},
		"each change": {
			[]string{"a.md: 1 - https://a.org/1 ok", "a.md: 2 - https://a.org/2 broken", "a.md: 3 - https://a.org/3 broken", "a.md: 4 - https://a.org/4 ok", "a.md: 5 - https://a.org/5 ok"},
			[]string{"a.md: 1 - https://a.org/1 broken", "a.md: 2 - https://a.org/2 suspect", "a.md: 3 - https://a.org/3 broken", "a.md: 5 - https://a.org/5 moved", "a.md: 6 - https://a.org/6 ok"},
			[]string{"broke 1>1", "fixed 2>2", "still 3>3", "new 0>6", "gone 4>0"},
		},
		"not told today": {
			[]string{"a.md: 1 - https://a.org/1 broken", "a.md: 2 - https://a.org/2 unverified", "a.md: 3 - https://a.org/3 unverified"},
			[]string{"a.md: 1 - https://a.org/1 unverified", "a.md: 2 - https://a.org/2 broken", "a.md: 3 - https://a.org/3 ok"},
			[]string{"broke 2>2"},
		},
		"damaged": {
			[]string{"a.md: 1 - htp//a.org damaged", "a.md: 2 - a–b damaged"},
			[]string{"a.md: 3 - htp//a.org damaged"},
			[]string{"still 1>3", "gone 2>0"},
		},
		"moved lines": {
			[]string{"a.md: 1 - https://a.org/1 broken One.", "a.md: 2 - https://a.org/2 ok Two."},
			[]string{"a.md: 8 - https://a.org/2 broken Two.", "a.md: 9 - https://a.org/1 broken One."},
			[]string{"broke 2>8", "still 1>9"},
		},
		"other words and numbers": {
			[]string{"a.md: 1 [1] https://a.org/1 broken One."},
			[]string{"a.md: 1 [2] https://a.org/1 broken One, second edition."},
			[]string{"still 1>1"},
		},
		"equal links, by their texts": {
			[]string{"a.md: 1 - https://a.org/ broken One.", "a.md: 2 - https://a.org/ suspect Two."},
			[]string{"a.md: 5 - https://a.org/ suspect Two.", "a.md: 6 - https://a.org/ broken One."},
			[]string{"still 1>6"},
		},
		"equal links, by their labels": {
			[]string{"a.md: 1 [7] https://a.org/ broken One.", "a.md: 2 [8] https://a.org/ suspect Two."},
			[]string{"a.md: 5 [8] https://a.org/ suspect Zwei.", "a.md: 6 [7] https://a.org/ broken Eins."},
			[]string{"still 1>6"},
		},
		"equal links, one more": {
			[]string{"a.md: 1 - https://a.org/ broken X."},
			[]string{"a.md: 1 - https://a.org/ broken X.", "a.md: 2 - https://a.org/ broken X."},
			[]string{"still 1>1", "new 0>2"},
		},
		"another place in the page": {
			[]string{"a.md: 1 - https://a.org/#one broken"},
			[]string{"a.md: 1 - https://a.org/#two broken"},
			[]string{"still 1>1"},
		},
		"read otherwise": {
			[]string{"a.md: 1 - a.org/x damaged"},
			[]string{"a.md: 1 - a.org/x broken"},
			[]string{"still 1>1"},
		},
		"renamed": {
			[]string{"a.md: 1 - https://a.org/1 broken", "a.md: 2 - https://a.org/2 ok", "a.md: 3 - https://a.org/3 ok", "c.md: 4 - https://a.org/1 ok"},
			[]string{"b.md: 1 - https://a.org/1 broken", "b.md: 2 - https://a.org/2 ok", "c.md: 4 - https://a.org/1 ok"},
			[]string{"still 1>1", "gone 3>0"},
		},
		"another document": {
			[]string{"a.md: 1 - https://a.org/1 broken", "a.md: 2 - https://a.org/2 ok", "a.md: 3 - https://a.org/3 ok"},
			[]string{"b.md: 5 - https://a.org/1 broken", "b.md: 6 - https://b.org/2 ok"},
			[]string{"new 0>5", "new 0>6", "gone 1>0", "gone 2>0", "gone 3>0"},
		},
		"two that it may have been": {
			[]string{"a.md: 1 - https://a.org/1 broken", "b.md: 2 - https://a.org/1 broken"},
			[]string{"c.md: 3 - https://a.org/1 broken"},
			[]string{"new 0>3", "gone 1>0", "gone 2>0"},
		},
		"two that it may be": {
			[]string{"a.md: 1 - https://a.org/1 broken"},
			[]string{"b.md: 2 - https://a.org/1 broken", "c.md: 3 - https://a.org/1 broken"},
			[]string{"new 0>2", "new 0>3", "gone 1>0"},
		},
		"a copy is new": {
			[]string{"a.md: 1 - https://a.org/1 broken"},
			[]string{"a.md: 1 - https://a.org/1 broken", "b.md: 2 - https://a.org/1 broken"},
			[]string{"still 1>1", "new 0>2"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before, after := reportOf(tt.before...), reportOf(tt.after...)
			if diff := cmp.Diff(tt.want, told(Compare(before, after))); diff != "" {
				t.Error(diff)
			}
			if c := Compare(after, after); len(c.Broke)+len(c.Fixed)+len(c.New)+len(c.Gone) > 0 {
				t.Errorf("a report differs from itself: %v", told(c))
			}
		})
	}
}

func TestNews(t *testing.T) {
	before := reportOf("a.md: 1 - https://a.org/1 ok", "a.md: 2 - https://a.org/2 broken", "a.md: 3 - https://a.org/3 broken")
	after := reportOf("a.md: 11 - https://a.org/1 broken", "a.md: 12 - https://a.org/2 ok", "a.md: 13 - https://a.org/3 broken", "a.md: 14 - htp//x damaged", "a.md: 15 - https://a.org/5 ok")
	after.Documents[0].References[0].Links[0].Evidence = &Evidence{Status: 404}
	c := Compare(before, after)
	var got []string
	for _, n := range c.News() {
		got = append(got, n.String())
	}
	want := []string{"broke https://a.org/1 (404) in a.md:11", "new htp//x (damaged) in a.md:14", "fixed https://a.org/2 (broken) in a.md:12"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s := c.Still[0].Since(); s != "" {
		t.Errorf("fails since %q, which nobody knows", s)
	}
	c.Still[0].After.Link.History = &History{FailingSince: dawn}
	if s := c.Still[0].Since(); s != "2026-01-01" {
		t.Errorf("fails since %q", s)
	}
}

package store

import (
	"testing"

	"github.com/refmend/refmend/refs"
)

func TestMemories(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	record := func(target refs.Target, vantage string) {
		m := outcome(1)
		m.Target, m.Vantage = target, vantage
		if err := s.Record(m); err != nil {
			t.Fatal(err)
		}
	}
	const page = "https://a.example/page"
	record(page, "other")
	record(page, "")
	record(page+"/below", "")
	record(page+"?q", "other")
	record("https://a.example/pag", "")
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	vantages := func(target refs.Target) (all []string) {
		t.Helper()
		memories, err := r.Memories(target)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range memories {
			if m.Target != target {
				t.Errorf("%s: got %s", target, m.Target)
			}
			all = append(all, m.Vantage)
		}
		return all
	}
	if got := vantages(page + "#here"); len(got) != 2 || got[0] != "" || got[1] != "other" {
		t.Errorf("seen from %q", got)
	}
	if got := vantages("https://a.example/p"); got != nil {
		t.Errorf("a target never recorded was seen from %q", got)
	}
}

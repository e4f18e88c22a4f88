package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// follow has a stream follow a run that finds links in any order.
func follow(s *Stream, r *audit.Report) error {
	s.Began(r)
	var all []audit.Spot
	for d := range r.Documents {
		for i := range r.Documents[d].References {
			for k := range r.Documents[d].References[i].Links {
				all = append(all, audit.Spot{Document: int32(d), Reference: int32(i), Link: int32(k)})
			}
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, at := range all {
		s.Found(at)
	}
	return s.End()
}

// wholeLines is a writer that wants every call to end with a line.
type wholeLines struct {
	t *testing.T
	bytes.Buffer
}

func (w *wholeLines) Write(p []byte) (int, error) {
	if !bytes.HasSuffix(p, []byte("}\n")) {
		w.t.Errorf("a call ends with %q", p[max(0, len(p)-20):])
	}
	return w.Buffer.Write(p)
}

// A stream has the lines of the format, and the same report can be read from it.
func TestStream(t *testing.T) {
	reports := map[string]func() *audit.Report{"many": func() *audit.Report { return many(2000) }}
	for name, make := range reportsToRender {
		reports[name] = make
	}
	for name, make := range reports {
		w := &wholeLines{t: t}
		if err := follow(NewStream(w), make()); err != nil {
			t.Fatal(err)
		}
		rendered := render(t, "ndjson", make(), Options{})
		want, got := slices.Collect(strings.Lines(rendered)), slices.Collect(strings.Lines(w.String()))
		if got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("%s: it begins with %s and ends with %s", name, got[0], got[len(got)-1])
		}
		if a, b := toJSON(t, readNDJSON(t, rendered)), toJSON(t, readNDJSON(t, w.String())); a != b {
			t.Errorf("%s: another report is read from it (-rendered +streamed):\n%s", name, cmp.Diff(a, b))
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-rendered +streamed):\n%s", name, diff)
		}
	}
}

func toJSON(t *testing.T, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestStreamWriteError(t *testing.T) {
	full := errors.New("no space left")
	size := len(render(t, "ndjson", many(200), Options{}))
	for _, n := range []int{0, 1, size / 2, size - 1} {
		w := &fullDisk{room: n, err: full}
		if err := follow(NewStream(w), many(200)); !errors.Is(err, full) {
			t.Errorf("disk full after %d of %d bytes: error %v", n, size, err)
		}
		if w.late > 0 {
			t.Errorf("%d writes after the first error", w.late)
		}
	}
}

// Nobody waits for whoever reads the stream before the run has ended.
func TestStreamIsNotWaitedFor(t *testing.T) {
	read := make(chan bool)
	s := NewStream(writer(func(p []byte) (int, error) { <-read; return len(p), nil }))
	r := many(2)
	s.Began(r)
	for i := range int32(2) {
		s.Found(audit.Spot{Reference: i})
	}
	close(read)
	if err := s.End(); err != nil {
		t.Error(err)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

package refs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

// longText is a text of at least size bytes: prose with links, then a
// reference list of some thousand entries.
func longText(size int) []byte {
	var b bytes.Buffer
	b.WriteString("On tides\n\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "Paragraph %d says much of tides and little of anything else, line after line,\r\nas texts of this kind do. ", i)
		if i%500 == 0 {
			fmt.Fprintf(&b, "See https://tides.org/%d for more – это всё.", i)
		}
		b.WriteString("\n\n")
	}
	b.WriteString("References\n\n")
	for i := 1; i <= 3000; i++ {
		fmt.Fprintf(&b, "%d. Brook A. On the tide of day %d. Journal of Tides, 2003. P. 1–9.\n   URL: https://tides.org/paper/%d (accessed: 01.02.2023).\n\n", i, i, i)
	}
	return b.Bytes()
}

// A text that is read in windows gives what it would give whole.
func TestReadFromInWindows(t *testing.T) {
	data := longText(2*window + window/3)
	got, err := ReadFrom("tides.txt", iotest.HalfReader(bytes.NewReader(data)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := Read("tides.txt", data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != want.Title || got.Format != want.Format || len(got.References) != len(want.References) {
		t.Fatalf("%q, %s, %d references; want %q, %s, %d", got.Title, got.Format, len(got.References), want.Title, want.Format, len(want.References))
	}
	for i := range want.References {
		if d := cmp.Diff(want.References[i], got.References[i]); d != "" {
			t.Fatalf("reference %d (-whole +windows):\n%s", i, d)
		}
	}
	for _, ref := range got.References {
		for _, l := range ref.Links {
			if at := l.Pos.Offset; string(data[at:at+len(l.Written)]) != l.Written {
				t.Fatalf("%q does not stand at %d", l.Written, at)
			}
		}
	}
}

// A list that goes on over windows stays one: its entries keep their labels.
func TestReadFromListOverWindows(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("References\n\n")
	n := 0
	for ; b.Len() < window+window/2; n++ {
		fmt.Fprintf(&b, "%d. Brook A. On the tide of day %d, and of the days that came before and after it, as the gauge of the harbour has it. Journal of Tides, 2003. URL: https://tides.org/%d (accessed: 01.02.2023).\n", n+1, n, n)
	}
	doc, err := ReadFrom("tides.txt", &b, Options{})
	if err != nil || len(doc.References) != n {
		t.Fatalf("%d references, want %d, error %v", len(doc.References), n, err)
	}
	for i, ref := range doc.References {
		if ref.Label != fmt.Sprint(i+1) || !ref.Listed || len(ref.Links) != 1 || ref.Pos.Line != i+3 {
			t.Fatalf("reference %d: %+v", i+1, ref)
		}
	}
}

// What is kept of a window keeps nothing else of it in memory.
func TestSettledSharesNothing(t *testing.T) {
	text := "References\n\n1. Brook A, Ceder B. The gauge of the harbour in spring. Journal of Tides. 2003. Accessed 2023-03-17. https://tides.org/paper/1\n"
	src := decode([]byte(text), "", false)
	c, err := readText(src, Options{})
	if err != nil {
		t.Fatal(err)
	}
	shared := func(ref Reference) (all []string) {
		start := uintptr(unsafe.Pointer(unsafe.StringData(src.text)))
		for _, s := range append([]string{ref.Label, ref.Text, ref.Title, ref.Accessed, ref.Language, ref.Links[0].Written}, ref.Authors...) {
			if at := uintptr(unsafe.Pointer(unsafe.StringData(s))); at >= start && at < start+uintptr(len(src.text)) {
				all = append(all, s)
			}
		}
		return all
	}
	all := c.references()
	if len(all) != 1 || len(all[0].Authors) != 2 || all[0].Title == "" || len(shared(all[0])) < 5 {
		t.Fatalf("%+v shares %q", all, shared(all[0]))
	}
	settle(all, 10, 1)
	if got := shared(all[0]); got != nil {
		t.Errorf("shares %q", got)
	}
}

func TestWindowEnd(t *testing.T) {
	for text, want := range map[string]int{
		"aaaaaaa\n\nb\ncc":        9,  // behind the empty line
		"aaaaaaaaa\r\n\r\nb\r\nc": 13, // the same with CR LF
		"a\n\nbbbbbbbb\ncc":       12, // the empty line is too far back
		"aaaaaaaaaaaa":            11,
		"aaaaaaaaaaя":             10, // not inside a character
	} {
		if got := windowEnd([]byte(text)); got != want {
			t.Errorf("windowEnd(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestReadFromErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	if doc, err := ReadFrom("a.txt", io.MultiReader(strings.NewReader("https://a.org/ and"), iotest.ErrReader(broken)), Options{}); !errors.Is(err, broken) || len(doc.References) > 0 {
		t.Errorf("a read that failed: %+v, %v", doc, err)
	}
	if doc, err := ReadFrom("a.txt", io.MultiReader(bytes.NewReader(longText(window)), iotest.ErrReader(broken)), Options{}); !errors.Is(err, broken) || len(doc.References) > 0 {
		t.Errorf("a later read that failed: %d references, %v", len(doc.References), err)
	}
	if _, err := ReadFrom("a.html", io.LimitReader(repeated("<p>tides</p>\n"), MaxSize+2), Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large a page: %v", err)
	}
	if _, err := ReadFrom("a.txt", io.LimitReader(repeated("\x00\x01\x02\xff"), 1<<40), Options{}); !errors.Is(err, ErrBinary) && !errors.Is(err, ErrTooLarge) {
		t.Errorf("an endless binary file: %v", err)
	}
}

// repeated is an endless stream of s.
type repeated string

func (s repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		n += copy(p[n:], s)
	}
	return n, nil
}

// BenchmarkReadFrom reads 64 MB of prose in windows.
func BenchmarkReadFrom(b *testing.B) {
	data := longText(64 << 20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadFrom("tides.txt", bytes.NewReader(data), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

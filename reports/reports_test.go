package reports

import (
	"bytes"
	"errors"
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

var update = flag.Bool("update", false, "write the golden files anew")

var reportsToRender = map[string]func() *audit.Report{
	"rich": rich, "empty": empty, "offline": offline, "cutshort": cutShort, "elsewhere": elsewhere,
}

func TestGoldens(t *testing.T) {
	for name, make := range reportsToRender {
		for _, f := range Formats {
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				out := render(t, f.Name, make(), Options{})
				if f.Name == "html" {
					out = strings.NewReplacer(pageStyle, "page.css", pageScript, "page.js", template.HTMLEscapeString(hash(pageStyle)), "hash of page.css", template.HTMLEscapeString(hash(pageScript)), "hash of page.js").Replace(out)
				}
				if f.Name == "xlsx" {
					out = partsOf(t, out)
				}
				compareGolden(t, name+f.Endings[0], out)
			})
		}
	}
	t.Run("options", func(t *testing.T) {
		compareGolden(t, "narrow-color.txt", render(t, "text", rich(), Options{Color: true, Width: 48, Verbose: true}))
		compareGolden(t, "listing.txt", render(t, "text", rich(), Options{Listing: true}))
		compareGolden(t, "bounded.md", render(t, "markdown", rich(), Options{MaxLength: 4000}))
		compareGolden(t, "verbose.md", render(t, "markdown", rich(), Options{Verbose: true}))
	})
}

func render(t testing.TB, format string, r *audit.Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", path, diff)
	}
}

func TestSameReportSameBytes(t *testing.T) {
	for _, f := range everyFormat() {
		first := render(t, f.Name, rich(), Options{Verbose: true})
		for range 5 {
			if render(t, f.Name, rich(), Options{Verbose: true}) != first {
				t.Errorf("%s: another rendering has other bytes", f.Name)
			}
		}
	}
}

// A disk that is full after n bytes must fail the report, wherever n lies.
func TestWriteError(t *testing.T) {
	full := errors.New("no space left")
	for _, f := range everyFormat() {
		size := len(render(t, f.Name, many(200), Options{}))
		for _, n := range []int{0, 1, size / 2, size - 1} {
			w := &fullDisk{room: n, err: full}
			if err := Write(w, f.Name, many(200), Options{}); !errors.Is(err, full) {
				t.Errorf("%s, disk full after %d of %d bytes: error %v", f.Name, n, size, err)
			}
			if w.late > 0 {
				t.Errorf("%s: %d writes after the first error", f.Name, w.late)
			}
		}
		if err := Write(iotest.TruncateWriter(new(bytes.Buffer), 10), f.Name, many(3), Options{}); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

type fullDisk struct {
	room, late int
	err        error
	failed     bool
}

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.failed {
		d.late++
	}
	if len(p) > d.room {
		d.failed = true
		return d.room, d.err
	}
	d.room -= len(p)
	return len(p), nil
}

func TestLookup(t *testing.T) {
	for _, f := range Formats {
		if got, err := Lookup(f.Name); err != nil || got.Name != f.Name {
			t.Errorf("Lookup(%q) = %q, %v", f.Name, got.Name, err)
		}
		if f.Use == "" || strings.HasSuffix(f.Use, ".") || len(f.Endings) == 0 {
			t.Errorf("%s: use %q, endings %q", f.Name, f.Use, f.Endings)
		}
	}
	_, err := Lookup("yaml")
	if !errors.Is(err, ErrUnknownFormat) || !strings.Contains(err.Error(), "markdown") {
		t.Errorf("Lookup of an unknown name: %v", err)
	}
	if err := Write(new(bytes.Buffer), "yaml", rich(), Options{}); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("Write in an unknown format: %v", err)
	}
	if err := (Format{}).Write(new(bytes.Buffer), rich(), Options{}); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("Write of the zero Format: %v", err)
	}
}

func TestForPath(t *testing.T) {
	tests := map[string]string{
		"report.txt": "text", "a/b.JSON": "json", "x.md": "markdown", "x.markdown": "markdown", "x.html": "html", "x.HTM": "html",
		"x": "", "html": "", ".html": "", "x.pdf": "", "": "",
	}
	for path, want := range tests {
		f, err := ForPath(path)
		if f.Name != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, ErrUnknownFormat) {
			t.Errorf("ForPath(%q) = %q, %v; want %q", path, f.Name, err, want)
		}
	}
}

package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

// An output is a file that a report is written to.
type output struct {
	path   string
	format string
}

// parseOutput reads the value of -o: FILE, whose ending tells the format, or
// F:FILE. What looks like an F but is none is refused: a file of that name is
// hardly meant, but for a drive's single letter.
func parseOutput(value string) (output, error) {
	if name, path, ok := strings.Cut(value, ":"); ok && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") == "" && len(name) > 1 {
		f, err := reports.Lookup(name)
		if err != nil {
			return output{}, didYouMean(err, slices.Concat(reportFormats(), bibliographyFormats()), name)
		}
		return newOutput(path, f)
	}
	f, err := reports.ForPath(value)
	if err != nil && value != "" && value != "-" {
		if info, e := os.Stat(value); e == nil && info.IsDir() {
			return output{}, fmt.Errorf("%s is a directory; name a file", value)
		}
		return output{}, fmt.Errorf("%w; or name the format in front, as html:%s", err, value)
	}
	return newOutput(value, f)
}

func newOutput(path string, f reports.Format) (output, error) {
	switch path {
	case "":
		return output{}, errors.New("no file is named")
	case "-":
		return output{}, errors.New("the report for standard output is chosen with --format")
	}
	return output{dated(path, now()), f.Name}, nil
}

// dated puts the local date and time into the name of a file, for the letters
// that strftime(3) and date(1) have for them; other percent signs stay.
func dated(path string, t time.Time) string {
	return strings.NewReplacer("%Y", t.Format("2006"), "%m", t.Format("01"), "%d", t.Format("02"),
		"%H", t.Format("15"), "%M", t.Format("04"), "%S", t.Format("05"), "%%", "%").Replace(path)
}

// name is the file's without its ending.
func (o output) name() string {
	name, _, _ := strings.Cut(filepath.Base(o.path), ".")
	return name
}

// wants tells whether a report in a format is wanted anywhere.
func (c *check) wants(format string) bool {
	return c.wantsOutput() && c.format == format || slices.ContainsFunc(c.outputs.values, func(o output) bool { return o.format == format })
}

// probe tells before a long run whether the output can be written at all. It
// leaves nothing behind.
func (o output) probe() error {
	if info, err := os.Stat(o.path); err == nil {
		if info.IsDir() {
			return fmt.Errorf("write %s: it is a directory; name a file", o.path)
		}
		if !info.Mode().IsRegular() {
			return nil
		}
		f, err := os.OpenFile(o.path, os.O_WRONLY, 0)
		if err != nil {
			return pathError("write", o.path, err)
		}
		f.Close()
	}
	if _, err := tryFile(filepath.Dir(o.target())); err != nil {
		return pathError("write", o.path, err)
	}
	return nil
}

// anotherFile says what to do if a file cannot be written.
const anotherFile = "name a file in a directory that exists and may be written to"

// target is the file that is written to: where a symbolic link leads.
func (o output) target() string {
	if real, err := filepath.EvalSymlinks(o.path); err == nil {
		return real
	}
	return o.path
}

// tryFile makes a file in a directory, takes it away again, and tells the mode
// that the system gave it.
func tryFile(dir string) (fs.FileMode, error) {
	f, err := os.OpenFile(filepath.Join(dir, ".refmend-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	f.Close()
	if e := os.Remove(f.Name()); err == nil {
		err = e
	}
	if err != nil {
		return 0, err
	}
	return info.Mode().Perm(), nil
}

// sameFile tells whether two names are of one file, or would be if it were
// made.
func sameFile(a, b string) bool {
	ia, errA := os.Stat(a)
	ib, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(ia, ib)
	}
	absA, errA := filepath.Abs(a)
	absB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && absA == absB
}

// spare refuses the output if it would take the place of a document.
func (o output) spare(documents iter.Seq[string]) error {
	info, err := os.Stat(o.path)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	for path := range documents {
		if other, err := os.Stat(path); err == nil && os.SameFile(info, other) {
			return fmt.Errorf("write %s: this is one of the documents; the report would take its place", o.path)
		}
	}
	return nil
}

// write renders the report into the file; see [writeFile].
func (o output) write(r *audit.Report, opts reports.Options) error {
	// Documents may have been found that nobody named.
	if err := o.spare(r.Paths()); err != nil {
		return err
	}
	err := writeFile(o.path, func(w io.Writer) error { return reports.Write(w, o.format, r, opts) })
	if err != nil {
		return pathError("write "+o.format+" report to", o.path, err)
	}
	return nil
}

// writeFile writes a file, which is replaced as a whole or not at all. A pipe or
// device is written to as it is.
func writeFile(path string, render func(io.Writer) error) error {
	info, err := os.Stat(path)
	if err != nil {
		info = nil
	} else if !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		err = render(f)
		if e := f.Close(); err == nil {
			err = e
		}
		return err
	}
	return replaceFile(output{path: path}.target(), render, info)
}

// replaceFile writes a file beside target and puts it in its place when it is
// whole. The mode is that of the file there was, or what the system gives new
// files if was is nil.
func replaceFile(target string, render func(io.Writer) error, was fs.FileInfo) error {
	mode, err := tryFile(filepath.Dir(target))
	if err != nil {
		return err
	}
	if was != nil {
		mode = was.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".refmend-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // does nothing once it is in its place
	buffered := bufio.NewWriterSize(f, 1<<16)
	err = render(buffered)
	if err == nil {
		err = errors.Join(buffered.Flush(), f.Chmod(mode), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}

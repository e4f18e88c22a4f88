package main

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

// An output is a file that a report is written to.
type output struct {
	path   string
	format string
}

// parseOutput reads the value of -o: FILE, whose ending tells the format, or
// F:FILE.
func parseOutput(value string) (output, error) {
	if name, path, ok := strings.Cut(value, ":"); ok && path != "" {
		if f, err := reports.Lookup(name); err == nil {
			return output{path, f.Name}, nil
		}
	}
	f, err := reports.ForPath(value)
	if err != nil {
		return output{}, err
	}
	return output{value, f.Name}, nil
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
	}
	f, err := os.CreateTemp(filepath.Dir(o.path), ".refmend-*")
	if err != nil {
		return pathError("write", o.path, err)
	}
	f.Close()
	return os.Remove(f.Name())
}

// write renders the report into the file, which is replaced as a whole or not
// at all. A pipe or device is written to as it is.
func (o output) write(r *audit.Report) error {
	info, err := os.Stat(o.path)
	if err == nil && !info.Mode().IsRegular() {
		return o.writeDevice(r)
	}
	isNew := err != nil
	pr, pw := io.Pipe()
	go func() {
		// The buffer spares a hand-over between goroutines for every few bytes.
		buffered := bufio.NewWriterSize(pw, 1<<16)
		err := reports.Write(buffered, o.format, r, reports.Options{})
		if err == nil {
			err = buffered.Flush()
		}
		pw.CloseWithError(err)
	}()
	err = atomic.WriteFile(o.path, pr)
	pr.CloseWithError(fs.ErrClosed) // ends the renderer if the file failed first
	if err == nil && isNew {
		err = os.Chmod(o.path, 0o644) // else it keeps a temporary file's 0600
	}
	if err != nil {
		return pathError("write "+o.format+" report to", o.path, err)
	}
	return nil
}

func (o output) writeDevice(r *audit.Report) error {
	f, err := os.OpenFile(o.path, os.O_WRONLY, 0)
	if err != nil {
		return pathError("write", o.path, err)
	}
	err = reports.Write(f, o.format, r, reports.Options{})
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return pathError("write "+o.format+" report to", o.path, err)
	}
	return nil
}

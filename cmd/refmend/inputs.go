package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/sync/errgroup"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
)

// An opener reads the documents that the command line names.
type opener struct {
	format refs.Format // "" to detect
	stdin  io.Reader
	web    *crawler.Crawler // nil: documents are not fetched
}

// open reads every document, and the files that those include. What cannot be
// read, or not before ctx ends, is an Input with the reason, so that nothing is
// left out in silence.
func (o *opener) open(ctx context.Context, places []place) []audit.Input {
	inputs := make([]audit.Input, len(places))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range places {
		group.Go(func() error {
			inputs[i] = o.read(ctx, p)
			return nil
		})
	}
	_ = group.Wait() // nobody fails
	return o.follow(ctx, inputs)
}

// A place is where a document is to be read, or why there is none.
type place struct {
	path  string
	err   error
	found bool // in a directory or by a pattern; else it was named
}

// expand gives the places that args name, each once, in order: files,
// directories, globs, http and https URLs, and "-" for standard input.
func expand(args []string) []place {
	var places []place
	seen := map[string]bool{}
	put := func(p place) {
		name := p.path
		if !isURL(name) {
			name = filepath.Clean(name)
		}
		if !seen[name] {
			seen[name] = true
			places = append(places, p)
		}
	}
	add := func(path string, err error) { put(place{path: path, err: err}) }
	find := func(path string, err error) { put(place{path: path, err: err, found: true}) }
	for _, arg := range args {
		if arg == "-" || isURL(arg) {
			add(arg, nil)
			continue
		}
		info, err := os.Stat(arg)
		scheme, _, isAddress := strings.Cut(arg, "://")
		switch {
		case err != nil && isAddress:
			add(arg, fmt.Errorf("fetch %s: documents are fetched from http and https addresses, not from %s; fetch it yourself and name the file", arg, scheme))
		case err == nil && info.IsDir():
			addDirectory(find, arg)
		case err == nil:
			add(arg, nil)
		case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[{"):
			addGlob(find, arg)
		default:
			add(arg, pathError("open", arg, err))
		}
	}
	return places
}

// addDirectory adds the documents in a directory and below it: the files whose
// ending is one of a format's. Hidden files and directories are left out.
func addDirectory(add func(string, error), dir string) {
	found := false
	root := dir + string(filepath.Separator) // so that a symbolic link is followed
	walk := func(path string, entry fs.DirEntry, err error) error {
		hidden := path != root && strings.HasPrefix(entry.Name(), ".")
		switch {
		case err != nil:
			found = true
			add(path, pathError("read", path, err))
		case hidden && entry.IsDir():
			return fs.SkipDir
		case hidden || entry.IsDir() || entry.Type()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeDevice) != 0:
		default:
			if refs.Recognized(path, func() []byte { return head(path) }) {
				found = true
				add(path, nil)
			}
		}
		return nil
	}
	if err := filepath.WalkDir(root, walk); err != nil {
		add(dir, pathError("read", dir, err))
		return
	}
	if !found {
		add(dir, fmt.Errorf("read %s: no document in this directory has an ending that refmend knows; name the files themselves", dir))
	}
}

// head gives the beginning of a file, or what can be had of it.
func head(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil // reading the file will say why
	}
	defer f.Close()
	beginning := make([]byte, 8<<10)
	n, _ := io.ReadFull(f, beginning)
	return beginning[:n]
}

// addGlob adds the files that a pattern matches; "**" matches directories.
func addGlob(add func(string, error), pattern string) {
	matches, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly(), doublestar.WithNoHidden(), doublestar.WithFailOnIOErrors())
	switch {
	case errors.Is(err, doublestar.ErrBadPattern):
		add(pattern, fmt.Errorf("open %s: no file has this name, and it is no pattern either", pattern))
	case err != nil:
		add(pattern, fmt.Errorf("match %s: %w", pattern, err))
	case len(matches) == 0:
		add(pattern, fmt.Errorf("match %s: no file has such a name", pattern))
	}
	slices.Sort(matches)
	for _, m := range matches {
		add(m, nil)
	}
}

// read reads one document. It gives up when ctx ends, although the system may
// still wait for a terminal or a pipe; the error says then what ended the run.
func (o *opener) read(ctx context.Context, p place) audit.Input {
	done := make(chan audit.Input, 1)
	go func() {
		in := audit.Input{Err: p.err}
		if p.err == nil {
			in = o.document(ctx, p)
		}
		in.Document.Path = p.path
		done <- in
	}()
	in := audit.Input{Document: refs.Document{Path: p.path}}
	select {
	case in = <-done:
	case <-ctx.Done():
		in.Err = ctx.Err()
	}
	if in.Err != nil && ctx.Err() != nil && p.err == nil {
		in.Err = fmt.Errorf("read %s: %w", p.path, audit.Ended(ctx))
	}
	return in
}

func (o *opener) document(ctx context.Context, p place) audit.Input {
	path, options := p.path, refs.Options{Format: o.format}
	if isURL(path) {
		return o.fetch(ctx, path, options)
	}
	in, name := o.stdin, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return audit.Input{Err: pathError("open", path, err)}
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && p.found && info.Mode().IsRegular() && info.Size() == 0 {
			return audit.Input{Document: refs.Document{Warnings: []string{"It is empty: there is nothing to check."}}}
		}
		in, name = f, path
	}
	doc, err := refs.ReadFrom(name, in, options)
	if pe := new(fs.PathError); errors.As(err, &pe) {
		err = pathError("read", name, err)
	}
	return audit.Input{Document: doc, Err: err}
}

func (o *opener) fetch(ctx context.Context, url string, options refs.Options) audit.Input {
	if o.web == nil {
		return audit.Input{Err: fmt.Errorf("fetch %s: documents are not fetched without the network; fetch it yourself and name the file", url)}
	}
	got, err := o.web.Fetch(ctx, url)
	in := audit.Input{Err: err, Requests: got.Requests}
	if err == nil {
		options.MediaType, options.BaseURL = got.ContentType, got.URL
		in.Document, in.Err = refs.Read(url, got.Body, options)
	}
	return in
}

// pathError says what was done to which file and what went wrong, once.
func pathError(verb, path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Errorf("%s %s: %w", verb, path, err)
}

// isURL tells whether s is an http or https address, whose scheme may be
// written in capitals too (RFC 3986, 3.1).
func isURL(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

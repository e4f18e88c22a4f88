package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// mostIncluded is the number of files that are read because one document and
// those that it includes name them.
const mostIncluded = 1000

// follow puts the files that documents are continued in (refs.Document's
// Includes) right behind the document that names them, each once in a run, as
// documents of their own. Only files are read that lie in the directory of the
// document which the user named, or below it, links of the file system
// resolved; what else is named is a warning. Documents from the web and from
// standard input have no directory. When ctx ends, what is left is not read, and
// the document that names it says so.
func (o *opener) follow(ctx context.Context, inputs []audit.Input) []audit.Input {
	f := follower{seen: map[string]bool{}}
	for i := range inputs {
		if path := inputs[i].Document.Path; path != "-" && !isURL(path) {
			f.seen[absolute(path)] = true
		}
	}
	for _, in := range inputs {
		path := in.Document.Path
		if len(in.Document.Includes) == 0 || path == "-" || isURL(path) {
			f.inputs = append(f.inputs, in)
			continue
		}
		f.tree(ctx, in)
	}
	return f.inputs
}

// A follower gathers documents and what they include.
type follower struct {
	inputs []audit.Input
	seen   map[string]bool // absolute paths of those that are read

	root *os.Root // the directory of the document that the user named
	dir  string   // its path
	left int      // files that may still be read
}

// tree adds a document that the user named, and the files that it includes.
func (f *follower) tree(ctx context.Context, in audit.Input) {
	f.dir, f.left = filepath.Dir(in.Document.Path), mostIncluded
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		f.inputs = append(f.inputs, audit.Input{Document: in.Document, Err: errors.Join(in.Err, pathError("open", f.dir, err))})
		return
	}
	f.root = root
	defer root.Close() // nothing was written
	f.add(ctx, in, ".")
}

// add adds a document, which stands in the directory within of the tree, and
// the files that it includes.
func (f *follower) add(ctx context.Context, in audit.Input, within string) {
	place := len(f.inputs)
	f.inputs = append(f.inputs, in)
	doc := &in.Document
	warn := func(format string, args ...any) {
		doc.Warnings = append(doc.Warnings, fmt.Sprintf(format, args...))
		f.inputs[place].Document.Warnings = doc.Warnings
	}
	for _, name := range doc.Includes {
		if ctx.Err() != nil {
			f.inputs[place].Err = errors.Join(in.Err, fmt.Errorf("read what %s includes: %w", doc.Path, audit.Ended(ctx)))
			return
		}
		path, err := f.find(name, within, doc.Format)
		full := filepath.Join(f.dir, path)
		switch key := absolute(full); {
		case errors.Is(err, fs.ErrNotExist):
			warn("It includes %s, which is not there.", name)
			continue
		case err != nil:
			warn("It includes %s, which %v.", name, err)
			continue
		case f.seen[key]:
			continue
		case f.left == 0:
			warn("It and its files include more than %d files; %s and those behind it were not read.", mostIncluded, name)
			return
		default:
			f.seen[key] = true
			f.left--
		}
		child, err := f.read(path, includedFormat(name, doc.Format))
		child.Path = full
		switch {
		case errors.Is(err, refs.ErrEmpty):
			continue
		case errors.Is(err, refs.ErrBinary):
			warn("It includes %s, which is no text and was not read.", name)
			continue
		}
		f.add(ctx, audit.Input{Document: child, Err: err}, filepath.Dir(path))
	}
}

// Why a file that is there is not read, to be said behind its name.
var (
	errOutside = errors.New("lies outside of its directory and was not read; name it as a document of its own")
	errNoFile  = errors.New("is no file")
)

// find gives the path in the tree of a file that a document in the directory
// within names: beside the document, or, as LaTeX runs where its first file is,
// at the top of the tree.
func (f *follower) find(name, within string, format refs.Format) (string, error) {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return "", errOutside
	}
	places := []string{filepath.Join(within, name)}
	if format == refs.FormatTeX && within != "." {
		places = append(places, filepath.Clean(name))
	}
	first := fs.ErrNotExist
	for _, path := range places {
		if !filepath.IsLocal(path) {
			first = errOutside
			continue
		}
		info, err := f.root.Stat(path)
		switch {
		case err == nil && info.Mode().IsRegular():
			return path, nil
		case err == nil:
			first = errNoFile
		case !errors.Is(err, fs.ErrNotExist):
			first = errOutside // a link that leads there, or what may not be looked at
		}
	}
	return "", first
}

// includedFormat gives the format in which a file is read that a document
// includes: "", if its name tells; else that of the document, whose part it is.
func includedFormat(name string, document refs.Format) refs.Format {
	ending := strings.ToLower(filepath.Ext(name))
	known := refs.Recognized(name, func() []byte { return nil }) && ending != ".txt" && ending != ".text"
	if known || document == refs.FormatMarkdown { // whose libraries may be of any kind
		return ""
	}
	return document
}

// read reads a file of the tree.
func (f *follower) read(path string, format refs.Format) (refs.Document, error) {
	full := filepath.Join(f.dir, path)
	file, err := f.root.Open(path)
	if err != nil {
		return refs.Document{}, pathError("open", full, err)
	}
	defer file.Close()
	doc, err := refs.ReadFrom(full, file, refs.Options{Format: format})
	if pe := new(fs.PathError); errors.As(err, &pe) {
		err = pathError("read", full, err)
	}
	return doc, err
}

// absolute gives the path by which a file is known, however it was named.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// longestList is the length in bytes of a list of documents.
const longestList = 64 << 20

// listed gives the documents that a list names, "-" for standard input: one a
// line or, if there is a zero byte in it, each ended by one, as "find -print0" and
// "git ls-files -z" have it. Names stand for what they do as arguments.
func listed(path string, stdin io.Reader) ([]string, error) {
	in, name, err := openNamed(path, stdin)
	if err != nil {
		return nil, pathError("read the list of documents", path, err)
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, longestList+1))
	switch {
	case err != nil:
		return nil, pathError("read the list of documents", name, err)
	case len(data) > longestList:
		return nil, fmt.Errorf("read the list of documents %s: it is longer than %d bytes", name, longestList)
	}
	end := "\n"
	if bytes.IndexByte(data, 0) >= 0 {
		end = "\x00"
	}
	var names []string
	for line := range strings.SplitSeq(string(data), end) {
		if end == "\n" {
			line = strings.TrimSuffix(line, "\r")
		}
		if line != "" {
			names = append(names, line)
		}
	}
	if path == "-" && slices.Contains(names, "-") {
		return nil, errors.New("read the list of documents: standard input is the list and cannot be a document too")
	}
	return names, nil
}

// openNamed opens a file, or standard input for "-", and gives a name of it for
// people.
func openNamed(path string, stdin io.Reader) (io.ReadCloser, string, error) {
	if path == "-" {
		return io.NopCloser(stdin), "standard input", nil
	}
	f, err := os.Open(path)
	return f, path, err
}

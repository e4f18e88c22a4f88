package refs

import (
	"strings"
	"testing"
)

// TestDetectRecords holds that bibliographic records are told from prose and
// from the JSON of programs, whatever their names.
func TestDetectRecords(t *testing.T) {
	const (
		csl      = `[{"id": "a", "type": "book", "title": "x", "issued": {"raw": "2001"}}]`
		pack     = `{"name": "tides", "version": "1.0.0", "type": "module", "author": {"name": "Aalto", "url": "http://a.org/"}, "homepage": "http://a.org/", "bugs": {"url": "http://b.org/"}, "dependencies": {"x": "^1"}, "files": ["a"], "keywords": ["b"]}`
		lock     = `{"name": "tides", "lockfileVersion": 3, "packages": {"": {"license": "MIT"}, "a": {"resolved": "http://a.org/a.tgz"}}}`
		tsconfig = "{\n  // comment\n  \"compilerOptions\": {\"target\": \"es2020\"}, \"include\": [\"src\"], \"references\": [{\"path\": \"./a\"}]\n}"
		schema   = `{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Book", "type": "object", "properties": {"DOI": {"type": "string"}, "URL": {"type": "string"}}}`
		posts    = `{"items": [{"id": 1, "type": "post", "title": "x", "author": [{"name": "Aalto"}], "url": "http://a.org/"}]}`
		geo      = `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"title": "x", "year": 2001}}]}`
		jsonFeed = `{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", "url": "http://a.org/", "title": "y", "authors": [{"name": "Aalto"}]}]}`
		bib      = `{"records": [{"title": "x", "identifier": [{"type": "doi", "id": "10.1000/a"}]}]}`
		book     = `{"cells": [{"cell_type": "markdown", "source": ["[a](http://a.org/)"]}]}`
		ris      = "TY  - JOUR\nTI  - x\nUR  - http://a.org/\nER  - \n"
		nbib     = "\nPMID- 31234567\nOWN - NLM\nTI  - x\n"
		prose    = "TY is short for type.\nTI - a tag - stands in http://a.org/\n"
	)
	for _, c := range []struct {
		name, media, head string
		want              Format
		searched          bool // for, in a directory
	}{
		{"a.ris", "", ris, FormatRIS, true}, {"a.txt", "", ris, FormatRIS, true}, {"-", "", ris, FormatRIS, false}, {"a.nbib", "", ris, FormatRIS, true}, {"a.ris", "", prose, FormatRIS, true},
		{"a.txt", "", prose, FormatText, true}, {"-", "", "PMID- 31234567 is a number.\nIt names a work.\n", FormatText, false}, {"x", "application/x-research-info-systems; charset=x", prose, FormatRIS, false},
		{"a.nbib", "", nbib, FormatNBIB, true}, {"pubmed.txt", "", nbib, FormatNBIB, true}, {"a.medline", "", nbib, FormatNBIB, true}, {"-", "", nbib, FormatNBIB, false},
		{"a.json", "", csl, FormatCSL, true}, {"a.csl.json", "", csl, FormatCSL, true}, {"-", "", csl, FormatCSL, false}, {"x", "application/json", csl, FormatCSL, false}, {"x", "application/vnd.citationstyles.csl+json", pack, FormatCSL, false},
		{"a.json", "", `{"items": ` + csl + `}`, FormatCSL, true}, {"a.json", "", csl[:70], FormatCSL, true}, {"a.txt", "", csl, FormatText, true},
		{"a.json", "", `[{"title": "x", "DOI": "10.1000/a", "container-title": "y"}]`, FormatCSL, true},
		{"a.json", "", bib, FormatBibJSON, true}, {"a.bibjson", "", bib, FormatBibJSON, true}, {"a.json", "", `[{"title": "x", "author": [{"name": "Aalto"}], "year": "2001"}]`, FormatBibJSON, true},
		{"a.ipynb", "", book, FormatNotebook, true}, {"a.json", "", book, FormatNotebook, true}, {"-", "", `{"nbformat": 4, "cells": []}`, FormatNotebook, false}, {"a.ipynb", "", `{"metadata": {`, FormatNotebook, true},
		{"package.json", "", pack, FormatJSON, false}, {"package-lock.json", "", lock, FormatJSON, false}, {"tsconfig.json", "", tsconfig, FormatText, false}, {"book.schema.json", "", schema, FormatJSON, false},
		{"posts.json", "", posts, FormatJSON, false}, {"a.geojson", "", geo, FormatJSON, false}, {"feed.json", "", jsonFeed, FormatJSON, false}, {"a.json", "", `"text"`, FormatText, false},
		{"a.json", "", strings.Repeat(" ", 10) + pack[:40], FormatJSON, false}, {"-", "", "[1] Aalto M. Drift. 2001.\n", FormatText, false}, {"-", "", "{see \"a\"}", FormatText, false}, {"-", "", "[]", FormatText, false},
		{"a.md", "", csl, FormatMarkdown, true}, {"a.bib", "", ris, FormatRIS, true},
	} {
		if got := detect(c.name, c.media, c.head); got != c.want {
			t.Errorf("%s, %q, %.30q: %s, want %s", c.name, c.media, c.head, got, c.want)
		}
		if got := Recognized(c.name, func() []byte { return []byte(c.head) }); got != c.searched {
			t.Errorf("%s, %.30q: searched %v", c.name, c.head, got)
		}
	}
}

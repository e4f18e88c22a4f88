package refs

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
)

// Format is the form a document is written in.
type Format string

// The formats that can be read.
const (
	FormatText     Format = "text"
	FormatHTML     Format = "html"
	FormatMarkdown Format = "markdown"
	FormatBibTeX   Format = "bibtex"
	FormatURLs     Format = "urls" // a list of URLs or DOIs, one a line
)

// A reader knows one format: by what it is told, and how it is read.
type reader struct {
	format  Format
	endings []string // of file names, in lower case, with their dot
	// borrowed are endings that say little (".xml", ".txt"): such a file has
	// this format if it looks like it.
	borrowed   []string
	mediaTypes []string // in lower case
	// looks tells the format by the beginning of a document's text; nil if
	// nothing but its name tells it.
	looks func(head string) bool
	// strict: every document of the format looks like it, and prose does not.
	// A name's ending does not count against the looks of such a format.
	strict bool
	read   func(*source, Options) (content, error)

	// A format that is no text has these instead of looks and read.

	holds func(data []byte) bool // tells the format by a document's bytes
	open  func(data []byte, o Options) ([]part, error)
}

// readers lists the formats, family by family, those that are told by plainer
// signs first: of formats that are as strict as each other, the first that a
// document looks like is its format. XML and JSON can hold what Markdown and
// lists of URLs are told by.
var readers = slices.Concat(archiveReaders, pdfReaders, xmlReaders, recordReaders, plainReaders, markupReaders)

var plainReaders = []reader{
	{
		format: FormatHTML, endings: []string{".html", ".htm", ".xhtml", ".xht"}, borrowed: []string{".txt", ".text", ".xml"},
		mediaTypes: []string{"text/html", "application/xhtml+xml"}, looks: looksHTML, strict: true, read: readHTML,
	},
	{
		format: FormatBibTeX, endings: []string{".bib", ".bibtex"},
		mediaTypes: []string{"application/x-bibtex", "text/x-bibtex"}, looks: looksBibTeX, strict: true, read: readBibTeX,
	},
	{
		format: FormatURLs, endings: []string{".urls", ".url-list", ".list", ".uris"}, borrowed: []string{".txt", ".text"},
		mediaTypes: []string{"text/uri-list"}, looks: looksURLs, read: readURLs,
	},
	{
		format: FormatMarkdown, endings: []string{".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"},
		mediaTypes: []string{"text/markdown", "text/x-markdown"}, looks: looksMarkdown, read: readMarkdown,
	},
	{format: FormatText, endings: []string{".txt", ".text"}, read: readText},
}

// Formats lists the formats that can be read, by name.
var Formats = func() (all []Format) {
	for _, r := range readers {
		all = append(all, r.format)
	}
	slices.Sort(all)
	return all
}()

// readerOf gives the reader of a format, nil if there is none.
func readerOf(f Format) *reader {
	return findReader(func(r *reader) bool { return r.format == f })
}

func findReader(is func(*reader) bool) *reader {
	for i := range readers {
		if is(&readers[i]) {
			return &readers[i]
		}
	}
	return nil
}

// Recognized tells whether a file is a document that Read knows, by its name
// and, where the ending says little, by its beginning, the first few kilobytes
// of which head gives. It is how a directory is searched.
func Recognized(name string, head func() []byte) bool {
	ending, packed := endingOf(name)
	return findReader(func(r *reader) bool {
		switch {
		case slices.Contains(r.endings, ending):
			return true
		case !slices.Contains(r.borrowed, ending):
			return false
		case packed:
			return r.looks(string(gunzipHead(head())))
		}
		return r.looks(string(head()))
	}) != nil
}

// archiveReader gives the reader of a document that is no text: that of the
// format that is asked for, or if none is, that of the format that data has. It
// is nil for text.
func archiveReader(data []byte, asked Format) *reader {
	return findReader(func(r *reader) bool {
		return r.open != nil && (r.format == asked || asked == "" && r.holds(data))
	})
}

// detect tells the format of a document by what its transport says; by what it
// looks like if its name's ending says little; by the ending, unless the text
// is plainly of another format; and else by what it looks like, strict formats
// first. head is the beginning of its text.
func detect(name, mediaType string, head string) Format {
	head = strings.TrimPrefix(head, "\uFEFF")
	ending, _ := endingOf(name)
	main, _, _ := strings.Cut(mediaType, ";")
	main = strings.ToLower(strings.TrimSpace(main))
	for _, is := range []func(*reader) bool{
		func(r *reader) bool { return slices.Contains(r.mediaTypes, main) && r.read != nil },
		func(r *reader) bool { return slices.Contains(r.borrowed, ending) && r.looks(head) },
		func(r *reader) bool {
			return slices.Contains(r.endings, ending) && r.read != nil && (!r.strict || r.looks(head) || !looksStrict(head))
		},
		func(r *reader) bool { return r.strict && r.looks(head) },
		func(r *reader) bool { return r.looks != nil && r.looks(head) },
	} {
		if r := findReader(is); r != nil {
			return r.format
		}
	}
	return FormatText
}

// looksStrict tells text that is of a format whose documents all look alike.
func looksStrict(head string) bool {
	return findReader(func(r *reader) bool { return r.strict && r.looks(head) }) != nil
}

// oddEnding says that the ending of a document's name promises another format
// than it has; "" if not, or if the user said what it is.
func oddEnding(name string, f Format, o Options) string {
	ending, _ := endingOf(name)
	if o.Format != "" || ending == "" || o.MediaType != "" {
		return ""
	}
	r := findReader(func(r *reader) bool { return slices.Contains(r.endings, ending) })
	is := readerOf(f)
	if r == nil || is == nil || r.format == f || slices.Contains(is.borrowed, ending) {
		return ""
	}
	return fmt.Sprintf("Its name ends in %s, but it is %s and was read as that.", ending, f)
}

// looksHTML tells text that begins as an HTML document does.
func looksHTML(head string) bool {
	s := strings.TrimLeft(head, " \t\r\n\f")
	for strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<?xml") {
		_, rest, ok := strings.Cut(s, ">")
		if !ok {
			return false
		}
		s = strings.TrimLeft(rest, " \t\r\n\f")
	}
	s = strings.ToLower(s[:min(len(s), 20)])
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(s, tag) {
			return true
		}
	}
	return false
}

// looksBibTeX tells text whose first entry is one of BibTeX's.
func looksBibTeX(head string) bool {
	for i, c := range []byte(head) {
		if c != '@' || i > 0 && head[i-1] != '\n' && head[i-1] != ' ' {
			continue
		}
		end := i + 1
		for end < len(head) && isLetter(head[end]) {
			end++
		}
		kind := strings.ToLower(head[i+1 : end])
		rest := strings.TrimLeft(head[end:], " \t")
		return entryKinds[kind] && rest != "" && (rest[0] == '{' || rest[0] == '(')
	}
	return false
}

var entryKinds = wordSet(`article|book|booklet|inbook|incollection|inproceedings|conference|manual|mastersthesis|phdthesis|thesis|misc|proceedings|` +
	`techreport|report|unpublished|online|electronic|www|software|dataset|patent|collection|mvbook|bookinbook|suppbook|inreference|reference|` +
	`periodical|suppperiodical|string|comment|preamble|set|xdata|webpage`)

// looksURLs tells text whose lines are a URL or a DOI each.
func looksURLs(head string) bool {
	links := 0
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.ContainsAny(line, " \t"):
			return false
		case strings.Contains(line, "://") || strings.HasPrefix(line, "10.") || foldPrefix(line, "doi:") || strings.HasPrefix(line, "www."):
			links++
		default:
			return false
		}
	}
	return links > 0
}

// looksMarkdown tells text by the marks that only Markdown has: its links and
// fences, or headings and their rulers.
func looksMarkdown(head string) bool {
	if strings.Contains(head, "](http") || strings.Contains(head, "\n```") || strings.HasPrefix(head, "---\ntitle:") {
		return true
	}
	headings := 0
	for line := range strings.Lines(head) {
		if mark := strings.TrimLeft(line, "#"); len(mark) < len(line) && strings.HasPrefix(mark, " ") {
			headings++
		}
	}
	return headings >= 2
}

// checkText gives an error that is ErrBinary if data is no text, and tells
// what it is instead.
func checkText(data []byte) error {
	sample := data[:min(len(data), sampleSize)]
	m := mimetype.Detect(sample)
	kind, _, _ := strings.Cut(m.String(), ";")
	advice := "convert it to text first"
	switch kind {
	case "application/gzip", "application/x-xz", "application/x-bzip2", "application/zstd", "application/zip", "application/x-tar", "application/x-7z-compressed", "application/vnd.rar":
		advice = "unpack it first"
	case "application/pdf":
		return fmt.Errorf("%w: it looks like %s; read it as %s", ErrBinary, kind, FormatPDF)
	case "text/rtf", "application/postscript":
		return fmt.Errorf("%w: it looks like %s; %s", ErrBinary, kind, advice)
	}
	for is := m; is != nil; is = is.Parent() {
		if is.Is("text/plain") {
			return nil
		}
	}
	if looksUTF16(sample) > 0 || bytes.HasPrefix(sample, []byte("\xFF\xFE")) || bytes.HasPrefix(sample, []byte("\xFE\xFF")) {
		return nil
	}
	// A stray zero or control byte makes no binary file of a text, nor do
	// letters that happen to be the first ones of some picture.
	control := 0
	for _, c := range sample {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B || c == 0x7F {
			control++
		}
	}
	if known := kind != "application/octet-stream"; control*20 <= len(sample) && (!known || control == 0 && utf8.Valid(sample)) {
		return nil
	}
	return fmt.Errorf("%w: it looks like %s; %s", ErrBinary, kind, advice)
}

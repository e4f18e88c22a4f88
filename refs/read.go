package refs

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// MaxSize is the size in bytes of the biggest document that Read takes.
// Whoever reads one from disk or network asks for its size before.
const MaxSize = 64 << 20

// mostPieces is the number of references, and that of paragraphs of marked-up
// text, that Read takes from one document: each costs about a kilobyte, however
// short it is.
const mostPieces = 1 << 20

// What can be wrong with a document as a whole. Read wraps them with the
// document's path, what was seen and what to do.
var (
	ErrEmpty     = errors.New("document is empty")
	ErrBinary    = errors.New("document is no text")
	ErrEncrypted = errors.New("document is encrypted")
	ErrTooLarge  = errors.New("document is too large")
	ErrFormat    = errors.New("unknown format")
	ErrSyntax    = errors.New("document is damaged") // of a format with a grammar; what could be read is there
)

// Options tell what is known of a document beside its bytes. The zero value
// is right for a file.
type Options struct {
	Format    Format // "": by the name's ending, MediaType or content
	MediaType string // Content-Type of a document that was fetched; it may tell the charset
	BaseURL   string // of a document that was fetched: relative links of HTML and Markdown lead on from it; "": they are no links
}

// Read finds the references of a document and the links of each. path is what
// the user calls the document; its ending may tell the format.
//
// What is compressed with gzip is unpacked first, once.
//
// The error is ErrEmpty, ErrBinary, ErrEncrypted, ErrTooLarge, ErrFormat or
// ErrSyntax. With ErrSyntax, which a broken BibTeX file or half an archive gives,
// and with ErrTooLarge for more than a million references, the Document holds
// what could be read all the same. Read may be called by several goroutines at
// once; the Document shares no memory with data.
func Read(path string, data []byte, o Options) (Document, error) {
	if isGzip(data) && len(data) <= MaxSize {
		return readPacked(path, bytes.NewReader(data), o)
	}
	return readWhole(path, data, o)
}

// readWhole reads a document that is not compressed.
func readWhole(path string, data []byte, o Options) (Document, error) {
	doc := Document{Path: path, Format: o.Format}
	if len(data) > MaxSize {
		return doc, fmt.Errorf("read %s: %w: more than %d MB; split it", path, ErrTooLarge, MaxSize>>20)
	}
	if isVoid(data) {
		return doc, fmt.Errorf("read %s: %w: there is nothing to check", path, ErrEmpty)
	}
	parts, err := doc.open(data, o)
	if w := oddEnding(path, doc.Format, o); w != "" {
		doc.Warnings = append(doc.Warnings, w)
	}
	for i := range parts {
		p := &parts[i]
		if doc.Title == "" {
			doc.Title = fold(cutRunes(p.content.title, longestTitle))
		}
		doc.References = joined(doc.References, p.references())
		doc.Warnings = append(doc.Warnings, p.warnings...)
		doc.Includes = append(doc.Includes, p.content.includes...)
		if p.content.cut || len(doc.References) > mostPieces {
			doc.References = doc.References[:min(len(doc.References), mostPieces)]
			if err == nil {
				err = fmt.Errorf("%w: more than %d references or paragraphs; split it", ErrTooLarge, mostPieces)
			}
			break
		}
	}
	if err != nil {
		return doc, fmt.Errorf("read %s: %w", path, err)
	}
	return doc, nil
}

// open tells the document's format and gives its texts.
func (doc *Document) open(data []byte, o Options) ([]part, error) {
	if r := archiveReader(data, o.Format); r != nil {
		doc.Format = r.format
		return r.open(data, o)
	}
	if err := checkForeign(data); err != nil {
		return nil, err
	}
	if err := checkText(data); err != nil {
		return nil, err
	}
	src, f := decodeAs(doc.Path, data, o)
	doc.Format = f
	r := readerOf(f)
	if r == nil {
		return nil, fmt.Errorf("%w %q", ErrFormat, f)
	}
	content, err := r.read(src, o)
	return []part{{src: src, content: content}}, err
}

const longestTitle = 1000 // bytes

// isVoid tells data of nothing but white space and byte order marks.
func isVoid(data []byte) bool {
	for _, c := range data {
		switch c {
		case 0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF:
		default:
			if !isBlank(c) {
				return false
			}
		}
	}
	return true
}

// decodeAs decodes a document and tells its format, on which the charset can
// depend and the other way round.
func decodeAs(path string, data []byte, o Options) (*source, Format) {
	const head = 8 << 10
	declared := charsetOf(o.MediaType)
	f := o.Format
	if f == "" {
		// The marks of all formats are ASCII: the raw bytes do for a start.
		f = detect(path, o.MediaType, string(data[:min(len(data), head)]))
	}
	src := decode(data, declared, f == FormatHTML)
	if o.Format == "" && src.wide > 0 {
		f = detect(path, o.MediaType, cutRunes(src.text, head))
	}
	return src, f
}

// fold makes every run of white space one space.
func fold(s string) string {
	if isFolded(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

package refs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// window is how much of a text is read at once, in bytes, if it is longer than
// that. What is shorter is read whole.
const window = 4 << 20

// ReadFrom reads a document as [Read] does, from a stream. Plain text and lists
// of URLs in UTF-8 may be of any length: they are read window by window, each
// ending between two paragraphs or at least two lines, so that memory does not
// grow with them but with what is found. Other formats are read whole and may
// have MaxSize bytes. All this holds for documents compressed with gzip too.
//
// An error of r is given back as it is, without a Document: half a document is
// none.
func ReadFrom(path string, r io.Reader, o Options) (Document, error) {
	head, err := readUpTo(r, nil, window+1)
	if err != nil {
		return Document{Path: path}, err
	}
	if isGzip(head) {
		return readPacked(path, io.MultiReader(bytes.NewReader(head), r), o)
	}
	return readOn(path, head, r, o)
}

// readOn reads a document of which up to window+1 bytes were read from r.
func readOn(path string, head []byte, r io.Reader, o Options) (Document, error) {
	if len(head) > window && streams(path, head, o) {
		return readWindows(path, r, head, o)
	}
	if len(head) > window {
		var err error
		if head, err = readUpTo(r, head, MaxSize+1); err != nil {
			return Document{Path: path}, err
		}
	}
	return readWhole(path, head, o)
}

// readUpTo appends what r gives to data until that has n bytes or r ends.
func readUpTo(r io.Reader, data []byte, n int) ([]byte, error) {
	b := bytes.NewBuffer(data)
	_, err := io.CopyN(b, r, int64(n-len(data)))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b.Bytes(), nil
}

// streams tells whether a document that begins so can be read in windows.
func streams(path string, head []byte, o Options) bool {
	if checkText(head) != nil {
		return false // Read says what it is
	}
	src, f := decodeAs(path, head[:len(head)-len(lastRune(head))], o)
	return src.charset == nil && (f == FormatText || f == FormatURLs)
}

// lastRune gives the bytes of a character that data may break off in.
func lastRune(data []byte) []byte {
	for i := len(data) - 1; i >= 0 && i >= len(data)-utf8.UTFMax; i-- {
		if utf8.RuneStart(data[i]) {
			return data[i:]
		}
	}
	return nil
}

// readWindows reads what is left of r behind data.
func readWindows(path string, r io.Reader, data []byte, o Options) (Document, error) {
	whole := Document{Path: path}
	at, line := 0, 0 // bytes and lines before data
	for {
		end := len(data)
		if end > window {
			end = windowEnd(data[:window])
		}
		part, err := readWhole(path, data[:end], o)
		switch {
		case errors.Is(err, ErrEmpty): // a stretch of blank lines
		case err != nil:
			return whole, err
		}
		if at == 0 {
			whole.Format, whole.Title, whole.Warnings = part.Format, strings.Clone(part.Title), part.Warnings
			o.Format = part.Format
		}
		for _, ref := range part.References {
			whole.References = append(whole.References, ref.moved(at, line))
		}
		if len(whole.References) > mostPieces {
			whole.References = whole.References[:mostPieces]
			return whole, fmt.Errorf("read %s: %w: more than %d references; split it", path, ErrTooLarge, mostPieces)
		}
		if end == len(data) {
			return whole, nil
		}
		at += end
		line += countLines(data[:end])
		rest := append(make([]byte, 0, window+bytes.MinRead), data[end:]...)
		if data, err = readUpTo(r, rest, window+1); err != nil {
			return Document{Path: path}, err
		}
	}
}

// windowEnd gives the place where a window is best cut: behind the last empty
// line of its second half, else behind the last line, else before the last
// character.
func windowEnd(data []byte) int {
	half := len(data) / 2
	for _, mark := range []string{"\n\n", "\n\r\n", "\n", "\r"} {
		if i := bytes.LastIndex(data[half:], []byte(mark)); i >= 0 {
			return half + i + len(mark)
		}
	}
	return len(data) - len(lastRune(data))
}

// countLines counts the lines that end in data, as locate does.
func countLines(data []byte) int {
	return bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) - bytes.Count(data, []byte("\r\n"))
}

// moved gives the reference as it stands in a document in which bytes and
// lines come before it. It shares no memory with ref's document: what stands in
// its text, as most of it does, shares that.
func (ref Reference) moved(bytes, lines int) Reference {
	move := func(p *Position) {
		p.Offset += bytes
		p.Line += lines
	}
	text := strings.Clone(ref.Text)
	own := func(s *string) {
		if i := strings.Index(text, *s); i >= 0 {
			*s = text[i : i+len(*s)]
		} else {
			*s = strings.Clone(*s)
		}
	}
	move(&ref.Pos)
	ref.Text = text
	for _, s := range []*string{&ref.Label, &ref.Title, &ref.Accessed, &ref.Language} {
		own(s)
	}
	for i := range ref.Authors {
		own(&ref.Authors[i])
	}
	for i := range ref.Links {
		l := &ref.Links[i]
		move(&l.Pos)
		own(&l.Written)
		own(&l.ID)
		own((*string)(&l.Target))
		for k := range l.Repairs {
			own((*string)(&l.Repairs[k].Target))
		}
	}
	return ref
}

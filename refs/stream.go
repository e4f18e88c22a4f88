package refs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
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
	for len(data) < n {
		if len(data) == cap(data) {
			data = slices.Grow(data, min(max(len(data), bytes.MinRead), n-len(data)))
		}
		k, err := r.Read(data[len(data):min(cap(data), n)])
		data = data[:len(data)+k]
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return data, nil
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

// readWindows reads what is left of r behind data, whose memory it uses for all
// windows.
func readWindows(path string, r io.Reader, data []byte, o Options) (Document, error) {
	whole := Document{Path: path}
	var found [][]Reference // in each window
	gathered := func() Document {
		whole.References = slices.Concat(found...)
		whole.References = whole.References[:min(len(whole.References), mostPieces)]
		return whole
	}
	at, line, count := 0, 0, 0 // bytes, lines and references before data
	for {
		end := len(data)
		if end > window {
			end = windowEnd(data[:window])
		}
		part, err := readWhole(path, data[:end], o)
		switch {
		case errors.Is(err, ErrEmpty): // a stretch of blank lines
		case err != nil:
			return gathered(), err
		}
		if at == 0 {
			whole.Format, whole.Title, whole.Warnings = part.Format, strings.Clone(part.Title), part.Warnings
			o.Format = part.Format
		}
		settle(part.References, at, line)
		found = append(found, part.References)
		if count += len(part.References); count > mostPieces {
			return gathered(), fmt.Errorf("read %s: %w: more than %d references; split it", path, ErrTooLarge, mostPieces)
		}
		if end == len(data) {
			return gathered(), nil
		}
		at += end
		line += countLines(data[:end])
		if data, err = readUpTo(r, append(data[:0], data[end:]...), window+1); err != nil {
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
		// That there is none is quicker to tell than where the last one is.
		if mark := []byte(mark); bytes.Contains(data[half:], mark) {
			return half + bytes.LastIndex(data[half:], mark) + len(mark)
		}
	}
	return len(data) - len(lastRune(data))
}

// countLines counts the lines that end in data, as locate does.
func countLines(data []byte) int {
	return bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) - bytes.Count(data, []byte("\r\n"))
}

// settle makes references of a window those of the document, in which so many
// bytes and lines come before it. They share no memory with the window then: the
// texts of all have one piece of it together, and what stands in a text, as most
// of a reference does, shares that.
func settle(refs []Reference, bytes, lines int) {
	size := 0
	for i := range refs {
		size += len(refs[i].Label) + len(refs[i].Text)
	}
	var texts strings.Builder
	texts.Grow(size)
	for i := range refs {
		ref := &refs[i]
		ref.move(bytes, lines)
		start := texts.Len()
		texts.WriteString(ref.Label)
		texts.WriteString(ref.Text)
		own := texts.String()[start:]
		ref.Label, ref.Text = own[:len(ref.Label)], own[len(ref.Label):]
		ref.moveInto(ref.Text)
	}
}

// move adds to the places of a reference.
func (ref *Reference) move(bytes, lines int) {
	move := func(p *Position) {
		p.Offset += bytes
		p.Line += lines
	}
	move(&ref.Pos)
	for i := range ref.Links {
		move(&ref.Links[i].Pos)
	}
}

// moveInto makes what is written of a reference a part of text, or gives it
// memory of its own if it does not stand there. Its dates and languages are
// never pieces of the document.
func (ref *Reference) moveInto(text string) {
	own := func(s *string) {
		if i := strings.Index(text, *s); i >= 0 {
			*s = text[i : i+len(*s)]
		} else {
			*s = strings.Clone(*s)
		}
	}
	own(&ref.Title)
	for i := range ref.Authors {
		own(&ref.Authors[i])
	}
	for i := range ref.Links {
		l := &ref.Links[i]
		own(&l.Written)
		own(&l.ID)
		own((*string)(&l.Target))
		own(&l.Ignored)
		for k := range l.Repairs {
			own((*string)(&l.Repairs[k].Target))
		}
	}
}

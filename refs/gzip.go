package refs

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// isGzip tells data compressed with gzip (RFC 1952) by its first bytes.
func isGzip(data []byte) bool { return bytes.HasPrefix(data, []byte("\x1F\x8B")) }

// endingOf gives the ending of a document's name in lower case, with its dot;
// packed says that one of compressed files stands behind it.
func endingOf(name string) (ending string, packed bool) {
	name = strings.ToLower(name)
	ending = path.Ext(name)
	if ending == ".gz" || ending == ".gzip" {
		return path.Ext(strings.TrimSuffix(name, ending)), true
	}
	return ending, false
}

// A gunzipper reads what was compressed with gzip, all members of it. Damage
// ends the text and is kept for whoever asks.
type gunzipper struct {
	from   *countedReader
	packed *bufio.Reader
	member *gzip.Reader // nil before the first and behind the last one
	ended  bool
	size   int64 // bytes given
	damage error // ErrSyntax or ErrTooLarge
	wrong  bool  // what was given is not what was compressed
}

func newGunzipper(r io.Reader) *gunzipper {
	from := &countedReader{r: r}
	return &gunzipper{from: from, packed: bufio.NewReaderSize(from, 64<<10)}
}

// mostUnpacked is how many times its size a stream may become. Text becomes
// five to fifty times its size; the bound of the method is 1032.
const mostUnpacked = 250

// Read gives an error of what it reads from as it is.
func (g *gunzipper) Read(p []byte) (int, error) {
	for !g.ended {
		if g.member == nil && !g.begin() {
			break
		}
		n, err := g.member.Read(p)
		g.size += int64(n)
		switch {
		case g.size > MaxSize && g.size/mostUnpacked > g.from.n:
			g.stop(fmt.Errorf("%w: it unpacks to more than %d times its size", ErrTooLarge, mostUnpacked))
		case errors.Is(err, io.EOF):
			g.member = nil
		case err != nil:
			g.wrong = !errors.Is(err, io.ErrUnexpectedEOF)
			g.stop(damagedGzip(err))
		}
		if n > 0 {
			return n, nil
		}
	}
	if g.from.err != nil {
		return 0, g.from.err
	}
	return 0, io.EOF
}

// begin opens the next member. What follows the last one and is none is passed
// over, as gzip does: files are padded.
func (g *gunzipper) begin() bool {
	head, _ := g.packed.Peek(2)
	if !isGzip(head) {
		g.ended = true
		return false
	}
	z, err := gzip.NewReader(g.packed)
	if err != nil {
		g.stop(damagedGzip(err))
		return false
	}
	z.Multistream(false)
	g.member = z
	return true
}

// stop ends the text.
func (g *gunzipper) stop(damage error) {
	g.ended = true
	if g.from.err == nil {
		g.damage = damage
	}
}

func damagedGzip(err error) error {
	corrupt := flate.CorruptInputError(0)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the compressed file ends too early; get a whole copy", ErrSyntax)
	case errors.Is(err, gzip.ErrChecksum):
		return fmt.Errorf("%w: the checksum of the compressed file is wrong; get a good copy", ErrSyntax)
	case errors.As(err, &corrupt):
		return fmt.Errorf("%w: the compressed file is broken at its byte %d; get a good copy", ErrSyntax, int64(corrupt))
	}
	return fmt.Errorf("%w: the compressed file is broken; get a good copy", ErrSyntax)
}

// A countedReader counts the bytes that were read and keeps the error that r
// gave, if it was not its end.
type countedReader struct {
	r   io.Reader
	n   int64
	err error
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// gunzipHead gives what the beginning of a compressed file unpacks to.
func gunzipHead(head []byte) []byte {
	const most = 8 << 10 // bytes
	data, _ := io.ReadAll(io.LimitReader(newGunzipper(bytes.NewReader(head)), most))
	return data
}

// readPacked reads a document that is compressed. One that was cut off is read
// as far as it goes; one with a wrong byte is not, as nobody knows where that is.
func readPacked(name string, packed io.Reader, o Options) (Document, error) {
	g := newGunzipper(packed)
	head, err := readUpTo(g, nil, window+1)
	var doc Document
	if err == nil {
		doc, err = readOn(name, head, g, o)
	}
	if g.from.err != nil {
		return Document{Path: name}, g.from.err
	}
	if g.wrong {
		doc = Document{Path: name}
	}
	for i := range doc.References {
		for k := range doc.References[i].Links {
			doc.References[i].Links[k].Length = 0
		}
	}
	if g.damage != nil {
		err = fmt.Errorf("read %s: %w", name, g.damage)
	}
	if _, told := endingOf(name); !told && o.Format == "" && o.MediaType == "" && hasKnownEnding(name) {
		doc.Warnings = append(doc.Warnings, "It is compressed with gzip, which its name does not say.")
	}
	return doc, err
}

// hasKnownEnding tells whether the ending of a name is one of a format's.
func hasKnownEnding(name string) bool {
	ending, _ := endingOf(name)
	return findReader(func(r *reader) bool { return slices.Contains(r.endings, ending) }) != nil
}

package refs

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An archive is a zip file (PKWARE's APPNOTE.TXT), whose files are unpacked one
// by one when they are asked for: never more than MaxSize bytes in all, whatever
// their headers promise. Archives inside of it are not opened.
type archive struct {
	files  map[string]*zip.File // by their name in lower case, with "/"
	names  []string             // as they are written, in the order of the list
	left   int64                // bytes that may still be unpacked
	damage error                // the first that did not keep the rest from being read
}

const (
	mostFiles     = 1 << 16 // in an archive
	directoryMark = "PK\x01\x02"
)

// isZip tells a zip file by its first bytes.
func isZip(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// openArchive reads the list of files. The error is ErrTooLarge or ErrSyntax.
func openArchive(data []byte) (*archive, error) {
	// Each file has a mark in the list, which is counted before it is read.
	if bytes.Count(data, []byte(directoryMark)) > mostFiles {
		return nil, fmt.Errorf("%w: more than %d files are in it", ErrTooLarge, mostFiles)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // no path is ever used outside
		return nil, fmt.Errorf("%w: the list of the files in it is missing or broken; get a whole copy", ErrSyntax)
	}
	a := &archive{files: make(map[string]*zip.File, len(z.File)), left: MaxSize}
	for _, f := range z.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		key := strings.ToLower(name)
		if a.files[key] != nil {
			a.damaged(fmt.Errorf("%w: two files in it have the name %s; the first was read", ErrSyntax, shortName(name)))
			continue
		}
		a.files[key] = f
		a.names = append(a.names, name)
	}
	return a, nil
}

// damaged notes an error that does not keep the rest from being read.
func (a *archive) damaged(err error) {
	if a.damage == nil {
		a.damage = err
	}
}

func (a *archive) has(name string) bool { return a.files[strings.ToLower(name)] != nil }

// unpack gives the content of a file. The error is ErrEncrypted, ErrTooLarge or
// ErrSyntax; with the last, data is what is there of a file that was cut off. One
// with a wrong byte is not given, as nobody knows where that is.
func (a *archive) unpack(name string) (data []byte, err error) {
	f := a.files[strings.ToLower(name)]
	switch {
	case f == nil:
		return nil, fmt.Errorf("%w: %s is not in it", ErrSyntax, shortName(name))
	case f.Flags&1 != 0:
		return nil, fmt.Errorf("%w: it is protected by a password; save it without one", ErrEncrypted)
	case f.UncompressedSize64 > uint64(a.left):
		return nil, a.tooLarge()
	}
	r, err := f.Open()
	if err != nil {
		if errors.Is(err, zip.ErrAlgorithm) {
			return nil, fmt.Errorf("%w: %s is compressed by a method (%d) that documents do not use", ErrSyntax, shortName(name), f.Method)
		}
		return nil, fmt.Errorf("%w: %s cannot be unpacked; get a whole copy", ErrSyntax, shortName(name))
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(min(f.UncompressedSize64, f.CompressedSize64*8, MaxSize)) + bytes.MinRead)
	n, err := io.Copy(&b, io.LimitReader(r, a.left+1))
	if a.left -= n; a.left < 0 {
		a.left = 0
		return nil, a.tooLarge()
	}
	switch {
	case err == nil:
		return b.Bytes(), nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return b.Bytes(), fmt.Errorf("%w: %s has not the size that it should have; get a whole copy", ErrSyntax, shortName(name))
	}
	return nil, fmt.Errorf("%w: %s cannot be unpacked (%w); get a good copy", ErrSyntax, shortName(name), err)
}

// sizeOf gives the size that files are said to have, each not more than is
// taken of all.
func (a *archive) sizeOf(names []string) (n uint64) {
	for _, name := range names {
		if f := a.files[strings.ToLower(name)]; f != nil {
			n += min(f.UncompressedSize64, MaxSize+1)
		}
	}
	return n
}

func (a *archive) tooLarge() error {
	return fmt.Errorf("%w: it unpacks to more than %d MB; split it", ErrTooLarge, MaxSize>>20)
}

// text gives the text of a file, nil if there is none.
func (a *archive) text(name string) (*source, error) {
	data, err := a.unpack(name)
	if data == nil {
		return nil, err
	}
	return decode(data, "", true), err
}

// optional gives the text of a file that a document can do without; "" if
// there is none. One that is damaged is told as the document's damage.
func (a *archive) optional(name string) string {
	if !a.has(name) {
		return ""
	}
	src, err := a.text(name)
	if err != nil {
		a.damaged(err)
	}
	if src == nil {
		return ""
	}
	return src.text
}

// shortName gives a file's name for a message.
func shortName(name string) string {
	const longest = 100 // bytes
	return strings.ToValidUTF8(cutRunes(name, longest), "?")
}

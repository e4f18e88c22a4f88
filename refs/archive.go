package refs

import (
	"bytes"
	"fmt"
	"strings"
)

// The formats that are archives of files.
const (
	FormatDOCX Format = "docx"
	FormatODT  Format = "odt"
	FormatEPUB Format = "epub"
)

// They are told by what is in them, whatever their names are.
var archiveReaders = []reader{
	{
		format: FormatDOCX, endings: []string{".docx", ".docm", ".dotx", ".dotm"},
		holds: func(data []byte) bool { return formatOfArchive(data) == FormatDOCX }, open: openDOCX,
	},
	{
		format: FormatODT, endings: []string{".odt", ".ott", ".fodt"},
		holds: func(data []byte) bool { return formatOfArchive(data) == FormatODT || isFlatODT(data) }, open: openODT,
	},
	{
		format: FormatEPUB, endings: []string{".epub"},
		holds: func(data []byte) bool { return formatOfArchive(data) == FormatEPUB }, open: openEPUB,
	},
}

// formatOfArchive gives the format of an archive that is a document, "" if it is none.
func formatOfArchive(data []byte) Format {
	if !isZip(data) {
		return ""
	}
	a, err := openArchive(data)
	if err != nil {
		return ""
	}
	f, _ := a.kind()
	return f
}

// kind tells the format of a document; if it is none that can be read, what it
// is and what to do.
func (a *archive) kind() (f Format, other string) {
	media := strings.TrimSpace(a.peek("mimetype"))
	kind, isODF := strings.CutPrefix(media, "application/vnd.oasis.opendocument.")
	switch {
	case media == "application/epub+zip", media == "" && a.has("META-INF/container.xml"):
		return FormatEPUB, ""
	case isODF && strings.HasPrefix(kind, "text"), media == "application/vnd.sun.xml.writer",
		media == "" && a.has("content.xml") && strings.Contains(a.peek("META-INF/manifest.xml"), "opendocument.text"):
		return FormatODT, ""
	case isODF:
		kind, _, _ = strings.Cut(kind, "-template")
		return "", "an OpenDocument " + shortName(kind) + "; save its text as .odt or .txt"
	case a.has("Index/Document.iwa"), a.has("Index.zip"), a.has("index.xml") && a.has("buildVersionHistory.plist"):
		return "", "a document of Pages, Numbers or Keynote; export it as .docx"
	}
	types := a.peek("[Content_Types].xml")
	switch {
	case strings.Contains(types, "wordprocessingml."), strings.Contains(types, "application/vnd.ms-word."), a.has("word/document.xml"):
		return FormatDOCX, ""
	case strings.Contains(types, "spreadsheetml."), strings.Contains(types, "application/vnd.ms-excel."):
		return "", "an Excel workbook; save its text as .docx, .csv or .txt"
	case strings.Contains(types, "presentationml."), strings.Contains(types, "application/vnd.ms-powerpoint."):
		return "", "a PowerPoint presentation; save its text as .docx or .txt"
	case len(a.names) == 0:
		return "", "a zip archive without files"
	}
	return "", "a zip archive; unpack it and name the documents in it, or their directory"
}

// peek gives the beginning of a file that tells what an archive is. It does
// not count as unpacked.
func (a *archive) peek(name string) string {
	const most = 64 << 10 // bytes
	f := a.files[strings.ToLower(name)]
	if f == nil || f.Flags&1 != 0 {
		return ""
	}
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head, _ := readUpTo(r, nil, most)
	return string(head)
}

// openDocument opens the archive that a document of a format is.
func openDocument(data []byte, f Format, what string) (*archive, error) {
	if !isZip(data) {
		if err := checkForeign(data); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%w: it is no %s, which is a zip archive; leave out the format to have it told", ErrBinary, what)
	}
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	if is, other := a.kind(); is != f {
		if other == "" {
			other = string(is) + "; leave out the format to have it told"
		}
		return nil, fmt.Errorf("%w: it is no %s, but %s", ErrBinary, what, other)
	}
	return a, nil
}

// checkForeign gives an error if data is an archive or a document of an office
// program that cannot be read, and tells what it is.
func checkForeign(data []byte) error {
	switch {
	case isZip(data):
		a, err := openArchive(data)
		if err != nil {
			return err
		}
		_, other := a.kind()
		if other == "" { // a document that the user takes for something else
			other = "a document that is an archive; leave out the format to have it told"
		}
		return fmt.Errorf("%w: it is %s", ErrBinary, other)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return checkCompound(data)
	}
	return nil
}

// checkCompound tells what a compound file ([MS-CFB]) is, by the names of its
// streams: an old document of an office program, or a new one that is
// encrypted ([MS-OFFCRYPTO]).
func checkCompound(data []byte) error {
	holds := func(name string) bool {
		wide := make([]byte, 0, 2*len(name))
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(data, wide)
	}
	switch {
	case holds("EncryptedPackage"):
		return fmt.Errorf("%w: it is protected by a password; save it without one", ErrEncrypted)
	case holds("WordDocument"):
		return fmt.Errorf("%w: it is a document of Word 97-2003 (.doc); save it as .docx", ErrBinary)
	case holds("Workbook"), holds("PowerPoint Document"):
		return fmt.Errorf("%w: it is an old document of Excel or PowerPoint; save its text as .docx or .txt", ErrBinary)
	}
	return fmt.Errorf("%w: it is an old document of an office program; save it as .docx or .txt", ErrBinary)
}

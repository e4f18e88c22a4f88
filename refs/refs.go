// Package refs reads documents, finds the references in them and the links of
// each reference, sees what is damaged in what is written, and proposes repairs.
//
// It is pure: no network, no clock, no terminal; only a PDF on which minutes were
// spent is given up. The same bytes always give the same [Document]. Everything
// it returns is untrusted text of the document.
//
// The way of the data:
//
//	bytes -> unpack (gzip) -> tell the format -> decode (charset) -> reader of the
//	format -> passages of text with their hyperlinks -> segmentation into
//	references, or records -> links -> defects, repairs
//
// An archive (DOCX, ODT, EPUB) is opened before it is decoded and gives several
// texts; the reader of PDF gives one whose pages are known.
//
// # Use
//
// [Read] reads a document that is in memory, [ReadFrom] one of any length from a
// stream; [Options] say what is known of it besides its bytes. A [Reference] has
// what its text tells of the cited work, and its links; a [Link] what is written,
// the [Target] that it leads to, its defects and repairs. [ParseTarget] and
// [DOITarget] make targets of other origin, and Target's methods tell what one is.
// [Formats] and [Rules] list what can be read and which damage is known.
//
// Nothing here has a life of its own: there is nothing to open or close, and
// everything may be called by several goroutines at once. Only a document as a
// whole can fail ([ErrEmpty] and its neighbours, with what is wrong in words); in
// a document that is damaged in part, what could be read comes with the error.
package refs

// A Document is what was found in one input.
type Document struct {
	Path   string // as the user named it: a file's path, a URL, or "-"
	Format Format
	Title  string // "" if the document has none
	// Includes are the files that it is continued in, as written and in order,
	// each once: what LaTeX inputs and the libraries of its bibliography (with
	// the endings ".tex" and ".bib" that it adds), what reStructuredText,
	// AsciiDoc, MDX, R Markdown and Quarto include. They are not read; paths are
	// relative to the document.
	Includes   []string
	Warnings   []string    // what is odd about it and does no harm, a sentence each, such as an ending that does not fit
	References []Reference // in document order
}

// A Position is a place in the document as it lies on disk. Offset counts
// bytes from 0; Line and Column start at 1, and Column counts bytes too. Column16
// is the column as editors and language servers count it, in UTF-16 units of the
// decoded line. The zero value means that the place is not known.
//
// In a document that is an archive of files (DOCX, ODT, EPUB), Part names the
// one in which the others count. In a document that has pages instead of lines
// (PDF) only Page is known, which starts at 1. In a gzip-compressed document
// they count in what was compressed.
type Position struct {
	Offset, Line, Column int
	Column16             int
	Page                 int
	Part                 string
}

// A Reference is one entry of a reference list, or the place in running text
// where a link stands outside any list.
type Reference struct {
	Label    string // "9", "[9]" gives "9"; a BibTeX key; "" in running text
	Pos      Position
	Text     string   // as written, white space folded to single spaces
	Listed   bool     // an entry of a list, not a place in running text
	Title    string   // of the cited work, as the text gives or most probably gives it; "" if it does not tell
	Authors  []string // of the cited work, in order, as written: "Smith, J."; empty if the text does not tell
	Year     int      // of publication; 0 if the text does not say
	Accessed string   // access date: "2023-03-17", "2023-03" or "2023"; "" if absent
	Language string   // BCP 47, of the cited work: "zh"; "" if the text does not tell
	Links    []Link   // in order of place; empty for a reference without any
}

// Kind is what sort of thing a link names.
type Kind string

// The kinds of links.
const (
	KindURL    Kind = "url"
	KindDOI    Kind = "doi"
	KindArXiv  Kind = "arxiv"
	KindPMID   Kind = "pmid"
	KindPMCID  Kind = "pmcid"
	KindHandle Kind = "handle"
	KindISBN   Kind = "isbn"
	KindURN    Kind = "urn"
)

// A Link is one thing in a reference that should lead somewhere, as its author
// wrote it.
type Link struct {
	Kind  Kind
	Pos   Position
	Field string // of a record that it stands in: "doi" of a BibTeX entry, "UR" of RIS; "" in text
	// Written is what the source says, byte for byte: not trimmed of damage, not
	// decoded. In a format without markup the document's bytes from Pos.Offset
	// on are Written. Empty if there is a label with nothing behind it.
	Written string
	// Length is how many bytes of the document are Written, if just they stand at
	// Pos.Offset; 0 if others do, or if the document was unpacked or decoded from
	// another charset.
	Length  int
	Target  Target // the normal form that is checked; "" if Written cannot be read
	ID      string // the identifier in it, case as written: "10.1000/Xyz"; "" for a plain URL
	Defects []Defect
	// Ignored is the reason for which the document itself says that nobody shall
	// look at the link ("refmend: ignore REASON"); "" if it does not.
	Ignored string
	// Repairs are the targets proposed instead, best first. With Defects they
	// are what to write; without, they are readings to try if Target fails.
	Repairs []Repair
}

// A Defect is one way in which what is written is damaged.
type Defect struct {
	Code   string // of a [Rule]
	Detail string // one sentence for a person about this very link
}

// Confidence says how sure a repair is before anybody has checked it.
type Confidence string

// The grades of confidence, the surest first.
const (
	Certain Confidence = "certain" // no other reading is possible
	Likely  Confidence = "likely"
	Guess   Confidence = "guess"
)

// A Repair is a target proposed instead of what is written.
type Repair struct {
	Target     Target
	Rule       string // code of the rule that made it
	Confidence Confidence
	Why        string // one sentence for a person
}

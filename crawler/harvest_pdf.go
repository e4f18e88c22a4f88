package crawler

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/refmend/refmend/audit"
)

// sourcePDF is the source of what a PDF says of itself.
const sourcePDF = "pdf"

// A document is what was read of a PDF.
type document struct {
	title, author string // of the information dictionary (ISO 32000-1, 14.3.3)
	language      string // of the catalog
	xmp           xmp
	pages         int // 0: not known
}

// pdfLimits bound what a file can have the parser do.
var pdfLimits = model.ResourceLimits{
	MaxStreamBytes: pdfLimit, MaxDecodeBytes: 2 * pdfLimit, MaxObjectCount: 500_000, MaxObjectStreamCount: 100_000,
	MaxObjectStreamFirst: 1 << 20, MaxXRefEntries: 500_000, MaxRecursionDepth: 50,
}

// readPDF reads a whole PDF until ctx ends. One that is locked cannot be read.
// The dates of the file are left alone: they are those of a scan as often as of
// the work.
func readPDF(ctx context.Context, body []byte) (d document, err error) {
	defer func() {
		if p := recover(); p != nil { // parsers have bugs
			d, err = document{}, fmt.Errorf("read PDF: panic: %v", p)
		}
	}()
	file, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(body), &model.Configuration{
		Cmd: model.LISTINFO, Reader15: true, ValidationMode: model.ValidationRelaxed, Offline: true, Limits: pdfLimits,
	})
	if err != nil {
		return document{}, fmt.Errorf("read PDF: %w", err)
	}
	if file.EnsurePageCount() == nil && file.PageCount > 0 {
		d.pages = file.PageCount
	}
	text := func(from types.Dict, key string) string {
		s, err := file.DereferenceText(from[key])
		if err != nil {
			return ""
		}
		return strings.ToValidUTF8(s, "\ufffd")
	}
	if file.Info != nil {
		if info, err := file.DereferenceDict(*file.Info); err == nil {
			d.title, d.author = text(info, "Title"), text(info, "Author")
		}
	}
	catalog, err := file.Catalog()
	if err != nil {
		return d, nil
	}
	d.language = text(catalog, "Lang")
	if packet, _, err := file.DereferenceStreamDict(catalog["Metadata"]); err == nil && packet != nil && packet.DecodeWithLimit(maxXMP) == nil {
		d.xmp = readXMP(packet.Content)
	}
	return d, nil
}

// metadata gives what a PDF at an address says of its work. What was said on
// purpose, in XMP, comes before the information dictionary, which programs fill.
func (d document) metadata(at string) audit.Metadata {
	name := path.Base(strings.TrimSuffix(at, "/"))
	m := audit.Metadata{
		Container: fold(d.xmp.first(xmpContainer), maxName),
		Publisher: fold(d.xmp.first(xmpPublisher), maxName),
		Published: isoDate(d.xmp.first(xmpPublished)),
	}
	for _, title := range []string{d.xmp.first(xmpTitle), d.title} {
		if m.Title == "" {
			m.Title = documentTitle(title, name)
		}
	}
	for _, id := range d.xmp[xmpDOI] {
		if m.DOI == "" {
			m.DOI = doiOf(id)
		}
	}
	m.Authors = documentAuthors(d.xmp[xmpAuthor])
	if own := documentAuthors([]string{d.author}); len(m.Authors) < 2 && len(own) > len(m.Authors) {
		m.Authors = own // some programs write all names into one of XMP's
	}
	for _, written := range []string{d.xmp.first(xmpLanguage), d.language} {
		if m.Language == "" {
			m.Language = languageTag(written)
		}
	}
	details := d.xmp.details()
	m.Authors, details.Families = families(m.Authors)
	m.Details = details.OrNil()
	if !m.Zero() {
		m.Source = sourcePDF
	}
	return m
}

// documentTitle cleans a title; "" if it is one that a program has made up: the
// name of a file, of a slide or of a template.
func documentTitle(written, fileName string) string {
	title := fold(unmark(written), maxTitle)
	if _, file, ok := strings.Cut(title, "Microsoft Word - "); ok && strings.HasPrefix(title, "Microsoft Word - ") {
		title = file
		if !strings.ContainsAny(strings.TrimSpace(title), " ") {
			return ""
		}
	}
	low := strings.ToLower(title)
	stem := strings.TrimSuffix(fileName, path.Ext(fileName))
	switch {
	case runes(title) < 3 && !hasCJK(title), letters(title) == "", isURL(title), doiOf(title) != "":
		return ""
	case fileTitle.MatchString(low), codeTitle.MatchString(title), slices.Contains(emptyTitles, strings.TrimRight(low, "0123456789 ")):
		return ""
	case strings.EqualFold(title, fileName) || strings.EqualFold(title, stem):
		return ""
	}
	return title
}

var (
	// fileTitle tells the names of files.
	fileTitle = regexp.MustCompile(`\.(?:docx?|odt|rtf|txt|pdf|e?ps|dvi|tex|bib|indd|qxd|qxp|pmd|p65|fm|pptx?|xlsx?|wpd|pub|html?|md|pages|key|ai|cdr|jp[eg2x]+|png|tiff?)$|^file:|^[a-z]:\\|^microsoft (?:powerpoint|excel|word)`)
	// codeTitle tells the numbers of printing houses: "nature12373 1..6",
	// "S0022112098001234", "PII: S0140-6736(99)00001-1", "jrv_12_3".
	codeTitle = regexp.MustCompile(`^\S*\d\S*(?: \d+\.\.\d+)?$|^\S+_\S*$|\.\.\d+$|^PII:|^doi:|^\S+ \d+\.\.\d+$`)
)

// emptyTitles are what programs write where a title belongs.
var emptyTitles = []string{
	"untitled", "untitled document", "no title", "title", "document", "unknown", "none", "null", "print", "layout", "slide", "powerpoint presentation",
	"presentation", "full page photo", "main", "article", "manuscript", "paper", "template", "draft", "page", "cover", "scan", "scanned document", "scanned image", "image",
	"kein folientitel", "ohne titel", "unbenannt", "sans titre", "sin título", "senza titolo", "sem título", "без названия", "无标题", "無題", "tytuł", "презентация powerpoint", "présentation powerpoint", "powerpoint-präsentation",
}

// documentAuthors gives people's names, without those of accounts, which are
// one word, and of programs.
func documentAuthors(written []string) []string {
	return slices.DeleteFunc(namesOf(written, true), func(name string) bool {
		return !hasCJK(name) && (!strings.Contains(name, " ") || strings.ContainsAny(name, `\/_<>`)) || accountNames.MatchString(name)
	})
}

// accountNames are names with spaces that are no people's.
var accountNames = regexp.MustCompile(`(?i)^(?:microsoft|windows|hp|dell|lenovo|acer|adobe)\b|\b(?:user|account|customer|administrator|department|unregistered)\b`)

package reports

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/refmend/refmend/audit"
)

// maxSheetRows is how many rows a sheet may have (Excel specifications and
// limits).
const maxSheetRows = 1 << 20

// writeXLSX writes the table of all links as a workbook (ECMA-376, part 1), row
// by row. Cells are texts by type, so that none is a formula whatever it begins
// with. What one sheet has no room for goes on in the next.
func writeXLSX(w *bufio.Writer, r *audit.Report, _ Options) error {
	return writeWorkbook(w, r, maxSheetRows)
}

// writeWorkbook writes sheets of so many rows at most.
func writeWorkbook(w io.Writer, r *audit.Report, sheetRows int) error {
	z := zip.NewWriter(w)
	next, stop := iter.Pull(tableRows(r))
	defer stop()
	row, more := next()
	sheets := 0
	for more || sheets == 0 {
		sheets++
		part, err := z.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", sheets))
		if err != nil {
			return err
		}
		s := &sheetWriter{w: bufio.NewWriter(part)}
		s.begin(sheets == 1)
		for ; more && s.rows < sheetRows && s.err == nil; row, more = next() {
			s.row(row)
		}
		if err := s.end(); err != nil {
			return err
		}
	}
	for _, part := range workbookParts(sheets) {
		p, err := z.Create(part.name)
		if err == nil {
			_, err = io.WriteString(p, xml.Header+part.text)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// A sheetWriter writes one sheet and remembers the first error.
type sheetWriter struct {
	w     *bufio.Writer
	rows  int
	cells []cell
	err   error
}

func (s *sheetWriter) text(text string) {
	if s.err == nil {
		_, s.err = s.w.WriteString(text)
	}
}

// begin writes all before the first link: the headings stay in sight.
func (s *sheetWriter) begin(selected bool) {
	s.text(xml.Header + `<worksheet xmlns="` + sheetNamespace + `"><sheetViews><sheetView workbookViewId="0"`)
	if selected {
		s.text(` tabSelected="1"`)
	}
	s.text(`><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, c := range tableColumns {
		s.text(fmt.Sprintf(`<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, c.width))
	}
	s.text("</cols><sheetData>\n<row>")
	for _, c := range tableColumns {
		s.text(`<c s="1" t="inlineStr"><is><t>` + c.name + `</t></is></c>`)
	}
	s.text("</row>\n")
	s.rows = 1
}

// row writes one link. Empty cells have no element, so the others say where
// they stand.
func (s *sheetWriter) row(r tableRow) {
	s.rows++
	s.cells = r.cells(s.cells)
	number := strconv.Itoa(s.rows)
	s.text(`<row r="` + number + `">`)
	for i, c := range s.cells {
		switch {
		case c.text != "":
			s.text(`<c r="` + columnNames[i] + number + `" t="inlineStr"><is><t xml:space="preserve">`)
			if s.err == nil {
				s.err = xml.EscapeText(s.w, []byte(escapeUnits(c.text)))
			}
			s.text(`</t></is></c>`)
		case c.number != 0:
			s.text(`<c r="` + columnNames[i] + number + `"><v>` + strconv.Itoa(c.number) + `</v></c>`)
		}
	}
	s.text("</row>\n")
}

// end writes all behind the last link: any column can be filtered.
func (s *sheetWriter) end() error {
	s.text(fmt.Sprintf(`</sheetData><autoFilter ref="A1:%s%d"/></worksheet>`, columnNames[len(columnNames)-1], s.rows))
	if s.err != nil {
		return s.err
	}
	return s.w.Flush()
}

// columnNames are the names of the table's columns in a sheet: A to Z, AA, ...
var columnNames = func() (names []string) {
	for i := range tableColumns {
		name := string(rune('A' + i%26))
		if i >= 26 {
			name = string(rune('A'+i/26-1)) + name
		}
		names = append(names, name)
	}
	return names
}()

// escapeUnits escapes what would be read as the escape of a UTF-16 unit:
// "_x0041_" is an "A" in a workbook (ECMA-376, part 1, 22.9.2.19).
func escapeUnits(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if rest := s[i:]; len(rest) >= 7 && rest[0] == '_' && rest[1] == 'x' && rest[6] == '_' && hex(rest[2]) && hex(rest[3]) && hex(rest[4]) && hex(rest[5]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

const (
	sheetNamespace    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNamespace  = "http://schemas.openxmlformats.org/package/2006/"
	sheetMediaType    = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// workbookParts are the parts of a workbook beside its sheets.
func workbookParts(sheets int) []struct{ name, text string } {
	var list, types, relations strings.Builder
	for i := range sheets {
		title := "Links"
		if i > 0 {
			title = fmt.Sprintf("Links %d", i+1)
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, title, i+1, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, sheetMediaType)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relationNamespace, i+1)
	}
	return []struct{ name, text string }{
		{"xl/workbook.xml", `<workbook xmlns="` + sheetNamespace + `" xmlns:r="` + relationNamespace + `"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/styles.xml", `<styleSheet xmlns="` + sheetNamespace + `"><fonts count="2"><font/><font><b/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
			`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageNamespace + `relationships">` + relations.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, sheets+1, relationNamespace)},
		{"_rels/.rels", `<Relationships xmlns="` + packageNamespace + `relationships"><Relationship Id="rId1" Type="` + relationNamespace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + packageNamespace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + sheetMediaType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + sheetMediaType + `styles+xml"/>` + types.String() + `</Types>`},
	}
}

package reports

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/refmend/refmend/audit"
)

// partsOf unpacks a workbook, for people to compare.
func partsOf(t testing.TB, workbook string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "-- %s --\n%s\n", f.Name, text)
	}
	return b.String()
}

// readCSV gives the rows, the headings first.
func readCSV(t testing.TB, r *audit.Report) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(render(t, "csv", r, Options{}), "\uFEFF")
	if !marked || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("no byte order mark, or other ends of lines than CR LF")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readXLSX gives the rows of the first sheet as another program reads them.
func readXLSX(t testing.TB, r *audit.Report) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(render(t, "xlsx", r, Options{})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Links")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(tableColumns) {
			rows[i] = append(rows[i], "") // cells at the end that are empty
		}
	}
	return rows
}

// Both tables have the same cells, but for the apostrophe before formulas.
func TestTables(t *testing.T) {
	for name, make := range reportsToRender {
		fromCSV, fromXLSX := readCSV(t, make()), readXLSX(t, make())
		for _, row := range fromXLSX {
			for i := range row {
				row[i] = noFormula(row[i])
			}
		}
		if diff := cmp.Diff(fromCSV, fromXLSX); diff != "" {
			t.Errorf("%s (-CSV +XLSX):\n%s", name, diff)
		}
		want := 1 + make().Summary.Links + len(unread(make().Documents))
		if len(fromCSV) != want || len(fromCSV[0]) != len(tableColumns) {
			t.Errorf("%s: %d rows of %d cells, want %d", name, len(fromCSV), len(fromCSV[0]), want)
		}
	}
}

// No cell is a formula, whatever stands in the document.
func TestTablesHaveNoFormulas(t *testing.T) {
	for _, formula := range []string{"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "  =1", "\u3000＝1", "－1"} {
		r := cutShort()
		d := &r.Documents[0]
		d.Path, d.References[0].Label, d.References[0].Text, d.References[0].Links[0].Written = formula, formula, formula, formula
		for _, row := range readCSV(t, r)[1:] {
			for _, text := range row {
				if front := strings.TrimSpace(text); front != "" && strings.ContainsRune("=+-@＝＋－＠", firstRune(front)) {
					t.Errorf("%q gives the cell %q", formula, text)
				}
			}
		}
		f, err := excelize.OpenReader(strings.NewReader(render(t, "xlsx", r, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.GetCellFormula("Links", "C2"); got != "" || err != nil {
			t.Errorf("%q is the formula %q, %v", formula, got, err)
		}
		if kind, err := f.GetCellType("Links", "C2"); kind != excelize.CellTypeInlineString || err != nil {
			t.Errorf("%q is of type %v, %v", formula, kind, err)
		}
		f.Close()
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// Escapes of workbooks stay text, and long cells are cut where Excel demands it.
func TestTablesCells(t *testing.T) {
	r := cutShort()
	l := &r.Documents[0].References[0].Links[0]
	l.Written = "https://a.example/_x0041_x0042_"
	r.Documents[0].References[0].Text = strings.Repeat("🚢", maxCell)
	rows := readXLSX(t, r)
	if got := rows[1][10]; got != l.Written {
		t.Errorf("%q, want %q", got, l.Written)
	}
	for _, row := range [][]string{rows[1], readCSV(t, r)[1]} {
		if got := row[8]; units16(got) > maxCell || units16(got) < maxCell-2 || !strings.HasSuffix(got, "🚢…") {
			t.Errorf("a cell of %d units", units16(got))
		}
	}
	for in, want := range map[string]string{"": "", "abc": "abc", "abcd": "ab…", "a🚢": "a🚢", "a🚢b": "a…", "🚢🚢": "🚢…", "ябв": "ябв"} {
		if got := cut16(in, 3); got != want {
			t.Errorf("cut16(%q) = %q, want %q", in, got, want)
		}
	}
}

// A sheet that is full is followed by another one.
func TestSheets(t *testing.T) {
	var b bytes.Buffer
	if err := writeWorkbook(&b, many(5), 3); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var labels []string
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil || rows[0][0] != "state" {
			t.Fatalf("%s begins with %q, %v", sheet, rows[0], err)
		}
		for _, row := range rows[1:] {
			labels = append(labels, sheet+": "+row[7])
		}
	}
	if got, want := strings.Join(labels, ", "), "Links: 1, Links: 2, Links 2: 3, Links 2: 4, Links 3: 5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

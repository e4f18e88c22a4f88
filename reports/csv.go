package reports

import (
	"bufio"
	"encoding/csv"
	"strings"

	"github.com/refmend/refmend/audit"
)

// writeCSV writes a table of all links (RFC 4180), in UTF-8 with a byte order
// mark: without it Excel takes the text for one in the computer's old charset,
// and spoils all that is not ASCII. No cell can begin a formula.
func writeCSV(w *bufio.Writer, r *audit.Report, _ Options) error {
	if _, err := w.WriteString("\uFEFF"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	record := make([]string, len(tableColumns))
	for i := range tableColumns {
		record[i] = tableColumns[i].name
	}
	err := c.Write(record)
	var cells []cell
	for row := range tableRows(r) {
		if err != nil {
			return err
		}
		cells = row.cells(cells)
		for i, v := range cells {
			record[i] = noFormula(v.String())
		}
		err = c.Write(record)
	}
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	return err
}

// noFormula puts an apostrophe before what spreadsheets would run as a formula
// (OWASP, CSV Injection), in full width too.
func noFormula(s string) string {
	front := strings.TrimLeft(s, " \u00a0\u3000")
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(front, sign) {
			return cut16("'"+s, maxCell)
		}
	}
	return s
}

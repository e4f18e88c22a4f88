package refs

import (
	"bytes"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// Columns are told in bytes and as editors count them; of what stands verbatim
// in the document it is told how long it is there.
func TestColumns(t *testing.T) {
	const text = "Сеть 🚢 http://a.org/ и http://b.org/\r\n\U00020000 http://c.org/"
	cyrillic, err := charmap.Windows1251.NewEncoder().String("Сеть данных, http://a.org/ и http://b.org/\r\nтоже http://c.org/")
	if err != nil {
		t.Fatal(err)
	}
	type place struct{ line, column, column16, length int }
	for name, tt := range map[string]struct {
		data string
		want [3]place
	}{
		"UTF-8":        {text, [3]place{{1, 15, 9, 13}, {1, 32, 25, 13}, {2, 6, 4, 13}}},
		"BOM":          {"\uFEFF" + text, [3]place{{1, 15, 9, 13}, {1, 32, 25, 13}, {2, 6, 4, 13}}},
		"not UTF-8":    {"\xff" + text, [3]place{{1, 16, 10, 13}, {1, 33, 26, 13}, {2, 6, 4, 13}}},
		"UTF-16":       {"\xff\xfe" + string(utf16Bytes(text, false)), [3]place{{1, 17, 9, 0}, {1, 49, 25, 0}, {2, 7, 4, 0}}},
		"windows-1251": {cyrillic, [3]place{{1, 14, 14, 0}, {1, 30, 30, 0}, {2, 6, 6, 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := ReadFrom("a.txt", bytes.NewReader([]byte(tt.data)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []place
			for _, r := range doc.References {
				for _, l := range r.Links {
					got = append(got, place{l.Pos.Line, l.Pos.Column, l.Pos.Column16, l.Length})
				}
			}
			if len(got) != 3 || [3]place(got) != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

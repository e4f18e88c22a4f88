package crawler

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

func TestNumberOf(t *testing.T) {
	for written, want := range map[string]string{
		"41": "41", " 41 ": "41", "05": "05", "Database issue": "Database issue", "Suppl 1": "Suppl 1", "12-13": "12-13", "XII": "XII", "S2": "S2", "7873.": "7873",
		"Vol. 12": "12", "vol.12": "12", "Volume 12": "12", "No. 3": "3", "n° 4": "4", "№5": "5", "Bd. 7": "7", "том 9": "9", "Article 104532": "104532", "pp. 5-9": "5-9",
		"e0123": "e0123", "D36": "D36", "Nr": "Nr", "Part B": "Part B", "12 &amp; 13": "12 & 13",
		"": "", " ": "", "0": "", "00": "", "-": "", "n/a": "", "N/A": "", "null": "", "undefined": "", "In Press": "", "ahead-of-print": "", "OnlineFirst": "", "PP": "",
		"https://x.example/12": "", strings.Repeat("12 ", 40): "", "1\x00\u202e2": "12",
	} {
		if got := numberOf(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestPagesOf(t *testing.T) {
	for _, tt := range []struct{ first, last, want string }{
		{"583", "589", "583-589"}, {"583", "", "583"}, {"583", "583", "583"}, {"", "589", ""}, {"583-589", "", "583-589"}, {"583–589", "", "583-589"},
		{"583 -- 589", "", "583-589"}, {"583-589", "589", "583-589"}, {"583-", "", "583"}, {"-", "", ""}, {"pp. 583-589", "", "583-589"},
		{"1123", "30", "1123-1130"}, {"1123-30", "", "1123-1130"}, {"10-8", "", "10-18"}, {"D36", "42", "D36-D42"}, {"D36-42", "", "D36-D42"}, {"e0123", "e0130", "e0123-e0130"}, {"676", "82", "676-682"},
		{"xi", "xiv", "xi-xiv"}, {"xi-xiv", "", "xi-xiv"}, {"S1", "S9", "S1-S9"}, {"99", "101", "99-101"}, {"101", "100", "101"}, {"e0123", "", "e0123"},
		{"1-9, 12", "", "1-9, 12"}, {"4-1", "4-20", "4-1–4-20"}, {"12-1-12-9", "", "12-1-12-9"}, {"1", "4-20", "1–4-20"},
		{"n/a", "n/a", ""}, {"n/a-n/a", "", ""}, {"0-0", "", ""}, {"0", "0", ""}, {"A12", "", "A12"},
	} {
		if got := pagesOf(tt.first, tt.last); got != tt.want {
			t.Errorf("%q to %q: got %q, want %q", tt.first, tt.last, got, tt.want)
		}
	}
}

func TestISSNOf(t *testing.T) {
	for written, want := range map[string]string{
		"1476-4687": "1476-4687", "2434-561X": "2434-561X", "2434-561x": "2434-561X", "14764687": "1476-4687", "ISSN: 1476-4687": "1476-4687", "urn:issn:1476-4687": "1476-4687",
		"1476–4687": "1476-4687", "1476-4688, 0028-0836 (print)": "0028-0836", "1476-4687;0028-0836": "1476-4687",
		"": "", "1476-4688": "", "0000-0000": "", "1476-468": "", "11476-4687": "", "1476-46877": "", "2434-X610": "", "https://x.example/": "",
	} {
		if got := issnOf(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestISBNOf(t *testing.T) {
	for written, want := range map[string]string{
		"9783161484100": "9783161484100", "978-3-16-148410-0": "9783161484100", "ISBN 978-3-16-148410-0 (print)": "9783161484100", "0-8044-2957-X": "080442957X",
		"080442957x": "080442957X", "http://id.crossref.org/isbn/9783161484100": "9783161484100", "978-3-16-148410-1, 0-8044-2957-X": "080442957X",
		"": "", "9783161484101": "", "0000000000": "", "1234567890123": "", "12": "",
	} {
		if got := isbnOf(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestSayingDetails(t *testing.T) {
	for name, tt := range map[string]struct {
		said map[field]string
		want audit.Details
	}{
		"all": {map[field]string{inSeries: "Sea  Notes", inVolume: "5", inIssue: "2", firstPage: "17", lastPage: "29", inISSN: "14764687", inISBN: "978-3-16-148410-0"},
			audit.Details{Series: "Sea Notes", Volume: "5", Issue: "2", Pages: "17-29", ISSN: "1476-4687", ISBN: "9783161484100"}},
		"pages before the article's number": {map[field]string{pageRange: "1-12", articleNumber: "104532"}, audit.Details{Pages: "1-12"}},
		"an article's number":               {map[field]string{pageRange: "n/a", articleNumber: "Art. 104532"}, audit.Details{Pages: "104532"}},
		"the first page alone":              {map[field]string{firstPage: "85883"}, audit.Details{Pages: "85883"}},
		"not in a volume yet":               {map[field]string{inVolume: "ahead-of-print", inIssue: "99", pageRange: "1-20", inISSN: "1476-4687"}, audit.Details{ISSN: "1476-4687"}},
		"early access":                      {map[field]string{inVolume: "PP", inIssue: "99", firstPage: "1", lastPage: "1"}, audit.Details{}},
		"no volume":                         {map[field]string{inVolume: "0", inIssue: "3", pageRange: "1-20"}, audit.Details{Issue: "3", Pages: "1-20"}},
		"an address for a series":           {map[field]string{inSeries: "https://x.example/series"}, audit.Details{}},
	} {
		var s saying
		for f, value := range tt.said {
			s.add(f, value)
		}
		if diff := cmp.Diff(tt.want, s.details()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var s saying
	s.add(inISSN, "1476-4688") // miscounted
	s.add(inISSN, "0028-0836")
	s.add(inISSN, "1476-4687")
	if got := s.first(inISSN); got != "0028-0836" {
		t.Errorf("the first ISSN is %q", got)
	}
}

// Whatever is written, details are short, on one line, and read as they are
// written.
func FuzzDetails(f *testing.F) {
	f.Add("Vol. 12", "583--589", "42", "ISSN 1476-4687")
	f.Add("n/a", "4-1", "4-20", "978-3-16-148410-0")
	f.Add("12 &lt;i&gt;x", "D36–", "–42", "2434-561x\x00")
	f.Add(" . ", "-\u2013-", "0", "----")
	f.Fuzz(func(t *testing.T, volume, first, last, number string) {
		var s saying
		for f, value := range map[field]string{inVolume: volume, firstPage: first, lastPage: last, articleNumber: number, inISSN: number, inISBN: number} {
			s.add(f, value)
		}
		d := s.details()
		for _, got := range []string{d.Volume, d.Pages, d.ISSN, d.ISBN} {
			if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 2*maxDetail+3 || strings.ContainsAny(got, "\x00\x1b\n\r\x1f") {
				t.Errorf("gave %q", got)
			}
		}
		if issnOf(d.ISSN) != d.ISSN || isbnOf(d.ISBN) != d.ISBN {
			t.Errorf("%q and %q are read as others", d.ISSN, d.ISBN)
		}
	})
}

func TestFamilies(t *testing.T) {
	for written, want := range map[string]string{
		"Doe, Jane": "Jane Doe|", "Jane Doe": "Jane Doe|", "García Márquez, Gabriel": "Gabriel García Márquez|García Márquez", "van Dijk, Pieter": "Pieter van Dijk|van Dijk",
		"King, Martin, Jr.": "Martin King Jr.|", "王, 小明": "王小明|王", "Plato": "Plato|", "Tide Office, The": "The Tide Office|Tide Office",
	} {
		plain, told := families(namesOf([]string{written}, false))
		if got := plain[0] + "|" + strings.Join(told, ""); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
	plain, told := families([]string{"Ann Poe", groupName("The Tide Office"), groupName("Office")})
	if !slices.Equal(plain, []string{"Ann Poe", "The Tide Office", "Office"}) || !slices.Equal(told, []string{"", "The Tide Office", ""}) {
		t.Errorf("%q, %q", plain, told)
	}
}

package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func TestWrap(t *testing.T) {
	tests := map[string]struct {
		in    string
		width int
		want  []string
	}{
		"empty":                  {"", 10, []string{""}},
		"fits":                   {"a b", 10, []string{"a b"}},
		"at spaces":              {"one two three", 7, []string{"one two", "three"}},
		"an address stays whole": {"see https://harbour.example/a now", 10, []string{"see", "https://harbour.example/a", "now"}},
		"wide characters":        {"港口史研究东海", 6, []string{"港口史", "研究东", "海"}},
		"no comma at the front":  {"港口史，研究", 6, []string{"港口", "史，研", "究"}},
		"Latin inside":           {"港口 port 史", 8, []string{"港口", "port 史"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Wrap(tt.in, tt.width)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHarmless(t *testing.T) {
	tests := map[string]string{
		"": "", "a ::error": "a ::error", "::error::x": ": :error::x", "   ::error": "   : :error", "::1": "::1", "  std::x": "  std::x",
	}
	for in, want := range tests {
		if got := harmless(in); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
	// What is written may be broken anywhere.
	l := audit.Link{Kind: refs.KindURL, Written: strings.Repeat("x", 24) + "::error::y", Verdict: audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}}
	r := empty()
	r.Documents[0].References = []audit.Reference{{Text: "x", Links: []audit.Link{l}}}
	out := render(t, "text", r, Options{Width: 40})
	if !strings.Contains(out, "  : :error::y") {
		t.Errorf("command laid open by a break, or no break there:\n%s", out)
	}
}

func TestTextKeepsItsWidth(t *testing.T) {
	for _, width := range []int{0, 40, 48, 120} {
		limit := width
		if width == 0 {
			limit = 80
		}
		for _, l := range strings.Split(render(t, "text", offline(), Options{Width: width}), "\n") {
			if n := columns.StringWidth(l); n > limit && strings.Contains(strings.TrimLeft(l, " "), " ") && !strings.Contains(l, "http") {
				t.Errorf("width %d: %d columns: %q", limit, n, l)
			}
		}
	}
}

// draw shows pieces as text: damage between braces, what is lost in brackets.
func draw(ps []piece) string {
	var b strings.Builder
	for _, p := range ps {
		switch {
		case p.gone:
			b.WriteString("[" + p.text + "]")
		case p.hurt:
			b.WriteString("{" + p.text + "}")
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

func TestPieces(t *testing.T) {
	tests := map[string]struct {
		written string
		codes   []string
		repair  refs.Target
		want    string
	}{
		"nothing":             {"", []string{refs.MissingURL}, "", "[nothing]"},
		"sound":               {"https://a.example/", nil, "", "https://a.example/"},
		"dashes":              {"10.5555/a–b−c-d", []string{refs.WrongDash}, "", "10.5555/a{–}b{−}c-d"},
		"lost head":           {"–07/08/x.htm", []string{refs.TruncatedHead}, "", "[beginning lost]–07/08/x.htm"},
		"lost tail":           {"https://a.example/2021", []string{refs.TruncatedTail}, "", "https://a.example/2021[end lost]"},
		"both":                {"x–y", []string{refs.TruncatedHead, refs.TruncatedTail, refs.WrongDash}, "", "[beginning lost]x{–}y[end lost]"},
		"split":               {"https://a.example/x\ny z", []string{refs.SplitLink}, "", "https://a.example/x{↵}y{␣}z"},
		"invisible":           {"https://a\u200b.example/", []string{refs.InvisibleCharacter}, "", "https://a{<U+200B>}.example/"},
		"look-alike":          {"https://ехample.example/поиск", []string{refs.Homoglyph}, "", "https://{ех}ample.example/поиск"},
		"look-alike sign":     {"https://a.example／x", []string{refs.Homoglyph}, "", "https://a.example{／}x"},
		"entity":              {"https://a.example/?a&amp;b&c=1", []string{refs.BadEscape}, "", "https://a.example/?a{&amp;}b&c=1"},
		"percent":             {"https://a.example/100%/%2520/%D0", []string{refs.BadEscape}, "", "https://a.example/100{%}/{%25}20/%D0"},
		"tag and backslash":   {`https://a.example/<i>x</i>\дy`, []string{refs.BadEscape}, "", `https://a.example/{<i>}x{</i>\д}y`},
		"glued":               {"https://a.example/xAccessed", []string{refs.GluedText}, "https://a.example/x", "https://a.example/x{Accessed}"},
		"glued to a DOI":      {"https://doi.org/10.5555/xPMID", []string{refs.GluedText}, "https://doi.org/10.5555/x", "https://doi.org/10.5555/x{PMID}"},
		"glued, not found":    {"https://a.example/x", []string{refs.GluedText}, "https://b.example/", "https://a.example/x"},
		"not UTF-8":           {"https://a.example/\xff\xfe", []string{refs.Homoglyph, refs.BadEscape, refs.SplitLink}, "", "https://a.example/<0xFF><0xFE>"},
		"broken off in UTF-8": {"\\\xe2\x80", []string{refs.BadEscape}, "", "{\\<0xE2>}<0x80>"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := audit.Link{Written: tt.written}
			for _, c := range tt.codes {
				l.Defects = append(l.Defects, audit.Defect{Code: c})
			}
			if tt.repair != "" {
				l.Repairs = []audit.Repair{{Target: tt.repair}}
			}
			if got := draw(pieces(&l)); got != tt.want {
				t.Errorf("%q drawn as %q, want %q", tt.written, got, tt.want)
			}
		})
	}
}

func FuzzPieces(f *testing.F) {
	for _, s := range []string{"", "10.5555/a–b", "https://ехample.example/\xff%2", "a\\", "&;<>", hostile} {
		f.Add(s, "https://a.example/")
	}
	codes := []string{refs.WrongDash, refs.SplitLink, refs.InvisibleCharacter, refs.Homoglyph, refs.BadEscape, refs.GluedText}
	f.Fuzz(func(t *testing.T, written, repair string) {
		l := audit.Link{Written: written, Repairs: []audit.Repair{{Target: refs.Target(repair)}}}
		for _, c := range codes {
			l.Defects = append(l.Defects, audit.Defect{Code: c})
		}
		for _, r := range rows(pieces(&l), 20) {
			if n := columns.StringWidth(r.carets()); n > 24 {
				t.Errorf("%q: carets are %d columns wide", written, n)
			}
		}
	})
}

func TestHeadline(t *testing.T) {
	tests := map[string]struct {
		report *audit.Report
		want   string
	}{
		"offline": {offline(), "8 references, 5 links: 3 damaged, 2 not checked (offline)."},
		"empty":   {empty(), "No references, no links."},
		"one":     {many(1), "1 reference, 1 link: 1 damaged."},
	}
	for name, tt := range tests {
		if got := headline(tt.report); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	fine := cutShort()
	fine.Documents[0].References = fine.Documents[0].References[:1]
	sum(fine)
	if got := headline(fine); got != "1 reference, 1 link: fine." {
		t.Errorf("fine: %q", got)
	}
}

func TestLinkable(t *testing.T) {
	tests := map[string]bool{
		"https://a.example/x": true, "http://a.example": true, "HTTPS://a.example/": true,
		"javascript:alert(1)": false, "javascript://a.example/%0aalert(1)": false, "ftp://a.example/": false, "data:text/html,x": false, "file:///etc/passwd": false, "//a.example/": false, "mailto:a@b.example": false,
		"https:///x": false, "https://a.example/\nx": false, "https://a.example/é": false, "": false, "https://a b/": false,
	}
	for target, want := range tests {
		if got := linkable(target, audit.Verdict{}) != ""; got != want {
			t.Errorf("%q linkable: %v", target, got)
		}
	}
	if linkable("https://a.example/", audit.Verdict{State: audit.Broken, Reason: audit.ReasonParked}) != "" {
		t.Error("a parked domain is made a link")
	}
}

// Of a link that is fine only its own address with https is worth a word.
func TestMendsOfAFineLink(t *testing.T) {
	l := found(1, "http://port.example/", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, nil)
	l.Repairs = []audit.Repair{
		{Target: "https://port.example/", Rule: audit.RuleUpgrade, Confidence: refs.Likely, Verified: ptr(true)},
		{Target: "http://port.example", Rule: "another-reading", Confidence: refs.Likely, Verified: ptr(true)},
	}
	got := mends(&l)
	if len(got) != 1 || got[0].target != "https://port.example/" || got[0].verb != "probably" || got[0].note != "as the server itself says" {
		t.Errorf("%+v", got)
	}
}

// What was out of order with the network is said beside what else was missed.
func TestShortfallOfNetwork(t *testing.T) {
	r := &audit.Report{Run: audit.RunInfo{Network: "The network here seems down: of 9 sites asked, none answered."}}
	r.Documents = []audit.Document{{Path: "a.md", Error: "unreadable"}}
	want := "Incomplete: 1 document could not be read; the network here seems down: of 9 sites asked, none answered."
	if got := shortfall(r); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Where no redirect led is told as what it is: where a registry was asked, say.
func TestAnswered(t *testing.T) {
	const api = "https://doi.org/api/handles/10.5555/x"
	for want, e := range map[string]*audit.Evidence{
		"HTTP 404 Not Found, from " + api: {Status: 404, FinalURL: api},
		"HTTP 200 OK, leads to https://a.example/2": {Status: 200, FinalURL: "https://a.example/2",
			Hops: []audit.Hop{{URL: "https://a.example/1", Status: 302}, {URL: "https://a.example/2", Status: 200}}},
	} {
		if got := strings.Join(answered(&audit.Link{Evidence: e}, audit.RunInfo{}), ", "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

package refs

import (
	"strings"
	"testing"
)

func TestRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules {
		if seen[r.Code] {
			t.Errorf("%s stands twice", r.Code)
		}
		seen[r.Code] = true
		if r.Doc == "" || r.Source == "" || !strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: Doc %q, Source %q", r.Code, r.Doc, r.Source)
		}
		if r.Fix == nil && r.Sees == nil {
			t.Errorf("%s neither fixes nor sees", r.Code)
		}
	}
	for _, code := range []string{MissingURL, TruncatedHead, TruncatedTail, SplitLink, WrongDash, Homoglyph, InvisibleCharacter, GluedText, BadEscape, MalformedURL, MalformedDOI, LocalTarget} {
		if !seen[code] {
			t.Errorf("no rule for %s", code)
		}
	}
}

// TestRuleSees holds each rule alone to what it fixes or sees, and to what it
// must leave alone.
func TestRuleSees(t *testing.T) {
	for _, tt := range []struct {
		code, raw string
		fixed     string // "" if the rule has no cure for raw
		seen      bool
	}{
		{MissingURL, "", "", true},
		{MissingURL, "http://maps.se", "", false},
		{TruncatedHead, "–32645118.html", "", true},
		{TruncatedHead, "http://maps.se/a.html", "", false},
		{TruncatedTail, "http://maps.se/a...", "", true},
		{TruncatedTail, "10.1234/drift-", "", true},
		{TruncatedTail, "http://www.maps-", "", true},
		{TruncatedTail, "http://maps.se/watch?v=abc-", "", false},
		{InvisibleCharacter, "http://maps.se/a\u00adb", "http://maps.se/ab", true},
		{Homoglyph, "http://maps.se/˜a", "http://maps.se/~a", true},
		{Homoglyph, "http://президент.рф/а", "http://президент.рф/а", false},
		{BadEscape, "http://maps.se/?a=1&amp;b=2", "http://maps.se/?a=1&b=2", true},
		{BadEscape, "http://maps.se/?a=1&copy=2", "http://maps.se/?a=1&copy=2", false},
		{BadEscape, "https://doi.org/10.1234/a%253Cb", "https://doi.org/10.1234/a%3Cb", true},
		{SplitLink, "http://maps. se/a", "http://maps.se/a", true},
		{MalformedURL, "http//maps.se/a", "http://maps.se/a", true},
		{MalformedURL, "http:/maps.se/a", "http://maps.se/a", true},
		{MalformedURL, "hxxp://maps.se/a", "http://maps.se/a", true},
		{WrongDash, "10.1234/6–7", "10.1234/6-7", true},
		{WrongDash, "http://maps.se/Å–Ö", "http://maps.se/Å–Ö", false},
		{MalformedDOI, "10..1234/a", "10.1234/a", true},
		{GluedText, "10.1234/a7[doi]", "10.1234/a7", true},
		{GluedText, "10.1234/ma0012898..........34362(2001)", "10.1234/ma0012898", true},
		{GluedText, "10.1234/a7<br/>", "10.1234/a7", true},
		{GluedText, "10.1234/0386-300X.PMID.15902993", "10.1234/0386-300X.PMID.15902993", false},
		{LocalTarget, "http://192.168.1.1/", "", true},
		{LocalTarget, "http://maps.se/", "", false},
	} {
		r := ruleOf(tt.code)
		seen := false
		if r.Fix != nil {
			got := r.Fix(tt.raw)
			if tt.fixed != "" && got != tt.fixed {
				t.Errorf("%s: Fix(%q) = %q, want %q", tt.code, tt.raw, got, tt.fixed)
			}
			seen = got != tt.raw
		}
		if r.Sees != nil {
			seen = seen || r.Sees(tt.raw)
		}
		if seen != tt.seen {
			t.Errorf("%s: damage seen in %q: %v, want %v", tt.code, tt.raw, seen, tt.seen)
		}
	}
}

var damagedSeeds = []string{
	"", "http://maps.se/a", "https://10.5555/a", "1O.1016/j.a", "10.1016/j.a,2.3", "https://doi.org/1016/j.a", "http://www.maps..se/a", "http:\\\\maps.se\\a", "10.5555/a7CrossRef", "10.5555/2-\u00ad3\u00ad4", "http://maps.se/\\textasciitilde a", "10.5555/a%5B1", "http://maps. se/a b.pdf", "10.1234/6–7", "https://doi.org/https://doi.org/10.1234/7(8)9-X", "http%3A%2F%2Fmaps.se%2Fa", `10.1234/978\_10`,
	"10.1234/1520-0493(2002)130&amp;lt;1913:EDA&amp;gt;2.0.CO;2", "10..1234/a", "1109/DRIFT.2015", "ｈｔｔｐｓ：／／ｄｏｉ．ｏｒｇ／１０．１２３４／１８２", "http;//maps.se/˜a", "https://dоi.org/10.1234/182",
	"10.1234/a7.http://dx.doi.org/10.1234/a7", "10.1234/a.....48,6717(2007)", "10.1234/a/full?x=1#y", "http://maps.se/a-\nb", "doi:10.1234/a%252525", "&#38;#38;amp;amp;lt;", "10.1007/a__b__c...d..e", "hxxp://http:/www.a.b", "\u00ad10.1\u200b/x",
	`10.1234/1097-0142(197409)34:3\728::AID-DR34[3.0.CO;2-U`, "http://maps.se/;anna/;x", "10.000//./", "doi: 10. (", "http://a b.pdf", "https://doi.org/10.1234/a7CrossRef", "http://dx.doi.org/10.1234/a.full",
}

func FuzzRules(f *testing.F) {
	for _, s := range damagedSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if len(raw) > 2000 {
			return
		}
		for _, r := range Rules {
			if r.Sees != nil {
				r.Sees(raw)
			}
			if r.Fix == nil {
				continue
			}
			once := r.Fix(raw)
			if once != raw && (isCleanAs(raw, KindURL) || isCleanAs(raw, KindDOI)) {
				t.Errorf("%s changes %q, which is held to be clean, to %q", r.Code, raw, once)
			}
			if twice := r.Fix(once); twice != once {
				t.Errorf("%s: %q, then %q, then %q", r.Code, raw, once, twice)
			}
		}
	})
}

// isCleanAs tells whether raw is taken for sound, as a link of a kind, without
// asking the rules.
func isCleanAs(raw string, kind Kind) bool {
	l := Link{Kind: kind, Written: raw}
	l.literal()
	return l.isClean()
}

// FuzzFindLinks holds the laws of finding: what is Written stands at its place,
// in order and without overlap; what is reported empty is a missing link; a
// target or repair is normal; and white space never changes what is invented:
// a link without its start has neither target nor repair.
func FuzzFindLinks(f *testing.F) {
	for _, s := range damagedSeeds {
		f.Add(s, true)
		f.Add("Tides. URL: "+s+" (accessed 2014). DOI: "+s, false)
	}
	f.Add("URL: DOI: 10. 1234/a. 2014 PMID: 12345678 arXiv:2101.00001 www.a.se中文 http :/ /www . a .se", true)
	f.Fuzz(func(t *testing.T, text string, listed bool) {
		p := &passage{text: text}
		end := 0
		for _, l := range findLinks(p, listed) {
			at := l.Pos.Offset
			if at < end || at+len(l.Written) > len(text) || text[at:at+len(l.Written)] != l.Written {
				t.Fatalf("%q: link %q is not at %d, behind %d", text, l.Written, at, end)
			}
			end = at + len(l.Written)
			if l.Written == "" && (len(l.Defects) != 1 || l.Defects[0].Code != MissingURL) {
				t.Errorf("%q: empty link with %v", text, l.Defects)
			}
			if l.Target == "" && len(l.Defects) == 0 {
				t.Errorf("%q: link %q leads nowhere and has no defect", text, l.Written)
			}
			for _, d := range l.Defects {
				if d.Code == "" || d.Detail == "" {
					t.Errorf("%q: defect %+v of %q", text, d, l.Written)
				}
				if (d.Code == TruncatedHead || d.Code == TruncatedTail || d.Code == MissingURL) && (l.Target != "" || len(l.Repairs) > 0) {
					t.Errorf("%q: invented for %q", text, l.Written)
				}
			}
			for _, target := range append([]Target{l.Target}, targets(l.Repairs)...) {
				if target == "" {
					continue
				}
				if again, err := ParseTarget(string(target)); err != nil || again != target {
					t.Errorf("%q: target %q, normalized again %q (%v)", text, target, again, err)
				}
			}
			if !listed && (len(l.Defects) > 0 && (l.Defects[0].Code == MissingURL || l.Defects[0].Code == TruncatedHead)) {
				t.Errorf("%q: %s in running text", text, l.Defects[0].Code)
			}
		}
	})
}

func targets(rs []Repair) (ts []Target) {
	for _, r := range rs {
		ts = append(ts, r.Target)
	}
	return ts
}

// FuzzHyperlinks holds that no placing of hyperlinks in a text makes the finder
// fail, and that every address that is a link is told or shown.
func FuzzHyperlinks(f *testing.F) {
	f.Add("URL: http://maps.se/2021–07/a.htm 10.1234/a7 more", "http://maps.se/2021", uint8(5), uint8(19), uint8(10))
	f.Add("here", "https://doi.org/10.1234/a7", uint8(0), uint8(4), uint8(0))
	f.Fuzz(func(t *testing.T, text, href string, start, length, second uint8) {
		a := min(int(start), len(text))
		b := min(a+int(length), len(text))
		c := min(b+int(second), len(text))
		p := &passage{text: text, anchors: []anchor{{a, b, href, 5000}, {b, c, "#x", 6000}, {c, len(text), href, 7000}}}
		links := findLinks(p, true)
		if isHref(href) && len(links) == 0 {
			t.Errorf("%q: %q is lost", text, href)
		}
	})
}

package refs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// line writes a link in one line: kind, written, target, defects, repairs.
func (l Link) line() string {
	var b strings.Builder
	b.WriteString(string(l.Kind) + " " + l.Written)
	if l.Target != "" {
		b.WriteString(" => " + string(l.Target))
	}
	for _, d := range l.Defects {
		b.WriteString(" !" + d.Code)
	}
	for _, r := range l.Repairs {
		b.WriteString(" +" + string(r.Confidence) + " " + string(r.Target))
	}
	return b.String()
}

func lines(links []Link) (out []string) {
	for _, l := range links {
		out = append(out, l.line())
	}
	return out
}

func TestFindInReferences(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"plain url":         {"Havsmuseet. Annual report. http://www.havsmuseet.se/reports/2014.pdf.", []string{"url http://www.havsmuseet.se/reports/2014.pdf => http://www.havsmuseet.se/reports/2014.pdf"}},
		"www":               {"At www.havsmuseet.se, accessed 2014.", []string{"url www.havsmuseet.se => http://www.havsmuseet.se/"}},
		"bare host, path":   {"Tides. havsmuseet.se/tides/2014.html", []string{"url havsmuseet.se/tides/2014.html => http://havsmuseet.se/tides/2014.html"}},
		"company":           {"Oxford: Amazon.com. 2012.", nil},
		"access note":       {"Tides, tidewatch.com, accessed 23 April 2000.", []string{"url tidewatch.com => http://tidewatch.com/"}},
		"brackets":          {"(see http://a.se/b_(c)).", []string{"url http://a.se/b_(c) => http://a.se/b_(c)"}},
		"angle brackets":    {"<http://a.se/b>. Seen 2014.", []string{"url http://a.se/b => http://a.se/b"}},
		"full-width stop":   {"网址：http://a.cn/b。", []string{"url http://a.cn/b => http://a.cn/b"}},
		"two in a row":      {"http://a.se/1;http://a.se/2", []string{"url http://a.se/1 => http://a.se/1", "url http://a.se/2 => http://a.se/2"}},
		"archive":           {"https://web.archive.org/web/2014/http://a.se/b", []string{"url https://web.archive.org/web/2014/http://a.se/b => https://web.archive.org/web/2014/http://a.se/b"}},
		"glued in front":    {"pp. 382–391.https://a.se/b", []string{"url https://a.se/b => https://a.se/b"}},
		"glued label":       {"doi:10.1234/drift.11.395.URL https://a.se/b", []string{"doi 10.1234/drift.11.395 => https://doi.org/10.1234/drift.11.395", "url https://a.se/b => https://a.se/b"}},
		"mail":              {"mailto:anna@a.se", []string{"url mailto:anna@a.se => mailto:anna@a.se"}},
		"doi":               {"DOI: 10.1234/J.Drift.2014.03.001 (In Chin.)", []string{"doi 10.1234/J.Drift.2014.03.001 => https://doi.org/10.1234/J.Drift.2014.03.001"}},
		"doi, resolver":     {"http://dx.doi.org/10.1234/drift.7.", []string{"doi http://dx.doi.org/10.1234/drift.7 => https://doi.org/10.1234/drift.7"}},
		"doi, no scheme":    {"doi.org/10.1234/drift.7", []string{"doi doi.org/10.1234/drift.7 => https://doi.org/10.1234/drift.7"}},
		"doi, escaped":      {"https://doi.org/10.1234%2Fdrift.7", []string{"doi https://doi.org/10.1234%2Fdrift.7 => https://doi.org/10.1234/drift.7"}},
		"doi, acm brackets": {"[doi>10.1234/drift.7]", []string{"doi 10.1234/drift.7 => https://doi.org/10.1234/drift.7"}},
		"doi, sici":         {"doi:10.1234/(SICI)1097-4571(199806)49:8<693::AID-DR4>3.0.CO;2-O.", []string{"doi 10.1234/(SICI)1097-4571(199806)49:8<693::AID-DR4>3.0.CO;2-O => https://doi.org/10.1234/(SICI)1097-4571(199806)49:8%3C693::AID-DR4%3E3.0.CO;2-O"}},
		"doi, brackets":     {"(doi: 10.1234/(DRI)0733-9372(2008)134:12(986)).", []string{"doi 10.1234/(DRI)0733-9372(2008)134:12(986) => https://doi.org/10.1234/(DRI)0733-9372(2008)134:12(986)"}},
		"doi, pii first":    {"doi: S0896-6273(09)00744-2[pii]; 10.1234/j.dri.2009.09.033[doi]", []string{"doi 10.1234/j.dri.2009.09.033 => https://doi.org/10.1234/j.dri.2009.09.033"}},
		"two dois":          {"doi: 10.1234/a1; doi: 10.1234/a2", []string{"doi 10.1234/a1 => https://doi.org/10.1234/a1", "doi 10.1234/a2 => https://doi.org/10.1234/a2"}},
		"doi in a url":      {"https://link.drift.org/doi/full/10.1234/drift.7/abstract?x=1", []string{"url https://link.drift.org/doi/full/10.1234/drift.7/abstract?x=1 => https://link.drift.org/doi/full/10.1234/drift.7/abstract?x=1"}},
		"numbers":           {"Mar. Sci. 10.7 (1971): 7-30; 10/1990, S. 754; (10/11), pp. 44.", nil},
		"gost slashes":      {"Иванов И. О дрейфе // Океанология. 2016. Т.56. С. 333–335.", nil},
		"gost glued":        {"Иванов И. О дрейфе//Труды института. 1976. Т. 64.", nil},
		"www is a word":     {"World Wide Web, WWW. 1511--1520.", nil},
		"namespace":         {`<ext-link xmlns:xlink="http://www.w3.org/1999/xlink">`, nil},
		"identifiers": {"arXiv:2101.00001v2 [cs.DL]; arXiv: hep-th/9901001; hdl:2027/mdp.39015; urn:nbn:se:kth-1234; PMID: 12345678; PMCID: PMC1234567", []string{
			"arxiv 2101.00001v2 => https://arxiv.org/abs/2101.00001v2", "arxiv hep-th/9901001 => https://arxiv.org/abs/hep-th/9901001",
			"handle 2027/mdp.39015 => https://hdl.handle.net/2027/mdp.39015", "urn urn:nbn:se:kth-1234 => https://nbn-resolving.org/urn:nbn:se:kth-1234",
			"pmid 12345678 => https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmcid PMC1234567 => https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"}},
		"author Doi": {"Doi M. and Edwards S. The theory of drift. 1986.", nil},

		"missing":                 {"Tides. 2021. URL: (accessed: 10.03.2023). (In Russ.)", []string{"url  !missing-url"}},
		"missing at the end":      {"Tides. 2021. URL:", []string{"url  !missing-url"}},
		"missing, Russian":        {"Приливы. Режим доступа: (дата обращения: 10.03.2023)", []string{"url  !missing-url"}},
		"missing, Chinese":        {"潮汐. 网址：（访问日期：2023-03-10）", []string{"url  !missing-url"}},
		"missing, next label":     {"Tides. URL: DOI: 10.1234/tides.7 (accessed: 01.07.2023).", []string{"url  !missing-url", "doi 10.1234/tides.7 => https://doi.org/10.1234/tides.7"}},
		"missing doi":             {"Drift Compass 4(1): 22-38. doi:", []string{"doi  !missing-url"}},
		"label, prose":            {"Available at: the museum's library. DOI: in press.", nil},
		"head, dash":              {"URL:–32645118.html (accessed: 17.03.2023). (In Chin.)", []string{"url –32645118.html !truncated-head"}},
		"head, path":              {"URL:–07/08/content_5623242.htm (accessed: 30.06.2023).(In Chin.)", []string{"url –07/08/content_5623242.htm !truncated-head"}},
		"head, fragment":          {"URL:,tides%20have%20been%20 (accessed: 19.03.2023).", []string{"url ,tides%20have%20been%20 !truncated-head"}},
		"head, doi":               {"9, 196-203 (2008). doi: \n4637.2007.00369.x", []string{"doi 4637.2007.00369.x !truncated-head"}},
		"tail, doi":               {"doi:10. (accessed 2014)", []string{"doi 10. !truncated-tail"}},
		"tail, doi prefix":        {"https://doi.org/10.1234/", []string{"doi https://doi.org/10.1234/ !truncated-tail"}},
		"tail, dots":              {"https://maps.se/viewer?a=... 2014", []string{"url https://maps.se/viewer?a=... !truncated-tail"}},
		"tail, nothing":           {"See http:// for more", []string{"url http:// !truncated-tail"}},
		"split scheme":            {"[15]http ://maps.se/heed.", []string{"url http ://maps.se/heed !split-link +certain http://maps.se/heed"}},
		"split scheme, indented":  {"at https:\n     //maps.se/heed.", []string{"url https:\n     //maps.se/heed !split-link +certain https://maps.se/heed"}},
		"split host, indented":    {"at http://\n      www.maps.se/heed.", []string{"url http://\n      www.maps.se/heed !split-link +certain http://www.maps.se/heed"}},
		"split everywhere":        {"https :/ /www -m5 .ma. maps.se/foswiki/a.pdf", []string{"url https :/ /www -m5 .ma. maps.se/foswiki/a.pdf !split-link +certain https://www-m5.ma.maps.se/foswiki/a.pdf"}},
		"split host":              {"http://dx.doi. org/10.1234/S0043-1354(98)00447-3.", []string{"doi http://dx.doi. org/10.1234/S0043-1354(98)00447-3 !split-link +certain https://doi.org/10.1234/S0043-1354(98)00447-3"}},
		"split path":              {"http:// www.maps.se/ doc/ plan-2010.pdf (2014)", []string{"url http:// www.maps.se/ doc/ plan-2010.pdf !split-link +certain http://www.maps.se/doc/plan-2010.pdf"}},
		"not split":               {"http://www.maps.se/ Accessed 2014. http://www.maps.se. Maps are drawn. http://maps.se/a/ and b.", []string{"url http://www.maps.se/ => http://www.maps.se/", "url http://www.maps.se => http://www.maps.se/", "url http://maps.se/a/ => http://maps.se/a/"}},
		"split doi":               {"doi: 10.1234/j. 0012-155X. 2005.00401. x", []string{"doi 10.1234/j. 0012-155X. 2005.00401. x !split-link +certain https://doi.org/10.1234/j.0012-155X.2005.00401.x"}},
		"doi, then a sentence":    {"doi:10.1234/j.dri.2009.09.033. 2014 edition. doi:10.1234/drift7. See", []string{"doi 10.1234/j.dri.2009.09.033 => https://doi.org/10.1234/j.dri.2009.09.033", "doi 10.1234/drift7 => https://doi.org/10.1234/drift7"}},
		"broken doi":              {"(doi:10.1234/ \njournal.dri.0002680)", []string{"doi 10.1234/ \njournal.dri.0002680 !split-link +certain https://doi.org/10.1234/journal.dri.0002680"}},
		"broken directory":        {"(doi:10. \n1234/s00227-007-0765-2)", []string{"doi 10. \n1234/s00227-007-0765-2 !split-link +certain https://doi.org/10.1234/s00227-007-0765-2"}},
		"broken, hyphen kept":     {"doi:10.1234/drift-2010-10-\n311704", []string{"doi 10.1234/drift-2010-10-\n311704 !split-link +likely https://doi.org/10.1234/drift-2010-10-311704 +guess https://doi.org/10.1234/drift-2010-10311704"}},
		"broken, hyphen dropped":  {"doi:10.1234/seadrift-\nflow", []string{"doi 10.1234/seadrift-\nflow !split-link +likely https://doi.org/10.1234/seadriftflow +guess https://doi.org/10.1234/seadrift-flow"}},
		"space in a file's name":  {"http://www.maps.se/doc/Final Brochure2008a.pdf", []string{"url http://www.maps.se/doc/Final Brochure2008a.pdf !split-link +likely http://www.maps.se/doc/Final%20Brochure2008a.pdf +guess http://www.maps.se/doc/Final_Brochure2008a.pdf +guess http://www.maps.se/doc/FinalBrochure2008a.pdf"}},
		"dash in a doi":           {"S. 6–18. DOI: 10.24411/2686–7702–2020–10001. (In Russ.)", []string{"doi 10.24411/2686–7702–2020–10001 !wrong-dash +certain https://doi.org/10.24411/2686-7702-2020-10001"}},
		"dash in a url":           {"http://maps.se/2021–07/flow–charts/", []string{"url http://maps.se/2021–07/flow–charts/ => http://maps.se/2021%E2%80%9307/flow%E2%80%93charts/ !wrong-dash +likely http://maps.se/2021-07/flow-charts/"}},
		"dash by right":           {"https://en.wikipedia.org/wiki/Hatfield–McCoy_feud", []string{"url https://en.wikipedia.org/wiki/Hatfield–McCoy_feud => https://en.wikipedia.org/wiki/Hatfield%E2%80%93McCoy_feud +guess https://en.wikipedia.org/wiki/Hatfield-McCoy_feud"}},
		"cyrillic host":           {"https://dоi.org/10.1234/182", []string{"doi https://dоi.org/10.1234/182 !homoglyph +certain https://doi.org/10.1234/182"}},
		"zero for o":              {"http://dx.d0i.0rg/10.1234/182", []string{"doi http://dx.d0i.0rg/10.1234/182 !homoglyph +certain https://doi.org/10.1234/182"}},
		"full-width":              {"ｈｔｔｐｓ：／／ｄｏｉ．ｏｒｇ／１０．１２３４／１８２", []string{"doi ｈｔｔｐｓ：／／ｄｏｉ．ｏｒｇ／１０．１２３４／１８２ !homoglyph +certain https://doi.org/10.1234/182"}},
		"tilde":                   {"http://maps.se/˜anna/drift", []string{"url http://maps.se/˜anna/drift !homoglyph +certain http://maps.se/~anna/drift"}},
		"zero width":              {"\ufeffhttps://maps.se/a\u2060b", []string{"url https://maps.se/a\u2060b !invisible-character +certain https://maps.se/ab"}},
		"invisible label":         {"http://\u202e.org/ and http://maps.\u200b.org/", []string{"url http://\u202e.org/ !invisible-character", "url http://maps.\u200b.org/ => http://maps..org/ !invisible-character !malformed-url +likely http://maps.org/"}},
		"persian joiner":          {"https://maps.se/می\u200cشود", []string{"url https://maps.se/می\u200cشود => https://maps.se/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF"}},
		"entities":                {"http://maps.se/p.php&#63;id=3&amp;o=6 , 2011", []string{"url http://maps.se/p.php&#63;id=3&amp;o=6 !bad-escape +certain http://maps.se/p.php?id=3&o=6"}},
		"entities in a sici":      {"doi:10.1234/1520-0493(2002)130&amp;lt;1913:EDA&amp;gt;2.0.CO;2", []string{"doi 10.1234/1520-0493(2002)130&amp;lt;1913:EDA&amp;gt;2.0.CO;2 !bad-escape +certain https://doi.org/10.1234/1520-0493(2002)130%3C1913:EDA%3E2.0.CO;2"}},
		"backslash":               {`http://maps.se/issues.html?issue=64\&id=6`, []string{`url http://maps.se/issues.html?issue=64\&id=6 !bad-escape +certain http://maps.se/issues.html?issue=64&id=6`}},
		"encoded scheme":          {"http%3A%2F%2Fmaps.se%2Fa", []string{"url http%3A%2F%2Fmaps.se%2Fa !bad-escape +certain http://maps.se/a"}},
		"lost slash":              {"http:/www.maps.se/a", []string{"url http:/www.maps.se/a !malformed-url +certain http://www.maps.se/a"}},
		"semicolon":               {"https;//maps.se/x", []string{"url https;//maps.se/x !malformed-url +certain https://maps.se/x"}},
		"lost colon":              {"DOI http //dx.doi.org/10.1234/7Y.06", []string{"doi http //dx.doi.org/10.1234/7Y.06 !split-link !malformed-url +certain https://doi.org/10.1234/7Y.06"}},
		"double scheme":           {"http://https://maps.se/a", []string{"url http://https://maps.se/a !malformed-url +certain https://maps.se/a"}},
		"double resolver":         {"https://doi.org/https://doi.org/10.1234/7(8)9-X", []string{"doi https://doi.org/https://doi.org/10.1234/7(8)9-X !malformed-url +certain https://doi.org/10.1234/7(8)9-X"}},
		"no host":                 {"http://[maps/ 2014", []string{"url http://[maps/ !malformed-url"}},
		"lost directory":          {"DOI: 1109/DRIFT.2015.7401379", []string{"doi 1109/DRIFT.2015.7401379 !malformed-doi +likely https://doi.org/10.1109/DRIFT.2015.7401379"}},
		"double dot":              {"doi:10.1234/rsbl..2015.0883", []string{"doi 10.1234/rsbl..2015.0883 => https://doi.org/10.1234/rsbl..2015.0883 !malformed-doi +likely https://doi.org/10.1234/rsbl.2015.0883"}},
		"double slash":            {"doi:10.1037//0012-1649.15.6.608", []string{"doi 10.1037//0012-1649.15.6.608 => https://doi.org/10.1037//0012-1649.15.6.608 +likely https://doi.org/10.1037/0012-1649.15.6.608"}},
		"sici signs":              {`doi:10.1234/1097-0142(197409)34:3\728::AID-DR34[3.0.CO;2-U`, []string{`doi 10.1234/1097-0142(197409)34:3\728::AID-DR34[3.0.CO;2-U => https://doi.org/10.1234/1097-0142(197409)34:3%5C728::AID-DR34%5B3.0.CO;2-U !malformed-doi +likely https://doi.org/10.1234/1097-0142(197409)34:3%3C728::AID-DR34%3E3.0.CO;2-U`}},
		"view":                    {"10.1234/drift.12289/full", []string{"doi 10.1234/drift.12289/full => https://doi.org/10.1234/drift.12289/full !glued-text +likely https://doi.org/10.1234/drift.12289"}},
		"query":                   {"10.1234/s11739-017-1643-7?utm_content=abc", []string{"doi 10.1234/s11739-017-1643-7?utm_content=abc !glued-text +certain https://doi.org/10.1234/s11739-017-1643-7"}},
		"year":                    {"doi:10.1234/s41560-017-0067-y(2018).", []string{"doi 10.1234/s41560-017-0067-y(2018) => https://doi.org/10.1234/s41560-017-0067-y(2018) !glued-text +likely https://doi.org/10.1234/s41560-017-0067-y"}},
		"chinese text":            {"http://maps.se/path中文说明", []string{"url http://maps.se/path => http://maps.se/path +guess http://maps.se/path%E4%B8%AD%E6%96%87%E8%AF%B4%E6%98%8E"}},
		"chinese path":            {"https://zh.wikipedia.org/wiki/猫", []string{"url https://zh.wikipedia.org/wiki/猫 => https://zh.wikipedia.org/wiki/%E7%8C%AB"}},
		"local":                   {"http://localhost:8080/report", []string{"url http://localhost:8080/report => http://localhost:8080/report !local-target"}},
		"local file":              {"file:///C:/Users/anna/paper.pdf", []string{"url file:///C:/Users/anna/paper.pdf => file:///C:/Users/anna/paper.pdf !local-target"}},
		"too long for an address": {"http://maps.se/" + strings.Repeat("a", maxLink), []string{"url http://maps.se/" + strings.Repeat("a", maxLink) + " !malformed-url"}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, lines(findLinks(&passage{text: tt.text}, true))); d != "" {
				t.Errorf("findLinks(%q): want -, got +\n%s", tt.text, d)
			}
		})
	}
}

// Running text speaks about addresses; only what is one is told.
func TestFindInRunningText(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"link":             {"It is on http://maps.se/a, and in doi:10.1234/a7.", []string{"url http://maps.se/a => http://maps.se/a", "doi 10.1234/a7 => https://doi.org/10.1234/a7"}},
		"empty label":      {"Fill in the field URL: (no spaces). DOI: none yet", nil},
		"forms":            {"An address begins with http:// or https://<host>/, say http://$HOST/x.", nil},
		"shortened":        {"the pages under https://maps.se/a/... are old", nil},
		"prefix":           {"all DOIs of ours begin with https://doi.org/10.1234/ as said", nil},
		"cut at a hyphen":  {"We use http://maps.se/north-\nsea/a.pdf, too", []string{"url http://maps.se/north-\nsea/a.pdf !split-link +likely http://maps.se/northsea/a.pdf +guess http://maps.se/north-sea/a.pdf"}},
		"cut at a slash":   {"We use http://maps.se/a/\n2010/plan.pdf, too", []string{"url http://maps.se/a/\n2010/plan.pdf !split-link +certain http://maps.se/a/2010/plan.pdf"}},
		"perhaps cut":      {"We use http://maps.se/a/\nplan-a for it", []string{"url http://maps.se/a/ => http://maps.se/a/ +guess http://maps.se/a/plan-a"}},
		"end of the line":  {"We use http://maps.se/a/\nand other pages.", []string{"url http://maps.se/a/ => http://maps.se/a/"}},
		"no cut, no slash": {"We use http://maps.se/a\nplan-a.pdf", []string{"url http://maps.se/a => http://maps.se/a"}},
		"next sentence":    {"We use http://maps.se/a/ 2010/plan.pdf too", []string{"url http://maps.se/a/ => http://maps.se/a/"}},
		"example":          {"say https://example.org/", []string{"url https://example.org/ => https://example.org/ !local-target"}},
		"divided label":    {"It is on https://ti des.org/a now", []string{"url https://ti des.org/a !split-link +likely https://tides.org/a"}},
		"name of a server": {"set http://drift maps.org/a up", []string{"url http://drift => http://drift/ !local-target"}},
		"impossible port":  {"It is on http://maps.se:99999/x now", []string{"url http://maps.se:99999/x !malformed-url"}},
		"forms of ports":   {"say http://maps.se:PORT/x, http://maps.se:/x, http://example.org:99999/, http://host:99999/", []string{"url http://maps.se:/x => http://maps.se/x"}},
		"bare host":        {"the file maps.se/a.txt", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, lines(findLinks(&passage{text: tt.text}, false))); d != "" {
				t.Errorf("findLinks(%q): want -, got +\n%s", tt.text, d)
			}
		})
	}
}

// TestFindStopsAtProse holds that what usually follows a link in a reference is
// never joined to it, on the same line or the next.
func TestFindStopsAtProse(t *testing.T) {
	links := []string{
		"http://www.maps.se/a/b/", "http://www.maps.se/a/b.html", "http://www.maps.se", "http://www.maps.se/", "https://maps.se/x?a=1", "10.1234/j.dri.2009.09.033",
		"10.1234/PhysRevLett.113.091601", "10.1234/s00227-007-0765-2", "10.1234/drift", "10.1234/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "https://doi.org/10.1234/drift7",
	}
	tails := []string{
		"2014.", "pp. 12-15.", "12(3):45-67.", "45-67.", "-15 degrees", "Smith J.", "Available", "and others", "vol. 3/4", "no. 3/2010", "12/05/2014", "(2014)", "[accessed 12/05/2014]",
		"– 15 p.", "/ Smith", "/", "// Океанология", "ISBN 978-3-16-148410-0", "in Drift.com/Maps", "1. Smith", "[12] Foo", "Accessed: 2014-05-03", "Last access 3.5.2014", "3rd ed.", "x", "e1234",
		"123456", "12345678", "S. 3–5", "p.12", "at www.a.se/x", "v. 3", ".", ",", "; foo", "& Co.", "=", "?", "C-12/03", "and/or maps", "see fig-3", "10:30", "GMT+1", "2014-05-03", "3,5 MB", "(PDF, 3 MB)", "1.2.3",
	}
	for _, link := range links {
		for _, gap := range []string{" ", "\n", ". ", ".\n", ", ", ";\n"} {
			for _, tail := range tails {
				text := "Aalto. On drift. URL: " + link + gap + tail
				if got := findLinks(&passage{text: text}, true); len(got) == 0 || got[0].Written != link {
					t.Errorf("findLinks(%q): %q, want %s first", text, lines(got), link)
				}
			}
		}
	}
}

func TestFindInFields(t *testing.T) {
	for name, tt := range map[string]struct {
		hint Kind
		text string
		want []string
	}{
		"doi":                {KindDOI, " 10.1234/a7 ", []string{"doi 10.1234/a7 => https://doi.org/10.1234/a7"}},
		"doi with resolver":  {KindDOI, "https://doi.org/10.1234/a7", []string{"doi https://doi.org/10.1234/a7 => https://doi.org/10.1234/a7"}},
		"short registrant":   {KindDOI, "10.231/a7", []string{"doi 10.231/a7 => https://doi.org/10.231/a7"}},
		"glued link":         {KindDOI, "10.1234/a7.http://dx.doi.org/10.1234/a7", []string{"doi 10.1234/a7.http://dx.doi.org/10.1234/a7 !glued-text +certain https://doi.org/10.1234/a7"}},
		"glued number":       {KindDOI, "10.1234/a7.pmid:26068859", []string{"doi 10.1234/a7.pmid:26068859 !glued-text +certain https://doi.org/10.1234/a7"}},
		"latex":              {KindDOI, `10.1234/978-3-642-9\_10`, []string{`doi 10.1234/978-3-642-9\_10 !bad-escape +certain https://doi.org/10.1234/978-3-642-9_10`}},
		"no doi":             {KindDOI, "forthcoming", []string{"doi forthcoming !malformed-doi"}},
		"url":                {KindURL, "http://maps.se/a", []string{"url http://maps.se/a => http://maps.se/a"}},
		"url without scheme": {KindURL, "maps.se", []string{"url maps.se => http://maps.se"}},
		"url without label":  {KindURL, "http://.org", []string{"url http://.org !malformed-url"}},
		"empty":              {KindURL, "  ", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := lines(findLinks(&passage{text: tt.text, hint: tt.hint}, true))
			for i := range got {
				got[i] = strings.TrimSuffix(got[i], "/")
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("findLinks(%q): want -, got +\n%s", tt.text, d)
			}
		})
	}
}

func TestFindIdentifierInURL(t *testing.T) {
	for url, want := range map[string]string{
		"https://link.drift.org/doi/full/10.1234/drift.7/abstract?x=1": "10.1234/drift.7",
		"https://link.drift.org/article?doi=10.1234%2Fdrift.7&x=1":     "10.1234/drift.7",
		"https://link.drift.org/articles/10.1234/drift.7.pdf":          "10.1234/drift.7",
		"https://drift.org/aug-20/10/summary.pdf":                      "",
		"https://doi.org/10.1234/Drift.7":                              "10.1234/Drift.7",
	} {
		links := findLinks(&passage{text: url}, true)
		if len(links) != 1 || links[0].ID != want {
			t.Errorf("%s: got %+v, want one link with ID %q", url, links, want)
		}
	}
}

func TestFindNothingInCode(t *testing.T) {
	if got := findLinks(&passage{kind: code, text: "curl https://maps.se/a"}, false); got != nil {
		t.Errorf("links in code: %v", lines(got))
	}
}

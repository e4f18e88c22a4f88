package refs

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

// tlds are the top-level domains under which addresses in references stand:
// the generic ones of everyday use and the country codes (IANA root zone). A
// name that ends in none of them is still a host behind "://"; the list only
// guards the places where a host must be told from prose.
var tlds = fieldSet(`com org net edu gov mil int info biz name pro aero museum coop jobs mobi tel travel cat asia post
 io ai co tv me cc app dev cloud online site tech science academy press news blog wiki xyz club global world
 ac ad ae af ag al am ao ar as at au aw az ba bb bd be bf bg bh bi bj bn bo br bs bt bw by bz ca cd cf cg ch ci ck cl cm cn cr cu cv
 cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hn hr ht hu id
 ie il im in iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md mg mh mk ml mm mn mo
 mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw
 sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tw tz ua ug uk us uy uz va
 vc ve vg vi vn vu wf ws ye yt za zm zw`)

// settledTLDs end a host for certain; "news" or "blog" may be its first label
// as well ("news. example.org").
var settledTLDs = fieldSet(`com org net edu gov mil int info uk de fr ru cn jp eu ch at nl it es br ca au us se no fi dk pl cz be pt hu
 ie gr tr in kr tw mx ar za nz ro bg hr si sk lt lv ee ua by kz il cl`)

// fileTypes are the endings of pages and files in URLs.
var fileTypes = fieldSet(`html htm shtml xhtml php php3 php4 asp aspx jsp jspx jhtml cfm cgi do pl pdf ps gz zip doc docx xls xlsx ppt pptx
 fcgi mspx ece xsp dml
 txt xml csv json jpg jpeg png gif svg tif mp3 mp4 stm epl nsf epub rtf bib tex md dll phtml`)

func fieldSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

func inSet(set map[string]bool, word string) bool {
	var room [8]byte
	if len(word) < 2 || len(word) > len(room) {
		return false
	}
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return set[strings.ToLower(word)]
		}
		room[i] = lower(word[i])
	}
	return set[string(room[:len(word)])]
}

// isTopLevel tells whether a label is a top-level domain: one of tlds, or a long
// one of the Public Suffix List.
func isTopLevel(label string) bool {
	if inSet(tlds, label) {
		return true
	}
	if len(label) < 4 || len(label) > 24 || strings.IndexFunc(label, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
		return false
	}
	_, listed := publicsuffix.PublicSuffix(label)
	return listed
}

// Domain gives the registrable domain that a host lies in, by the Public Suffix
// List: "example.co.uk" of "www.example.co.uk"; "" for a suffix itself, an address
// and "". Case does not matter.
func Domain(host string) string {
	if isAddress(host) {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(host))
	if err != nil {
		return ""
	}
	return domain
}

// isAddress tells whether a host is an IP address.
func isAddress(host string) bool {
	if host == "" || !isDigit(host[len(host)-1]) && !strings.Contains(host, ":") {
		return false
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// lastLabel gives what stands behind the last dot of a host.
func lastLabel(host string) string { return host[strings.LastIndexByte(host, '.')+1:] }

// isHostName tells whether s is made as a host is: labels of letters, digits and
// hyphens with single dots between them, the last a known top-level domain.
func isHostName(s string) bool {
	if len(s) < 4 || len(s) > 253 || !strings.Contains(s, ".") || !isTopLevel(lastLabel(s)) {
		return false
	}
	prev := byte('.')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isAlnum(c) && c != '-' && c != '.' || c == '.' && (prev == '.' || prev == '-') || c == '-' && prev == '.' {
			return false
		}
		prev = c
	}
	return true
}

// hostEnd gives the end of the host (and port) that starts s: at the first
// byte that can be in neither.
func hostEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '/', '?', '#', '\\':
			return i
		}
	}
	return len(s)
}

// endsInFile tells whether s, a piece of a path, ends in a dot and a known
// ending of files.
func endsInFile(s string) bool {
	i := strings.LastIndexByte(s, '.')
	return i > 0 && inSet(fileTypes, s[i+1:])
}

// splitHost gives the host of an address, in lower case and without "www.", and
// what follows it; "" if it has none.
func splitHost(href string) (host, rest string) {
	href = strings.TrimSpace(href)
	i := strings.Index(href, "//")
	if i < 0 || i > len("https:") || i > 0 && href[i-1] != ':' {
		return "", ""
	}
	rest = href[i+2:]
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host = strings.TrimPrefix(strings.ToLower(rest[:end]), "www.")
	rest = rest[end:]
	if rest == "" || rest[0] != '/' {
		rest = "/" + rest
	}
	return host, rest
}

// isUnder tells whether a host is the domain or in it.
func isUnder(host, domain string) bool {
	n := len(host) - len(domain)
	return n >= 0 && host[n:] == domain && (n == 0 || host[n-1] == '.')
}

// hasParameter tells whether a query has a parameter, whatever its value.
func hasParameter(query, name string) bool {
	for p := range strings.SplitSeq(query, "&") {
		if key, _, ok := strings.Cut(p, "="); ok && strings.EqualFold(key, name) {
			return true
		}
	}
	return false
}

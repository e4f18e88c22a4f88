package crawler

import (
	"strings"
	"unicode/utf16"
)

// inUTF16 is s in UTF-16 with a byte order mark.
func inUTF16(s string) string {
	b := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// textBehaviours are pages in all charsets, and with places that links name.
func textBehaviours() (all []behaviour) {
	there, missing, open := fine, fine, fine
	there.place, missing.place, open.place = "there", "missing", "open"
	const charset = "Content-Type: text/html; charset="
	places := `<title>Places</title><h1 id="top-of-all">x</h1><h2 id="выводы">y</h2><a name="old">z</a><p id="a b">s</p><p id="100%">q</p><i name="not-a-place">i</i>` +
		`<p id=e1><p id=e2><p id=e3><p id=e4>`
	in := func(name, fragment string, want wanted) behaviour {
		return b("place "+name, answers(200, places), "/page#"+fragment, want)
	}
	return []behaviour{
		b("UTF-16", answers(200, inUTF16(page), charset+"utf-16"), "/", fine),
		b("UTF-16 that is called UTF-8", answers(200, inUTF16(page)), "/", fine),
		b("windows-1251 that is called UTF-8", answers(200, "<title>\xcf\xf0\xe8\xeb\xe8\xe2\xfb</title>"), "/", fine),
		b("GB2312", answers(200, "<title>\xb3\xb1\xcf\xab</title>", charset+"gb2312"), "/", fine),
		b("Shift_JIS", answers(200, "<title>\x92\xaa\x96\x9e</title>", charset+"Shift_JIS"), "/", fine),
		b("EUC-KR", answers(200, "<title>\xc1\xb6\xbc\xf6</title>", charset+"euc-kr"), "/", fine),
		b("charset unheard of", answers(200, page, charset+"x-snail"), "/", fine),
		b("charset that is long", answers(200, page, charset+strings.Repeat("x", 10_000)), "/", fine),
		b("UTF-7", answers(200, "<title>+AGEAYgBj-</title>", charset+"utf-7"), "/", fine),
		b("bytes of no charset", answers(200, "<title>\xff\xfe\xfd\x80\x81</title>"), "/", fine),

		in("by id", "top-of-all", there),
		in("by name", "old", there),
		in("in Unicode", "выводы", there),
		in("escaped", "%D0%B2%D1%8B%D0%B2%D0%BE%D0%B4%D1%8B", there),
		in("with a space", "a%20b", there),
		in("with a percent sign", "100%25", there),
		in("that is missing", "elsewhere", missing),
		in("that differs in case", "OLD", missing),
		in("named by what is no link", "not-a-place", missing),
		b("place in a text fragment", answers(200, places), "/page#:~:text=x,y", fine),
		b("place of a text fragment", answers(200, places), "/page#old:~:text=x", there),
		b("place after a redirect", leads(302, "https://HOST/end"), "/from#part", missing),
		b("place in a page made by scripts", answers(200, `<title>App</title><div id="root"></div><script src=x.js></script>`), "/page#part", open),
		b("place in a page cut off", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n"+places), "/page#part", open),
		b("place in a PDF", answers(200, "%PDF-1.7\n", "Content-Type: application/pdf"), "/x.pdf#page=7", open),
		b("place in plain text", answers(200, "text", "Content-Type: text/plain"), "/x.txt#part", open),
	}
}

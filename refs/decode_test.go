package refs

import (
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/net/html/charset"
)

const (
	russian  = "Соколов П. Н. Ветры над морем // Вестник моря. 2001. № 3. С. 5-9.\n"
	chinese  = "王明. 海上的风. 气象出版社. 2001年. http://wind.cn/\n"
	japanese = "田中「海の風について」海洋書房、二〇〇一年\n"
	korean   = "김철수. 바다의 바람. 서울: 바다출판, 2001년.\n"
	taiwan   = "王小明。臺灣海峽的風。臺北：海洋出版社，2001年。\n"
	french   = "Lefèvre, É. «L'été à Genève». Éditions de la Mer, 1999.\n"
)

func encode(t testing.TB, name, s string) []byte {
	t.Helper()
	e, _ := charset.Lookup(name)
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(name, err)
	}
	return b
}

func utf16Bytes(s string, bigEndian bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func TestDecode(t *testing.T) {
	for name, c := range map[string]struct {
		data     []byte
		declared string
		html     bool
		want     string
	}{
		"UTF-8":                          {[]byte(russian), "", false, russian},
		"UTF-8, said to be other":        {[]byte(russian), "windows-1251", false, russian},
		"UTF-8 with its mark":            {[]byte("\xEF\xBB\xBF" + chinese), "gbk", false, chinese},
		"UTF-8, a byte damaged":          {[]byte(russian + "\xFF" + russian), "", false, russian + "\xFF" + russian},
		"ASCII with zero bytes":          {[]byte("a\x00b http://a.org/\n"), "", false, "a\x00b http://a.org/\n"},
		"UTF-16 little, marked":          {append([]byte("\xFF\xFE"), utf16Bytes(chinese, false)...), "", false, chinese},
		"UTF-16 big, marked":             {append([]byte("\xFE\xFF"), utf16Bytes(russian, true)...), "", false, russian},
		"UTF-16 little, unmarked":        {utf16Bytes(russian, false), "", false, russian},
		"UTF-16 big, unmarked":           {utf16Bytes(chinese, true), "", false, chinese},
		"windows-1251":                   {encode(t, "windows-1251", russian), "", false, russian},
		"windows-1251, a word":           {encode(t, "windows-1251", "see Ветры, 2001"), "", false, "see Ветры, 2001"},
		"KOI8-R":                         {encode(t, "koi8-r", strings.ReplaceAll(russian, "№ ", "")), "", false, strings.ReplaceAll(russian, "№ ", "")},
		"GB18030":                        {encode(t, "gb18030", chinese), "", false, chinese},
		"GB18030, a few characters":      {encode(t, "gbk", "韩世龙. Title. 2001. http://www.gov.cn/"), "", false, "韩世龙. Title. 2001. http://www.gov.cn/"},
		"Big5":                           {encode(t, "big5", taiwan), "", false, taiwan},
		"Shift_JIS":                      {encode(t, "shift_jis", japanese), "", false, japanese},
		"EUC-JP":                         {encode(t, "euc-jp", japanese), "", false, japanese},
		"EUC-KR":                         {encode(t, "euc-kr", korean), "", false, korean},
		"windows-1252":                   {encode(t, "windows-1252", french), "", false, french},
		"declared":                       {encode(t, "iso-8859-2", "Čapek, Žižkov"), "ISO-8859-2", false, "Čapek, Žižkov"},
		"declared wrongly":               {encode(t, "gbk", chinese), "shift_jis", false, chinese},
		"meta beyond the first kilobyte": {encode(t, "windows-1250", "<head><!--"+strings.Repeat("x", 2000)+"--><script charset=utf-8></script><meta http-equiv='Content-Type' content='text/html; charset=windows-1250'></head>Žižka"), "", true, "Žižka"},
		"meta without quotes":            {encode(t, "windows-1253", "<meta charset=windows-1253><p>Άνεμοι"), "", true, "Άνεμοι"},
		"meta, but not in HTML":          {encode(t, "windows-1252", "<meta charset=windows-1253><p>été"), "", false, "été"},
		"XML declaration":                {encode(t, "iso-8859-2", "<?xml version='1.0' encoding='iso-8859-2'?><p>Žižka"), "", true, "Žižka"},
	} {
		src := decode(c.data, c.declared, c.html)
		if !strings.HasSuffix(src.text, c.want) || !c.html && src.text != c.want && !strings.HasPrefix(src.text, "<") {
			t.Errorf("%s: %q, want %q", name, src.text, c.want)
		}
	}
}

// TestPlacesDecoded holds that places are those of the document's bytes in
// whatever charset it is.
func TestPlacesDecoded(t *testing.T) {
	text := strings.Repeat(russian+"\r\n", 3) + "Текст http://a.org/1 и http://a.org/2\rЕщё http://a.org/3\n\n" + russian + "http://a.org/4"
	han := strings.Repeat(chinese+"\r\n", 3) + "见 http://a.org/1 和 http://a.org/2\r又 http://a.org/3\n\n" + chinese + "http://a.org/4"
	for name, data := range map[string][]byte{
		"utf-8":        []byte(text),
		"marked":       []byte("\xEF\xBB\xBF" + text),
		"windows-1251": encode(t, "windows-1251", text),
		"koi8-r":       encode(t, "koi8-r", text),
		"gb18030":      encode(t, "gb18030", han),
		"utf-16le":     utf16Bytes(text, false),
		"utf-16be":     append([]byte("\xFE\xFF"), utf16Bytes(han, true)...),
		"damaged":      []byte(strings.Replace(text, "П", "\xFF", 1)),
	} {
		doc, err := Read("x", data, Options{Format: FormatText})
		if err != nil {
			t.Fatal(name, err)
		}
		last := 0
		for _, r := range doc.References {
			for _, l := range r.Links {
				want := []byte(l.Written)
				if strings.HasPrefix(name, "utf-16") {
					want = utf16Bytes(l.Written, name == "utf-16be")
				}
				if got := data[l.Pos.Offset:][:len(want)]; string(got) != string(want) {
					t.Errorf("%s: %q at %+v is %q", name, l.Written, l.Pos, got)
				}
				last++
			}
		}
		if last < 4 {
			t.Errorf("%s: %d links", name, last)
		}
		checkLines(t, name, data, doc)
	}
}

// checkLines holds that the lines and columns of a document agree with its
// offsets.
func checkLines(t *testing.T, name string, data []byte, doc Document) {
	t.Helper()
	wide, bom := 0, 0
	switch {
	case name == "utf-16le":
		wide = 1
	case name == "utf-16be":
		wide, bom = 2, 2
	case strings.HasPrefix(string(data), "\xEF\xBB\xBF"):
		bom = 3
	}
	src := &source{wide: wide}
	starts := []int{bom}
	for at := bom; at < len(data); {
		n := src.lineLength(data[at:])
		if at += n; src.endsLine(data[:at]) {
			starts = append(starts, at)
		}
	}
	check := func(p Position) {
		if p.Line < 1 || p.Line > len(starts) || p.Offset != starts[p.Line-1]+p.Column-1 || p.Line < len(starts) && p.Offset >= starts[p.Line] {
			t.Errorf("%s: %+v does not agree with itself", name, p)
		}
	}
	for _, r := range doc.References {
		check(r.Pos)
		for _, l := range r.Links {
			check(l.Pos)
		}
	}
}

package crawler

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	russian = "Паром через реку откроют весной, сообщили на пристани вечером"
	chinese = "渡口的灯塔已经修好，今天晚上开始为过往的船只照明，这是我们的工作"
	taiwan  = "渡口的燈塔已經修好，今天晚上開始為過往的船隻照明，這是我們的工作"
	nippon  = "港の灯台が新しくなりました。今夜から船のために光を灯します。"
	hangul  = "부두의 등대가 새로 고쳐졌습니다. 오늘 밤부터 배를 위해 불을 밝힙니다."
	french  = "La pêche à pied, près du môle, où l’été s’achève"
	polish  = "Most na rzece będzie zamknięty przez cały miesiąc, mówi wójt"
)

func TestDecodeCharset(t *testing.T) {
	gb, big5, sjis := simplifiedchinese.GB18030, traditionalchinese.Big5, japanese.ShiftJIS
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	far := "<script charset=utf-8 src=a></script><link charset=utf-8 href=a><style>" + strings.Repeat("a{b:c}", 400) + "</style>"
	for name, tt := range map[string]struct {
		text   string
		in     encoding.Encoding
		header string
		head   string
	}{
		"gbk by header":              {chinese, gb, "text/html; charset=GBK", ""},
		"gb2312 by meta":             {chinese, gb, "text/html", "<meta charset=gb2312>"},
		"gb2312 by a far meta":       {chinese, gb, "text/html", far + `<meta http-equiv="Content-Type" content="text/html; charset=gb2312">`},
		"gbk undeclared":             {chinese, gb, "text/html", ""},
		"gbk called utf-8":           {chinese, gb, "text/html; charset=utf-8", "<meta charset=utf-8>"},
		"gbk called latin1":          {chinese, gb, "text/html; charset=ISO-8859-1", ""},
		"1251 by header":             {russian, charmap.Windows1251, "text/html; charset=windows-1251", ""},
		"1251 by odd label":          {russian, charmap.Windows1251, `text/html; charset="cp1251`, ""},
		"1251 undeclared":            {russian, charmap.Windows1251, "text/html", ""},
		"1251, header says latin1":   {russian, charmap.Windows1251, "text/html; charset=iso-8859-1", "<meta charset='windows-1251'>"},
		"1251 called utf8":           {russian, charmap.Windows1251, "text/html; charset=utf8", "<meta charset=utf8>"},
		"1251, header says koi8":     {russian, charmap.Windows1251, "text/html; charset=koi8-r", "<meta charset=windows-1251>"},
		"1251 by xml declaration":    {russian, charmap.Windows1251, "application/xhtml+xml", ""},
		"koi8 by header":             {russian, charmap.KOI8R, "text/html; charset=koi8-r", ""},
		"koi8 called 1251":           {russian, charmap.KOI8R, "text/html; charset=windows-1251", ""},
		"koi8 undeclared":            {russian, charmap.KOI8R, "text/html", ""},
		"shift_jis by meta":          {nippon, sjis, "text/html", "<meta charset=x-sjis>"},
		"shift_jis undeclared":       {nippon, sjis, "text/html", ""},
		"euc-jp by header":           {nippon, japanese.EUCJP, "text/html;charset=EUC-JP", ""},
		"iso-2022-jp undeclared":     {nippon, japanese.ISO2022JP, "text/html", ""},
		"euc-kr by meta":             {hangul, korean.EUCKR, "text/html", "<meta charset=ks_c_5601-1987>"},
		"big5 by header":             {taiwan, big5, "text/html; Charset = 'big5'", ""},
		"hz by meta":                 {chinese, simplifiedchinese.HZGB2312, "text/html", "<meta charset=hz-gb-2312>"},
		"1252 undeclared":            {french, charmap.Windows1252, "text/html", ""},
		"1252 by header":             {french, charmap.Windows1252, "text/html; charset=latin1", ""},
		"1250, header says latin1":   {polish, charmap.Windows1250, "text/html; charset=iso-8859-1", "<meta charset=windows-1250>"},
		"1250 by meta":               {polish, charmap.Windows1250, "text/html", "<meta charset=windows-1250>"},
		"utf-8 undeclared":           {russian, encoding.Nop, "text/html", ""},
		"utf-8 called latin1":        {french, encoding.Nop, "text/html; charset=latin1", ""},
		"utf-8 called gbk":           {russian, encoding.Nop, "text/html", "<meta charset=gbk>"},
		"utf-8 called utf-16":        {russian, encoding.Nop, "text/html; charset=utf-16", ""},
		"utf-16le without mark":      {russian, le, "text/html", ""},
		"utf-16be without mark":      {chinese, be, "text/html; charset=utf-16", ""},
		"utf-16 with mark":           {russian, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "text/html; charset=utf-8", ""},
		"utf-8 with mark":            {chinese, unicode.UTF8BOM, "text/html; charset=gbk", "<meta charset=latin1>"},
		"unknown label":              {russian, charmap.Windows1251, "text/html; charset=none", ""},
		"header garbled, meta right": {nippon, japanese.EUCJP, "text/html; charset=", "<meta charset=euc-jp>"},
	} {
		declaration := ""
		if strings.Contains(name, "xml") {
			declaration = `<?xml version="1.0" encoding="windows-1251"?>`
		}
		page := declaration + "<html><head>" + tt.head + "<title>" + tt.text + "</title></head><body><p>" + tt.text + "</p></body></html>"
		body, err := tt.in.NewEncoder().Bytes([]byte(page))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := string(decodeCharset(body, tt.header)); got != page {
			t.Errorf("%s: got %q", name, got[strings.Index(got, "<title>")+1:])
		}
	}
}

func TestDecodeCharsetBroken(t *testing.T) {
	for name, tt := range map[string]struct{ body, want string }{
		"cut at the end":    {russian[:len(russian)-1], russian[:len(russian)-2] + "\ufffd"},
		"one byte broken":   {russian + "\xff" + russian, russian + "\ufffd" + russian},
		"empty":             {"", ""},
		"ascii":             {"plain ~{ text", "plain ~{ text"},
		"mark alone":        {"\xff\xfe", ""},
		"utf-16 cut in two": {"\xff\xfea\x00b", "a\ufffd"},
	} {
		if got := string(decodeCharset([]byte(tt.body), "text/html; charset=utf-8")); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestDecodeCharsetKeepsUTF8(t *testing.T) {
	body := []byte("<title>" + russian + "</title>")
	if got := decodeCharset(body, ""); &got[0] != &body[0] {
		t.Error("valid UTF-8 was copied")
	}
}

func FuzzDecodeCharset(f *testing.F) {
	for _, text := range []string{russian, chinese, nippon, hangul, french} {
		f.Add([]byte(text), "text/html")
	}
	for _, enc := range []encoding.Encoding{simplifiedchinese.GB18030, japanese.ShiftJIS, japanese.ISO2022JP, traditionalchinese.Big5} {
		if body, err := enc.NewEncoder().Bytes([]byte("<meta charset=gbk>渡口")); err == nil {
			f.Add(body, "text/html; charset=koi8-r")
		}
	}
	f.Add([]byte("\xff\xfe<\x00a"), "charset='utf-16'")
	f.Add([]byte("<meta charset=hz-gb-2312>~{<:Ky2;"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		before := bytes.Clone(body)
		got := decodeCharset(body, contentType)
		if !utf8.Valid(got) {
			t.Errorf("gave %q", got)
		}
		if len(got) > 3*len(body)+3 {
			t.Errorf("made %d bytes of %d", len(got), len(body))
		}
		if !bytes.Equal(before, body) {
			t.Error("changed the body")
		}
	})
}

func BenchmarkDecodeCharset(b *testing.B) {
	page := "<html><head><meta charset=gbk><title>" + chinese + "</title></head><body>" + strings.Repeat("<p>"+chinese+"</p>", 190) + "</body></html>"
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(page))
	if err != nil {
		b.Fatal(err)
	}
	for name, body := range map[string][]byte{"utf-8": []byte(page), "gbk": gbk, "undeclared": bytes.Replace(gbk, []byte("<meta charset=gbk>"), nil, 1)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				decodeCharset(body, "text/html")
			}
		})
	}
}

package crawler

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// decodeCharset gives a page's text in valid UTF-8; what cannot be decoded
// becomes U+FFFD. It shares memory with body if that is valid UTF-8 already,
// and is at most three times as long.
//
// What pages and servers claim is often wrong, so the bytes come first: a byte
// order mark, then whatever is valid UTF-8. Then the claims are tried, header
// before meta (WHATWG Encoding and HTML, 13.2.3), and the first that decodes
// the bytes wins; but ISO-8859-1, which servers claim without asking anybody,
// decodes everything and is believed only if the text looks like it. Then a
// detector is asked. What is left is windows-1252.
func decodeCharset(body []byte, contentType string) []byte {
	if enc, mark := byteOrder(body); enc != nil {
		return decodeAs(enc, body[mark:])
	} else if mark > 0 {
		return validUTF8(body[mark:])
	}
	if utf8.Valid(body) {
		if enc := sevenBit(body, contentType); enc != nil {
			return decodeAs(enc, body)
		}
		return body
	}
	if mostlyUTF8(body) {
		return validUTF8(body)
	}
	return decodeAs(choose(body, claimed(body, contentType)), body)
}

// byteOrder recognizes UTF-16 and byte order marks. Pages in UTF-16 without a
// mark show themselves by the zeros of their markup.
func byteOrder(body []byte) (enc encoding.Encoding, mark int) {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return nil, 3
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 2
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 2
	}
	var zeros [2]int
	sample := body[:min(len(body), 1024)]
	if bytes.IndexByte(sample, 0) < 0 {
		return nil, 0
	}
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch few := len(sample) / 8; {
	case zeros[1] > few && zeros[0] <= zeros[1]/8:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 0
	case zeros[0] > few && zeros[1] <= zeros[0]/8:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 0
	}
	return nil, 0
}

// sevenBit recognizes the encodings that write Japanese and Chinese in ASCII
// bytes alone, nil if body is in none of them: ISO-2022-JP by its escapes,
// HZ, whose marks other pages may have, only if it is claimed.
func sevenBit(body []byte, contentType string) encoding.Encoding {
	escapes, tildes := bytes.Contains(body, []byte("\x1b$")), bytes.Contains(body, []byte("~{"))
	if !escapes && !tildes || bytes.IndexFunc(body, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		return nil
	}
	if escapes {
		return japanese.ISO2022JP
	}
	if claims := claimed(body, contentType); len(claims) > 0 && claims[0] == simplifiedchinese.HZGB2312 {
		return simplifiedchinese.HZGB2312
	}
	return nil
}

// claimed gives what header and page say of the encoding, those that are
// known, in the order in which they are tried.
func claimed(body []byte, contentType string) []encoding.Encoding {
	var claims []encoding.Encoding
	latin := false
	for _, label := range append([]string{charsetParam(contentType)}, metaCharsets(body)...) {
		enc := encodingOf(label)
		if enc == charmap.Windows1252 {
			latin = true
		} else if enc != nil {
			claims = append(claims, enc)
		}
	}
	if latin {
		claims = append(claims, charmap.Windows1252)
	}
	return claims
}

// charsetParam reads the charset of a Content-Type, however it is quoted or
// not; "" if there is none.
func charsetParam(contentType string) string {
	rest := contentType
	for {
		i := indexFold(rest, "charset")
		if i < 0 {
			return ""
		}
		rest = strings.TrimLeft(rest[i+len("charset"):], " \t")
		if value, ok := strings.CutPrefix(rest, "="); ok {
			value = strings.TrimLeft(value, " \t\"'=")
			if end := strings.IndexAny(value, "\"';, \t"); end >= 0 {
				value = value[:end]
			}
			return value
		}
	}
}

func indexFold(s, ascii string) int {
	for i := 0; i+len(ascii) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(ascii)], ascii) {
			return i
		}
	}
	return -1
}

// metaCharsets reads the charsets that the page's meta elements and XML
// declaration name, in the whole head and not in its first kilobyte only:
// archives put their banners before it. The charset attributes of scripts and
// links tell of other files and are not looked at.
func metaCharsets(body []byte) []string {
	head := body[:min(len(body), maxPage)]
	head = head[:headEnd(head)]
	z := html.NewTokenizer(bytes.NewReader(head))
	var labels []string
	for len(labels) < 4 {
		switch z.Next() {
		case html.ErrorToken:
			return labels
		case html.CommentToken: // <?xml version="1.0" encoding="windows-1251"?>
			text := string(z.Text())
			if _, rest, ok := strings.Cut(text, "encoding="); ok && strings.HasPrefix(text, "?xml") {
				labels = append(labels, charsetParam("charset="+rest))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if tagKind(z.Raw()) != atom.Meta {
				continue
			}
			for more := true; more; {
				var key, val []byte
				key, val, more = z.TagAttr()
				switch string(key) {
				case "charset":
					labels = append(labels, charsetParam("charset="+string(val)))
				case "content":
					if label := charsetParam(string(val)); label != "" {
						labels = append(labels, label)
					}
				}
			}
		}
	}
	return labels
}

// encodingOf gives the encoding that a label means, nil if it is not known or
// cannot be meant: a page whose declaration can be read is not in UTF-16.
// gb2312 and gbk are read as GB18030, which holds both.
func encodingOf(label string) encoding.Encoding {
	label = strings.ToLower(strings.Trim(label, " \t\r\n\"'"))
	if len(label) > 40 {
		return nil
	}
	label = strings.ReplaceAll(label, "_", "-")
	if enc, ok := strayLabels[strings.ReplaceAll(label, "-", "")]; ok {
		return enc
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil
	}
	switch enc {
	case simplifiedchinese.GBK, simplifiedchinese.GB18030:
		return simplifiedchinese.GB18030
	case encoding.Replacement, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM):
		return nil
	}
	return enc
}

// strayLabels are labels that pages bear and the WHATWG's list lacks, without
// their hyphens.
var strayLabels = map[string]encoding.Encoding{
	"win1250": charmap.Windows1250, "cp1250": charmap.Windows1250, "windows1250": charmap.Windows1250,
	"win1251": charmap.Windows1251, "cp1251": charmap.Windows1251, "windows1251": charmap.Windows1251, "win": charmap.Windows1251,
	"windows1252": charmap.Windows1252, "iso8859": charmap.Windows1252, "iso88591": charmap.Windows1252,
	"koi8": charmap.KOI8R, "koi": charmap.KOI8R, "utf8": unicode.UTF8, "unicode": unicode.UTF8,
	"gb2312": simplifiedchinese.GB18030, "cp936": simplifiedchinese.GB18030, "ms936": simplifiedchinese.GB18030, "gb18030": simplifiedchinese.GB18030,
	"euccn": simplifiedchinese.GB18030, "hzgb2312": simplifiedchinese.HZGB2312, "hz": simplifiedchinese.HZGB2312,
	"cp950": traditionalchinese.Big5, "big5hkscs": traditionalchinese.Big5, "cp949": korean.EUCKR, "euckr": korean.EUCKR, "uhc": korean.EUCKR,
	"shiftjis": japanese.ShiftJIS, "sjis": japanese.ShiftJIS, "xsjis": japanese.ShiftJIS, "cp932": japanese.ShiftJIS, "eucjp": japanese.EUCJP,
}

// decodeAs decodes bytes, putting U+FFFD for what it cannot.
func decodeAs(enc encoding.Encoding, body []byte) []byte {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil { // the decoders replace instead of failing; to be sure
		out = append(out, "\ufffd"...)
	}
	return validUTF8(out)
}

// validUTF8 gives text itself if it is valid, which bytes.ToValidUTF8 does not.
func validUTF8(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	return bytes.ToValidUTF8(text, []byte("\ufffd"))
}

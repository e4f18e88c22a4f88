package refs

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const sampleSize = 64 << 10 // bytes that a judgement on the charset looks at

// charsetNamed gives the charset of a label after the WHATWG Encoding
// Standard, nil for an unknown one and for UTF-8 and UTF-16: whoever declares
// those for a document that does not look it is mistaken.
func charsetNamed(label string) encoding.Encoding {
	e, name := charset.Lookup(label)
	if e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "replacement" || name == "x-user-defined" {
		return nil
	}
	return e
}

// fits tells whether data can be in the charset: next to nothing of it has no
// meaning there.
func fits(data []byte, e encoding.Encoding) bool {
	sample := highLines(data)
	text, err := e.NewDecoder().Bytes(sample)
	if err != nil {
		return false
	}
	bad := bytes.Count(text, []byte("\uFFFD"))
	return bad*50 <= countHigh(sample)
}

// declaredInside gives the charset that an HTML head or an XML declaration
// names; the whole head is searched. Only <meta> counts: scripts have a
// charset too.
func declaredInside(data []byte, ofHTML bool) string {
	if bytes.HasPrefix(data, []byte("<?xml")) {
		head, _, _ := bytes.Cut(data[:min(len(data), 200)], []byte("?>"))
		if _, rest, ok := bytes.Cut(head, []byte("encoding=")); ok && len(rest) > 1 {
			name, _, _ := bytes.Cut(rest[1:], rest[:1])
			return string(name)
		}
	}
	if !ofHTML {
		return ""
	}
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch string(name) {
			case "body":
				return ""
			case "meta":
				if c := metaCharset(z, more); c != "" {
					return c
				}
			}
		}
	}
}

func metaCharset(z *html.Tokenizer, more bool) string {
	var content string
	isType := false
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "charset":
			return strings.TrimSpace(string(value))
		case "http-equiv":
			isType = strings.EqualFold(string(value), "content-type")
		case "content":
			content = string(value)
		}
	}
	if isType {
		return charsetOf(content)
	}
	return ""
}

// charsetOf gives the charset parameter of a media type, however carelessly
// it is written; "" if there is none.
func charsetOf(mediaType string) string {
	i := strings.Index(strings.ToLower(mediaType), "charset=")
	if i < 0 {
		return ""
	}
	name, _, _ := strings.Cut(mediaType[i+len("charset="):], ";")
	return strings.Trim(name, " \t\r\n\"'")
}

// looksUTF16 tells UTF-16 without a byte order mark: 1 if the low byte is
// first, 2 if it is last, 0 if data does not look it. Text has spaces, digits
// and line ends, which leave zero bytes in one of the two places only.
func looksUTF16(data []byte) int {
	sample := data[:min(len(data), sampleSize)&^1]
	var zeros, ascii [2]int
	for i := 0; i < len(sample); i += 2 {
		for side := range 2 {
			if sample[i+side] != 0 {
				continue
			}
			zeros[side]++
			if c := sample[i+1-side]; c >= ' ' && c < 0x7F || c == '\n' || c == '\r' || c == '\t' {
				ascii[side]++
			}
		}
	}
	const least = 2 // units of ASCII
	units := len(sample) / 2
	for side := range 2 {
		a, z := ascii[side], zeros[side]
		if a >= least && a*50 >= units && a*10 >= z*9 && zeros[1-side]*20 <= a {
			return 2 - side
		}
	}
	return 0
}

// looksUTF8 tells whether data is UTF-8, or would be but for a few damaged
// bytes. Text in other charsets has few sequences that happen to be valid.
func looksUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	valid, invalid := 0, 0
	for len(data) > 0 {
		i := 0
		for i < len(data) && data[i] < utf8.RuneSelf {
			i++
		}
		if data = data[i:]; len(data) == 0 {
			break
		}
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			invalid++
		} else {
			valid++
		}
		data = data[n:]
	}
	return valid > 3*invalid
}

// guess judges the charset of text that is not UTF-8 by its bytes.
func guess(data []byte) encoding.Encoding {
	sample := highLines(data)
	if e := cyrillic(sample); e != nil {
		return e
	}
	const sure = 60
	if r, err := chardet.NewTextDetector().DetectBest(sample); err == nil && r.Confidence >= sure {
		name := strings.ReplaceAll(r.Charset, "GB-18030", "gb18030")
		if e := charsetNamed(name); e != nil && fits(sample, e) {
			return e
		}
	}
	if looksGB2312(sample) {
		return simplifiedchinese.GB18030
	}
	return charmap.Windows1252
}

// highLines gives the lines that have bytes beyond ASCII, up to the size of a
// sample.
func highLines(data []byte) []byte {
	if len(data) <= sampleSize {
		return data
	}
	sample := make([]byte, 0, sampleSize)
	for len(data) > 0 && len(sample) < sampleSize {
		n := bytes.IndexByte(data, '\n') + 1
		if n == 0 {
			n = len(data)
		}
		line := data[:n]
		data = data[n:]
		if countHigh(line) > 0 {
			sample = append(sample, line[:min(n, sampleSize-len(sample))]...)
		}
	}
	return sample
}

func countHigh(data []byte) int {
	n := 0
	for _, c := range data {
		if c >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// cyrillic gives windows-1251 or KOI8-R if the sample reads as Cyrillic words
// there: small letters with at most a capital in front, the vowels among
// them; nil if it reads so in neither. In the wrong one of the two, small
// letters are capitals.
func cyrillic(sample []byte) encoding.Encoding {
	best, most := encoding.Encoding(nil), 0
	for _, e := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
		if n := cyrillicWords(sample, e); n > most {
			best, most = e, n
		}
	}
	if most*2 < countHigh(sample) {
		return nil
	}
	return best
}

// cyrillicWords counts the letters of the words that may be Cyrillic ones,
// less those that may not.
func cyrillicWords(sample []byte, e *charmap.Charmap) int {
	n, letters, vowels, capitals, wrong := 0, 0, 0, 0, false
	latin := false // a Latin letter stands directly before
	for i := 0; i <= len(sample); i++ {
		r := rune(' ')
		if i < len(sample) {
			r = e.DecodeByte(sample[i])
		}
		switch {
		case r >= 'а' && r <= 'я' || r == 'ё' || r == 'і' || r == 'ї' || r == 'є':
			letters++
			if strings.ContainsRune("аеиоуыэюяії", r) {
				vowels++
			}
		case r >= 'А' && r <= 'Я' || r == 'Ё' || r == 'І':
			wrong = wrong || letters > capitals // a capital behind small letters
			letters++
			capitals++
			if strings.ContainsRune("АЕИОУЫЭЮЯІ", r) {
				vowels++
			}
		default:
			isLatin := r < utf8.RuneSelf && isLetter(byte(r))
			switch {
			case wrong, letters > 0 && (latin || isLatin), capitals > 1 && letters > capitals, capitals > 6:
				n -= letters
			case letters >= 3 && vowels > 0 && vowels < letters, letters > 0 && letters < 3:
				n += letters
			}
			letters, vowels, capitals, wrong = 0, 0, 0, false
			latin = isLatin
			continue
		}
	}
	return n
}

// looksGB2312 tells text in which all bytes beyond ASCII are pairs of GB2312,
// most of them of its first level: the 3755 characters in use.
func looksGB2312(sample []byte) bool {
	pairs, common := 0, 0
	for i := 0; i < len(sample); i++ {
		c := sample[i]
		if c < utf8.RuneSelf {
			continue
		}
		if i+1 == len(sample) || c < 0xA1 || c > 0xF7 || sample[i+1] < 0xA1 || sample[i+1] == 0xFF {
			return false
		}
		i++
		if c >= 0xB0 && c <= 0xD7 {
			common++
		}
		pairs++
	}
	return pairs >= 2 && common*3 >= pairs*2
}

package crawler

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// mostlyUTF8 tells whether body is UTF-8 but for a little. A sequence that was
// cut at the end does not count against it, nor do a few broken ones in much
// that is right: no other encoding gives valid sequences by chance so often.
func mostlyUTF8(body []byte) bool {
	right, wrong := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		switch {
		case r != utf8.RuneError || size > 1:
			right++
		case utf8.FullRune(body[i:]):
			wrong++
		}
		i += size
	}
	return right > 0 && wrong*20 <= right || wrong == 0
}

// choose gives the first claim that fits the bytes; of several that fit, the
// one that a detector prefers. If none fits it gives what the bytes look like,
// else the best of the claims, else windows-1252.
func choose(body []byte, claims []encoding.Encoding) encoding.Encoding {
	sample := highSample(body)
	var fitting []encoding.Encoding
	var best encoding.Encoding
	least := len(sample) / 4
	for _, enc := range claims {
		wrong := misfits(enc, sample)
		if wrong*50 <= len(sample) && !slices.Contains(fitting, enc) {
			fitting = append(fitting, enc)
		}
		if wrong < least {
			best, least = enc, wrong
		}
	}
	if len(fitting) == 1 {
		return fitting[0]
	}
	guess := detect(sample)
	switch {
	case len(fitting) > 0 && slices.Contains(fitting, guess):
		return guess
	case len(fitting) > 0:
		return fitting[0]
	case guess != nil:
		return guess
	case best != nil:
		return best
	}
	return charmap.Windows1252
}

// highSample gives the parts of body that are not ASCII, where encodings
// differ, with the ASCII between them shortened.
func highSample(body []byte) []byte {
	const size = 8 << 10
	sample := make([]byte, 0, min(size, len(body)))
	near := 0
	for i := 0; i < len(body) && len(sample) < size; i++ {
		if body[i] >= utf8.RuneSelf || body[i] == 0x1b || body[i] == '~' {
			near = 3
		}
		if near > 0 {
			sample = append(sample, body[i])
			near--
		}
	}
	return sample
}

// misfits counts what an encoding cannot read of a sample, and controls and
// private characters that no page is written with. One-byte encodings read
// everything: of those, a sample of whole words in high bytes does not fit
// windows-1252 at all, nor a Cyrillic one if it makes rare letters of them.
func misfits(enc encoding.Encoding, sample []byte) int {
	if !looksLatin(sample) {
		switch enc {
		case charmap.Windows1252:
			return len(sample)
		case charmap.Windows1251, charmap.KOI8R, charmap.KOI8U, charmap.CodePage866, charmap.ISO8859_5:
			if commonLetters(enc.(*charmap.Charmap), sample) < 0.3 {
				return len(sample)
			}
		}
	}
	n := 0
	text := decodeAs(enc, sample)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		i += size
		if r == utf8.RuneError || 0x80 <= r && r < 0xa0 || 0xe000 <= r && r < 0xf900 {
			n++
		}
	}
	return n
}

// looksLatin tells whether the high bytes of a sample stand singly among
// letters, as accented letters do. Where whole words are made of them, the
// text is of another script.
func looksLatin(sample []byte) bool {
	high, long, run := 0, 0, 0
	for _, b := range sample {
		if b < utf8.RuneSelf {
			run = 0
			continue
		}
		high++
		if run++; run == 3 {
			long += 3
		} else if run > 3 {
			long++
		}
	}
	return long*3 <= high
}

// detect guesses the encoding of a sample of what is not Latin text, nil if
// nothing is clear enough.
func detect(sample []byte) encoding.Encoding {
	if looksLatin(sample) {
		return nil
	}
	if enc := cyrillic(sample); enc != nil {
		return enc
	}
	guesses, err := chardet.NewTextDetector().DetectAll(sample)
	if err != nil {
		return nil
	}
	for _, g := range guesses {
		if g.Confidence < 60 {
			break
		}
		if enc := encodingOf(g.Charset); enc != nil && enc != charmap.Windows1252 && misfits(enc, sample)*50 <= len(sample) {
			return enc
		}
	}
	return nil
}

// cyrillic recognizes Russian and its neighbours by their letters: in the
// wrong one of these encodings they turn into rare ones, capitals or drawings.
func cyrillic(sample []byte) encoding.Encoding {
	var best encoding.Encoding
	most := 0.45
	for _, enc := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R, charmap.CodePage866, charmap.ISO8859_5} {
		if share := commonLetters(enc, sample); share >= most {
			best, most = enc, share
		}
	}
	return best
}

// commonLetters gives the share of the commonest Cyrillic letters among the
// high bytes of a sample. It is two thirds in a Russian text.
func commonLetters(enc *charmap.Charmap, sample []byte) float64 {
	high, common := 0, 0
	for _, b := range sample {
		if b < utf8.RuneSelf {
			continue
		}
		high++
		if strings.ContainsRune("оеаинтсрвлі", enc.DecodeByte(b)) {
			common++
		}
	}
	return float64(common) / float64(max(high, 1))
}

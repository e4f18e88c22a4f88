package refs

import (
	"strings"
	"unicode"
)

// languageNotes are the words by which a reference says in which language the
// cited work is.
var languageNotes = []struct{ note, language string }{
	{"(In Russ", "ru"}, {"(in Russ", "ru"}, {"[In Russ", "ru"}, {"[in Russ", "ru"}, {"(Russian)", "ru"}, {"(на рус", "ru"}, {"(In Rus.", "ru"},
	{"(In Chin", "zh"}, {"(in Chin", "zh"}, {"[in Chin", "zh"}, {"[In Chin", "zh"}, {"(на кит", "zh"}, {"(кит.", "zh"}, {"(Chinese)", "zh"},
	{"(In Jap", "ja"}, {"(in Jap", "ja"}, {"[in Jap", "ja"}, {"(на яп", "ja"}, {"(In Kor", "ko"}, {"(in Kor", "ko"}, {"[in Kor", "ko"},
	{"(In Engl", "en"}, {"(in Engl", "en"}, {"[in Engl", "en"}, {"(In Eng.", "en"}, {"(на англ", "en"}, {"(англ.)", "en"},
	{"(In Germ", "de"}, {"(in Germ", "de"}, {"[in Germ", "de"}, {"(на нем", "de"}, {"(In French", "fr"}, {"(in French", "fr"}, {"[in French", "fr"}, {"(In Fr.", "fr"},
	{"(In Span", "es"}, {"(in Span", "es"}, {"[in Span", "es"}, {"(In Ukr", "uk"}, {"(in Ukr", "uk"}, {"[in Ukr", "uk"}, {"(In Pol", "pl"}, {"(in Pol", "pl"}, {"[in Pol", "pl"},
	{"(In Ital", "it"}, {"(in Ital", "it"}, {"(In Port", "pt"}, {"(in Port", "pt"}, {"(In Arab", "ar"}, {"(in Arab", "ar"}, {"(In Pers", "fa"}, {"(in Pers", "fa"},
	{"(In Turk", "tr"}, {"(in Turk", "tr"}, {"(In Kaz", "kk"}, {"(in Kaz", "kk"}, {"(In Belar", "be"}, {"(in Belar", "be"},
}

// languageOf tells the language of the cited work where the reference says so
// or where its script leaves no doubt; "" if unsure.
func languageOf(s string) string {
	if strings.IndexByte(s, '(') >= 0 || strings.IndexByte(s, '[') >= 0 {
		for _, n := range languageNotes {
			if strings.Contains(s, n.note) {
				return n.language
			}
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= 0xCE { // Greek and all that follows it
			return languageOfScript(s)
		}
	}
	return ""
}

// simplified are frequent characters that only Chinese in the simplified
// spelling has.
const simplified = "这们对话语产义问关实论评习远进认东报动际场业经济书长门间时为说还没给让过从两应该种应样见觉题师单员标统转变华网页线访"

// Letters that tell languages in Cyrillic script apart.
const (
	russianLetters   = "ыэёЫЭЁ" // ы, э, ё are Belarusian too, which has ў
	ukrainianLetters = "іїєґІЇЄҐ"
	belarusLetters   = "ўЎ"
	southLetters     = "јљњћђџѓќѕЈЉЊЋЂЏЃЌЅ" // Serbian, Macedonian: not told apart
)

// languageOfScript judges by letters. A Han character counts as three letters:
// it says as much.
func languageOfScript(s string) string {
	var latin, han, kana, hangul, cyrillic, greek, hebrew, thai, other int
	var russian, ukrainian, belarus, south, simple bool
	for _, r := range s {
		switch {
		case r < 0x250:
			if unicode.IsLetter(r) {
				latin++
			}
		case r >= 0x400 && r < 0x530:
			cyrillic++
			russian = russian || strings.ContainsRune(russianLetters, r)
			ukrainian = ukrainian || strings.ContainsRune(ukrainianLetters, r)
			belarus = belarus || strings.ContainsRune(belarusLetters, r)
			south = south || r >= 0x450 && strings.ContainsRune(southLetters, r) || strings.ContainsRune("ЈЉЊЋЂЏЃЌЅ", r)
		case r >= 0x4E00 && r < 0xA000 || r >= 0x3400 && r < 0x4DC0:
			han += 3
			simple = simple || strings.ContainsRune(simplified, r)
		case r >= 0x3041 && r < 0x3100:
			kana += 3
		case r >= 0xAC00 && r < 0xD7A4:
			hangul += 2
		case r >= 0x370 && r < 0x400:
			greek++
		case r >= 0x5D0 && r < 0x5F0:
			hebrew++
		case r >= 0xE01 && r < 0xE5C:
			thai++
		case unicode.IsLetter(r):
			other++
		}
	}
	most := max(latin, han+kana, hangul, cyrillic, greek, hebrew, thai, other)
	switch {
	case most < 6 || most == latin || most == other:
		return ""
	case most == cyrillic:
		switch {
		case belarus && !south:
			return "be"
		case ukrainian && !russian && !south:
			return "uk"
		case russian && !ukrainian && !south:
			return "ru"
		}
		return ""
	case most == hangul:
		return "ko"
	case most == han+kana && kana > 6:
		return "ja"
	case most == han+kana && kana == 0 && simple:
		return "zh"
	case most == greek:
		return "el"
	case most == hebrew:
		return "he"
	case most == thai:
		return "th"
	}
	return ""
}

package refs

import (
	"strings"
	"unicode"
)

// languageNotes are the beginnings of the names by which a reference says in
// brackets in which language the cited work is: "(In Russ.)", "[in Chinese]".
var languageNotes = []struct{ name, language string }{
	{"Russ", "ru"}, {"Rus.", "ru"}, {"Chin", "zh"}, {"Jap", "ja"}, {"Korean", "ko"}, {"Kor.", "ko"}, {"Engl", "en"}, {"Eng.", "en"}, {"German", "de"}, {"Germ.", "de"},
	{"French", "fr"}, {"Fr.", "fr"}, {"Span", "es"}, {"Ukr", "uk"}, {"Pol.", "pl"}, {"Polish", "pl"}, {"Ital", "it"}, {"Portug", "pt"}, {"Port.", "pt"}, {"Arabic", "ar"}, {"Arab.", "ar"},
	{"Persian", "fa"}, {"Pers.", "fa"}, {"Turkish", "tr"}, {"Turk.", "tr"}, {"Kaz", "kk"}, {"Belarus", "be"},
	{"рус", "ru"}, {"кит", "zh"}, {"яп", "ja"}, {"кор", "ko"}, {"англ", "en"}, {"нем", "de"}, {"фр", "fr"}, {"исп", "es"}, {"укр", "uk"}, {"пол", "pl"}, {"ит", "it"},
}

// languageOf tells the language of the cited work where the reference says so
// or where its script leaves no doubt; "" if unsure.
func languageOf(s string) string {
	foreign := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0xCE && c != 0xE2: // Greek and what follows it, but no dashes and quotes
			foreign = true
		case c == '(' || c == '[':
			if l := languageSaid(s[i+1:]); l != "" {
				return l
			}
		}
	}
	if foreign {
		return languageOfScript(s)
	}
	return ""
}

// languageSaid reads what follows an opening bracket.
func languageSaid(s string) string {
	for _, in := range []string{"In ", "in ", "на "} {
		rest, ok := strings.CutPrefix(s, in)
		if !ok {
			continue
		}
		for _, n := range languageNotes {
			if strings.HasPrefix(rest, n.name) {
				name, _, closed := strings.Cut(cutRunes(rest, 40), closerOf(rest))
				if closed && !strings.ContainsAny(name, "0123456789,:") && (in != "на " || strings.Contains(name, "яз")) {
					return n.language
				}
			}
		}
	}
	return ""
}

// closerOf gives the bracket that comes first in s, ")" if there is none.
func closerOf(s string) string {
	if i := strings.IndexAny(s, ")]"); i >= 0 {
		return s[i : i+1]
	}
	return ")"
}

// simplified are frequent characters that only Chinese in the simplified
// spelling has.
const simplified = "这们对话语产义问关实论评习远进认东报动际场业经济书长门间时为说还没给让过从两应该种应样见觉题师单员标统转变华网页线访张陈刘吴赵孙杨郑冯邓韩苏"

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

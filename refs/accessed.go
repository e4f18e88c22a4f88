package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// accessWords announce the date on which a source was looked at. Where case
// varies, the first letter is left out.
var accessWords = newWordTable(strings.Split(`ccessed|ccess date|ccess:|etrieved|ast visited|isited on|iewed|[cited|[Cited|ast access|ast checked|`+
	`ата обращения|ата доступа|ата звернення|ата просмотра|ата посещения|росмотрено|роверено|братились|`+
	`访问日期|访问时间|访问于|引用日期|存取日期|存取时间|存取時間|瀏覽日期|浏览日期|检索日期|檢索日期|查询日期|造訪日期|访问：|取用日期|`+
	`閲覧日|アクセス日|参照日|最終閲覧|最終アクセス|閲覧：|검색일|접속일|열람일|방문일|`+
	`ugriff|bgerufen|ugegriffen|ufgerufen|ingesehen|onsulté|onsulte le|onsultado|onsulta:|ecuperado|cceso:|cesso em|cesso:|onsultato|isitato|ltimo accesso|`+
	`eraadpleegd|ostęp:|ostępu|[cit.|[dostęp|ämtad|ämtat|esøgt|rişim|καταχωρ`, "|"))

// An accessPlace is the place in a reference where its author says when the
// source was looked at.
type accessPlace struct {
	start, end int    // of word and date; start is -1 if there is none
	date       string // "2023-03-17", "2023-03" or "2023"
}

// accessNote finds the first access word with a date behind it, or "2023年3月1日访问"
// and its like, where the word comes last.
func accessNote(s string) accessPlace {
	for i, words := accessWords.next(s, 0); words != nil; i, words = accessWords.next(s, i+1) {
		for _, w := range words {
			if !strings.HasPrefix(s[i:], w) {
				continue
			}
			if date, end := dateBehind(s, i+len(w)); date != "" {
				start := i
				if _, n := utf8.DecodeLastRuneInString(s[:i]); w[0] != '[' && i > 0 && s[i-1] != ' ' {
					start -= n
				}
				return accessPlace{start, end, date}
			}
		}
	}
	if strings.Contains(s, "日") || strings.Contains(s, "일") {
		return accessNoteBefore(s)
	}
	return accessPlace{start: -1}
}

// accessNoteBefore finds a date with the access word behind it.
func accessNoteBefore(s string) accessPlace {
	for _, w := range []string{"日访问", "日閲覧", "日アクセス", "日检索", "日查阅", "日 접속", "일 접속", "일 검색"} {
		i := strings.Index(s, w)
		if i < 0 {
			continue
		}
		// "2023年12月31" has 4+3+2+3+2 bytes; a Korean date has spaces too.
		for at := max(0, i-24); at < i; at++ {
			if yearAt(s, at) == 0 {
				continue
			}
			if date, end := date(s, at); date != "" && end >= i {
				return accessPlace{at, max(end, i+len(w)), date}
			}
		}
	}
	return accessPlace{start: -1}
}

// dateBehind reads the date that follows an access word at s[at:]; a few
// words such as "on" or "am" may stand between.
func dateBehind(s string, at int) (string, int) {
	const furthest = 40 // bytes between word and date
	for limit := at + furthest; at < len(s) && at < limit; {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch {
		case unicode.IsDigit(r) && r < utf8.RuneSelf:
			return date(s, at)
		case unicode.IsLetter(r):
			end := letters(s, at)
			if monthOf(s[at:end]) > 0 {
				if d, e := date(s, at); d != "" {
					return d, e
				}
			}
			if !betweenWords[strings.ToLower(s[at:end])] {
				return "", at
			}
			at = end
		case strings.ContainsRune(" \t\r\n:：,.-–—()[]（", r) || unicode.IsSpace(r):
			at += n
		default:
			return "", at
		}
	}
	return "", at
}

// betweenWords may stand between an access word and its date, in lower case.
var betweenWords = wordSet(`on|the|at|of|date|last|time|am|vom|zuletzt|den|der|letzter|zugriff|le|la|el|il|em|en|fecha|data|de|del|dne|dnia|op|den|d|e|` +
	`tarihi|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|r|s|es|o|a`)

func letters(s string, at int) int {
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if !unicode.IsLetter(r) {
			break
		}
		at += n
	}
	return at
}

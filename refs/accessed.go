package refs

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// accessWords announce the date on which a source was looked at. Where case
// varies, the first letter is left out.
var accessWords = strings.Split(`ccessed|ccess date|ccess:|etrieved|ast visited|isited on|iewed|[cited|[Cited|ast access|ast checked|`+
	`ата обращения|ата доступа|ата звернення|ата просмотра|ата посещения|росмотрено|роверено|братились|`+
	`访问日期|访问时间|访问于|引用日期|存取日期|存取时间|存取時間|瀏覽日期|浏览日期|检索日期|檢索日期|查询日期|造訪日期|访问：|取用日期|`+
	`閲覧日|アクセス日|参照日|最終閲覧|最終アクセス|閲覧：|검색일|접속일|열람일|방문일|`+
	`ugriff|bgerufen|ugegriffen|ufgerufen|ingesehen|onsulté|onsulte le|onsultado|onsulta:|ecuperado|cceso:|cesso em|cesso:|onsultato|isitato|ltimo accesso|`+
	`eraadpleegd|ostęp:|ostępu|[cit.|[dostęp|ämtad|ämtat|esøgt|rişim|καταχωρ`, "|")

// An accessPlace is the place in a reference where its author says when the
// source was looked at.
type accessPlace struct {
	start, end int    // of word and date; start is -1 if there is none
	date       string // "2023-03-17", "2023-03" or "2023"
}

// accessTable has the access words by what their first three bytes hash to:
// most places of a text are passed over by one look.
var accessTable = func() (table [1 << accessBits][]string) {
	for _, w := range accessWords {
		h := accessHash(w[0], w[1], w[2])
		table[h] = append(table[h], w)
	}
	return table
}()

const accessBits = 11

func accessHash(a, b, c byte) uint {
	return (uint(a)*31*31 + uint(b)*31 + uint(c)) * 2654435761 >> 16 % (1 << accessBits)
}

// accessNote finds the first access word with a date behind it, or "2023年3月1日访问"
// and its like, where the word comes last.
func accessNote(s string) accessPlace {
	for i := 0; i+2 < len(s); i++ {
		for _, w := range accessTable[accessHash(s[i], s[i+1], s[i+2])] {
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

// date reads a date at s[at:] and gives it after ISO 8601, as far as it is
// sure, with the place behind it. "3/4/2021" may be March or April: only its
// year is sure.
func date(s string, at int) (string, int) {
	var parts [3]part
	n := 0
	end := at
	for n < 3 {
		p, next := datePart(s, end)
		if p.kind == 0 {
			break
		}
		parts[n] = p
		n++
		end = next
		if n < 3 {
			sep := separator(s, end)
			if sep == end && p.kind != 'm' && !p.cjk {
				break
			}
			parts[n-1].sep = s[end:sep]
			if p2, _ := datePart(s, sep); p2.kind == 0 {
				break
			}
			end = sep
		}
	}
	return isoDate(parts[:n]), end
}

// A part is one of the numbers or the month's name in a date.
type part struct {
	kind  byte // 'y' four digits, 'n' one or two digits, 'm' a month's name; 0 for none
	value int
	cjk   bool   // 年, 月, 日 or their Korean likes stand behind it
	sep   string // what stands between it and the next one
}

func datePart(s string, at int) (part, int) {
	if at >= len(s) {
		return part{}, at
	}
	if isDigit(s[at]) {
		end := at
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		value := 0
		if end-at <= 4 {
			for _, c := range []byte(s[at:end]) {
				value = value*10 + int(c-'0')
			}
		}
		p := part{value: value}
		switch end - at {
		case 4:
			p.kind = 'y'
		case 1, 2:
			p.kind = 'n'
		default:
			return part{}, at
		}
		for _, unit := range []string{"年", "月", "日", "년", "월", "일"} {
			if strings.HasPrefix(s[end:], unit) {
				p.cjk = true
				return p, end + len(unit)
			}
		}
		for _, ordinal := range []string{"st", "nd", "rd", "th", "er", "º", "°"} {
			if rest := s[end:]; strings.HasPrefix(rest, ordinal) && (len(rest) == len(ordinal) || !isLetter(rest[len(ordinal)])) {
				return p, end + len(ordinal)
			}
		}
		return p, end
	}
	end := letters(s, at)
	if m := monthOf(s[at:end]); m > 0 {
		return part{kind: 'm', value: m}, end
	}
	return part{}, at
}

// separator gives the place of the next part of a date.
func separator(s string, at int) int {
	const widest = 6
	i := at
	for i < len(s) && i-at < widest {
		switch {
		case strings.IndexByte(" .,/-\t\r\n", s[i]) >= 0:
			i++
		case strings.HasPrefix(s[i:], "de ") && i > at, strings.HasPrefix(s[i:], "of ") && i > at:
			i += 3
		default:
			return i
		}
	}
	return i
}

// isoDate makes a date of its parts, in whatever order they were written.
func isoDate(p []part) string {
	if len(p) == 0 {
		return ""
	}
	shape := make([]byte, len(p))
	for i := range p {
		shape[i] = p[i].kind
	}
	switch string(shape) {
	case "ynn":
		return iso(p[0].value, p[1].value, p[2].value)
	case "ymn":
		return iso(p[0].value, p[1].value, p[2].value)
	case "nmy":
		return iso(p[2].value, p[1].value, p[0].value)
	case "mny":
		return iso(p[2].value, p[0].value, p[1].value)
	case "nny":
		return dayMonth(p[0], p[1].value, p[2].value)
	case "my", "myn", "mym", "myy":
		return iso(p[1].value, p[0].value, 0)
	case "yn", "ym", "yny", "ynm", "ymm", "ymy":
		return iso(p[0].value, p[1].value, 0)
	}
	if p[0].kind == 'y' {
		return iso(p[0].value, 0, 0)
	}
	return ""
}

// dayMonth tells day from month in "19.03.2023" and "3/4/2021". A date with
// dots has the day first; in one without, only a number above 12 tells.
func dayMonth(first part, second, year int) string {
	switch a := first.value; {
	case second > 12:
		return iso(year, a, second)
	case a > 12 || strings.HasPrefix(first.sep, ".") || a == second:
		return iso(year, second, a)
	}
	return iso(year, 0, 0)
}

// iso writes a date as far as it makes sense; nobody looked at a web page
// before 1990.
func iso(year, month, day int) string {
	switch {
	case year < 1990 || year > finalYear:
		return ""
	case month < 1 || month > 12:
		return fmt.Sprintf("%04d", year)
	case day < 1 || day > daysIn(year, month):
		return fmt.Sprintf("%04d-%02d", year, month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// monthStems begin the names of the months in the languages of Europe, in
// lower case; the longer ones first where one begins another.
var monthStems = []struct {
	stem  string
	month int
}{
	{"jan", 1}, {"янв", 1}, {"ene", 1}, {"gen", 1}, {"jän", 1}, {"sty", 1}, {"січ", 1}, {"oca", 1},
	{"feb", 2}, {"fév", 2}, {"fev", 2}, {"фев", 2}, {"lut", 2}, {"лют", 2}, {"şub", 2},
	{"mar", 3}, {"mär", 3}, {"maa", 3}, {"mrz", 3}, {"мар", 3}, {"бер", 3},
	{"apr", 4}, {"avr", 4}, {"abr", 4}, {"апр", 4}, {"kwi", 4}, {"кві", 4}, {"nis", 4},
	{"may", 5}, {"mai", 5}, {"maj", 5}, {"mag", 5}, {"mei", 5}, {"май", 5}, {"мая", 5}, {"тра", 5},
	{"juin", 6}, {"jun", 6}, {"giu", 6}, {"июн", 6}, {"cze", 6}, {"чер", 6}, {"haz", 6},
	{"juil", 7}, {"jul", 7}, {"lug", 7}, {"июл", 7}, {"lip", 7}, {"лип", 7}, {"tem", 7},
	{"aug", 8}, {"aoû", 8}, {"aou", 8}, {"ago", 8}, {"авг", 8}, {"sie", 8}, {"сер", 8}, {"ağu", 8},
	{"sep", 9}, {"set", 9}, {"сен", 9}, {"wrz", 9}, {"вер", 9}, {"eyl", 9},
	{"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"окт", 10}, {"paź", 10}, {"жов", 10}, {"eki", 10},
	{"nov", 11}, {"ноя", 11}, {"lis", 11}, {"kas", 11},
	{"dec", 12}, {"déc", 12}, {"dez", 12}, {"dic", 12}, {"дек", 12}, {"gru", 12}, {"гру", 12}, {"ara", 12},
}

// monthOf gives the month that a word names, 0 if it names none.
func monthOf(word string) int {
	const longest = 2 * 11 // bytes: "сентября" has 16
	if len(word) < 3 || len(word) > longest {
		return 0
	}
	word = strings.ToLower(word)
	for _, m := range monthStems {
		if strings.HasPrefix(word, m.stem) {
			return m.month
		}
	}
	return 0
}

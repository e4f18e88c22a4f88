package refs

import (
	"strings"
	"time"
	"unicode/utf8"
)

// date reads a date at s[at:] and gives it after ISO 8601, as far as it is
// sure, with the place behind it. "3/4/2021" may be March or April: only its
// year is sure.
func date(s string, at int) (string, int) {
	var parts [3]datePiece
	n := 0
	end := at
	for p, next := datePart(s, at); p.kind != 0; {
		parts[n] = p
		n++
		end = next
		if n == len(parts) {
			break
		}
		sep := separator(s, end)
		if sep == end && p.kind != 'm' && !p.cjk {
			break
		}
		parts[n-1].sep = s[end:sep]
		p, next = datePart(s, sep)
	}
	return isoDate(parts[:n]), end
}

// A datePiece is one of the numbers or the month's name in a date.
type datePiece struct {
	kind  byte // 'y' four digits, 'n' one or two digits, 'm' a month's name; 0 for none
	value int
	cjk   bool   // 年, 月, 日 or their Korean likes stand behind it
	sep   string // what stands between it and the next one
}

func datePart(s string, at int) (datePiece, int) {
	if at >= len(s) {
		return datePiece{}, at
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
		p := datePiece{value: value}
		switch end - at {
		case 4:
			p.kind = 'y'
		case 1, 2:
			p.kind = 'n'
		default:
			return datePiece{}, at
		}
		if end == len(s) || s[end] < utf8.RuneSelf && !isLetter(s[end]) {
			return p, end
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
		return datePiece{kind: 'm', value: m}, end
	}
	return datePiece{}, at
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
func isoDate(p []datePiece) string {
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
func dayMonth(first datePiece, second, year int) string {
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
		return isoForm(year, 1, 1)[:len("2006")]
	case day < 1 || day > daysIn(year, month):
		return isoForm(year, month, 1)[:len("2006-01")]
	}
	return isoForm(year, month, day)
}

func isoForm(year, month, day int) string {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
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

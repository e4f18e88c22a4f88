package crawler

import (
	"strings"
	"time"
	"unicode"
)

// isoDate gives a date in the precision it was written with: "2019-05-17",
// "2019-05" or "2019"; "" if s has no date that can be told. The time of day
// and zone are left out, not converted: the date is the one that was printed.
//
// Of 03/04/2019 nobody knows day from month: it is "2019".
func isoDate(s string) string {
	if len(s) > 400 {
		s = s[:400]
	}
	var room [maxDateParts]datePart
	parts := dateParts(room[:0], s)
	for i, q := range parts {
		if q.isYear() {
			return assemble(dateAround(parts, i))
		}
		if q.digits == 8 && q.month == 0 { // 20190517
			if iso := assemble(q.n/10000, q.n/100%100, q.n%100); len(iso) == len("2019-05-17") {
				return iso
			}
		}
	}
	return ""
}

// A datePart is a number or the name of a month.
type datePart struct {
	n, digits int
	month     int  // 1 to 12 if it is the name of one
	sep       rune // the first sign behind it that is no space; 0 at the end
}

// isYear tells whether the part is a number of four digits that can be a year
// of publication.
func (q datePart) isYear() bool {
	return q.month == 0 && q.digits == 4 && 1400 <= q.n && q.n <= 2100
}

const maxDateParts = 8

// dateParts reads the first few numbers and months of s into parts, which is empty.
// A time of day ends it once there is a year.
func dateParts(parts []datePart, s string) []datePart {
	year := false
	rs := []rune(s)
	for i := 0; i < len(rs) && len(parts) < maxDateParts; {
		from := i
		var q datePart
		switch r := fullWidth(rs[i]); {
		case '0' <= r && r <= '9':
			for ; i < len(rs) && '0' <= fullWidth(rs[i]) && fullWidth(rs[i]) <= '9'; i++ {
				if q.digits++; q.digits < 10 {
					q.n = 10*q.n + int(fullWidth(rs[i])-'0')
				}
			}
			if year && i < len(rs) && rs[i] == ':' || year && from > 0 && rs[from-1] == 'T' {
				return parts
			}
		case unicode.IsLetter(r):
			for i < len(rs) && (unicode.IsLetter(rs[i]) || unicode.IsMark(rs[i])) {
				i++
			}
			if q.month = monthOf(string(rs[from:i])); q.month == 0 {
				continue
			}
		default:
			i++
			continue
		}
		for j := i; j < len(rs) && q.sep == 0; j++ {
			if !unicode.IsSpace(rs[j]) {
				q.sep = rs[j]
			}
		}
		year = year || q.isYear()
		parts = append(parts, q)
	}
	return parts
}

// fullWidth gives the ASCII form of a full-width digit.
func fullWidth(r rune) rune {
	if '０' <= r && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// dateAround reads the parts beside the year at parts[i]: those behind it in
// 2019-05-17, 2012 Nov 26 and 2023年3月20日, those before it in 17.5.2019,
// 17 May 2019 and May 17, 2019.
func dateAround(parts []datePart, i int) (year, month, day int) {
	at := func(j int) datePart {
		if j < 0 || j >= len(parts) || parts[j].digits > 2 {
			return datePart{}
		}
		return parts[j]
	}
	year = parts[i].n
	a, b := at(i-2), at(i-1)
	switch {
	case a.month > 0 && b.month > 0: // January-March 2019
		return year, 0, 0
	case b.month > 0: // 17 May 2019, May 2019
		return year, b.month, a.n
	case a.month > 0 && b.digits > 0: // May 17, 2019
		return year, a.month, b.n
	case a.digits > 0 && b.digits > 0 && a.sep == b.sep: // 17.5.2019
		return dayAndMonth(year, a, b)
	case a.digits == 0 && b.digits > 0 && strings.ContainsRune("/.-", b.sep): // 05/2019
		return year, b.n, 0
	}
	c, d := at(i+1), at(i+2)
	switch sep := parts[i].sep; {
	case c.month > 0: // 2012 Nov 26
		return year, c.month, d.n
	case c.digits > 0 && strings.ContainsRune("-/.年년‐‑–", sep):
		if d.digits > 0 && (c.sep == sep || c.sep == '月' || c.sep == '월' || c.sep == '/' || c.sep == '-') {
			return year, c.n, d.n
		}
		return year, c.n, 0
	}
	return year, 0, 0
}

// dayAndMonth tells day from month in a date of numbers that ends with its
// year. With dots the day comes first (DIN 1355 and the habits of Europe); else
// only a number above twelve tells.
func dayAndMonth(year int, a, b datePart) (int, int, int) {
	switch {
	case a.sep == '.' || a.n > 12 || a.n == b.n:
		return year, b.n, a.n
	case b.n > 12:
		return year, a.n, b.n
	}
	return year, 0, 0
}

// assemble writes a date, leaving out a day or month that cannot be.
func assemble(year, month, day int) string {
	if year < 1400 || year > 2100 {
		return ""
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case month < 1 || month > 12:
		return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
	case day < 1 || t.Day() != day:
		return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	}
	return t.Format(time.DateOnly)
}

// months lists how the months' names begin, in the order of the year, in the
// languages that pages are mostly written in. A name matches if it begins with
// one; where one begins another, the longer stands first.
var months = [12][]string{
	{"jan", "янв", "січ", "ene", "gen", "stycz", "tammi", "oca", "led"},
	{"feb", "fév", "fev", "фев", "лют", "lut", "helmi", "şub", "úno"},
	{"mar", "mär", "maerz", "mrz", "март", "марта", "мар", "бер", "maa", "břez", "maart"},
	{"apr", "avr", "abr", "апр", "квіт", "kwie", "huhti", "nis", "dub"},
	{"may", "mai", "май", "мая", "трав", "mag", "maj", "mei", "touko", "květ"},
	{"jun", "juin", "июн", "черв", "giu", "czerw", "kesä", "haz", "červen"},
	{"jul", "juil", "июл", "лип", "lug", "lip", "heinä", "tem", "červenec"},
	{"aug", "août", "aou", "ago", "авг", "серп", "sier", "elo", "ağu", "srp"},
	{"sep", "set", "сен", "вер", "wrz", "syys", "eyl", "zář"},
	{"oct", "okt", "out", "ott", "окт", "жовт", "paź", "loka", "eki", "říj"},
	{"nov", "ноя", "лист", "listop", "marras", "kas"},
	{"dec", "dez", "déc", "dic", "дек", "груд", "grud", "joulu", "ara", "pros"},
}

// monthOf gives the month whose name word is in some language, 0 if none. The
// longest beginning that fits decides: "červenec" is July, "červen" June.
func monthOf(word string) int {
	word = strings.ToLower(word)
	best, month := 0, 0
	for m, starts := range months {
		for _, start := range starts {
			if len(start) > best && strings.HasPrefix(word, start) && len(word) <= len(start)+12 {
				best, month = len(start), m+1
			}
		}
	}
	return month
}

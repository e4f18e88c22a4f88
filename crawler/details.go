package crawler

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// maxDetail bounds a volume, an issue and pages, in runes. What is longer is none.
const maxDetail = 60

// A saying is what one source says of a work in the fields from inSeries to inISBN,
// as it stands there. Of each the first word counts.
type saying [inISBN - inSeries + 1]string

func (s *saying) add(f field, value string) {
	at := &s[f-inSeries]
	if *at != "" {
		return
	}
	switch f {
	case inISSN:
		value = issnOf(value)
	case inISBN:
		value = isbnOf(value)
	}
	*at = strings.TrimSpace(value)
}

func (s *saying) first(f field) string { return s[f-inSeries] }

// details gives what is said in the forms of [audit.Details]. Where a volume is yet
// to come, issue and pages are not final either.
func (s *saying) details() audit.Details {
	d := audit.Details{ISSN: s.first(inISSN), ISBN: s.first(inISBN)}
	if series := fold(unmark(s.first(inSeries)), maxName); !isURL(series) {
		d.Series = series
	}
	if volume := s.first(inVolume); len(volume) <= maxDetail && notYet[letters(volume)] {
		return d
	}
	d.Volume, d.Issue = numberOf(s.first(inVolume)), numberOf(s.first(inIssue))
	d.Pages = cmp.Or(pagesOf(s.first(firstPage), s.first(lastPage)), pagesOf(s.first(pageRange), ""), numberOf(s.first(articleNumber)))
	return d
}

// notYet are the letters of what publishers write where a number will be.
var notYet = map[string]bool{
	"aheadofprint": true, "epubaheadofprint": true, "publishaheadofprint": true, "inpress": true, "forthcoming": true, "onlinefirst": true, "firstonline": true,
	"earlyaccess": true, "earlyview": true, "justaccepted": true, "accepted": true, "acceptedmanuscript": true, "advanceaccess": true,
	"advancearticles": true, "articlesinadvance": true, "advanceonlinepublication": true, "latestarticles": true, "pp": true, "na": true, "tbd": true, "tba": true,
}

// numberLabel is what stands before a number to say what it is the number of.
var numberLabel = regexp.MustCompile(`^(?i:(?:volume|vol|issue|iss|number|num|no|nr|n[°º]|article|art|pages?|pp?|band|bd|jahrgang|jg|heft|seiten?|tome|tomo|numéro|núm|том|т|выпуск|вып|номер|стр|с)(?:[.:]\s*|\s+)|№\s*)(\d.*)$`)

// numberOf gives the number of a volume or an issue without its label, or whatever
// stands there instead of one ("Suppl 1"); "" for nothing and what stands for it: 0,
// "n/a", "in press".
func numberOf(written string) string {
	s := strings.Trim(fold(written, maxDetail+1), " ,;:.")
	switch {
	case s == "" || strings.Trim(s, "0") == "":
		return ""
	case strings.Trim(s, "0123456789") == "" && len(s) <= maxDetail:
		return s
	case runes(s) > maxDetail, isURL(s), notYet[letters(s)], notNames[strings.ToLower(s)], strings.IndexFunc(s, isAlphanumeric) < 0:
		return ""
	}
	s = unmark(s)
	if m := numberLabel.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return s
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// dashes are the signs that stand between two pages.
const dashes = "-‐‑‒–—−"

// pagesOf gives pages as "583-589", or the first one if that is all there is to
// know. first may hold both. Of a last page without the digits that it has in common
// with the first ("1123-30", "D36-42") these are added. Between pages that have
// hyphens themselves stands a dash: "4-1–4-20".
func pagesOf(first, last string) string {
	first, last = strings.Trim(numberOf(first), dashes), strings.Trim(numberOf(last), dashes)
	if first == "" {
		return ""
	}
	if i := strings.IndexAny(first, dashes); i >= 0 {
		to := strings.TrimLeft(first[i:], dashes+" ")
		if strings.ContainsAny(to, dashes) || last != "" && last != to {
			if last == "" {
				return first
			}
			return first + "–" + last
		}
		if first, last = numberOf(first[:i]), numberOf(to); first == "" {
			return ""
		}
	}
	if last = completeLast(first, last); last == "" || last == first {
		return first
	}
	if strings.ContainsAny(last, dashes) {
		return first + "–" + last
	}
	return first + "-" + last
}

// completeLast gives the last page with what it has in common with the first; "" if it
// would come before that.
func completeLast(first, last string) string {
	number := strings.TrimLeftFunc(first, func(r rune) bool { return r < '0' || r > '9' })
	if last == "" || strings.Trim(number+last, "0123456789") != "" || number == "" {
		return last // roman, or in another form
	}
	whole := last
	if len(last) < len(number) {
		whole = number[:len(number)-len(last)] + last
	}
	switch {
	case len(whole) == len(number) && whole < number:
		return ""
	case len(last) <= len(number):
		return first[:len(first)-len(number)] + whole
	}
	return last
}

var issnForm = regexp.MustCompile(`(?:^|\D)(\d{4}[` + dashes + ` ]?\d{3}[\dXx])(?:[^\dXx]|$)`)

// issnOf gives the first ISSN in a text, "1234-567X"; "" if there is none whose check
// digit is right.
func issnOf(written string) string {
	if isISSN(written) { // almost always
		return shared(written)
	}
	for _, m := range issnForm.FindAllStringSubmatch(written[:min(len(written), 200)], 4) {
		n := len(m[1])
		if issn := m[1][:4] + "-" + strings.ToUpper(m[1][n-4:]); isISSN(issn) {
			return shared(issn)
		}
	}
	return ""
}

// isISSN tells whether s is an ISSN with the right check digit (ISO 3297), and
// not all zeros.
func isISSN(s string) bool {
	if len(s) != 9 || s[4] != '-' || s == "0000-0000" {
		return false
	}
	sum, weight := 0, 8
	for i := range len(s) {
		switch c := s[i]; {
		case i == 4:
			continue
		case c == 'X' && i == 8:
			sum += 10
		case c < '0' || c > '9':
			return false
		default:
			sum += int(c-'0') * weight
		}
		weight--
	}
	return sum%11 == 0
}

var isbnForm = regexp.MustCompile(`\d(?:[` + dashes + ` ]?\d){8,11}[` + dashes + ` ]?[\dXx]`)

// isbnOf gives the first ISBN in a text, without hyphens; "" if there is none whose
// check digit is right.
func isbnOf(written string) string {
	for _, form := range isbnForm.FindAllString(written[:min(len(written), 200)], 4) {
		isbn := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == 'X' || r == 'x' {
				return unicode.ToUpper(r)
			}
			return -1
		}, form)
		if refs.ValidISBN(isbn) && strings.Trim(isbn, "0") != "" {
			return isbn
		}
	}
	return ""
}

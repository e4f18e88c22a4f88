package reports

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	bcp47 "golang.org/x/text/language"

	"github.com/refmend/refmend/refs"
)

// first sets what is not set yet.
func first(to *string, s string) {
	if *to == "" {
		*to = tidy(s)
	}
}

// archiveName names who keeps a copy.
func archiveName(address string) string {
	host := refs.Target(address).Host()
	if host == "web.archive.org" {
		return "Internet Archive"
	}
	return host
}

// bareDOI gives a DOI without a resolver's address or a label.
func bareDOI(s string) string {
	if i := strings.Index(s, "10."); i >= 0 && len(s) < 2048 {
		return s[i:]
	}
	return ""
}

// isoDate gives as much of a date ("2019-05-17T00:00:00Z", "2019-05", "2019") as
// can be true, without the time of day; "" if that is nothing.
func isoDate(s string) string {
	s, _, _ = strings.Cut(s, "T")
	parts := strings.Split(s, "-")
	var date string
	for i, length := range []int{4, 2, 2}[:min(3, len(parts))] {
		n, err := strconv.ParseUint(parts[i], 10, 16)
		if err != nil || len(parts[i]) != length || n == 0 || i == 1 && n > 12 {
			break
		}
		date = strings.TrimPrefix(date+"-"+parts[i], "-")
	}
	if len(date) == len(time.DateOnly) {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return date[:7]
		}
	}
	return date
}

// dateParts gives the numbers of what [isoDate] gave.
func dateParts(date string) (parts []int) {
	for s := range strings.SplitSeq(date, "-") {
		if n, err := strconv.Atoi(s); err == nil {
			parts = append(parts, n)
		}
	}
	return parts
}

// languageTag gives the normal form of a tag of BCP 47; "" if s is none.
func languageTag(s string) string {
	tag, err := bcp47.Parse(s)
	if err != nil || tag == bcp47.Und {
		return ""
	}
	return tag.String()
}

// sameWords tells whether two titles begin with the same words.
func sameWords(a, b string) bool {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(tidy(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	x, y := words(a), words(b)
	n := min(len(x), len(y))
	return n > 0 && slices.Equal(x[:n], y[:n])
}

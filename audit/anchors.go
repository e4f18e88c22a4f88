package audit

import (
	"hash/fnv"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/refmend/refmend/refs"
)

// Anchors are the places in a page that an address can name by its fragment.
// They are kept only for pages that somebody points into.
type Anchors struct {
	// Names are the hashes of the page's ids and names, ascending.
	Names []uint32 `json:"names,omitempty"`
	// Pages is the number of pages of a PDF; 0 if it is none or does not tell.
	Pages int `json:"pages,omitempty"`
	// Open says that the page may have more places than were seen: it is no HTML,
	// longer than what was read, or made by scripts.
	Open bool `json:"open,omitempty"`
}

// AnchorHash is what stands for an id or name in [Anchors].
func AnchorHash(name string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()
}

// Fragment gives the place in a page that a target names, percent-encoding
// resolved: "" if it names none that a page's ids decide. The top of a page is
// always there (HTML Standard, 7.4.6.3); a text directive is no place by itself
// (WICG Scroll to Text Fragment); routes of scripts, and what has the form of
// parameters, are no ids, lines of code are counted by scripts, and buttons to
// share a page leave fragments of their own in its address. Of the
// parameters for PDFs (ISO 32000-2, annex O) only the page is looked at.
func Fragment(t refs.Target) string {
	fragment := plainFragment(t)
	switch {
	case fragment == "" || strings.EqualFold(fragment, "top"), codeLines.MatchString(fragment), shareMarks.MatchString(fragment):
		return ""
	case strings.ContainsAny(fragment, routeSigns) || len(fragment) > 200:
		return pageParameter(fragment)
	}
	return fragment
}

// plainFragment gives the fragment of a target as it is meant, without a text
// directive.
func plainFragment(t refs.Target) string {
	_, fragment, _ := strings.Cut(string(t), "#")
	fragment, _, _ = strings.Cut(fragment, ":~:")
	if plain, err := url.PathUnescape(fragment); err == nil {
		return plain
	}
	return fragment
}

// routeSigns are in fragments that no ids are meant by.
const routeSigns = "!/=&?~"

// isRoute tells whether scripts are to show a place that a target names.
func isRoute(t refs.Target) bool { return strings.ContainsAny(plainFragment(t), routeSigns) }

// codeLines tells the places that hosts of code give lines.
var codeLines = regexp.MustCompile(`^(?:L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|lines?-\d+(?:[:-]\d+)?)$`)

// shareMarks tells the fragments of AddThis (#.U3kXyZab.twitter) and ShareThis
// (#sthash.Ab12.dpuf).
var shareMarks = regexp.MustCompile(`^(?:\.[\w-]{6,}(?:\.[a-z]+)?|sthash\.[\w-]+\.\w+)$`)

// pageParameter gives the "page=7" of parameters for a PDF; "" if there is none.
func pageParameter(fragment string) string {
	for p := range strings.SplitSeq(fragment, "&") {
		if page, ok := strings.CutPrefix(p, "page="); ok && page != "" && len(page) < 100 && strings.Trim(page, "0123456789") == "" {
			return p
		}
	}
	return ""
}

// lacks tells whether a page is beyond doubt without the place that a fragment
// names.
func (a *Anchors) lacks(fragment string) bool {
	if a == nil || fragment == "" {
		return false
	}
	if page, ok := strings.CutPrefix(fragment, "page="); ok {
		return a.Pages > 0 && (len(page) > 6 || atoi(page) > a.Pages || atoi(page) == 0)
	}
	if a.Open || len(a.Names) == 0 {
		return false
	}
	// Some write letters with accents as two characters; code hosts put a prefix
	// before the ids of documents.
	for _, name := range []string{fragment, norm.NFC.String(fragment), "user-content-" + fragment} {
		if _, ok := slices.BinarySearch(a.Names, AnchorHash(name)); ok {
			return false
		}
	}
	return true
}

func atoi(digits string) (n int) {
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}

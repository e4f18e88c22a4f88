package audit

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/refmend/refmend/refs"
)

// DefaultSameFor is how long a page must have been one owner's before it is
// told that it is another's now.
const DefaultSameFor = 2 * 365 * day

// settled is how long a new owner must have been seen: walls of consent and
// pages for a time of maintenance come and go.
const settled = 7 * day

// changedHands says in a sentence that a target which was one owner's page for
// years leads to another page of another owner now; "" if that cannot be said
// beyond doubt. Sites that move to a new domain, are renamed or bought keep the
// titles of their pages; way stations, such as pages that ask for consent, are
// told where the reader wants to go.
func (p *Policy) changedHands(past *Past, o *Outcome) string {
	was, is := past.Before, past.Shown
	switch {
	case p.SameFor <= 0 || was == nil || is == nil || was.lasted() < p.SameFor || is.lasted() < settled:
		return ""
	case o.Verdict.State != OK && o.Verdict.State != Moved || is.Owner != ownerOf(*o):
		return "" // the newest check did not see it
	case isWayStation(o) || !unlike(was.Title, is.Title):
		return ""
	}
	return fmt.Sprintf("Until %s it led to “%s” at %s, now it leads to “%s” at %s.", dayOf(was.To), was.Title, was.Owner, is.Title, is.Owner)
}

// unlike tells whether two titles of pages have beyond doubt nothing to do
// with each other. Those in different scripts have not; short ones and ones made
// of words that stand anywhere prove nothing.
func unlike(a, b string) bool {
	old, now := wordsOf(a), wordsOf(b)
	if !old.tells() || !now.tells() {
		return false
	}
	if !old.shares(now) && !now.shares(old) {
		return old.script != nil && now.script != nil
	}
	return max(old.covers(now), now.covers(old)) < otherTitle
}

// isWayStation tells whether the address that a target led to in the end names
// the host that was asked for: it will send readers back there.
func isWayStation(o *Outcome) bool {
	end := o.Evidence.FinalURL
	if plain, err := url.QueryUnescape(end); err == nil {
		end = plain
	}
	host := strings.TrimPrefix(o.Target.Host(), "www.")
	return host != "" && strings.Contains(strings.ToLower(end), host)
}

// canChangeHands tells whether a link is to a page, which stands under the name
// of its owner: identifiers and archives do not.
func (l *Link) canChangeHands() bool {
	return l.Kind == refs.KindURL && l.ID == "" && l.Archived == nil && l.Target.DOI() == ""
}

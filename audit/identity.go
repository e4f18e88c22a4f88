package audit

import (
	"time"

	"github.com/refmend/refmend/refs"
)

// An Identity is by what one sees that a page is still the one it was.
type Identity struct {
	Owner string    `json:"owner"` // registrable domain of the final address
	Title string    `json:"title"`
	From  time.Time `json:"from"` // of the first check that saw the owner
	To    time.Time `json:"to"`   // of the last one
}

// lasted says how long an identity was seen.
func (id *Identity) lasted() time.Duration { return id.To.Sub(id.From) }

// identityOf gives what a page shows that was found fine at a time; nil if it
// shows too little. A page to log in at, and one that nobody vouches for, show
// nothing of the one that was asked for.
func identityOf(o Outcome, at time.Time) *Identity {
	if o.Verdict.State != OK && o.Verdict.State != Moved || o.Metadata.Title == "" {
		return nil
	}
	owner := ownerOf(o)
	if owner == "" {
		return nil
	}
	return &Identity{owner, o.Metadata.Title, at, at}
}

// ownerOf gives the registrable domain of the address that a target leads to in
// the end, "" if there is none.
func ownerOf(o Outcome) string {
	end := refs.Target(o.Evidence.FinalURL)
	if end == "" {
		end = o.Target
	}
	return refs.Domain(end.Host())
}

// shows gives p with what the newest check saw. Titles of one owner's page
// change with its wording. An owner who was there before, and comes back, has
// been there all the time. Of two that are gone the one that stayed longer is
// kept.
func (p Past) shows(now *Identity) Past {
	switch {
	case now == nil:
	case p.Shown == nil:
		p.Shown = now
	case p.Shown.Owner == now.Owner:
		now.From = p.Shown.From
		p.Shown = now
	case p.Before != nil && p.Before.Owner == now.Owner:
		now.From = p.Before.From
		p.Shown, p.Before = now, nil
	default:
		if p.Before == nil || p.Shown.lasted() >= p.Before.lasted() {
			p.Before = p.Shown
		}
		p.Shown = now
	}
	return p
}

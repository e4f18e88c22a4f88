package audit

import (
	"time"

	"github.com/refmend/refmend/refs"
)

// An Outcome is what one check of one target gave.
type Outcome struct {
	Target   refs.Target
	Verdict  Verdict
	Evidence Evidence
	Metadata Metadata // zero if the page told nothing or there is no page
	// MovedTo is where the permanent part of the redirects ends; "" if nothing
	// moved for good.
	MovedTo refs.Target
	// Alias is the DOI that Target is another name of; "" if it is none's.
	Alias refs.Target
	// Agency is who keeps the register that the answer is from: "Crossref", "arXiv";
	// "" if it is the web's, or not known.
	Agency string
	// Anchors are the places in the page, if Target names one; nil if it does not.
	Anchors *Anchors
	// Sightings are what came of the search for the titles that the page is cited by,
	// if it was searched: see Question.Sought.
	Sightings []Sighting
	// Requests is the number of HTTP requests that were sent for it: hops,
	// retries and questions to registries all count.
	Requests int
	// Vantage names the way in which it was asked; "" for the usual one. What
	// one vantage sees says nothing of what another would: see Policy.Vantage.
	Vantage string
	// Rules is the version of the checker's rules that the verdict was reached
	// by: see Policy.Rules.
	Rules int
	// CutOff is what on this side of the wire keeps the checker from hearing of anybody,
	// as half a sentence: "no name server answers"; "" if it does not know of anything,
	// so that the web may be to blame. It says nothing of Target, and is neither reported
	// nor remembered.
	CutOff string
	// Validator is by what the server tells whether the page has changed since.
	Validator Validator
}

// A Validator is what a server said of the version of a page (RFC 9110, section
// 8.8). Its fields are "" where it said nothing.
type Validator struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Evidence is what a verdict rests on. Fields that are not known are zero.
type Evidence struct {
	Status      int       `json:"status,omitempty"` // HTTP status of the last hop
	FinalURL    string    `json:"final_url,omitempty"`
	Hops        []Hop     `json:"hops,omitempty"` // every answer in order, the last one included, if there was a redirect
	ContentType string    `json:"content_type,omitempty"`
	ElapsedMS   int64     `json:"elapsed_ms,omitempty"` // of the requests of the last attempt, waiting at gates not counted
	Attempts    int       `json:"attempts,omitempty"`   // 1 if the first try was answered
	CheckedAt   time.Time `json:"checked_at,omitzero"`
	Cached      bool      `json:"cached,omitempty"`   // remembered from an earlier run
	Provider    string    `json:"provider,omitempty"` // who blocked: "cloudflare"
	Error       string    `json:"error,omitempty"`    // of the last attempt, untrusted when printed
}

// A Hop is one answer on the way to the final URL.
type Hop struct {
	URL    string `json:"url"`
	Status int    `json:"status"` // 0 if there was no answer
}

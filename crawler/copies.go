package crawler

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

var _ audit.Archivist = (*Crawler)(nil)

// CopyQuestion gives the target at which the Internet Archive's availability API
// says whether it keeps a copy of t, the one nearest to a date: "2015-05-03",
// "2015-05", "2015", or "" for the newest. Asking about it gives an outcome whose
// MovedTo is the copy, "" if there is none. It is "" for what no archive can have:
// places that are not public, DOIs, and archives' own pages.
//
// Source: archive.org/help/wayback_api.php.
func (c *Crawler) CopyQuestion(t refs.Target, near string) refs.Target {
	if !c.options.asks(ServiceArchive) || t.DOI() != "" || t.Local() {
		return ""
	}
	u, err := url.Parse(withoutFragment(string(t)))
	if err != nil || !webScheme(u.Scheme) || sameSite(u.Hostname(), "archive.org") {
		return ""
	}
	u.User = nil
	q := "url=" + url.QueryEscape(u.String())
	if digits := strings.ReplaceAll(near, "-", ""); digits != "" {
		q += "&timestamp=" + digits
	}
	return refs.Target(c.options.Services[ServiceArchive] + copiesPath + q)
}

// copiesPath is what a question about copies has behind the service's address.
const copiesPath = "/wayback/available?"

func (c *Crawler) asksForCopy(t refs.Target) bool {
	question, ok := strings.CutPrefix(string(t), c.options.Services[ServiceArchive])
	return ok && strings.HasPrefix(question, copiesPath)
}

// readCopy reads the answer of the availability API: the copy's address, "" if
// there is none that the page answered with success; ok is false if it is no such
// answer.
func readCopy(status int, body []byte) (at refs.Target, ok bool) {
	var said struct {
		Snapshots *struct {
			Closest struct {
				Available bool
				URL       string
				Status    string
			}
		} `json:"archived_snapshots"`
	}
	if status != http.StatusOK || json.Unmarshal(body, &said) != nil || said.Snapshots == nil {
		return "", false
	}
	closest := said.Snapshots.Closest
	if !closest.Available || !strings.HasPrefix(closest.Status, "2") {
		return "", true
	}
	// The API still writes http for what is served over https.
	at, err := refs.ParseTarget("https://" + strings.TrimPrefix(strings.TrimPrefix(closest.URL, "http://"), "https://"))
	if _, known := at.Archived(); err != nil || !known {
		return "", true
	}
	return at, true
}

// copyOutcome says what an archive answered to a question about copies.
func (c *Crawler) copyOutcome(t *task, a *answer, f failure) audit.Outcome {
	o := audit.Outcome{
		Target: t.target, Requests: t.chain.requests, Vantage: c.Vantage(t.target), Rules: Rules, CutOff: c.cutOff(t, a),
		Evidence: t.chain.evidence(t, a, f),
	}
	at, ok := readCopy(a.status, a.body)
	switch {
	case f != noFailure:
		o.Verdict = classifyFailure(observation{hops: t.chain.hops, failure: f, asked: t.chain.asked})
	case !ok && (a.status == http.StatusTooManyRequests || a.status >= 500):
		o.Verdict = classifyStatus(a.status)
	case !ok:
		o.Verdict = unverified(audit.ReasonMalformedAnswer, "The archive's answer could not be understood.")
	default:
		o.MovedTo = at
		o.Verdict = verdict(audit.OK, audit.ReasonOK, "The archive has answered.")
	}
	return o
}

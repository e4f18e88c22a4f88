package audit

import "github.com/refmend/refmend/refs"

// A Reason is the stable code of why a verdict was reached. Codes are never
// reused: users suppress by them.
type Reason string

// The reasons, by state as [Reasons] tells.
const (
	ReasonOK            Reason = "ok"
	ReasonDOIRegistered Reason = "doi-registered"

	ReasonPermanentRedirect Reason = "permanent-redirect"

	ReasonMissingURL         Reason = refs.MissingURL
	ReasonTruncatedHead      Reason = refs.TruncatedHead
	ReasonTruncatedTail      Reason = refs.TruncatedTail
	ReasonSplitLink          Reason = refs.SplitLink
	ReasonWrongDash          Reason = refs.WrongDash
	ReasonHomoglyph          Reason = refs.Homoglyph
	ReasonInvisibleCharacter Reason = refs.InvisibleCharacter
	ReasonGluedText          Reason = refs.GluedText
	ReasonBadEscape          Reason = refs.BadEscape
	ReasonMalformedURL       Reason = refs.MalformedURL
	ReasonMalformedDOI       Reason = refs.MalformedDOI
	ReasonLocalTarget        Reason = refs.LocalTarget

	ReasonNotFound           Reason = "not-found"
	ReasonGone               Reason = "gone"
	ReasonDNS                Reason = "dns"
	ReasonDOIUnregistered    Reason = "doi-unregistered"
	ReasonDOILandingNotFound Reason = "doi-landing-not-found"
	ReasonSoft404            Reason = "soft-404"
	ReasonParked             Reason = "parked"
	ReasonRedirectLoop       Reason = "redirect-loop"
	ReasonPersistentFailure  Reason = "persistent-failure"

	ReasonTitleMismatch      Reason = "title-mismatch"
	ReasonRedirectedHome     Reason = "redirected-home"
	ReasonRedirectedLogin    Reason = "redirected-login"
	ReasonRetracted          Reason = "retracted"
	ReasonFragmentMissing    Reason = "fragment-missing"
	ReasonTLSCertificate     Reason = "tls-certificate"
	ReasonDomainChangedHands Reason = "domain-changed-hands"

	ReasonBlocked          Reason = "blocked"
	ReasonPaywall          Reason = "paywall"
	ReasonRateLimited      Reason = "rate-limited"
	ReasonTimeout          Reason = "timeout"
	ReasonConnection       Reason = "connection"
	ReasonServerError      Reason = "server-error"
	ReasonMalformedAnswer  Reason = "malformed-answer"
	ReasonRobots           Reason = "robots"
	ReasonForbiddenAddress Reason = "forbidden-address"
	ReasonOffline          Reason = "offline"
	ReasonOutOfTime        Reason = "out-of-time"

	ReasonExcluded          Reason = "excluded"
	ReasonUnsupportedScheme Reason = "unsupported-scheme"
)

// Severity is how loud a finding is by default.
type Severity string

// The severities, the loudest first.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
	SeverityNone    Severity = "none" // nothing to report
)

// ReasonInfo is what there is to know of a reason, for `refmend explain`, the
// legends of reports and the rules of SARIF.
type ReasonInfo struct {
	Code     Reason
	State    State
	Meaning  string // one sentence
	Action   string // what to do about it, one sentence; "" if nothing
	Severity Severity
}

// Reasons lists every reason in the order of [States], then of the design. A
// code that belongs to two states stands twice.
var Reasons = []ReasonInfo{
	{ReasonNotFound, Broken, "The server says that this page does not exist (404).", "Find where the page went, or cite an archived copy.", SeverityError},
	{ReasonGone, Broken, "The server says that this page was removed for good (410).", "Cite an archived copy, or another source.", SeverityError},
	{ReasonDNS, Broken, "The name of the server does not exist.", "Check the spelling of the name; if it is right, cite an archived copy.", SeverityError},
	{ReasonDOIUnregistered, Broken, "The DOI system does not know this DOI.", "Compare the DOI with the publication, character by character.", SeverityError},
	{ReasonDOILandingNotFound, Broken, "The DOI, handle or URN is registered, but the page it leads to is gone.", "Keep it and tell the publisher or its registration agency.", SeverityError},
	{ReasonSoft404, Broken, "The server shows an error page, but calls it fine.", "Find where the page went, or cite an archived copy.", SeverityError},
	{ReasonParked, Broken, "The domain is for sale or unused; what was cited is no longer there.", "Cite an archived copy; do not send readers to this address.", SeverityError},
	{ReasonRedirectLoop, Broken, "The redirects of this address go in a circle.", "Find the page's present address, or cite an archived copy.", SeverityError},
	{ReasonPersistentFailure, Broken, "Every check over several days has failed.", "Find where the page went, or cite an archived copy.", SeverityError},

	{ReasonMissingURL, Damaged, "There is a label for an address or DOI with nothing behind it.", "Write the address behind the label, or remove the label.", SeverityError},
	{ReasonTruncatedHead, Damaged, "The beginning of the address or DOI is lost; only its tail is left.", "Write the whole address; what is left helps to find it.", SeverityError},
	{ReasonTruncatedTail, Damaged, "The end of the address or DOI is lost.", "Write the whole address; what is left helps to find it.", SeverityError},
	{ReasonSplitLink, Damaged, "A space or line break stands inside the address or DOI.", "Write it in one piece.", SeverityError},
	{ReasonWrongDash, Damaged, "A dash stands in the address or DOI where a hyphen belongs.", "Write hyphens (-) instead of dashes.", SeverityError},
	{ReasonHomoglyph, Damaged, "A letter of another script or a look-alike sign stands in the address or DOI.", "Write the letter or sign that belongs there.", SeverityError},
	{ReasonInvisibleCharacter, Damaged, "An invisible character stands inside the address or DOI.", "Remove the invisible character.", SeverityError},
	{ReasonGluedText, Damaged, "Text that does not belong to it is glued to the address or DOI.", "Separate the address from the text around it.", SeverityError},
	{ReasonBadEscape, Damaged, "The address or DOI carries remains of markup or broken escapes.", "Write the address without them.", SeverityError},
	{ReasonMalformedURL, Damaged, "What is written is not a valid address.", "Write the address as the browser shows it.", SeverityError},
	{ReasonMalformedDOI, Damaged, "What is written is not a valid DOI.", "Compare the DOI with the publication, character by character.", SeverityError},
	{ReasonLocalTarget, Damaged, "The address leads to a private place that readers cannot reach.", "Cite a public address.", SeverityError},

	{ReasonTitleMismatch, Suspect, "The page or DOI seems to be another work than the one cited.", "Compare the reference with the page it leads to; cite an archived copy if the page is another one now.", SeverityWarning},
	{ReasonRedirectedHome, Suspect, "The address of a page now leads to the site's start page.", "Find where the page went, or cite an archived copy.", SeverityWarning},
	{ReasonRedirectedLogin, Suspect, "The address leads to a page that asks to log in.", "Cite a public address if there is one.", SeverityWarning},
	{ReasonRetracted, Suspect, "The cited work has been retracted.", "Read the retraction notice and reconsider the citation.", SeverityWarning},
	{ReasonFragmentMissing, Suspect, "The page is there, but not the place in it that the address names.", "Point to a place that exists, or to the page as a whole.", SeverityWarning},
	{ReasonTLSCertificate, Suspect, "The server's certificate is not valid, so browsers warn readers off.", "See whether the site has another address; else cite an archived copy.", SeverityWarning},
	{ReasonDomainChangedHands, Suspect, "The domain seems to belong to somebody else now.", "Look at the page; cite an archived copy if it is another one.", SeverityWarning},

	{ReasonPermanentRedirect, Moved, "The page has moved for good; the old address still leads there.", "Write the new address.", SeverityNote},

	{ReasonBlocked, Unverified, "The server turns programs away; a person may well see the page.", "Open the link in a browser.", SeverityNote},
	{ReasonPaywall, Unverified, "The page asks for payment.", "Open the link in a browser.", SeverityNote},
	{ReasonRateLimited, Unverified, "The server asked for fewer requests than this check needed.", "Check again later.", SeverityNote},
	{ReasonTimeout, Unverified, "The server did not answer in time.", "Check again later.", SeverityNote},
	{ReasonConnection, Unverified, "No connection to the server came about, or it broke.", "Check again later.", SeverityNote},
	{ReasonServerError, Unverified, "The server reported a failure of its own.", "Check again later.", SeverityNote},
	{ReasonMalformedAnswer, Unverified, "The server's answer could not be understood.", "Open the link in a browser.", SeverityNote},
	{ReasonRobots, Unverified, "The site's robots.txt asks programs not to visit this page.", "Open the link in a browser.", SeverityNote},
	{ReasonForbiddenAddress, Unverified, "The name or a redirect leads to a private network address, which is not visited.", "See whether the address is meant for the public; use --allow-private to check it all the same.", SeverityNote},
	{ReasonOffline, Unverified, "The check ran without the network.", "Run the check without --offline.", SeverityNote},
	{ReasonOutOfTime, Unverified, "The run ended before this link was checked, or its server had failed too often.", "Run the check again; answers that are known are not asked for again.", SeverityNote},

	{ReasonExcluded, Skipped, "The settings of this check leave the link out.", "", SeverityNone},
	{ReasonUnsupportedScheme, Skipped, "The link is not one of the web's (mailto:, ftp: and the like).", "", SeverityNone},
	{ReasonLocalTarget, Skipped, "In running text an address of a private place or an example is no fault.", "", SeverityNone},

	{ReasonOK, OK, "The link leads where it should.", "", SeverityNone},
	{ReasonDOIRegistered, OK, "The DOI, handle or URN is registered; its page turns programs away or was not asked.", "", SeverityNone},
}

// Explain gives the row of [Reasons] for a verdict, and whether there is one. What
// is held back (see Policy.ConfirmAfter) is unverified for the reason for which it
// would be broken: it has that row, but for the state and how loud it is.
func Explain(s State, r Reason) (ReasonInfo, bool) {
	for _, info := range Reasons {
		if info.State == s && info.Code == r {
			return info, true
		}
	}
	if s == Unverified {
		if info, ok := Explain(Broken, r); ok {
			info.State, info.Severity = Unverified, SeverityNote
			return info, true
		}
	}
	return ReasonInfo{}, false
}

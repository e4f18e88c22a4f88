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

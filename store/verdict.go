package store

import (
	"encoding/binary"

	"github.com/refmend/refmend/audit"
)

// reasonNumbers are the reasons by the number that stands for each in the file.
// New ones are appended; none is ever taken out or moved. The number of a reason
// that is not here is 0, and its code follows.
var reasonNumbers = []audit.Reason{
	1: audit.ReasonOK, 2: audit.ReasonDOIRegistered,
	3: audit.ReasonPermanentRedirect,
	4: audit.ReasonNotFound, 5: audit.ReasonGone, 6: audit.ReasonDNS, 7: audit.ReasonDOIUnregistered,
	8: audit.ReasonDOILandingNotFound, 9: audit.ReasonSoft404, 10: audit.ReasonParked,
	11: audit.ReasonRedirectLoop, 12: audit.ReasonPersistentFailure,
	13: audit.ReasonTitleMismatch, 14: audit.ReasonRedirectedHome, 15: audit.ReasonRedirectedLogin,
	16: audit.ReasonRetracted, 17: audit.ReasonFragmentMissing, 18: audit.ReasonTLSCertificate,
	19: audit.ReasonDomainChangedHands,
	20: audit.ReasonBlocked, 21: audit.ReasonPaywall, 22: audit.ReasonRateLimited, 23: audit.ReasonTimeout,
	24: audit.ReasonConnection, 25: audit.ReasonServerError, 26: audit.ReasonMalformedAnswer,
	27: audit.ReasonRobots, 28: audit.ReasonForbiddenAddress, 29: audit.ReasonOffline, 30: audit.ReasonOutOfTime,
}

var numberOfReason = func() map[audit.Reason]uint64 {
	numbers := map[audit.Reason]uint64{}
	for n, r := range reasonNumbers {
		if n > 0 {
			numbers[r] = uint64(n)
		}
	}
	return numbers
}()

// appendVerdict puts a state, as the number that [audit.State] has, and a
// reason.
func appendVerdict(to []byte, s audit.State, reason audit.Reason) []byte {
	to = append(to, byte(s))
	n := numberOfReason[reason]
	to = binary.AppendUvarint(to, n)
	if n == 0 {
		to = appendBytes(to, string(reason))
	}
	return to
}

// verdict takes what appendVerdict has put there. The state is known, the reason
// may not be.
func (r *binaryReader) verdict() (audit.State, audit.Reason) {
	state := audit.State(r.byte())
	if _, err := state.MarshalText(); err != nil {
		r.fail()
	}
	switch n := r.unsigned(); {
	case n == 0:
		return state, audit.Reason(r.string())
	case n < uint64(len(reasonNumbers)):
		return state, reasonNumbers[n]
	default:
		r.fail() // of a later release
		return state, ""
	}
}

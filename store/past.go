package store

import (
	"encoding/binary"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// maxPastText bounds each text of a past in bytes.
const maxPastText = 1 << 10

// What of a past there is, as bits before its other fields.
const (
	hasFirstChecked = 1 << iota
	hasLastOK
	hasFailingSince
	hasShown
	hasBefore
)

// appendPast puts a past in a form of some bytes a spell: times to the second,
// each as its distance from the one before. A field that comes later goes to the
// end, where readers that miss it find nothing and others do not look. base is
// the time of the newest check in seconds since 1970.
func appendPast(to []byte, p *audit.Past, base int64) []byte {
	has := byte(0)
	for i, there := range [...]bool{!p.FirstChecked.IsZero(), !p.LastOK.IsZero(), !p.FailingSince.IsZero(), p.Shown != nil, p.Before != nil} {
		if there {
			has |= 1 << i
		}
	}
	to = append(to, has)
	for _, t := range [...]time.Time{p.FirstChecked, p.LastOK, p.FailingSince} {
		if !t.IsZero() {
			to = appendTime(to, t, base)
		}
	}
	to = binary.AppendVarint(to, int64(p.Failures))
	to = binary.AppendVarint(to, p.UsualMS)
	to = binary.AppendUvarint(to, uint64(len(p.Strikes)))
	before := base
	for _, t := range p.Strikes {
		to = appendTime(to, t, before)
		before = t.Unix()
	}
	for _, i := range [...]*audit.Identity{p.Shown, p.Before} {
		if i != nil {
			to = appendBytes(to, pastText(i.Owner))
			to = appendBytes(to, pastText(i.Title))
			to = appendTime(to, i.From, base)
			to = appendTime(to, i.To, base)
		}
	}
	to = binary.AppendUvarint(to, uint64(len(p.Spells)))
	before = base
	for i := len(p.Spells) - 1; i >= 0; i-- { // the newest first: it ends at base, most often
		s := p.Spells[i]
		to = appendVerdict(to, s.State, s.Reason)
		to = appendTime(to, s.To, before)
		to = appendTime(to, s.From, s.To.Unix())
		before = s.From.Unix()
		to = binary.AppendVarint(to, int64(s.Status))
		to = binary.AppendVarint(to, int64(s.Checks))
	}
	return to
}

// pastText gives a text as it is stored: in UTF-8, bounded, without credentials.
func pastText(s string) string {
	s = strings.ToValidUTF8(refs.StripCredentials(s), "\uFFFD")
	n := min(len(s), maxPastText)
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// past takes what appendPast has put there. It shares no memory with rest.
func (r *binaryReader) past(base int64) (p audit.Past) {
	has := r.byte()
	times := []*time.Time{&p.FirstChecked, &p.LastOK, &p.FailingSince}
	for i, bit := range []byte{hasFirstChecked, hasLastOK, hasFailingSince} {
		if has&bit != 0 {
			*times[i] = r.time(base)
		}
	}
	p.Failures = int(r.signed())
	p.UsualMS = r.signed()
	before := base
	if n := r.count(); n > 0 {
		p.Strikes = make([]time.Time, n)
		for i := range p.Strikes {
			p.Strikes[i] = r.time(before)
			before = p.Strikes[i].Unix()
		}
	}
	if has&hasShown != 0 {
		p.Shown = r.identity(base)
	}
	if has&hasBefore != 0 {
		p.Before = r.identity(base)
	}
	before = base
	if n := r.count(); n > 0 {
		p.Spells = make([]audit.Spell, n)
		for i := n - 1; i >= 0; i-- {
			s := &p.Spells[i]
			s.State, s.Reason = r.verdict()
			s.To = r.time(before)
			s.From = r.time(s.To.Unix())
			before = s.From.Unix()
			s.Status = int(r.signed())
			s.Checks = int(r.signed())
		}
	}
	if r.bad {
		return audit.Past{}
	}
	return p
}

func (r *binaryReader) identity(base int64) *audit.Identity {
	return &audit.Identity{Owner: r.string(), Title: r.string(), From: r.time(base), To: r.time(base)}
}

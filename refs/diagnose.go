package refs

import (
	"slices"
	"strings"
)

const (
	maxReadings = 4 // repairs of one link: two places of doubt, both ways
	maxRounds   = 6 // of one rule on one link
)

// maxLink is the length in bytes up to which a link is read: the 8000 octets that
// RFC 9110 4.1 wants every server to understand. What is longer is no address.
const maxLink = 8000

// cure completes a rule that can propose something: Fix is its best reading.
// Damage within damage is mended to the end; what does not come to an end is
// none that the rule understands.
func cure(r Rule, readings func(string) []reading) Rule {
	r.readings = func(raw string) []reading {
		rs := readings(raw)
		for i := range rs {
			for range maxRounds {
				next := readings(rs[i].text)
				if len(next) == 0 {
					break
				}
				rs[i].text = next[0].text
			}
			if len(readings(rs[i].text)) > 0 || rs[i].text == raw {
				return nil
			}
		}
		return rs
	}
	r.Fix = func(raw string) string {
		if rs := r.readings(raw); len(rs) > 0 {
			return rs[0].text
		}
		return raw
	}
	return r
}

// mended is a reading after some of the rules.
type mended struct {
	reading
	rule string
}

// diagnose makes the link of what is written at offset, by the rules in their
// order. The kind is a DOI's if a resolver says so.
func diagnose(kind Kind, written string, offset int) Link {
	l := Link{Kind: kind, Written: written, Pos: Position{Offset: offset}}
	if len(written) > maxLink {
		l.unreadable()
		return l
	}
	l.literal()
	if l.isClean() {
		switch {
		case l.Kind != KindDOI:
			if l.judgeLocal(l.Target); len(l.Defects) == 0 {
				l.Repairs = l.behindCustom()
			}
		case resolverLen(written) == 0:
			l.Repairs = alternativeDOIs(l.ID)
		default:
			l.Repairs = l.alternatives()
		}
		return l
	}
	states := []mended{{reading: reading{text: written, confidence: Certain}}}
	for i := range Rules {
		if r := &Rules[i]; r.readings != nil {
			states = l.apply(r, states)
		}
	}
	l.propose(states)
	return l
}

// literal reads what is written as it stands.
func (l *Link) literal() {
	if l.Kind == KindDOI || isDOIText(l.Written) {
		if id := doiText(l.Written); id != "" {
			l.Kind, l.ID, l.Target = KindDOI, id, DOITarget(id)
			return
		}
	}
	t, err := ParseTarget(withScheme(l.Written))
	if err != nil || l.Kind == KindDOI && t.DOI() == "" && !strings.Contains(l.Written, "://") || strings.HasPrefix(t.Host(), ".") {
		return
	}
	l.Target = t
	if id := t.DOI(); id != "" {
		l.Kind, l.ID = KindDOI, id
		return
	}
	if id := t.ShortDOI(); id != "" {
		l.Kind, l.ID = KindDOI, id
		return
	}
	l.Kind = KindURL
	if l.ID = doiInURL(string(t)); l.ID == "" {
		l.ID = arkInURL(string(t))
	}
}

// isClean tells quickly, of a link that was read literally, that no rule with a
// reading has anything to say.
func (l *Link) isClean() bool {
	s := l.Written
	if l.Kind == KindDOI {
		s = s[resolverLen(s):]
	}
	return l.Target != "" && isPlain(s, l.Kind)
}

// isPlain tells whether an address, or a DOI without a resolver, is made of plain
// ASCII letters, digits and the harmless marks.
func isPlain(s string, kind Kind) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if isAlnum(c) {
			continue
		}
		switch c {
		case '-', '_', ':', '=', '?', '+', '~', ',', '@', '!', '*', '$':
			if kind == KindDOI && (c == '?' || c == '_' && i > 0 && s[i-1] == '_') {
				return false
			}
		case '/':
			if kind == KindDOI && (i > 8 || i > 0 && s[i-1] == '/') || i > 1 && s[i-2:i] == "//" {
				return false
			}
		case '.':
			if i > 0 && (s[i-1] == '.' || s[i-1] == '/') {
				return false
			}
		default:
			return false
		}
	}
	if kind == KindDOI {
		return strings.HasPrefix(s, "10.") && !hasGluedWord(s) && gluedWord(s) == 0 && viewTail(s) == 0 && !strings.Contains(s, ",")
	}
	head := s[:min(len(s), 24)]
	if strings.Contains(head, "doi.") || strings.LastIndex(head, "http") > 0 || strings.HasPrefix(s, "http") && !strings.Contains(head, "://") {
		return false
	}
	return !strings.Contains(head, "0") && !strings.Contains(head, ",") && !strings.Contains(head, "www,") && (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")) && strings.LastIndex(s, "://") < 8 && !strings.Contains(s, "/;")
}

// apply lets a rule mend every reading so far and notes the defect if it does.
func (l *Link) apply(r *Rule, states []mended) []mended {
	out, seen := states, false
	for i, m := range states {
		rs := r.readings(m.text)
		if len(rs) == 0 {
			if seen {
				out = append(out, m)
			}
			continue
		}
		if !seen {
			seen = true
			out = slices.Clone(states[:i])
			l.Defects = append(l.Defects, Defect{r.Code, r.detail(m.text, rs[0].text)})
		}
		for _, n := range rs {
			n.confidence = weaker(n.confidence, m.confidence)
			out = append(out, mended{n, r.Code})
		}
	}
	return out[:min(len(out), maxReadings)]
}

func weaker(a, b Confidence) Confidence {
	for _, c := range []Confidence{Guess, Likely} {
		if a == c || b == c {
			return c
		}
	}
	return Certain
}

// propose turns the mended readings into repairs, or the single sound one into
// the link's target.
func (l *Link) propose(states []mended) {
	if len(l.Defects) == 0 {
		if l.Target == "" {
			l.unreadable()
			return
		}
		if l.judgeLocal(l.Target); len(l.Defects) == 0 {
			l.Repairs = l.alternatives()
		}
		return
	}
	for _, m := range states {
		var read Link
		read.Kind, read.Written = l.Kind, m.text
		read.literal()
		if read.Target == "" || hasEmptyLabel(read.Target.Host()) || l.proposes(read.Target) {
			continue
		}
		if len(l.Repairs) == 0 {
			l.Kind = read.Kind
			if m.confidence == Certain {
				l.ID = read.ID
			}
		}
		l.Repairs = append(l.Repairs, Repair{read.Target, m.rule, m.confidence, m.why})
	}
	if len(l.Repairs) == 0 || l.Repairs[0].Confidence == Certain || withoutSpace(l.Written) != l.Written {
		l.Target = "" // as it stands it cannot be right
	}
	if len(l.Repairs) > 0 {
		l.judgeLocal(l.Repairs[0].Target)
	}
}

// hasEmptyLabel tells whether a label of a host is missing: nothing is in front of
// a dot. A last dot, which stands for the root, is none.
func hasEmptyLabel(host string) bool {
	return strings.HasPrefix(host, ".") || strings.Contains(host, "..")
}

func (l *Link) proposes(t Target) bool {
	for _, r := range l.Repairs {
		if r.Target == t {
			return true
		}
	}
	return false
}

func (l *Link) judgeLocal(t Target) {
	if t.Local() {
		l.Defects = append(l.Defects, Defect{LocalTarget, ruleOf(LocalTarget).detail(l.Written, "")})
	}
}

// unreadable notes that what is written is no address or identifier at all.
func (l *Link) unreadable() {
	code := MalformedURL
	if l.Kind == KindDOI {
		code = MalformedDOI
	}
	l.Defects = append(l.Defects, Defect{code, ruleOf(code).detail(l.Written, l.Written)})
}

func ruleOf(code string) *Rule {
	for i := range Rules {
		if Rules[i].Code == code {
			return &Rules[i]
		}
	}
	return nil
}

// addTruncated reports what is left of a link whose start is lost.
func (f *finder) addTruncated(kind Kind, start, end int) {
	written := f.text[start:end]
	f.addSpan(Link{
		Kind: kind, Written: written, Pos: Position{Offset: f.p.sourceAt(start)},
		Defects: []Defect{{TruncatedHead, ruleOf(TruncatedHead).detail(written, "")}},
	}, start, end)
}

// addTruncatedTail reports what is left of a link whose end is lost.
func (f *finder) addTruncatedTail(kind Kind, start, end int) {
	f.addSpan(truncatedTail(kind, f.text[start:end], f.p.sourceAt(start)), start, end)
}

func truncatedTail(kind Kind, written string, offset int) Link {
	return Link{
		Kind: kind, Written: written, Pos: Position{Offset: offset},
		Defects: []Defect{{TruncatedTail, ruleOf(TruncatedTail).detail(written, "")}},
	}
}

package crawler

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Robots Exclusion Protocol (RFC 9309). Neither of the Go libraries at hand keeps
// to it: temoto/robotstxt takes the first of two rules of one length, compares
// escapes byte by byte and product tokens by their beginning; jimsmart/grobotstxt,
// a copy of Google's parser of 2019, compares escapes byte by byte too.

const (
	robotsToken   = "refmend"        // our product token
	robotsLimit   = 500 << 10        // bytes of a file that count (section 2.5)
	maxCrawlDelay = 10 * time.Second // that is kept, however much more a file asks for
)

// robotsRules are what a robots.txt says to refmend. The zero value allows all.
type robotsRules struct {
	rules []robotsRule
	delay time.Duration // between two requests, by the widespread Crawl-delay
	// unread is why the file could not be read, so that nothing is allowed; nil
	// if it could.
	unread error
}

// A robotsRule allows or disallows the paths that begin as its pattern says.
type robotsRule struct {
	allow  bool
	length int      // of the pattern in bytes, by which the most specific one is told
	parts  []string // between the pattern's wildcards, in normal form
	toEnd  bool     // the path must end with the last part ("$")
}

// parseRobots reads a robots.txt. It takes the groups for our product token, all
// together, else those for everybody (section 2.2.1). What cannot be understood
// does not count.
func parseRobots(body []byte) robotsRules {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if len(body) >= robotsLimit { // the last line may have lost its end
		body = body[:max(0, bytes.LastIndexAny(body[:robotsLimit], "\r\n"))]
	}
	var ours, all robotsRules
	var toUs, toAll, named bool // whom the group at hand is for; we are named somewhere
	inAgents := false
	for line := range bytes.FieldsFuncSeq(body, func(r rune) bool { return r == '\r' || r == '\n' }) {
		text, _, _ := strings.Cut(string(line), "#")
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !inAgents {
				toUs, toAll, inAgents = false, false, true
			}
			isOurs := strings.EqualFold(productToken(value), robotsToken)
			toUs, toAll, named = toUs || isOurs, toAll || value == "*", named || isOurs
		case "allow", "disallow":
			inAgents = false
			if rule, ok := parseRobotsRule(value, key == "allow"); ok {
				if toUs {
					ours.rules = append(ours.rules, rule)
				}
				if toAll {
					all.rules = append(all.rules, rule)
				}
			}
		case "crawl-delay":
			if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
				delay := time.Duration(min(s, maxCrawlDelay.Seconds()) * float64(time.Second))
				if toUs {
					ours.delay = max(ours.delay, delay)
				}
				if toAll {
					all.delay = max(all.delay, delay)
				}
			}
		}
	}
	if named {
		return ours
	}
	return all
}

// productToken cuts what may stand behind a product token: a version, a comment.
func productToken(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '-' && r != '_' && (r|0x20 < 'a' || r|0x20 > 'z')
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

// parseRobotsRule reads a pattern (section 2.2.2); an empty one is no rule.
func parseRobotsRule(pattern string, allow bool) (robotsRule, bool) {
	if pattern == "" || pattern[0] != '/' && pattern[0] != '*' {
		return robotsRule{}, false
	}
	r := robotsRule{allow: allow}
	if strings.HasSuffix(pattern, "$") {
		pattern, r.toEnd = pattern[:len(pattern)-1], true
		r.length++
	}
	parts := strings.Split(pattern, "*")
	r.length += len(parts) - 1
	for i, part := range parts {
		parts[i] = normalRobotsPath(part)
		r.length += len(parts[i])
		// Wildcards in a row are one.
		if i == 0 || i == len(parts)-1 || parts[i] != "" {
			r.parts = append(r.parts, parts[i])
		}
	}
	return r, true
}

// matches tells whether a path in normal form fits the rule.
func (r *robotsRule) matches(path string) bool {
	rest, ok := strings.CutPrefix(path, r.parts[0])
	last := len(r.parts) - 1
	if last == 0 {
		return ok && (!r.toEnd || rest == "")
	}
	for _, part := range r.parts[1:last] {
		at := strings.Index(rest, part)
		if !ok || at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	if r.toEnd {
		return ok && strings.HasSuffix(rest, r.parts[last])
	}
	return ok && strings.Contains(rest, r.parts[last])
}

// allows tells whether the page at a URL may be asked for: the longest rule
// counts, of two that are as long the one that allows (section 2.2.2).
func (r *robotsRules) allows(rawURL string) bool {
	_, rest, _ := strings.Cut(withoutFragment(rawURL), "://")
	path := "/"
	if at := strings.IndexAny(rest, "/?"); at >= 0 {
		path = normalRobotsPath(rest[at:])
	}
	if path[0] == '?' {
		path = "/" + path
	}
	if r.unread != nil {
		return false
	}
	allow, length := true, -1
	for i := range r.rules {
		if rule := &r.rules[i]; (rule.length > length || rule.length == length && rule.allow) && rule.matches(path) {
			allow, length = rule.allow, rule.length
		}
	}
	return allow
}

// normalRobotsPath brings a path, or a part of one, to the form in which paths
// are compared: escapes are undone where a letter, digit or one of "-._~" is
// meant, all bytes outside ASCII are escaped (section 2.2.2), and so are the
// signs that have a meaning in patterns (section 2.2.3).
func normalRobotsPath(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, escaped = byte(v), true
				i += 2
			}
		}
		if escaped && !isUnreserved(c) || c <= ' ' || c >= 0x7f || c == '*' || c == '$' {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isUnreserved tells whether a character means the same escaped or not (RFC
// 3986, section 2.3).
func isUnreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

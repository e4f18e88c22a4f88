package refs

import "strings"

// sessions are the parameters that name a reader's session, which ends: those of
// PHP, Java servlets, ASP, ColdFusion and the shops and forums made with them.
var sessions = wordSet(`phpsessid|jsessionid|sessionid|session_id|sessid|cfid|cftoken|oscsid|zenid|aspsessionid|asp.net_sessionid|sid|s|session`)

// withoutSession gives a URL without the parameters of a session. Short names
// must have a value that can be nothing else.
func withoutSession(s string) string {
	return withoutParameters(withoutPathSession(s), isSession)
}

// withoutPathSession gives a URL without the session that servlets write behind
// the path.
func withoutPathSession(s string) string {
	if i := strings.IndexByte(s, ';'); i > 0 {
		low := strings.ToLower(s[i:])
		if strings.HasPrefix(low, ";jsessionid=") || strings.HasPrefix(low, ";phpsessid=") {
			end := len(s)
			if n := strings.IndexAny(s[i+1:], "?#;/"); n >= 0 {
				end = i + 1 + n
			}
			s = s[:i] + s[end:]
		}
	}
	return s
}

func isSession(name, value string) bool {
	name, _, _ = strings.Cut(strings.ToLower(name), "%5b")
	if !sessions[name] && !strings.HasPrefix(name, "aspsessionid") {
		return false
	}
	return len(name) > 7 || len(name) > 3 && len(value) > 7 || len(value) > 15 && hasDigit(value)
}

// withoutParameters gives a URL without the parameters of its query that drop
// tells.
func withoutParameters(s string, drop func(name, value string) bool) string {
	q := strings.IndexAny(s, "?#")
	if q < 0 || s[q] == '#' {
		return s
	}
	query, fragment := s[q+1:], ""
	if i := strings.IndexByte(query, '#'); i >= 0 {
		query, fragment = query[:i], query[i:]
	}
	var kept []string
	all := strings.Split(query, "&")
	for _, p := range all {
		if name, value, _ := strings.Cut(p, "="); !drop(name, value) {
			kept = append(kept, p)
		}
	}
	switch len(kept) {
	case len(all):
		return s
	case 0:
		return s[:q] + fragment
	}
	return s[:q+1] + strings.Join(kept, "&") + fragment
}

package crawler

import (
	"strings"
	"testing"
	"time"
)

func TestRobotsRules(t *testing.T) {
	for _, test := range []struct {
		name, file, path string
		allowed          bool
	}{
		{"nothing", "", "/a", true},
		{"all", "User-agent: *\nDisallow: /\n", "/a", false},
		{"empty rule", "User-agent: *\nDisallow:\n", "/a", true},
		{"longest allows", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
		{"longest disallows", "User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c", false},
		{"as long, allow first", "User-agent: *\nAllow: /a\nDisallow: /a\n", "/a", true},
		{"as long, allow last", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
		{"wildcard and end", "User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf", false},
		{"end does not match", "User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf?z", true},
		{"end twice", "User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf/b.pdf", false},
		{"end after all", "User-agent: *\nDisallow: /a$\n", "/ab", true},
		{"end and nothing more", "User-agent: *\nDisallow: /$\n", "/", false},
		{"wildcard at the end", "User-agent: *\nDisallow: /a*\n", "/ab", false},
		{"wildcard first", "User-agent: *\nDisallow: *b\n", "/ab", false},
		{"wildcards need their order", "User-agent: *\nDisallow: /*b*a\n", "/ab", true},
		{"parts do not overlap", "User-agent: *\nDisallow: /*aba*aba$\n", "/ababa", true},
		{"dollar inside", "User-agent: *\nDisallow: /a$b\n", "/a$b", false},
		{"star meant as such", "User-agent: *\nDisallow: /a%2Ab\n", "/a*b", false},
		{"star meant as such, other path", "User-agent: *\nDisallow: /a%2Ab\n", "/axb", true},
		{"query", "User-agent: *\nDisallow: /*?x=\n", "/p?x=1", false},
		{"query without path", "User-agent: *\nDisallow: /?x\n", "?x=1", false},
		{"no path", "User-agent: *\nDisallow: /\n", "", false},
		{"rule without slash", "User-agent: *\nDisallow: a\n", "/a", true},
		{"our group", "User-agent: *\nDisallow: /\n\nUser-agent: refmend\nDisallow: /b\n", "/a", true},
		{"our group without rules", "User-agent: *\nDisallow: /\n\nUser-agent: refmend\nDisallow:\n", "/a", true},
		{"our groups together", "User-agent: refmend\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: refmend\nDisallow: /b\n", "/a", false},
		{"everybody's groups together", "User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n", "/a", false},
		{"several agents", "User-agent: foo\nUser-agent: refmend\nDisallow: /a\n", "/a", false},
		{"other record between agents", "User-agent: refmend\nSitemap: http://x\nUser-agent: foo\nDisallow: /a\n", "/a", false},
		{"another's group", "User-agent: foo\nDisallow: /a\n", "/a", true},
		{"agent in capitals", "USER-AGENT: RefMend\nDISALLOW: /a\n", "/a", false},
		{"agent with version", "User-agent: refmend/1.0\nDisallow: /a\n", "/a", false},
		{"part of our name", "User-agent: ref\nDisallow: /a\n", "/a", true},
		{"longer than our name", "User-agent: refmend-news\nDisallow: /a\n", "/a", true},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /a\n", "/a", false},
		{"old line ends", "User-agent: *\rDisallow: /a\r", "/a", false},
		{"line ends of the web", "User-agent: *\r\nDisallow: /a\r\n", "/a", false},
		{"no line end", "User-agent: *\nDisallow: /a", "/a", false},
		{"blank line in a group", "User-agent: *\n\nDisallow: /a\n", "/a", false},
		{"comments", "User-agent: * # all\nDisallow: /a # no\n", "/a", false},
		{"spaces", " User-agent : *\n\tDisallow :\t/a \n", "/a", false},
		{"rules of nobody", "Disallow: /a\n", "/a", true},
		{"page instead", "<!doctype html><title>404: Not found</title>", "/a", true},
		{"escape in small letters", "User-agent: *\nDisallow: /a%3cd\n", "/a%3Cd", false},
		{"needless escape in rule", "User-agent: *\nDisallow: /%7Ejoe/\n", "/~joe/x", false},
		{"needless escape in path", "User-agent: *\nDisallow: /~joe/\n", "/%7ejoe/x", false},
		{"raw letters in rule", "User-agent: *\nDisallow: /ツ\n", "/%E3%83%84", false},
		{"escaped slash", "User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
		{"lone percent", "User-agent: *\nDisallow: /100%\n", "/100%", false},
		{"unknown record", "User-agent: *\nNoindex: /b\nDisallow: /a\n", "/a", false},
	} {
		rules := parseRobots([]byte(test.file))
		if got := rules.allows("https://site.example" + test.path); got != test.allowed {
			t.Errorf("%s: %q allowed: %v", test.name, test.path, got)
		}
	}
}

func TestRobotsCrawlDelay(t *testing.T) {
	for file, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2.5\n":                                                 2500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400\n":                                               maxCrawlDelay,
		"User-agent: *\nCrawl-delay: NaN\n":                                                 0,
		"User-agent: *\nCrawl-delay: -1\n":                                                  0,
		"User-agent: *\nCrawl-delay: soon\n":                                                0,
		"User-agent: *\nCrawl-delay: 5\n\nUser-agent: refmend\nCrawl-delay: 1\nDisallow:\n": time.Second,
		"User-agent: foo\nCrawl-delay: 5\n":                                                 0,
	} {
		if got := parseRobots([]byte(file)).delay; got != want {
			t.Errorf("%q: %v, want %v", file, got, want)
		}
	}
}

// What lies beyond the limit does not count, nor does a line that it cuts.
func TestRobotsLimit(t *testing.T) {
	head := "User-agent: *\nDisallow: /first\n"
	file := head + strings.Repeat("#", robotsLimit-len(head)-len("\nDisallow: /a")) + "\nDisallow: /abc\nDisallow: /last\n"
	rules := parseRobots([]byte(file))
	for path, want := range map[string]bool{"/first": false, "/a": true, "/abc": true, "/last": true} {
		if got := rules.allows("http://site.example" + path); got != want {
			t.Errorf("%s allowed: %v", path, got)
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$\nAllow: /%7e\ncrawl-delay: 3\n", "/a/b")
	f.Add("user-agent:refmend\rdisallow:*", "?")
	f.Add("\ufeffDisallow: /\n", "")
	f.Fuzz(func(t *testing.T, file, path string) {
		rules := parseRobots([]byte(file))
		if rules.delay < 0 || rules.delay > maxCrawlDelay {
			t.Errorf("delay %v", rules.delay)
		}
		rules.allows("http://site.example" + path)
		if n := normalRobotsPath(path); normalRobotsPath(n) != n {
			t.Errorf("%q becomes %q, that becomes %q", path, n, normalRobotsPath(n))
		}
		if !strings.HasPrefix(path, "/") {
			return
		}
		only := parseRobots([]byte("User-agent: *\nDisallow: " + normalRobotsPath(path)))
		if only.allows("http://site.example"+path) && !strings.Contains(path, "#") {
			t.Errorf("%q is allowed by a rule against it", path)
		}
	})
}

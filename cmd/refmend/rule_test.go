package main

import (
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
)

// TestRuleErrors: a rule that is wrong says in which line, and what is meant.
func TestRuleErrors(t *testing.T) {
	for rule, says := range map[string]string{
		"method = 'POST'":                        `:2: method: POST: want "GET", or "HEAD"`,
		"method = 1":                             `:2: method: 1: want "GET", or "HEAD"`,
		"max-age = '7d'":                         ":2: max-age: a rule has no such key; ttl is",
		"hosts = 'a.org'":                        ":2: hosts: a rule has no such key; did you mean host?",
		"host = 3":                               ":2: host: want a text",
		"host = []":                              ":2: host: the array is empty",
		"host = ''":                              ":2: host: want a text that is not empty",
		"host = 'https://a.org/x'":               `"https://a.org/x" is no host`,
		"path = 'x'":                             `a path begins with "/"`,
		"path = '/[x'":                           `"/[x" is no pattern`,
		"document = '{a'":                        `"{a" is no pattern`,
		"doi = 'doi:10.1/x'":                     `want "10.1234/*"`,
		"accept = ['x']":                         "x is no HTTP status",
		"accept = 99":                            "99 is no HTTP status",
		"accept = []":                            "the array is empty",
		"verdict = 'skiped'":                     "want ok, skipped or unverified; did you mean skipped?",
		"verdict = 'broken'":                     "want ok, skipped or unverified",
		"ignore = 'ok'":                          `"ok" is no reason of a finding`,
		"ttl = 7":                                "7 is no time",
		"ttl = 'soon'":                           `"soon" is no time`,
		"timeout = '0'":                          "want more than 0",
		"retries = -1":                           "want a number from 0 to 1000",
		"per-host = 0":                           "want a number from 1 to 1000",
		"headers = 'a'":                          "want fields and their values",
		"headers = { Host = 'a' }":               "Host is set by the connection itself",
		"headers = { A = 1 }":                    "A: want a text",
		"reason = 1":                             "want a text: say why",
		"expires = 2027-13-01":                   ":2:",
		"expires = '1.1.2027'":                   `"1.1.2027" is no date such as 2027-01-01`,
		"reason = 'x'":                           ":1: a rule says which links",
		"reason='x'\nhost='a.org'":               ":1: a rule sets something",
		"host = 'a'\nttl = '1d'":                 ":1: a rule needs a reason",
		"reason='x'\ndocument='a'\ntimeout='1s'": "timeout cannot differ by document",
		"reason='x'\npath='/'\nheaders = { A = 'b' }":             "the rule must name it by host",
		"reason='x'\nhost='*.co.uk'\nheaders = { A = 'secret' }":  `not to "*.co.uk"`,
		"reason='x'\nhost='a*.org'\nheaders = { A = 'secret' }":   `not to "a*.org"`,
		"reason='x'\nhost='a.org'\ndoi='10.1/*'\nper-host = 1":    "per-host is owed to a host as a whole",
		"reason='x'\nhost='a.org'\n[rule.headers]\nUpgrade = 'h'": "Upgrade is set by the connection itself",
	} {
		_, err := parseConfig("refmend.toml", []byte("[[rule]]\n"+rule))
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "refmend.toml:") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v, want %q", rule, err, says)
		}
	}
	c, err := parseConfig("refmend.toml", []byte("rule = [{ host = 'a' }]"))
	if err == nil {
		err = c.validate(newCheck(&settings{}).Flags())
	}
	if err == nil || !strings.Contains(err.Error(), "each rule begins with [[rule]]") {
		t.Errorf("an array that is no tables: %v", err)
	}
}

// TestAdjust: of rules that hold and fit, the later one counts.
func TestAdjust(t *testing.T) {
	c, err := parseConfig("refmend.toml", []byte(`
per-host = 2
[[rule]]
host = "*"
timeout = "30s"
retries = 5
reason = "x"
[[rule]]
host = ["*.a.org", "a.org"]
timeout = "1m"
method = "HEAD"
headers = { Authorization = "Bearer ${ONE}${TWO}", X = "y" }
reason = "x"
[[rule]]
host = "b.org"
timeout = "9m"
expires = 2026-11-27
reason = "x"
[[rule]]
host = "c.org"
delay = "3s"
per-host = 1
reason = "x"
`))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	variables := func(name string) (string, bool) {
		v, ok := map[string]string{"ONE": "1", "TWO": "2$", "NONE": ""}[name]
		return v, ok
	}
	values, err := secretsOf(c.rules, at, variables)
	if err != nil {
		t.Fatal(err)
	}
	change := adjust(c.rules, values, at)
	s := crawler.Settings{Timeout: time.Second, Retries: 2}
	change("https://x.a.org/y", &s)
	if s.Timeout != time.Minute || s.Retries != 5 || !s.HeadFirst || len(s.Headers) != 2 || s.Headers[0] != (crawler.Header{Host: "x.a.org", Name: "Authorization", Value: "Bearer 12$"}) {
		t.Errorf("settings %+v", s)
	}
	s = crawler.Settings{Timeout: time.Second, Retries: 2}
	if change("https://b.org/", &s); s.Timeout != 30*time.Second || s.Headers != nil {
		t.Errorf("settings %+v", s)
	}
	manners := hostManners(c.rules, at)
	if n, d := manners("c.org", 4, time.Second); n != 1 || d != 3*time.Second {
		t.Errorf("manners %d, %s", n, d)
	}
	if n, d := manners("a.org", 4, time.Second); n != 4 || d != time.Second {
		t.Errorf("manners %d, %s", n, d)
	}
	for _, value := range []string{"${NONE}", "${THREE}", "x${ONE", "${}"} {
		if v, err := expandVariables(value, variables); err == nil {
			t.Errorf("%q becomes %q", value, v)
		}
	}
	c.rules[1].headers[0].value = "a\nsecret"
	if _, err := secretsOf(c.rules, at, variables); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a value that cannot be sent: %v", err)
	}
}

func TestDocuments(t *testing.T) {
	c, err := parseConfig("sub/refmend.toml", []byte("[[rule]]\ndocument = ['docs/**/*.md', 'https://a.org/*']\nverdict = 'skipped'\nreason = 'x'"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"sub/docs/a.md": true, "./sub/docs/x/y/a.md": true, "docs/a.md": false, "sub/a.md": false, "https://a.org/x": true, "https://a.org/x/y": false, "-": false,
	} {
		if got := c.rules[0].Match.Document(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestParseIgnores(t *testing.T) {
	rules, err := parseIgnores(".refmendignore", "\ufeff# comment\n\n"+
		"https://a.org/x#part # why\n"+
		"b.org until 2027-01-01 # because\tof  b\r\n"+
		"*.c.org/old/* # c\n"+
		"10.1234/* # d\n"+
		"doi:10.5555/e # e\n"+
		`/\.pdf$/ # f`)
	if err != nil {
		t.Fatal(err)
	}
	fits := func(target refs.Target) string {
		for i := range rules {
			if rules[i].Match.Target(target) {
				return rules[i].Reason
			}
		}
		return ""
	}
	for target, want := range map[refs.Target]string{
		"https://a.org/x#part": "why", "https://a.org/x": "", "http://a.org/x#part": "",
		"http://b.org/": "because of b", "https://b.org/x/y": "because of b", "https://x.b.org/": "", "https://b.org.evil.net/": "",
		"https://w.c.org/old/1": "c", "https://w.c.org/new": "", "https://doi.org/10.1234/a/b": "d", "https://doi.org/10.5555/E": "e", "https://x.org/a.pdf": "f",
	} {
		if got := fits(target); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	if r := rules[1]; r.Line != 4 || r.Holds(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) || !r.Holds(time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)) || *r.Verdict != audit.Skipped {
		t.Errorf("rule %+v", r)
	}
	for line, says := range map[string]string{
		"https://a.org/":                  "no reason is given",
		"https://a.org/#":                 "no reason is given",
		"https://a.org/ # ":               "no reason is given",
		"a.org until tomorrow # x":        `"tomorrow" is no date`,
		"a.org b.org # x":                 "holds no white space",
		"/(/ # x":                         "missing closing",
		"* # x":                           "leaves out everything",
		"*://* # x":                       "leaves out everything",
		"https://a.org/ until 2027 # why": `"2027" is no date`,
	} {
		_, err := parseIgnores("f", "\n"+line)
		if err == nil || !strings.HasPrefix(err.Error(), "f:2: ") || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", line, err, says)
		}
	}
}

// FuzzParseIgnores: whatever a file holds, each line of it is a rule with a reason,
// says nothing, or is refused with its place.
func FuzzParseIgnores(f *testing.F) {
	for _, seed := range []string{"a.org # x", "/a+/ until 2027-01-01 # x", "doi:10.1/*\t# x", "#", "* # \xff", "\xff/* # x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := parseIgnores("f", text)
		if err != nil && !strings.HasPrefix(err.Error(), "f:") {
			t.Error(err)
		}
		for i := range rules {
			if rules[i].Reason == "" || rules[i].Line == 0 {
				t.Errorf("%+v", rules[i])
			}
			rules[i].Match.Target("https://a.org/")
		}
	})
}

package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/net/publicsuffix"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
)

// texts gives a value that is a text, or an array of some.
func texts(v any) ([]string, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var all []string
	for _, one := range list {
		s, ok := one.(string)
		if !ok || strings.TrimSpace(s) == "" {
			return nil, errors.New("want a text that is not empty, or an array of some")
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, errors.New("the array is empty")
	}
	return all, nil
}

// readEach reads a value that is a text, or an array of some, with one that reads
// each.
func readEach(v any, read func(string) error) error {
	all, err := texts(v)
	for _, s := range all {
		if err == nil {
			err = read(s)
		}
	}
	return err
}

func (r *rule) readHosts(v any, _ string) error {
	return readEach(v, func(s string) error {
		if strings.ContainsAny(s, "/ @") {
			return fmt.Errorf(`%q is no host: want "www.example.org", or "*.example.org" for all below; paths have a key of their own`, s)
		}
		r.Match.Hosts = append(r.Match.Hosts, audit.Wildcard(s))
		r.hosts = append(r.hosts, s)
		return nil
	})
}

func (r *rule) readPaths(v any, _ string) error {
	return readEach(v, func(s string) error {
		if s[0] != '/' && s[0] != '*' {
			return fmt.Errorf(`%q: a path begins with "/"`, s)
		}
		if err := checkGlob(s); err != nil {
			return err
		}
		r.Match.Paths = append(r.Match.Paths, s)
		return nil
	})
}

func checkGlob(s string) error {
	if !doublestar.ValidatePattern(s) {
		return fmt.Errorf(`%q is no pattern: is a bracket or brace not closed? "*" is anything but "/", "**" is anything`, s)
	}
	return nil
}

func (r *rule) readDOIs(v any, _ string) error {
	return readEach(v, func(s string) error {
		if !strings.HasPrefix(s, "10.") && s != "*" {
			return fmt.Errorf(`%q is no DOI: want "10.1234/*" for all with a prefix`, s)
		}
		r.Match.DOIs = append(r.Match.DOIs, audit.Wildcard(s))
		return nil
	})
}

func (r *rule) readURLs(v any, _ string) error {
	return readEach(v, func(s string) error {
		re, err := regexp.Compile(s)
		if err != nil {
			return err
		}
		r.Match.URLs = append(r.Match.URLs, re)
		return nil
	})
}

// readDocuments reads patterns of paths below where the file lies, or of URLs.
func (r *rule) readDocuments(v any, file string) error {
	var patterns []string
	err := readEach(v, func(s string) error {
		patterns = append(patterns, s)
		return checkGlob(s)
	})
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return err
	}
	r.Match.Document = func(path string) bool {
		if !strings.Contains(path, "://") {
			if full, err := filepath.Abs(path); err == nil {
				path = full
			}
			if below, err := filepath.Rel(dir, path); err == nil {
				path = filepath.ToSlash(below)
			}
		}
		return slices.ContainsFunc(patterns, func(p string) bool { return doublestar.MatchUnvalidated(p, path) })
	}
	return nil
}

func (r *rule) readAccept(v any, _ string) error {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, one := range list {
		n, ok := one.(int64)
		if !ok || n < 100 || n > 999 {
			return fmt.Errorf("%v is no HTTP status: want numbers such as 403", one)
		}
		r.Accept = append(r.Accept, int(n))
	}
	if r.Accept == nil {
		return errors.New("the array is empty")
	}
	return nil
}

func (r *rule) readVerdict(v any, _ string) error {
	name, _ := v.(string)
	state, err := audit.ParseState(name)
	if err != nil || state != audit.OK && state != audit.Skipped && state != audit.Unverified {
		return didYouMean(fmt.Errorf("%q: want ok, skipped or unverified", fmt.Sprint(v)), []string{"ok", "skipped", "unverified"}, name)
	}
	r.Verdict = &state
	return nil
}

func (r *rule) readIgnore(v any, _ string) error {
	return readEach(v, func(s string) error {
		if !slices.ContainsFunc(audit.Reasons, func(i audit.ReasonInfo) bool {
			return string(i.Code) == s && i.State != audit.OK && i.State != audit.Skipped
		}) {
			return fmt.Errorf(`%q is no reason of a finding; "refmend explain" lists all%s`, s, alike(s))
		}
		r.Ignore = append(r.Ignore, audit.Reason(s))
		return nil
	})
}

// durationKey reads a time into a field.
func durationKey(field func(*rule) **time.Duration) func(*rule, any, string) error {
	return func(r *rule, v any, _ string) error {
		s, ok := v.(string)
		if !ok {
			return fmt.Errorf(`%v is no time: want a text such as "500ms", "20s", "12h" or "7d"`, v)
		}
		d, err := parseDuration(s)
		if err != nil {
			return err
		}
		if p := field(r); p == &r.timeout && d == 0 {
			return errors.New("want more than 0")
		}
		*field(r) = &d
		return nil
	}
}

// numberKey reads a number that is not below least into a field.
func numberKey(least int64, field func(*rule) **int) func(*rule, any, string) error {
	return func(r *rule, v any, _ string) error {
		n, ok := v.(int64)
		if !ok || n < least || n > 1000 {
			return fmt.Errorf("%v: want a number from %d to 1000", v, least)
		}
		number := int(n)
		*field(r) = &number
		return nil
	}
}

// readMethod reads how pages are asked for.
func (r *rule) readMethod(v any, _ string) error {
	if v != http.MethodGet && v != http.MethodHead {
		return fmt.Errorf(`%v: want "GET", or "HEAD": with that first, and with GET unless the answer is a success`, v)
	}
	r.method, _ = v.(string)
	return nil
}

// readHeaders reads fields of headers. Their values are shown nowhere.
func (r *rule) readHeaders(v any, _ string) error {
	fields, ok := v.(map[string]any)
	if !ok || len(fields) == 0 {
		return errors.New(`want fields and their values: headers = { Authorization = "Bearer ${TOKEN}" }`)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value, ok := fields[name].(string)
		if !ok {
			return fmt.Errorf("%s: want a text", name)
		}
		if _, err := crawler.NewHeader("host", name, ""); err != nil {
			return err
		}
		r.headers = append(r.headers, secret{name, value})
	}
	for _, host := range r.hosts {
		// Who may register a name below gets what is sent there.
		domain, wild := strings.CutPrefix(host, "*.")
		if _, err := publicsuffix.EffectiveTLDPlusOne(domain); strings.Contains(domain, "*") || wild && err != nil {
			return fmt.Errorf("not to %q: headers go to a host or to all hosts of one domain, *.example.org", host)
		}
	}
	return nil
}

func (r *rule) readReason(v any, _ string) error {
	s, _ := v.(string)
	if r.Reason = strings.Join(strings.Fields(s), " "); r.Reason == "" {
		return errors.New("want a text: say why the rule is there")
	}
	return nil
}

func (r *rule) readExpires(v any, _ string) error {
	switch v := v.(type) {
	case toml.LocalDate:
		r.Expires = v.AsTime(time.UTC)
	default:
		var err error
		if r.Expires, err = parseDate(fmt.Sprint(v)); err != nil {
			return err
		}
	}
	return nil
}

// parseDate reads "2027-01-01" as the moment at which that day begins in UTC.
func parseDate(s string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("%q is no date such as 2027-01-01", s)
	}
	return t, nil
}

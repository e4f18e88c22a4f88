package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/refmend/refmend/audit"
)

// ignoreName is the file that lists links to leave out.
const ignoreName = ".refmendignore"

// readIgnores reads a file of links to leave out. A line is
//
//	PATTERN [until DATE] # REASON
//
// where PATTERN is an address or a DOI in which "*" stands for anything, or a regular
// expression between slashes. An address without a scheme is one of http or https.
// Empty lines and those that begin with "#" say nothing.
func readIgnores(path string) ([]rule, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxConfig {
		return nil, fmt.Errorf("read %s: this is no file of ignores: it is too large", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, pathError("read", path, err)
	}
	return parseIgnores(path, string(raw))
}

func parseIgnores(path, text string) ([]rule, error) {
	var all []rule
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		r, err := parseIgnore(line)
		r.File, r.Line = path, n
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		all = append(all, r)
	}
	return all, nil
}

var (
	ignoreReason = regexp.MustCompile(`\s#\s*`)
	ignoreUntil  = regexp.MustCompile(`\s+until\s+(\S+)$`)
)

// parseIgnore reads one line.
func parseIgnore(line string) (r rule, err error) {
	skipped := audit.Skipped
	r.Verdict, r.said = &skipped, []string{"url", "verdict", "reason"}
	at := ignoreReason.FindStringIndex(line)
	if at == nil || strings.TrimSpace(line[at[1]:]) == "" {
		return r, errors.New(`no reason is given: write why behind it, " # why"`)
	}
	r.Reason = strings.Join(strings.Fields(line[at[1]:]), " ")
	pattern := strings.TrimSpace(line[:at[0]])
	if until := ignoreUntil.FindStringSubmatchIndex(pattern); until != nil {
		if r.Expires, err = parseDate(pattern[until[2]:until[3]]); err != nil {
			return r, err
		}
		pattern = pattern[:until[0]]
	}
	return r, r.readIgnored(pattern)
}

// readIgnored reads the pattern of a line.
func (r *rule) readIgnored(pattern string) error {
	expression := len(pattern) > 2 && pattern[0] == '/' && pattern[len(pattern)-1] == '/'
	if !expression && strings.ContainsAny(pattern, " \t") {
		return fmt.Errorf(`%q: a pattern holds no white space; a reason stands behind " # "`, pattern)
	}
	doi := strings.TrimPrefix(pattern, "doi:")
	switch {
	case expression:
		re, err := regexp.Compile(pattern[1 : len(pattern)-1])
		if err != nil {
			return err
		}
		r.Match.URLs = append(r.Match.URLs, re)
	case strings.Trim(pattern, "*/.:") == "":
		return fmt.Errorf("%q leaves out everything: --offline asks nobody", pattern)
	case strings.HasPrefix(doi, "10."):
		r.Match.DOIs = append(r.Match.DOIs, audit.Wildcard(doi))
	case strings.Contains(pattern, "://"):
		r.Match.URLs = append(r.Match.URLs, audit.Wildcard(pattern))
	default:
		// The address of a host is written without the slash behind it.
		if !strings.ContainsAny(pattern, "/*") {
			pattern += "/*"
		}
		r.Match.URLs = append(r.Match.URLs, audit.Wildcard("http://"+pattern), audit.Wildcard("https://"+pattern))
	}
	return nil
}

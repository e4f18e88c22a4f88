package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/reports"
)

// explainTarget says what holds for a link with a target in whatever document, and
// what is remembered of it. Nobody is asked.
func (c *check) explainTarget(said string) error {
	if strings.HasPrefix(said, "10.") {
		said = "doi:" + said
	}
	if doi, ok := strings.CutPrefix(said, "doi:"); ok {
		said = crawler.DefaultDOIResolver + "/" + doi
	}
	t, err := refs.ParseTarget(said)
	if all := spelled(said); err != nil && !strings.Contains(said, "://") && len(all) > 0 {
		t, err = all[0], nil
	}
	if err != nil || t.Host() == "" {
		return &failure{code: exitUsage, err: fmt.Errorf("%q is neither a code nor an address", said), hint: `"refmend explain" lists all codes`}
	}
	if c.rules, err = c.settings.rules(); err != nil {
		return err
	}
	web, err := c.newCrawler()
	if err != nil {
		return err
	}
	defer web.Close()
	policy := c.policy(web)
	tw := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(c.stdout, "%s\n\n", reports.Printable(string(t)))
	c.explainRules(tw, t, &policy)
	if err := c.explainMemory(tw, t, &policy); err != nil {
		return err
	}
	return tw.Flush()
}

// explainRules says which rule or flag decides on each setting.
func (c *check) explainRules(w io.Writer, t refs.Target, policy *audit.Policy) {
	for _, k := range ruleKeys {
		if k.kind == saysWhich || k.kind == tells {
			continue
		}
		value, why := c.usual(k.name), "as for all links"
		for i := range c.rules {
			r := &c.rules[i]
			at := t
			if k.kind == sparesHosts {
				at = refs.Target("https://" + t.Host() + "/")
			}
			if r.Match.Document == nil && r.Holds(now()) && r.Match.Target(at) && r.value(k.name) != "" {
				value, why = r.value(k.name), r.because()
			}
		}
		if value != "" {
			fmt.Fprintf(w, "%s\t%s\t%s\n", k.name, value, reports.Printable(why))
		}
	}
	if policy.Excludes(t) {
		fmt.Fprintf(w, "excluded\tyes\tby --exclude or --include\n")
	}
	for i := range c.rules {
		r := &c.rules[i]
		switch {
		case !r.Match.Target(t):
		case !r.Holds(now()):
			fmt.Fprintf(w, "expired\t%s\t%s\n", r.Expires.Format(time.DateOnly), reports.Printable(r.because()))
		case r.Match.Document != nil:
			fmt.Fprintf(w, "in some documents\t%s\t%s\n", strings.Join(r.says(judges), ", "), reports.Printable(r.because()))
		}
	}
}

// usual gives what a setting is without a rule; "" if nothing is set.
func (c *check) usual(name string) string {
	n := &c.network
	switch name {
	case "timeout":
		return durationWords(time.Duration(n.timeout))
	case "retries":
		return fmt.Sprint(n.retries)
	case "method":
		return http.MethodGet
	case "delay":
		return durationWords(time.Duration(n.hostDelay))
	case "per-host":
		return fmt.Sprint(n.perHost)
	}
	return ""
}

// because names the rule and gives its reason.
func (r *rule) because() string {
	s := fmt.Sprintf("%s: %s", r, r.Reason)
	if !r.Expires.IsZero() {
		s += r.Expires.Format(" (until 2006-01-02)")
	}
	return s
}

// value gives what a rule sets, without secrets; "" if it does not.
func (r *rule) value(name string) string {
	duration := func(d *time.Duration) string {
		if d == nil {
			return ""
		}
		return durationWords(*d)
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return fmt.Sprint(*n)
	}
	switch name {
	case "accept":
		return strings.Trim(strings.ReplaceAll(fmt.Sprint(r.Accept), " ", ", "), "[]")
	case "verdict":
		if r.Verdict != nil {
			return r.Verdict.String()
		}
	case "ignore":
		return strings.Trim(strings.ReplaceAll(fmt.Sprint(r.Ignore), " ", ", "), "[]")
	case "ttl":
		return duration(r.TTL)
	case "timeout":
		return duration(r.timeout)
	case "delay":
		return duration(r.delay)
	case "retries":
		return number(r.retries)
	case "method":
		return r.method
	case "per-host":
		return number(r.perHost)
	case "headers":
		var names []string
		for _, h := range r.headers {
			names = append(names, h.name)
		}
		return strings.Join(names, ", ")
	}
	return ""
}

// explainMemory says what the store has of a target, and whether a run would ask
// again.
func (c *check) explainMemory(w io.Writer, t refs.Target, policy *audit.Policy) error {
	remembered, err := c.remembered(t, policy)
	switch {
	case errors.Is(err, audit.ErrNotFound):
		fmt.Fprintf(w, "remembered\tnothing\tnobody has asked, or not in this way\n")
		return nil
	case err != nil:
		return err
	}
	at := remembered.Evidence.CheckedAt
	next := "the next run asks again"
	if policy.Reuses(&remembered.Outcome, now()) {
		next = "still good"
	}
	v := remembered.Verdict
	fmt.Fprintf(w, "remembered\t%s/%s\t%s ago, %s: %s\n", v.State, v.Reason, audit.Age(now().Sub(at)), next, reports.Printable(v.Detail))
	if r := policy.Reported(&remembered, now()); r != v {
		fmt.Fprintf(w, "reported\t%s/%s\t%s\n", r.State, r.Reason, reports.Printable(r.Detail))
	}
	return nil
}

// remembered asks the store, which it does not make.
func (c *check) remembered(t refs.Target, policy *audit.Policy) (audit.Memory, error) {
	if c.noStore {
		return audit.Memory{}, audit.ErrNotFound
	}
	s, err := readStore(c.storePath)
	if errors.Is(err, fs.ErrNotExist) {
		return audit.Memory{}, audit.ErrNotFound
	}
	if err != nil {
		return audit.Memory{}, err
	}
	defer s.Close()
	return s.Latest(t, policy.Vantage(t))
}

package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/reports"
)

// A parsed flag keeps the values that parse gives of each use of it. It
// meets pflag.Value.
type parsed[T any] struct {
	values []T
	parse  func(string) ([]T, error)
	kind   string // shown in the help: "STATES"
	text   string // what was given, or the default
	set    bool   // given by the user: the default does not count any more
}

func (p *parsed[T]) String() string { return p.text }
func (p *parsed[T]) Type() string   { return p.kind }

// Set adds the values of one use of the flag.
func (p *parsed[T]) Set(s string) error {
	v, err := p.parse(s)
	if err != nil {
		return err
	}
	if !p.set {
		p.values, p.text, p.set = nil, "", true
	}
	p.values = append(p.values, v...)
	p.text = s
	return nil
}

// one makes a parser of single values.
func one[T any](parse func(string) (T, error)) func(string) ([]T, error) {
	return func(s string) ([]T, error) {
		v, err := parse(s)
		return []T{v}, err
	}
}

// parseStates reads a list of states: "damaged,broken"; "none" is none. Nothing
// at all is refused, lest a variable that is not set make all runs pass.
func parseStates(s string) ([]audit.State, error) {
	switch s {
	case "none":
		return nil, nil
	case "":
		return nil, errors.New(`no state is named; for none write "none"`)
	}
	var states []audit.State
	for name := range strings.SplitSeq(s, ",") {
		state, err := audit.ParseState(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		states = append(states, state)
	}
	return states, nil
}

// duration is a flag of time: Go's form, and days and weeks besides ("7d").
type duration time.Duration

// String gives the time, or nothing for none, so that the help shows no default.
func (d *duration) String() string {
	if *d == 0 {
		return ""
	}
	return time.Duration(*d).String()
}

func (d *duration) Type() string { return "D" }

// Set reads a duration.
func (d *duration) Set(s string) error {
	v, err := parseDuration(s)
	*d = duration(v)
	return err
}

func parseDuration(s string) (time.Duration, error) {
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.ParseFloat(number, 64)
			if err != nil || n < 0 || n > 36500 {
				return 0, fmt.Errorf("%q is no time such as 12h, 7d or 2w", s)
			}
			return time.Duration(n * float64(length)), nil
		}
	}
	v, err := time.ParseDuration(s)
	if s == "0" {
		return 0, nil
	}
	if err != nil || v < 0 {
		return 0, fmt.Errorf("%q is no time such as 500ms, 20s, 12h, 7d or 2w", s)
	}
	return v, nil
}

func newRegexps() *parsed[*regexp.Regexp] {
	return &parsed[*regexp.Regexp]{parse: one(regexp.Compile), kind: "REGEXP"}
}

func newFormat() *parsed[refs.Format] {
	return &parsed[refs.Format]{parse: one(refs.ParseFormat), kind: "F"}
}

// last gives the value of the flag's last use, or the zero value.
func (p *parsed[T]) last() (v T) {
	if n := len(p.values); n > 0 {
		v = p.values[n-1]
	}
	return v
}

// network are the flags that tell how to ask the web.
type network struct {
	concurrency, perHost, retries int
	hostDelay, timeout            duration
	userAgent, mailto, doiServer  string
	services                      *parsed[service]
	headers                       *parsed[crawler.Header]
	connectTo                     *parsed[crawler.ConnectTo]
	shareManners                  *parsed[string] // domains
	allowPrivate, robots          bool
	caFile                        string
}

// A service is a registry or archive and the address at which it is asked.
type service struct {
	name crawler.Service
	base string
}

func parseService(s string) (service, error) {
	name, base, err := crawler.ParseService(s)
	return service{name, base}, err
}

// servicesAsked gives the services that are not asked where they usually are.
func (n *network) servicesAsked() map[crawler.Service]string {
	all := map[crawler.Service]string{}
	if n.doiServer != "" {
		all[crawler.ServiceDOI] = n.doiServer
	}
	for _, s := range n.services.values {
		all[s.name] = s.base
	}
	return all
}

func newCheckDefaults() *check {
	states := func() *parsed[audit.State] { return &parsed[audit.State]{parse: parseStates, kind: "STATES"} }
	c := &check{
		logFormat:   "text",
		outputs:     &parsed[output]{parse: one(parseOutput), kind: "FILE"},
		inputFormat: newFormat(), failOn: states(), recheck: states(),
		include: newRegexps(), exclude: newRegexps(),
		network: network{
			shareManners: &parsed[string]{parse: one(crawler.ParseDomain), kind: "DOMAIN"},
			services:     &parsed[service]{parse: one(parseService), kind: "NAME=URL"},
			headers:      &parsed[crawler.Header]{parse: one(crawler.ParseHeader), kind: "HEADER"},
			connectTo:    &parsed[crawler.ConnectTo]{parse: one(crawler.ParseConnectTo), kind: "MAPPING"},
			hostDelay:    duration(crawler.DefaultHostDelay), timeout: duration(crawler.DefaultTimeout),
		},
	}
	c.failOn.values, c.failOn.text = []audit.State{audit.Damaged, audit.Broken}, "damaged,broken"
	return c
}

// addRenderFlags adds those that say which reports are wanted.
func (c *check) addRenderFlags(f *pflag.FlagSet) {
	f.StringVar(&c.format, "format", "text", "`F` of the report on standard output: "+strings.Join(reportFormats(), ", "))
	f.VarP(c.outputs, "output", "o", "write the report to `FILE` too, its format by ending or as F:FILE, %Y, %m, %d, %H, %M and %S in it the time; repeatable")
	f.IntVar(&c.maxLength, "max-length", 0, "keep Markdown to `N` bytes, the worst first; comments of GitHub may have 65536 (default 0: no bound)")
}

func (c *check) addReportFlags(f *pflag.FlagSet) {
	c.addRenderFlags(f)
	c.addInputFlags(f)
	f.BoolVarP(&c.quiet, "quiet", "q", false, "no report on standard output unless --format asks for it, and no progress")
	f.BoolVarP(&c.verbose, "verbose", "v", false, "list what is fine too, and log every request to standard error")
	c.addLogFormatFlag(f)
}

func (c *check) addLogFormatFlag(f *pflag.FlagSet) {
	f.StringVar(&c.logFormat, "log-format", "text", "`F` of that log: "+strings.Join(logFormats, ", "))
}

func (c *check) addInputFlags(f *pflag.FlagSet) {
	f.Var(c.inputFormat, "input-format", "read all documents as `F`: "+strings.Join(inputFormats(), ", ")+" (default: by ending and content)")
	f.StringVar(&c.filesFrom, "files-from", "", "read the names of more documents from `FILE`, one a line or ended by zero bytes; - for standard input")
}

// addConfigFlag adds --config, which [configure] reads.
func addConfigFlag(f *pflag.FlagSet) {
	f.String("config", "", "take settings from the file `PATH` (default: refmend.toml here or above), or none from files at all")
}

func (c *check) addFilterFlags(f *pflag.FlagSet) {
	f.Var(c.exclude, "exclude", "leave out links that match `REGEXP`; repeatable")
	f.Var(c.include, "include", "check only links that match `REGEXP`, or those among the excluded too; repeatable")
}

func (c *check) addPolicyFlags(f *pflag.FlagSet) {
	f.Var(c.failOn, "fail-on", "`STATES` that make the exit status 1, comma-separated, or none")
	c.addStoreFlags(f)
}

func (c *check) addStoreFlags(f *pflag.FlagSet) {
	f.StringVar(&c.storePath, "store", "", "remember answers in the file `PATH` (default: refmend/refmend.db in $XDG_STATE_HOME)")
	f.BoolVar(&c.noStore, "no-store", false, "remember nothing and reuse nothing")
	f.BoolVar(&c.offline, "offline", false, "use no network: what the text tells, and remembered answers with their age")
	f.Var(&c.maxAge, "max-age", "reuse no answer older than `D`, such as 12h, 7d, or 0 for none (default: by state)")
	f.Var(c.recheck, "recheck", "ask again about remembered answers in these `STATES`")
	f.Var(&c.maxTime, "max-time", "stop reading and asking after `D` and report what is known (default: no limit)")
	c.addMemoryFlags(f)
	c.addFilterFlags(f)
	f.StringVar(&c.progress, "progress", "auto", "`WHEN` to show progress: auto (on a terminal), always, never")
}

func (c *check) addNetworkFlags(f *pflag.FlagSet) {
	n := &c.network
	f.IntVar(&n.concurrency, "concurrency", crawler.DefaultConcurrency, "`N` requests at once")
	f.IntVar(&n.perHost, "per-host", crawler.DefaultPerHost, "`N` requests at once to one host")
	f.Var(&n.hostDelay, "host-delay", "wait `D` between the starts of two requests to one host")
	f.Var(n.shareManners, "share-manners", "let all hosts in `DOMAIN` count as one host for these manners; repeatable")
	f.BoolVar(&n.robots, "robots", false, "obey the robots.txt of the hosts of links")
	f.Var(&n.timeout, "timeout", "wait `D` for one answer")
	f.IntVar(&n.retries, "retries", crawler.DefaultRetries, "try `N` times more what failed for a while")
	f.StringVar(&n.userAgent, "user-agent", "", "introduce ourselves as `S` (default: refmend, and where it lives), and --mailto")
	f.StringVar(&n.mailto, "mailto", "", "`ADDRESS` that hosts and registries can write to")
	f.Var(n.headers, "header", "send a header to one host: `'HOST: NAME: VALUE'`; repeatable")
	f.BoolVar(&n.allowPrivate, "allow-private", false, "visit loopback and private addresses too")
	f.Var(n.connectTo, "connect-to", "connect elsewhere, as curl does: by the `MAPPING` HOST:PORT:HOST2:PORT2 requests to the first go to the second; an empty HOST or PORT means any; repeatable")
	f.StringVar(&n.caFile, "ca-file", "", "trust the certificate authorities in `PEM` besides the system's")
	f.Var(n.services, "service", "ask a registry or archive elsewhere, `NAME=URL`, or not at all, NAME=none; NAME: "+strings.Join(crawler.ServiceNames(), ", ")+"; if doi is asked elsewhere, the others are only if named; repeatable")
	f.StringVar(&n.doiServer, "doi-resolver", "", "ask about DOIs at the base `URL` instead of https://doi.org, as --service doi=URL does")
}

// progressWhen are the values of --progress.
var progressWhen = []string{"auto", "always", "never"}

// logFormats are the values of --log-format.
var logFormats = []string{"text", "json"}

func reportFormats() []string { return formatNames(reports.Formats) }

func formatNames(formats []reports.Format) (names []string) {
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

func inputFormats() []string {
	var names []string
	for _, f := range refs.Formats {
		names = append(names, string(f))
	}
	return names
}

// wordsOf gives the words that a flag takes one or some of, or none if it takes
// others.
func wordsOf(flag string) []string {
	var states []string
	for _, s := range audit.States {
		states = append(states, s.String())
	}
	switch flag {
	case "format":
		return reportFormats()
	case "input-format":
		return inputFormats()
	case "progress":
		return progressWhen
	case "log-format":
		return logFormats
	case "fail-on":
		return append(states, "none")
	case "recheck":
		return states
	}
	return nil
}

// completeFlags has shells complete the values of those flags of cmd that take
// words.
func completeFlags(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if words := wordsOf(f.Name); words != nil {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)) // fails only for flags that are not there
		}
	})
}

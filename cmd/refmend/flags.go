package main

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/reports"
)

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

func validateDOIServer(s string) error {
	_, _, err := crawler.ParseService(string(crawler.ServiceDOI) + "=" + s)
	return err
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

// newCheckDefaults makes a check as it is without flags.
func newCheckDefaults(s *settings) *check {
	return &check{
		settings: s, format: "text", logFormat: "text", progress: "never",
		outputs: &parsed[output]{parse: one(parseOutput)},
		failOn:  newStates(audit.Damaged, audit.Broken), recheck: newStates(),
		include: newRegexps(), exclude: newRegexps(),
		network: network{
			shareManners: &parsed[string]{parse: one(crawler.ParseDomain)},
			services:     &parsed[service]{parse: one(parseService)},
			headers:      &parsed[crawler.Header]{parse: one(crawler.ParseHeader)},
			connectTo:    &parsed[crawler.ConnectTo]{parse: one(crawler.ParseConnectTo)},
			hostDelay:    duration(crawler.DefaultHostDelay), timeout: duration(crawler.DefaultTimeout),
		},
	}
}

// The groups that flags are explained in, in the order of the commands that add
// them.
const (
	groupRead       = "What is read"
	groupWritten    = "What is written"
	groupFails      = "What is broken, and what fails"
	groupRemembered = "What is remembered"
	groupNetwork    = "The network"
	groupManners    = "Manners with hosts"
	groupOther      = "Other"
)

// groupAnnotation holds the group of a flag.
const groupAnnotation = "refmend_group"

// group adds the flags that add makes, as a group.
func group(flags *pflag.FlagSet, title string, add func(*pflag.FlagSet)) {
	part := pflag.NewFlagSet(title, pflag.ContinueOnError)
	part.SortFlags = false
	add(part)
	flags.SortFlags = false
	part.VisitAll(func(f *pflag.Flag) {
		_ = part.SetAnnotation(f.Name, groupAnnotation, []string{title}) // fails only for flags that are not there
		flags.AddFlag(f)
	})
}

// groupOf gives the group of a flag; "" if it is in none.
func groupOf(f *pflag.Flag) string { return strings.Join(f.Annotations[groupAnnotation], "") }

// addInputFlags adds those that say which documents and links are looked at.
func (c *check) addInputFlags(f *pflag.FlagSet) {
	f.StringVar(&c.filesFrom, "files-from", "", "read the names of more documents from `FILE`, one a line or ended by zero bytes; - for standard input")
	f.Var(c.exclude, "exclude", "leave out links that match `REGEXP`; repeatable")
	f.Var(c.include, "include", "check only links that match `REGEXP`, or those among the excluded too; repeatable")
	f.BoolVar(&c.noDocumentIgnores, "no-document-ignores", false, "look at links too that documents themselves say to leave (\"refmend: ignore REASON\")")
	f.Var(newChoice(&c.inputFormat, "", inputFormats()), "input-format", "read all documents as `F`: "+strings.Join(inputFormats(), ", ")+" (default: by ending and content)")
}

// addRenderFlags adds those that say which reports are wanted.
func (c *check) addRenderFlags(f *pflag.FlagSet) {
	known := append(reportFormats(), bibliographyFormats()...)
	f.Var(newChoice(&c.format, "text", known), "format", "`F` of the report on standard output: "+strings.Join(known, ", "))
	f.VarP(c.outputs, "output", "o", "write the report to `FILE` too, its format by ending or as F:FILE, %Y, %m, %d, %H, %M and %S in it the time; repeatable")
	f.Var(newNumber(&c.maxLength, 0, 0), "max-length", "keep Markdown to `N` bytes, the worst first; comments of GitHub may have 65536 (default 0: no bound)")
}

// addVolumeFlags adds those that say how much is told.
func (c *check) addVolumeFlags(f *pflag.FlagSet, quiet, verbose string) {
	f.BoolVarP(&c.quiet, "quiet", "q", false, quiet)
	f.BoolVarP(&c.verbose, "verbose", "v", false, verbose)
}

// addLogFlags adds those that say what is told on the way.
func (c *check) addLogFlags(f *pflag.FlagSet) {
	f.Var(newChoice(&c.logFormat, "text", logFormats), "log-format", "`F` of the log of -v: "+strings.Join(logFormats, ", "))
	f.Var(newChoice(&c.progress, progressWhen[0], progressWhen), "progress", "`WHEN` to show progress: auto (on a terminal), always, never")
}

// addConfigFlag adds --config, which [settings.configure] reads.
func addConfigFlag(f *pflag.FlagSet) {
	f.String("config", "", "take settings from the file `PATH` (default: refmend.toml here or above), or none from files at all")
}

// addFailFlags adds those that say what the exit status tells.
func (c *check) addFailFlags(f *pflag.FlagSet) {
	f.Var(c.failOn, "fail-on", "`STATES` that make the exit status 1, comma-separated, or none")
	c.memory.addBaselineFlags(f)
}

// addStoreFlags adds those that say what is remembered, and what of it counts.
func (c *check) addStoreFlags(f *pflag.FlagSet) {
	f.StringVar(&c.storePath, "store", "", "remember answers in the file `PATH` (default: refmend/refmend.db in $XDG_STATE_HOME)")
	f.BoolVar(&c.noStore, "no-store", false, "remember nothing and reuse nothing")
	f.Var(&c.maxAge, "max-age", "reuse no answer older than `D`, such as 12h, 7d, or 0 for none (default: by state)")
	f.Var(c.recheck, "recheck", "ask again about remembered answers in these `STATES`, comma-separated")
	c.memory.addKeepFlags(f)
}

// addNetworkFlags adds those that say whom to ask, and how.
func (c *check) addNetworkFlags(f *pflag.FlagSet) {
	n := &c.network
	f.BoolVar(&c.offline, "offline", false, "use no network: what the text tells, and remembered answers with their age")
	f.Var(&n.timeout, "timeout", "wait `D` for one answer")
	f.Var(newNumber(&n.retries, crawler.DefaultRetries, 0), "retries", "try `N` times more what failed for a while")
	f.Var(&c.maxTime, "max-time", "stop reading and asking after `D` and report what is known (default: no limit)")
	f.Var(newNumber(&c.memory.maxRequests, 0, 0), "max-requests", "ask nothing more after `N` requests and report what is known (default 0: no limit)")
	f.BoolVar(&n.allowPrivate, "allow-private", false, "visit loopback and private addresses too")
	f.StringVar(&n.caFile, "ca-file", "", "trust the certificate authorities in `PEM` besides the system's")
	f.Var(n.connectTo, "connect-to", "connect elsewhere, as curl does: by the `MAPPING` HOST:PORT:HOST2:PORT2 requests to the first go to the second; an empty HOST or PORT means any; repeatable")
	f.Var(n.services, "service", "ask a registry or archive elsewhere, `NAME=URL`, or not at all, NAME=none; NAME: "+strings.Join(crawler.ServiceNames(), ", ")+"; if doi is asked elsewhere, the others are only if named; repeatable")
	f.Var(&checked{&n.doiServer, validateDOIServer}, "doi-resolver", "ask about DOIs at the base `URL` instead of https://doi.org, as --service doi=URL does")
}

// addMannersFlags adds those that say how hosts are spared, and what they are
// told.
func (c *check) addMannersFlags(f *pflag.FlagSet) {
	n := &c.network
	f.Var(newNumber(&n.concurrency, crawler.DefaultConcurrency, 1), "concurrency", "`N` requests at once")
	f.Var(newNumber(&n.perHost, crawler.DefaultPerHost, 1), "per-host", "`N` requests at once to one host")
	f.Var(&n.hostDelay, "host-delay", "wait `D` between the starts of two requests to one host")
	f.Var(n.shareManners, "share-manners", "let all hosts in `DOMAIN` count as one host for these manners; repeatable")
	f.BoolVar(&n.robots, "robots", false, "obey the robots.txt of the hosts of links")
	f.Var(&checked{&n.userAgent, crawler.ValidateUserAgent}, "user-agent", "introduce ourselves as `S` (default: refmend, and where it lives), and --mailto")
	f.Var(&checked{&n.mailto, crawler.ValidateMailto}, "mailto", "`ADDRESS` that hosts and registries can write to")
	f.Var(n.headers, "header", "send a header to one host: `'HOST: NAME: VALUE'`; repeatable")
}

// progressWhen are the values of --progress, logFormats those of --log-format.
var (
	progressWhen = []string{"auto", "always", "never"}
	logFormats   = []string{"text", "json"}
)

func reportFormats() []string { return formatNames(reports.Formats) }

func formatNames(formats []reports.Format) (names []string) {
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

func inputFormats() (names []string) {
	for _, f := range refs.Formats {
		names = append(names, string(f))
	}
	return names
}

package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/reports"
	"github.com/refmend/refmend/store"
)

// A check is one use of "refmend check" (or, without the network, "extract").
type check struct {
	format            string
	outputs           *parsed[output]
	inputFormat       string // "" to detect
	filesFrom         string
	storePath         string
	noStore, offline  bool
	failOn, recheck   *parsed[audit.State]
	maxAge, maxTime   duration
	include, exclude  *parsed[*regexp.Regexp]
	network           network
	memory            memory
	progress          string
	logFormat         string
	quiet, verbose    bool
	maxLength         int
	noDocumentIgnores bool
	listing           bool // show what was found, not what is to be done
	unlisted          bool // the store is told of answers, of no run

	settings *settings
	rules    []rule
	stream   *reports.Stream // standard output, if it is written while the check goes on

	flags          *pflag.FlagSet
	stdin          io.Reader
	stdout, stderr io.Writer
}

func newCheck(s *settings) *cobra.Command {
	c := newCheckDefaults(s)
	cmd := &cobra.Command{
		Use:   "check [flags] [FILE|DIR|GLOB|URL|-]...",
		Short: "Check where the references of documents lead",
		Long: `Check where the references of documents lead.

Documents are files, directories (all documents below), globs ("docs/**/*.md"),
http and https URLs, and "-" for standard input, in the formats that
--input-format lists, also compressed with gzip. Files that a document includes
in its directory and below are read too. The report goes to standard output, all
else to standard error. Answers are remembered and reused while they are fresh.

Beside the hosts that the links name, the registries of their identifiers are
asked (the DOI and Handle systems, the URN service, Crossref, DataCite, arXiv,
NCBI, Open Library) and the Internet Archive; --service says where else, or not
at all.

All flags but --config may be settings too: "refmend init" writes a file of them.

Exit status: 0 nothing failing; 1 findings in the states of --fail-on; 2 wrong
usage; 3 the check could not be finished; 130 interrupted.`,
		Example: `  refmend check paper.md
  refmend check -o audit.html -o audit.json docs/
  refmend check --offline paper.txt             damage in the text alone
  refmend check --fail-on broken --max-age 1d paper.bib
  pandoc -t markdown notes.org | refmend check --input-format markdown -`,
		RunE: c.start,
	}
	f := cmd.Flags()
	group(f, groupRead, c.addInputFlags)
	group(f, groupWritten, func(f *pflag.FlagSet) {
		c.addRenderFlags(f)
		c.memory.addNewsFlags(f)
		c.addVolumeFlags(f, "no report on standard output unless --format asks for it, and no progress", "list what is fine too, and log every request to standard error")
		c.addLogFlags(f)
	})
	group(f, groupFails, func(f *pflag.FlagSet) {
		c.addFailFlags(f)
		c.memory.addPatienceFlags(f)
	})
	group(f, groupRemembered, c.addStoreFlags)
	group(f, groupNetwork, c.addNetworkFlags)
	group(f, groupManners, c.addMannersFlags)
	addConfigFlag(f)
	return cmd
}

// newExtract is check without the network, the store and the verdict on the
// whole.
func newExtract(s *settings) *cobra.Command {
	c := newCheckDefaults(s)
	c.offline, c.noStore, c.listing = true, true, true
	c.failOn = newStates()
	cmd := &cobra.Command{
		Use:   "extract [flags] [FILE|DIR|GLOB|-]...",
		Short: "Show the references of documents and what the text alone tells",
		Long: `Show the references and links of documents, what the text says of each cited
work and the damage that the text alone tells, without the network and without
the store. As text this is a listing, reference by reference. Documents are read
as "refmend check" reads them, those of the web excepted. The exit status says
whether the documents could be read (0 or 3), not what was found.`,
		Example: "  refmend extract paper.txt\n  refmend extract --format json docs/",
		RunE:    c.start,
	}
	f := cmd.Flags()
	group(f, groupRead, c.addInputFlags)
	group(f, groupWritten, func(f *pflag.FlagSet) {
		c.addRenderFlags(f)
		c.addVolumeFlags(f, "no report on standard output unless --format asks for it", "list what is fine too, in Markdown")
	})
	addConfigFlag(f)
	return cmd
}

// start runs the command that c is of.
func (c *check) start(cmd *cobra.Command, args []string) error {
	c.prepare(cmd)
	if c.filesFrom == "-" && slices.Contains(args, "-") {
		return errors.New("standard input is the list of documents and cannot be one too")
	}
	if c.filesFrom != "" {
		names, err := listed(c.filesFrom, c.stdin)
		if err != nil {
			return &failure{code: exitUnfinished, err: err}
		}
		args = slices.Concat(args, names)
	}
	return c.run(cmd.Context(), args)
}

func (c *check) prepare(cmd *cobra.Command) {
	c.flags = cmd.Flags()
	c.stdin, c.stdout, c.stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
}

// run reads, audits and reports.
func (c *check) run(ctx context.Context, args []string) error {
	if err := c.validate(args); err != nil {
		return err
	}
	var err error
	if c.rules, err = c.settings.rules(); err != nil {
		return err
	}
	named := c.storePath
	if !c.noStore {
		path, err := storePath(named)
		if err != nil {
			return err
		}
		c.storePath = path
	}
	places := expand(args)
	if err := c.spare(places); err != nil {
		return err
	}
	if isScreen(c.stdin) && slices.ContainsFunc(places, func(p place) bool { return p.path == "-" }) {
		fmt.Fprintln(c.stderr, "Reading the document from this terminal; Ctrl-D on a line of its own ends it.")
	}
	web, err := c.newCrawler()
	if err != nil {
		return err
	}
	defer web.Close()
	options := audit.Options{Checker: web, Offline: c.offline, Version: version(), Policy: c.policy(web), Now: now}
	if options.Baseline, err = c.memory.readBaseline(); err != nil {
		return err
	}
	var s *store.Store
	if !c.noStore {
		_, missing := os.Stat(filepath.Dir(c.storePath))
		if s, err = openStore(c.storePath, c.memory.storeOptions()); err != nil {
			return err
		}
		if named != "" && errors.Is(missing, fs.ErrNotExist) { // is it mistyped?
			fmt.Fprintf(c.stderr, "note: the directory %s was not there; it was made for the store\n", reports.Printable(filepath.Dir(named)))
		}
		defer s.Close() // everything was flushed, and errors seen, at the end of the audit
		options.Archive, c.memory.archive = s, s
		if c.unlisted {
			options.Archive = answers{s}
		}
	}
	report, err := c.audit(ctx, places, web, options)
	var past []audit.RunRecord
	if s != nil {
		past = c.past(s, report)
	}
	return c.conclude(report, err, c.write(report, past))
}

// validate refuses a command line that makes no sense, before anything is
// done.
func (c *check) validate(args []string) error {
	switch {
	case len(args) == 0 && c.filesFrom == "": // a list may be empty: nothing has changed, nothing is to be checked
		return errors.New(`no document is named: name files, directories or URLs, or "-" for standard input`)
	case slices.Contains(args, ""):
		return errors.New("the name of a document is empty: is a variable not set?")
	case c.flags.Changed("timeout") && c.network.timeout == 0:
		return errors.New("--timeout must be more than 0")
	case c.noStore && c.storePath != "":
		return errors.New("--store and --no-store exclude each other")
	}
	if err := c.memory.validate(c); err != nil {
		return err
	}
	if m := c.memory.metrics; m != "" {
		c.outputs.values = append(c.outputs.values, output{m, "prometheus"})
	}
	return c.validateReports()
}

// validateReports refuses reports that could not be written.
func (c *check) validateReports() error {
	if c.maxLength != 0 && c.maxLength < reports.MinLength {
		return fmt.Errorf("--max-length must be at least %d", reports.MinLength)
	}
	if c.format == "xlsx" && isScreen(c.stdout) {
		return errors.New("a workbook is nothing for a terminal: name a file with -o")
	}
	return c.validateOutputs()
}

func (c *check) validateOutputs() error {
	for i, out := range c.outputs.values {
		if slices.ContainsFunc(c.outputs.values[:i], func(o output) bool { return sameFile(o.path, out.path) }) {
			return fmt.Errorf("two reports for the one file %s", out.path)
		}
		if err := out.probe(); err != nil {
			return &failure{code: exitUsage, err: err, hint: anotherFile}
		}
	}
	return nil
}

// spare refuses reports that would overwrite what the run reads.
func (c *check) spare(places []place) error {
	paths := func(yield func(string) bool) {
		for _, p := range places {
			if !yield(p.path) {
				return
			}
		}
	}
	for _, out := range c.outputs.values {
		err := out.spare(paths)
		if c.storePath != "" && sameFile(out.path, c.storePath) {
			err = fmt.Errorf("write %s: this is the store; the report would take its place", out.path)
		}
		if err != nil {
			return &failure{code: exitUsage, err: err, hint: "name another file with -o"}
		}
	}
	return nil
}

func (c *check) policy(web *crawler.Crawler) audit.Policy {
	p := audit.Policy{
		FailOn: c.failOn.values, Recheck: c.recheck.values,
		Include: c.include.values, Exclude: c.exclude.values,
		NoDocumentIgnores: c.noDocumentIgnores, LinkRules: auditRules(c.rules),
		MaxAge: -1, Reachable: web.Reachable, Vantage: web.Vantage, Rules: crawler.Rules,
	}
	c.memory.policy(&p)
	if c.flags.Changed("max-age") {
		p.MaxAge = time.Duration(c.maxAge)
	}
	return p
}

func (c *check) newCrawler() (*crawler.Crawler, error) {
	n := &c.network
	roots, err := n.roots()
	if err != nil {
		return nil, err
	}
	var secrets map[string]string
	if !c.offline {
		if secrets, err = secretsOf(c.rules, now(), os.LookupEnv); err != nil {
			return nil, &failure{code: exitUsage, err: err, hint: "set the variable, or --offline does without it"}
		}
	}
	o := crawler.Options{
		Concurrency: n.concurrency, PerHost: n.perHost, Retries: n.retries,
		HostDelay: time.Duration(n.hostDelay), Timeout: time.Duration(n.timeout),
		UserAgent: n.userAgent, Mailto: n.mailto, Services: n.servicesAsked(),
		Robots: n.robots, ShareManners: n.shareManners.values, Headers: n.headers.values, ConnectTo: n.connectTo.values,
		AllowPrivate: n.allowPrivate, RootCAs: roots,
		Adjust: adjust(c.rules, secrets, now()), HostManners: hostManners(c.rules, now()),
	}
	if c.verbose {
		o.Log = slog.New(logHandlers[c.logFormat](c.stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return crawler.New(o)
}

// logHandlers write the log of -v, by the values of --log-format.
var logHandlers = map[string]func(io.Writer, *slog.HandlerOptions) slog.Handler{
	"text": func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewTextHandler(w, o) },
	"json": func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, o) },
}

// roots gives the system's certificate authorities and those of --ca-file, or
// nil if only the system's count.
func (n *network) roots() (*x509.CertPool, error) {
	if n.caFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(n.caFile)
	if err != nil {
		return nil, pathError("--ca-file: read", n.caFile, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--ca-file: read %s: there is no certificate in PEM form in it", n.caFile)
	}
	return pool, nil
}

// audit reads the documents and audits them, as far as --max-time lets it.
func (c *check) audit(ctx context.Context, places []place, web *crawler.Crawler, options audit.Options) (*audit.Report, error) {
	o := opener{format: refs.Format(c.inputFormat), stdin: c.stdin}
	if !c.offline {
		o.web = web
	}
	if c.maxTime > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, time.Duration(c.maxTime), audit.ErrOutOfTime)
		defer stop()
	}
	inputs := o.open(ctx, places)
	c.recall(inputs, &options)
	boundMemory(inputs, options.Baseline, c.memory.earlier)
	mode := c.progress
	if c.quiet || (c.verbose || c.offline) && mode == "auto" {
		mode = "never"
	}
	if c.startStream(&options) && mode == "auto" && isTerminal(c.stdout) {
		mode = "never" // the lines would run into the bar
	}
	bar := newProgress(c.stderr, mode, web.Hosts)
	options.Progress = bar.show
	defer bar.stop()
	return audit.Run(ctx, inputs, options)
}

// wantsOutput tells whether a report is wanted on standard output.
func (c *check) wantsOutput() bool { return !c.quiet || c.flags.Changed("format") }

// write puts the report wherever it is wanted. One output that fails does not
// keep the others from being written. Standard output comes last, unless it is
// being written all the while: whoever reads it may stop, which ends the program
// ("| head").
func (c *check) write(report *audit.Report, past []audit.RunRecord) error {
	var failed []error
	for _, o := range c.outputs.values {
		failed = append(failed, o.write(report, reports.Options{MaxLength: c.maxLength, Past: past, News: c.memory.feed, Name: o.name()}))
	}
	failed = append(failed, c.writeJobSummary(report))
	if c.stream != nil {
		failed = append(failed, c.stream.End())
	} else if c.wantsOutput() && c.memory.quietIfUnchanged {
		failed = append(failed, c.writeNews(report, c.terminalOptions(past)))
	} else if c.wantsOutput() {
		failed = append(failed, reports.Write(c.stdout, c.format, report, c.terminalOptions(past)))
	}
	return errors.Join(failed...)
}

// terminalOptions suit the report to where standard output goes.
func (c *check) terminalOptions(past []audit.RunRecord) reports.Options {
	return reports.Options{
		Verbose: c.verbose, Listing: c.listing, MaxLength: c.maxLength, Past: past, News: c.memory.feed,
		Width: terminalWidth(c.stdout), Color: isTerminal(c.stdout) && os.Getenv("NO_COLOR") == "",
	}
}

// unconnected tells whether a link is unverified because no host could be reached
// in this run.
func unconnected(report *audit.Report) bool {
	return slices.ContainsFunc(report.Findings(), func(f audit.Finding) bool {
		e := f.Link.Evidence
		return f.Link.Verdict.Reason == audit.ReasonConnection && e != nil && !e.Cached
	})
}

// remark says on standard error what there is to say of documents and rules, unless
// the report on standard output does.
func (c *check) remark(report *audit.Report) {
	if c.wantsOutput() && c.format == "text" && !c.memory.quietIfUnchanged {
		return
	}
	for i := range report.Documents {
		d := &report.Documents[i]
		for _, w := range d.Warnings {
			if c.memory.quietIfUnchanged {
				break // they would be the same every night
			}
			fmt.Fprintf(c.stderr, "warning: %s: %s\n", reports.Printable(d.Path), reports.Printable(w))
		}
		if d.Error != "" {
			fmt.Fprintf(c.stderr, "error: %s\n", reports.Printable(d.Error))
		}
	}
	for _, w := range report.Run.Warnings {
		fmt.Fprintf(c.stderr, "warning: %s\n", reports.Printable(w))
	}
}

// conclude gives the exit code: what kept the run from its end weighs more
// than what it found.
func (c *check) conclude(report *audit.Report, auditErr, writeErr error) error {
	c.remark(report)
	if report.Run.Network == "" && report.Summary.Requests == 0 && unconnected(report) {
		retry := ""
		if !c.noStore {
			retry = " That is remembered for a while: --recheck unverified asks again at once."
		}
		fmt.Fprintf(c.stderr, "warning: no host could be reached: is there a network? A proxy is named by HTTPS_PROXY and HTTP_PROXY.%s\n", retry)
	}
	again := "run it again"
	if !c.noStore {
		again += ": the answers so far are remembered"
	}
	switch err := errors.Join(auditErr, writeErr); {
	case errors.Is(auditErr, audit.ErrInterrupted):
		return &failure{code: exitInterrupted, err: err, hint: again}
	case errors.Is(auditErr, audit.ErrOutOfTime), errors.Is(auditErr, audit.ErrOutOfRequests):
		return &failure{code: exitUnfinished, err: err, hint: again}
	case errors.Is(err, syscall.ENOSPC):
		return &failure{code: exitUnfinished, err: err, hint: "make room on the disk, or name a file on another, and " + again}
	case err != nil:
		return &failure{code: exitUnfinished, err: err}
	case report.Run.Network != "":
		return &failure{
			code: exitUnfinished, err: errors.New(reports.Printable(report.Run.Network)),
			hint: "see whether a browser gets through; a proxy is named by HTTPS_PROXY and HTTP_PROXY, the authority of one that reads along by --ca-file. Then " + again,
		}
	case !report.Run.Complete:
		return &failure{code: exitUnfinished}
	case report.Summary.Failing > 0:
		return &failure{code: exitFailing}
	}
	return nil
}

package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// newMan makes the manual for those who package refmend.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:               "man DIR",
		Short:             "Write the manual, a page for each command, into a directory",
		Example:           "  refmend man man/man1",
		Hidden:            true,
		Args:              exactly(1, "directory"),
		ValidArgsFunction: completeDirectory,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			return writeManual(cmd.Root(), args[0])
		},
	}
}

// writeManual writes the pages of cmd and the commands below it.
func writeManual(cmd *cobra.Command, dir string) error {
	page := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	f, err := os.Create(filepath.Join(dir, page+".1"))
	if err != nil {
		return err
	}
	defer f.Close()
	w := &manWriter{bufio.NewWriter(f)}
	w.manual(manualOf(cmd), page)
	if err := w.Flush(); err != nil {
		return err
	}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			if err := writeManual(sub, dir); err != nil {
				return err
			}
		}
	}
	return f.Close()
}

// manDate is the day of the manual: that of $SOURCE_DATE_EPOCH, else today.
func manDate() string {
	at := now()
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		at = time.Unix(seconds, 0)
	}
	return at.UTC().Format(time.DateOnly)
}

// A manWriter writes in the language of man pages (groff_man(7), mandoc's man(7)).
type manWriter struct{ *bufio.Writer }

// roff makes plain text of s: no backslash, and no quote or dot in front, is
// obeyed, and hyphens can be searched for and copied.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(s)
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}

// manual writes a page. That of the program tells besides what all commands have
// in common.
func (w *manWriter) manual(m *manual, page string) {
	fmt.Fprintf(w, ".TH %s 1 %s \"refmend %s\" refmend\n.nh\n", roff(strings.ToUpper(page)), manDate(), roff(version()))
	w.macro(".SH", "NAME")
	fmt.Fprintf(w, "%s \\- %s\n", roff(page), roff(m.short))
	w.macro(".SH", "SYNOPSIS")
	w.macro(".B", m.usage)
	w.macro(".SH", "DESCRIPTION")
	for i, p := range append([]string{m.lead}, m.more...) {
		if i > 0 {
			fmt.Fprintln(w, ".PP")
		}
		fmt.Fprintln(w, roff(p))
	}
	for _, p := range m.commands {
		w.macro(".SH", strings.ToUpper(p.title))
		w.entries(p)
	}
	w.macro(".SH", "OPTIONS")
	for _, p := range m.flags {
		if len(m.flags) > 1 {
			w.macro(".SS", p.title)
		}
		w.entries(p)
	}
	if page == "refmend" {
		for _, p := range common {
			w.macro(".SH", p.title)
			w.entries(p)
		}
	}
	w.examples(m.samples)
	w.others(m, page)
}

// macro writes one that has a text.
func (w *manWriter) macro(name, text string) {
	fmt.Fprintf(w, "%s \"%s\"\n", name, strings.ReplaceAll(roff(text), `"`, `\(dq`))
}

func (w *manWriter) entries(p part) {
	for _, e := range p.entries {
		fmt.Fprintln(w, ".TP")
		w.macro(".B", e.term)
		fmt.Fprintln(w, roff(e.text))
	}
}

func (w *manWriter) examples(all []sample) {
	if len(all) == 0 {
		return
	}
	w.macro(".SH", "EXAMPLES")
	for _, e := range all {
		fmt.Fprintf(w, ".PP\n.nf\n%s\n.fi\n", roff(e.line))
		if e.remark != "" {
			fmt.Fprintf(w, ".RS\n%s\n.RE\n", roff(e.remark))
		}
	}
}

// others names the pages above and below.
func (w *manWriter) others(m *manual, page string) {
	var names []string
	if i := strings.LastIndexByte(page, '-'); i > 0 {
		names = append(names, page[:i])
	}
	for _, p := range m.commands {
		for _, e := range p.entries {
			if e.term != "help" {
				names = append(names, page+"-"+e.term)
			}
		}
	}
	w.macro(".SH", "SEE ALSO")
	for i, name := range names {
		end := ","
		if i == len(names)-1 {
			end = ""
		}
		fmt.Fprintf(w, ".BR %s (1)%s\n", roff(name), end)
	}
}

// common is what holds for all commands.
var common = []part{
	{"EXIT STATUS", []entry{
		{"0", "Nothing is failing."},
		{"1", "Links are in the states of --fail-on, or something broke (diff), or the store is damaged (store verify)."},
		{"2", "The command line or the settings are wrong."},
		{"3", "The work could not be finished: a document or the store cannot be read, time is up, a report cannot be written."},
		{"130", "It was interrupted."},
	}},
	{"ENVIRONMENT", []entry{
		{"REFMEND_*", "Settings, such as REFMEND_PER_HOST for --per-host of refmend check; of those that may be repeated a value a line. REFMEND_CONFIG is --config."},
		{"XDG_CONFIG_HOME, XDG_STATE_HOME", "Where the user's settings and the store are."},
		{"HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "Proxies, and the hosts that are asked without one."},
		{"SSL_CERT_FILE, SSL_CERT_DIR", "Certificate authorities in place of the system's."},
		{"NO_COLOR, TERM", "No colours if NO_COLOR is set or TERM is dumb."},
		{"COLUMNS", "The width of the terminal, if that is not to be asked."},
		{"GITHUB_STEP_SUMMARY", "File that a report is added to as Markdown if one for GitHub is written."},
	}},
	{"FILES", []entry{
		{"refmend.toml", "Settings and rules of a project, in the working directory or above; refmend init writes one."},
		{".refmendignore", "Links that are left out, found in the same way."},
		{"$XDG_CONFIG_HOME/refmend/refmend.toml", "Settings of the user, by default in ~/.config."},
		{"$XDG_STATE_HOME/refmend/refmend.db", "The store, by default in ~/.local/state."},
	}},
}

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A manual is what there is to know of a command. Help and man pages are made of
// it.
type manual struct {
	name     string // "refmend check"
	short    string // what it does, without a full stop
	lead     string // the same as a sentence
	usage    string
	samples  []sample
	more     []string // paragraphs
	commands []part
	flags    []part
}

// A sample is a command line and what it is for; "" if that is plain.
type sample struct{ line, remark string }

// A part lists commands or flags of a kind.
type part struct {
	title   string
	entries []entry
}

// An entry is a command or a flag: "-o, --output FILE".
type entry struct{ term, text string }

// manualOf reads what is said of a command.
func manualOf(cmd *cobra.Command) *manual {
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	m := &manual{name: cmd.CommandPath(), short: cmd.Short, lead: cmd.Short + ".", usage: cmd.UseLine()}
	if m.more = paragraphsOf(cmd.Long); len(m.more) > 0 {
		sentence, rest, several := strings.Cut(m.more[0], ". ")
		if several {
			sentence += "."
		}
		m.lead, m.more[0] = sentence, rest
		if !several {
			m.more = m.more[1:]
		}
	}
	switch flags := cmd.LocalFlags(); {
	case cmd.HasAvailableSubCommands():
		m.usage = cmd.CommandPath() + " COMMAND"
	case len(flagNames(flags)) == 1: // --help
		m.usage = strings.TrimSuffix(m.usage, " [flags]")
	}
	for line := range strings.Lines(cmd.Example) {
		m.samples = append(m.samples, sampleOf(line))
	}
	m.commands, m.flags = commandParts(cmd), flagParts(cmd.LocalFlags())
	return m
}

// paragraphsOf gives the paragraphs of a text, each on one line.
func paragraphsOf(text string) (all []string) {
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// remarkGap is what stands between the command line of a sample and the remark
// on it.
var remarkGap = regexp.MustCompile(` {2,}`)

func sampleOf(line string) sample {
	parts := append(remarkGap.Split(strings.TrimSpace(line), 2), "")
	return sample{parts[0], parts[1]}
}

// commandParts lists the commands below cmd by their groups.
func commandParts(cmd *cobra.Command) (all []part) {
	for _, g := range append(cmd.Groups(), &cobra.Group{Title: "Commands"}) {
		p := part{title: g.Title}
		for _, sub := range cmd.Commands() {
			if sub.GroupID == g.ID && (sub.IsAvailableCommand() || sub.Name() == "help") {
				p.entries = append(p.entries, entry{sub.Name(), sub.Short})
			}
		}
		if len(p.entries) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// flagParts lists flags by their groups, those in none last.
func flagParts(flags *pflag.FlagSet) (all []part) {
	rest := part{title: "Flags"}
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		e := entry{flagTerm(f), flagText(f)}
		title := groupOf(f)
		i := slices.IndexFunc(all, func(p part) bool { return p.title == title })
		switch {
		case title == "":
			rest.entries = append(rest.entries, e)
		case i < 0:
			all = append(all, part{title, []entry{e}})
		default:
			all[i].entries = append(all[i].entries, e)
		}
	})
	if len(rest.entries) == 0 {
		return all
	}
	if len(all) > 0 {
		rest.title = groupOther
	}
	return append(all, rest)
}

// flagTerm gives a flag as it is typed, with the name of its value.
func flagTerm(f *pflag.Flag) string {
	term := "--" + f.Name
	if f.Shorthand != "" {
		term = "-" + f.Shorthand + ", " + term
	}
	if value, _ := pflag.UnquoteUsage(f); value != "" {
		term += " " + value
	}
	return term
}

// flagText says what a flag does, and its default if that does something.
func flagText(f *pflag.Flag) string {
	_, text := pflag.UnquoteUsage(f)
	if !slices.Contains([]string{"", "0", "false"}, f.DefValue) && !strings.Contains(text, "(default") {
		text += fmt.Sprintf(" (default %s)", f.DefValue)
	}
	return text
}

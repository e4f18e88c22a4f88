package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a failure of the command line of cmd itself. Its hint names
// what was perhaps meant.
func usageError(cmd *cobra.Command, err error) *failure {
	where := cmd.CommandPath()
	if wrong := new(unknownCommandError); errors.As(err, &wrong) {
		where = wrong.parent.CommandPath()
	}
	hint := fmt.Sprintf("see %q", where+" --help")
	if file := dashed(err); file != "" {
		hint = fmt.Sprintf("a file whose name begins with a dash is named as ./%s. Else %s", file, hint)
	}
	if meant := meant(cmd, err); len(meant) > 0 {
		hint = "did you mean " + strings.Join(meant, " or ") + "? Else " + hint
	}
	return &failure{code: exitUsage, err: plainer(err), hint: hint}
}

// meant gives the flags, commands or words whose names are close to one that
// there is not.
func meant(cmd *cobra.Command, err error) []string {
	if wrong, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return similarFlags(cmd.Flags(), wrong.GetSpecifiedName())
	}
	if wrong := new(unknownCommandError); errors.As(err, &wrong) {
		return similar(commandNames(wrong.parent), wrong.name)
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return similarWords(wordsOf(wrong.GetFlag()), wrong.GetValue())
	}
	return nil
}

// dashed gives the file that was perhaps meant where there is no such flag; "" if
// there is none.
func dashed(err error) string {
	wrong, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return ""
	}
	name := "-" + wrong.GetSpecifiedShortnames()
	if name == "-" {
		name = "--" + wrong.GetSpecifiedName()
	}
	if _, err := os.Stat(name); err != nil {
		return ""
	}
	return name
}

func commandNames(cmd *cobra.Command) (names []string) {
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
		}
	}
	return names
}

// similarFlags finds flags whose names are close to one.
func similarFlags(flags *pflag.FlagSet, name string) []string {
	all := similar(flagNames(flags), name)
	for i := range all {
		all[i] = "--" + all[i]
	}
	return all
}

func flagNames(flags *pflag.FlagSet) (names []string) {
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// similarWords finds words that are close to those of a list, which are
// separated by commas, as far as they are none of them.
func similarWords(words []string, list string) (all []string) {
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(words, word) {
			all = append(all, similar(words, word)...)
		}
	}
	return all
}

// similar finds names that are close to one: those that it begins, or that differ
// in two letters, or in one if it is short.
func similar(names []string, name string) []string {
	if len(name) < 4 {
		return within(1, names, name)
	}
	return within(2, names, name)
}

// within finds names that one begins, or that differ from it in so many letters at
// most, as cobra finds commands.
func within(distance int, names []string, name string) []string {
	index := &cobra.Command{SuggestionsMinimumDistance: distance}
	for _, n := range names {
		index.AddCommand(&cobra.Command{Use: n, Run: func(*cobra.Command, []string) {}})
	}
	return index.SuggestionsFor(name)
}

// didYouMean adds to an error which names are close to one that there is not.
func didYouMean(err error, names []string, name string) error {
	if meant := similarWords(names, name); len(meant) > 0 {
		return fmt.Errorf("%w; did you mean %s?", err, strings.Join(meant, " or "))
	}
	return err
}

// plainer says in a person's words what is wrong with the value of a flag, which
// may be a secret.
func plainer(err error) error {
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s: %w", wrong.GetFlag().Name, valueError(err))
	}
	return err
}

// An unknownCommandError names a command that there is not.
type unknownCommandError struct {
	parent *cobra.Command
	name   string
}

func (e *unknownCommandError) Error() string {
	return fmt.Sprintf("unknown command %q for %q", e.name, e.parent.CommandPath())
}

// subcommandsOnly takes no arguments: what stands there was meant to be a
// command.
func subcommandsOnly(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &unknownCommandError{cmd, args[0]}
	}
	return nil
}

// commandsOnly takes the name of a command of the program, as help does.
func commandsOnly(cmd *cobra.Command, args []string) error {
	parent := cmd.Root()
	for _, name := range args {
		i := slices.IndexFunc(parent.Commands(), func(c *cobra.Command) bool { return c.Name() == name })
		if i < 0 {
			return &unknownCommandError{parent, name}
		}
		parent = parent.Commands()[i]
	}
	return nil
}

// exactly takes so many arguments.
func exactly(n int, noun string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%s takes %d %s, but got %d", cmd.CommandPath(), n, noun, len(args))
		}
		return nil
	}
}

// atMost takes so many arguments or fewer.
func atMost(n int, noun string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return fmt.Errorf("%s takes at most %d %s, but got %d", cmd.CommandPath(), n, noun, len(args))
		}
		return nil
	}
}

// noArguments takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments, but got %q", cmd.CommandPath(), args[0])
	}
	return nil
}

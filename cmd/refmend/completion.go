package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refmend/refmend/crawler"
)

// shells are those that the program can be completed in.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletion() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script by which a shell completes what is typed",
		Long: `Print a script by which a shell completes commands, flags, their values and the
names of files and runs. SHELL is bash, zsh, fish or powershell. bash needs its
package bash-completion for that.`,
		Example: `  source <(refmend completion bash)                  in ~/.bashrc
  source <(refmend completion zsh)                   in ~/.zshrc, after compinit
  refmend completion fish | source                   in config.fish
  refmend completion powershell | Out-String | Invoke-Expression`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 1 && slices.Contains(shells, args[0]):
				return nil
			case len(args) == 1:
				return didYouMean(fmt.Errorf("there are no completions for the shell %q: known are %s", args[0], strings.Join(shells, ", ")), shells, args[0])
			}
			return fmt.Errorf("%s takes the name of one shell (%s), but got %d", cmd.CommandPath(), strings.Join(shells, ", "), len(args))
		},
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			err := map[string]func(io.Writer) error{
				"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
				"zsh":        root.GenZshCompletion,
				"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
				"powershell": root.GenPowerShellCompletionWithDesc,
			}[args[0]](cmd.OutOrStdout())
			if err != nil {
				return &failure{code: exitUnfinished, err: err}
			}
			return nil
		},
	}
}

// completeFlags has shells complete the values of the flags of cmd for which
// nobody has said how: words, and files for those that name some.
func completeFlags(cmd *cobra.Command) {
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		endings, isFile := fileFlags[f.Name]
		complete := cobra.NoFileCompletions
		_, single := f.Value.(*choice)
		switch words := wordsOf(f); {
		case isFile && endings != nil:
			_ = cmd.MarkFlagFilename(f.Name, endings...) // fails only for flags that are not there
			return
		case isFile:
			return // as shells do by themselves
		case f.Name == "service":
			complete = completeServices
		case words != nil:
			complete = completeWords(words, single)
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // fails for flags that have a function
	})
}

// fileFlags are the flags that name files, and the endings of those; nil: any. As
// settings of a file they are relative to where it lies.
var fileFlags = map[string][]string{
	"baseline": {"json"}, "ca-file": {"pem", "crt", "cer"}, "config": {"toml"}, "files-from": nil,
	"from": {"json"}, "metrics": nil, "output": nil, "store": nil,
}

// inOrder has a shell offer what it is given and no files.
const inOrder = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder

// completeWords completes a single word, or a list of words with commas between
// them, each once.
func completeWords(words []string, single bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var all []string
		for _, word := range words {
			if before == "" || !single && word != noStates && !slices.Contains(strings.Split(before, ","), word) {
				all = append(all, before+word)
			}
		}
		return beginning(all, typed), inOrder
	}
}

// completeServices completes the names of services as far as the sign behind
// them.
func completeServices(_ *cobra.Command, _ []string, typed string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, name := range crawler.ServiceNames() {
		all = append(all, name+"=")
	}
	return beginning(all, typed), inOrder | cobra.ShellCompDirectiveNoSpace
}

// beginning gives what begins with what is typed.
func beginning(all []cobra.Completion, typed string) []cobra.Completion {
	return slices.DeleteFunc(all, func(c cobra.Completion) bool { return !strings.HasPrefix(c, typed) })
}

// completeDirectory completes one name of a directory.
func completeDirectory(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completedRuns is how many runs are offered, the newest.
const completedRuns = 20

// plainID is what an ID looks like that no shell takes for a command: a run may
// have been imported from wherever.
var plainID = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.-]*$`)

// completeRuns completes the names of so many runs that the store at a path has.
// What is wrong with settings or the store is told when the command is run.
func (s *settings) completeRuns(path *string, most int) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, inOrder
		}
		_ = s.take(cmd.Flags())
		r, err := readStore(*path)
		if err != nil {
			return nil, inOrder
		}
		defer r.Close()
		runs, _ := r.Runs()
		all := []cobra.Completion{cobra.CompletionWithDesc(latestRun, "the newest one")}
		for _, run := range runs[:min(len(runs), completedRuns)] {
			if plainID.MatchString(run.Run.ID) {
				all = append(all, cobra.CompletionWithDesc(run.Run.ID, runWords(run)))
			}
		}
		return beginning(all, typed), inOrder
	}
}

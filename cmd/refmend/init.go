package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refmend/refmend/reports"
)

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a refmend.toml with every setting explained",
		Long: `Write a refmend.toml with every setting explained and none changed, in DIR or
here. A file that is there already is left as it is. "refmend check" finds the
file from the directory it is run in upwards.

Settings have the names of the flags of "refmend check". A flag goes before a
variable such as REFMEND_PER_HOST, that before the project's file, and that
before the user's: refmend/refmend.toml in $XDG_CONFIG_HOME.`,
		Example:           "  refmend init\n  refmend init docs",
		Args:              atMost(1, "directory"),
		ValidArgsFunction: completeDirectory,
		RunE: func(cmd *cobra.Command, args []string) error {
			path := configName
			if len(args) > 0 {
				path = filepath.Join(args[0], configName)
			}
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return &failure{code: exitUsage, err: fmt.Errorf("write %s: it is there already", path), hint: "remove it first, or edit it"}
			}
			if err != nil {
				return &failure{code: exitUsage, err: pathError("write", path, err), hint: "name a directory that exists and may be written to"}
			}
			if err := errors.Join(writeConfig(f), f.Close()); err != nil {
				os.Remove(path) // half a file is worse than none
				return &failure{code: exitUnfinished, err: pathError("write", path, err)}
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s is written: take the # off the settings you want.\n", path)
			return nil
		},
	}
}

// writeConfig writes a file of settings that changes nothing: the flags of check,
// with what their help says.
func writeConfig(w io.Writer) error {
	b := new(strings.Builder)
	b.WriteString(`# Settings of refmend for this project. Each has the name of a flag of
# "refmend check"; flags and REFMEND_* variables go first. Files are named
# relative to this one.
`)
	title := ""
	newCheck(&settings{}).Flags().VisitAll(func(f *pflag.Flag) {
		if !isSetting(f) {
			return
		}
		if groupOf(f) != title {
			title = groupOf(f)
			fmt.Fprintf(b, "\n# == %s ==\n", title)
		}
		_, usage := pflag.UnquoteUsage(f)
		b.WriteByte('\n')
		for _, line := range reports.Wrap(usage, mostHelpWidth-2) {
			fmt.Fprintf(b, "# %s\n", line)
		}
		fmt.Fprintf(b, "#%s = %s\n", f.Name, exampleOf(f))
	})
	b.WriteString("\n# == Rules ==\n" + exampleRule)
	_, err := io.WriteString(w, b.String())
	return err
}

// exampleRule is a rule that changes nothing yet.
const exampleRule = `
# A rule says what differs for some links, and why: those that fit all of host,
# path, doi, url (a regular expression) and document that it names. Rules hold in
# their order, of each setting the last one. They come after all other settings.
#[[rule]]
#host = ["www.example.org", "*.example.net"]
#path = "/archive/**"
#accept = [403, 999]                   # statuses that are fine
#verdict = "skipped"                   # or ok, unverified: in place of worse ones
#ignore = ["redirected-home"]          # reasons that are no findings, see "refmend explain"
#ttl = "30d"                           # how long answers are good
#timeout = "1m"
#retries = 4                           # times more, after failures that may pass
#method = "HEAD"                       # first; with GET only if that is no success, no titles then
#headers = { Authorization = "Bearer ${EXAMPLE_TOKEN}" } # over https, to the link's own host
#reason = "shows its archive to programs that it knows"
#expires = 2030-01-01                  # from then on it does not hold, and is told

# Manners with a host, in a rule that names hosts alone.
#[[rule]]
#host = "slow.example.org"
#delay = "2s"
#per-host = 1                          # request at once
#reason = "a small server"
`

// exampleOf gives a setting's default in TOML, else a value of its form.
func exampleOf(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool", "int":
		return f.DefValue
	}
	if strings.Contains(f.Usage, "repeatable") {
		return "[]"
	}
	return fmt.Sprintf("%q", f.DefValue)
}

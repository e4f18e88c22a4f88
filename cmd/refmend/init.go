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
)

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a refmend.toml with every setting explained",
		Long: `Write a refmend.toml with every setting explained and none changed, in DIR or
here. A file that is there already is left as it is. "refmend check" finds the
file from the directory it is run in upwards.`,
		Example: "  refmend init\n  refmend init docs",
		Args:    cobra.MaximumNArgs(1),
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
				return pathError("write", path, err)
			}
			if err := errors.Join(writeConfig(f), f.Close()); err != nil {
				os.Remove(path) // half a file is worse than none
				return pathError("write", path, err)
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
	newCheck().Flags().VisitAll(func(f *pflag.Flag) {
		if !isSetting(f) {
			return
		}
		_, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, "\n# %s\n#%s = %s\n", usage, f.Name, exampleOf(f))
	})
	_, err := io.WriteString(w, b.String())
	return err
}

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

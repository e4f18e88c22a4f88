package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/refmend/refmend/reports"
)

// variableHead begins the names of variables that are settings.
const variableHead = "REFMEND_"

// variableOf gives the name of a setting's variable.
func variableOf(name string) string {
	return variableHead + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// environment gives the values of the variables, a value a line.
func environment(f *pflag.Flag) ([]string, bool, func(error) error) {
	value, ok := os.LookupEnv(variableOf(f.Name))
	at := func(err error) error { return fmt.Errorf("variable %s: %w", variableOf(f.Name), err) }
	return strings.FieldsFunc(value, func(r rune) bool { return r == '\n' || r == '\r' }), ok && value != "", at
}

// warnOfVariables says which of the variables of an environment, NAME=VALUE, were
// perhaps meant to be settings. Others may be somebody's own.
func warnOfVariables(w io.Writer, environ []string) {
	names := append(settingNames(newCheck(&settings{}).Flags()), "config")
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		rest, ours := strings.CutPrefix(name, variableHead)
		name = strings.ToLower(strings.ReplaceAll(rest, "_", "-"))
		if !ours || value == "" || slices.Contains(names, name) {
			continue
		}
		if meant := within(1, names, name); len(meant) > 0 {
			fmt.Fprintf(w, "warning: variable %s%s: there is no such setting; did you mean %s?\n", variableHead, reports.Printable(rest), variableOf(meant[0]))
		}
	}
}

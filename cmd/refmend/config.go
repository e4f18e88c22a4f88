package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Flags that are not given on the command line take their values from the first
// of these that has one: variables of the environment (REFMEND_PER_HOST for
// --per-host), the project's refmend.toml, the user's.
const (
	configName = "refmend.toml"
	// noConfig as the value of --config has no file read.
	noConfig = "none"
)

// A config is a file of settings: keys are names of flags of "refmend check".
type config struct {
	path   string
	values map[string][]string
	faults map[string]error // why there is no value
	lines  map[string]int   // of the keys
	rules  []rule
}

// settings are the files that count for one use of the program, the one that goes
// first in front. They are read once, by configure.
type settings struct {
	files []*config
	none  bool // no file shall be read
}

// configure reads the files and gives those flags of cmd their values that the
// command line does not name. Commands without --config have no settings.
func (s *settings) configure(cmd *cobra.Command) error {
	if cmd.Flags().Lookup("config") == nil {
		return nil
	}
	if err := s.take(cmd.Flags()); err != nil {
		return &failure{code: exitUsage, err: err, hint: `settings are the flags of "refmend check --help", "refmend init" writes a file of them, --config none has none read`}
	}
	warnOfVariables(cmd.ErrOrStderr(), os.Environ())
	return nil
}

func (s *settings) take(flags *pflag.FlagSet) (err error) {
	named := configNamed(flags)
	s.none = named == noConfig
	if !s.none {
		if s.files, err = findConfigs(named); err != nil {
			return err
		}
	}
	known := newCheck(s).Flags()
	sources := []source{environment}
	for _, c := range s.files {
		if err := c.validate(known); err != nil {
			return err
		}
		sources = append(sources, c.setting)
	}
	for _, from := range sources {
		if err := setFrom(from, flags, known); err != nil {
			return err
		}
	}
	return nil
}

// rules gives the rules that hold for links: the user's, the project's, and the
// lines of its .refmendignore.
func (s *settings) rules() ([]rule, error) {
	if s.none {
		return nil, nil
	}
	var all []rule
	for _, c := range slices.Backward(s.files) {
		all = append(all, c.rules...)
	}
	path := upwards(ignoreName)
	if path == "" {
		return all, nil
	}
	ignores, err := readIgnores(path)
	if err != nil {
		return nil, &failure{code: exitUsage, err: err}
	}
	return append(all, ignores...), nil
}

// A source gives the values of a setting, several if its flag may be repeated, and
// makes an error say where they stand; ok is false if it has none.
type source func(f *pflag.Flag) (values []string, ok bool, at func(error) error)

// setFrom sets the flags that are known settings from one source, but for those
// that a source before it has set, or their opposites.
func setFrom(from source, flags, known *pflag.FlagSet) error {
	var open []*pflag.Flag
	flags.VisitAll(func(f *pflag.Flag) {
		if isSetting(f) && known.Lookup(f.Name) != nil && !f.Changed && !flags.Changed(opposites[f.Name]) {
			open = append(open, f)
		}
	})
	for _, f := range open {
		values, ok, at := from(f)
		if !ok {
			continue
		}
		for _, v := range values {
			if err := flags.Set(f.Name, v); err != nil {
				return at(didYouMean(valueError(err), wordsOf(f), v))
			}
		}
	}
	return nil
}

// opposites are flags that exclude each other.
var opposites = map[string]string{"store": "no-store", "no-store": "store", "new-only": "baseline", "baseline": "new-only"}

// setting gives the values of a file; an empty text is none, as in a variable.
func (c *config) setting(f *pflag.Flag) ([]string, bool, func(error) error) {
	texts := c.values[f.Name]
	return texts, len(texts) > 1 || len(texts) == 1 && texts[0] != "", func(err error) error { return c.errorAt(f.Name, err) }
}

// isSetting tells whether a flag may be set other than on the command line.
func isSetting(f *pflag.Flag) bool {
	_, own := f.Annotations[ownAnnotation]
	return f.Name != "config" && f.Name != "help" && !own
}

// ownAnnotation marks flags that have the name of a setting and another meaning.
const ownAnnotation = "refmend_own"

// noSettings keeps what is set for "refmend check" from flags of another command.
func noSettings(f *pflag.FlagSet, names ...string) {
	for _, name := range names {
		_ = f.SetAnnotation(name, ownAnnotation, []string{}) // fails only for flags that are not there
	}
}

// placed gives the value of a setting as seen from the working directory.
func (c *config) placed(name, value string) string {
	if _, isFile := fileFlags[name]; !isFile || value == "" {
		return value
	}
	kind, path, ok := strings.Cut(value, ":")
	if name != "output" || !ok || len(kind) == 1 {
		kind, path = "", value
	} else {
		kind += ":"
	}
	if filepath.IsAbs(path) {
		return value
	}
	return kind + filepath.Join(filepath.Dir(c.path), path)
}

// findConfigs reads the files that count, the one that goes first in front. named
// is the project's, "" to look for it.
func findConfigs(named string) ([]*config, error) {
	project := named
	if project == "" {
		project = upwards(configName)
	}
	var all []*config
	for _, path := range []string{project, userConfig()} {
		if path == "" {
			continue
		}
		c, err := readConfig(path)
		if errors.Is(err, fs.ErrNotExist) && path != named {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// configNamed gives what --config or its variable names; "" if neither does.
func configNamed(flags *pflag.FlagSet) string {
	if f := flags.Lookup("config"); f != nil && f.Value.String() != "" {
		return f.Value.String()
	}
	return os.Getenv(variableHead + "CONFIG")
}

// upwards finds a file in the working directory or the nearest one above it, but
// not above the root of a git repository; "" if there is none.
func upwards(name string) string {
	dir, err := os.Getwd()
	for err == nil {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			return relative(filepath.Join(dir, name))
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil || filepath.Dir(dir) == dir {
			break
		}
		dir = filepath.Dir(dir)
	}
	return ""
}

// relative gives a path as it is best shown and used: from the working directory
// if it lies there or above.
func relative(path string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, path); err == nil {
			return rel
		}
	}
	return path
}

// userConfig is where a user keeps settings for all projects, in
// $XDG_CONFIG_HOME or what stands for it; "" if there is no such place.
func userConfig() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		var err error
		if dir, err = os.UserConfigDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(dir, "refmend", configName)
}

// validate refuses keys that are no settings, and values that cannot be theirs.
func (c *config) validate(known *pflag.FlagSet) error {
	names := slices.AppendSeq(slices.Collect(maps.Keys(c.values)), maps.Keys(c.faults))
	for _, name := range slices.SortedFunc(slices.Values(names), func(a, b string) int { return c.lines[a] - c.lines[b] }) {
		switch f := known.Lookup(name); {
		case name == ruleTable:
			return c.errorAt(name, fmt.Errorf("each rule begins with [[%s]], in two brackets", ruleTable))
		case f == nil && isRuleKey(name):
			return c.errorAt(name, fmt.Errorf("this is no setting but for a rule: it stands below a line [[%s]]", ruleTable))
		case f == nil || !isSetting(f):
			return c.errorAt(name, didYouMean(fmt.Errorf("there is no setting %q", name), append(settingNames(known), ruleTable), name))
		case c.faults[name] != nil:
			return c.errorAt(name, c.faults[name])
		}
	}
	return nil
}

func settingNames(known *pflag.FlagSet) (names []string) {
	known.VisitAll(func(f *pflag.Flag) {
		if isSetting(f) {
			names = append(names, f.Name)
		}
	})
	return names
}

func (c *config) errorAt(name string, err error) error {
	return fmt.Errorf("%s:%d: %s: %w", c.path, c.lines[name], name, err)
}

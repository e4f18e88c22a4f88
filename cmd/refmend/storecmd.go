package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
	"github.com/refmend/refmend/store"
)

// A care is one use of a command below "refmend store".
type care struct {
	path, format string
	wait         duration
	olderThan    duration
}

func newStore() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Look after the file in which refmend remembers",
		Long: `Look after the store, the file in which refmend remembers answers, runs and
their reports. stats, verify, backup and export work while a check is running;
compact, prune and import need the store for themselves, and --wait D waits for
it.`,
		Example: `  refmend store stats
  refmend store backup refs-2026.db
  refmend store export refs.ndjson && git add refs.ndjson`,
	}
	cmd.AddCommand(newStoreStats(), newStoreVerify(), newStoreCompact(), newStorePrune(), newStoreBackup(), newStoreExport(), newStoreImport())
	return cmd
}

// command makes a command of care that takes so many arguments at the least and at
// the most, any number if most is negative.
func (c *care) command(use, short string, least, most int, run func(cmd *cobra.Command, args []string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Long: short,
		RunE: run,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < least || most >= 0 && len(args) > most {
				return fmt.Errorf("%d arguments are the wrong number: it is %q", len(args), cmd.UseLine())
			}
			return nil
		},
	}
	if most == 0 {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	addStoreFlag(cmd.Flags(), &c.path)
	addConfigFlag(cmd.Flags())
	return cmd
}

func (c *care) addFormat(cmd *cobra.Command) { addFormatFlag(cmd.Flags(), &c.format, textOrJSON) }

func (c *care) addWait(cmd *cobra.Command) { addWaitFlag(cmd.Flags(), &c.wait) }

// unfinished makes an error of the store one that ends the program with 3.
func unfinished(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return &failure{code: exitInterrupted, err: audit.ErrInterrupted}
	case errors.Is(err, store.ErrLocked):
		return &failure{code: exitUnfinished, err: err, hint: "--wait D waits for it"}
	case errors.Is(err, store.ErrNotStore):
		return &failure{code: exitUnfinished, err: err, hint: "--store PATH names another file"}
	case errors.Is(err, store.ErrNotExport):
		return &failure{code: exitUnfinished, err: err, hint: `"refmend store export" writes one, of another store with --store`}
	}
	return &failure{code: exitUnfinished, err: err}
}

// write opens the store, which has to be there, to change it.
func (c *care) write() (*store.Store, error) {
	path, err := storePath(c.path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, noStore(path, err)
	}
	s, err := store.Open(path, store.Options{Wait: time.Duration(c.wait)})
	return s, unfinished(err)
}

// show prints v as JSON, or as text has it.
func (c *care) show(w io.Writer, v any, text func(io.Writer)) error {
	if c.format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	text(tw)
	return tw.Flush()
}

func newStoreStats() *cobra.Command {
	c := &care{}
	cmd := c.command("stats [flags]", "Count what is in the store", 0, 0, func(cmd *cobra.Command, _ []string) error {
		s, err := readStore(c.path)
		if err != nil {
			return err
		}
		defer s.Close()
		st, err := s.Stats()
		if err != nil {
			return unfinished(err)
		}
		return c.show(cmd.OutOrStdout(), st, func(w io.Writer) { statsText(w, st) })
	})
	cmd.Long += "."
	cmd.Example = "  refmend store stats --format json"
	c.addFormat(cmd)
	return cmd
}

func statsText(w io.Writer, st store.Stats) {
	fmt.Fprintf(w, "size\t%s, of which %s are free\n", bytesWords(st.Size), bytesWords(st.Free))
	fmt.Fprintf(w, "schema\t%d\n", st.Schema)
	fmt.Fprintf(w, "targets\t%d\n", st.Targets)
	for _, state := range audit.States {
		if n := st.ByState[state]; n > 0 {
			fmt.Fprintf(w, "  %s\t%d\n", state, n)
		}
	}
	if st.Illegible > 0 {
		fmt.Fprintf(w, "  illegible\t%d\n", st.Illegible)
	}
	if !st.Oldest.IsZero() {
		fmt.Fprintf(w, "checked\tfrom %s to %s UTC\n", st.Oldest.UTC().Format(time.DateTime), st.Newest.UTC().Format(time.DateTime))
	}
	fmt.Fprintf(w, "runs\t%d\nreports\t%d\n", st.Runs, st.Reports)
}

// bytesWords gives a size as a person reads it: "1.2 MB".
func bytesWords(n int64) string {
	size, unit := float64(n), 0
	units := []string{"bytes", "kB", "MB", "GB", "TB"}
	for size >= 1000 && unit+1 < len(units) {
		size /= 1000
		unit++
	}
	if unit == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}

func newStoreVerify() *cobra.Command {
	c := &care{}
	cmd := c.command("verify [flags]", "Read all that is in the store, to see whether it is sound", 0, 0, func(cmd *cobra.Command, _ []string) error {
		found, err := c.verify(cmd.Context())
		if errors.Is(err, store.ErrDamaged) {
			err = &failure{code: exitFailing, err: err}
		}
		if err != nil {
			return err
		}
		if err := c.show(cmd.OutOrStdout(), found, func(w io.Writer) { findingsText(w, found) }); err != nil {
			return err
		}
		if found.Problems > 0 {
			return &failure{
				code: exitFailing, err: errors.New("the store is damaged"),
				hint: "restore it from a copy; else what cannot be read is asked for again by the next check",
			}
		}
		return nil
	})
	cmd.Long += `. While a
check is running, what it wrote is read, but not whether the pages of the file
fit together. Exit status: 0 it is sound; 1 it is damaged; 3 it cannot be
opened.`
	cmd.Example = "  refmend store verify --format json"
	c.addFormat(cmd)
	c.addWait(cmd)
	return cmd
}

// verify looks at the store as closely as it can be looked at now.
func (c *care) verify(ctx context.Context) (store.Findings, error) {
	s, err := c.write()
	if err == nil {
		found, err := s.Verify(ctx)
		return found, unfinished(errors.Join(err, s.Close()))
	}
	if !errors.Is(err, store.ErrLocked) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		return store.Findings{}, err
	}
	r, err := readStore(c.path)
	if err != nil {
		return store.Findings{}, err
	}
	defer r.Close()
	found, err := r.Verify(ctx)
	return found, unfinished(err)
}

func findingsText(w io.Writer, f store.Findings) {
	fmt.Fprintf(w, "targets\t%d\nruns\t%d\nreports\t%d\n", f.Targets, f.Runs, f.Reports)
	if !f.Pages {
		fmt.Fprintln(w, "pages\tnot looked at: another process writes the store, or it may not be written to")
	}
	fmt.Fprintf(w, "problems\t%d\n", f.Problems)
	for _, p := range f.First {
		fmt.Fprintf(w, "  %s\n", reports.Printable(p))
	}
	if more := f.Problems - len(f.First); more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

func newStoreCompact() *cobra.Command {
	c := &care{}
	cmd := c.command("compact [flags]", "Make the store as small as it can be", 0, 0, func(cmd *cobra.Command, _ []string) error {
		path, err := storePath(c.path)
		if err != nil {
			return err
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return noStore(path, err)
		}
		from, to, err := store.Compact(cmd.Context(), path, store.Options{Wait: time.Duration(c.wait)})
		if err != nil {
			return unfinished(err)
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "The store had %s and has %s now.\n", bytesWords(from), bytesWords(to))
		return err
	})
	cmd.Long += `. A copy is made beside it, read
again, and put in its place: until then nothing is changed, and there must be
room for both.`
	cmd.Example = "  refmend store compact"
	c.addWait(cmd)
	return cmd
}

func newStorePrune() *cobra.Command {
	c := &care{}
	cmd := c.command("prune [flags]", "Take out of the store what is old", 0, 0, func(cmd *cobra.Command, _ []string) error {
		if cmd.Flags().Changed("older-than") && c.olderThan == 0 {
			return errors.New("--older-than must be more than 0")
		}
		s, err := c.write()
		if err != nil {
			return err
		}
		k := time.Duration(c.olderThan)
		p, err := s.Prune(store.Keep{Targets: k, Runs: k, Reports: k}, now())
		if err := errors.Join(err, s.Close()); err != nil {
			return unfinished(err)
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "Taken out: %d targets, %d runs, %d reports.\n", p.Targets, p.Runs, p.Reports)
		return err
	})
	cmd.Long += `: targets that were not checked for so
long, runs and reports of that age. Without --older-than that is what a check
takes out by itself once a day: targets after a year, runs after two, reports
after 90 days. Of each set of documents the last three reports stay, and their
runs. The room is used again; to make the file smaller, compact it.`
	cmd.Example = "  refmend store prune --older-than 90d && refmend store compact"
	cmd.Flags().Var(&c.olderThan, "older-than", "take out what is older than `D`, such as 90d")
	c.addWait(cmd)
	return cmd
}

func newStoreBackup() *cobra.Command {
	c := &care{}
	cmd := c.command("backup [flags] FILE", "Copy the store into a file", 1, 1, func(cmd *cobra.Command, args []string) error {
		s, err := readStore(c.path)
		if err != nil {
			return err
		}
		defer s.Close()
		err = s.Backup(cmd.Context(), args[0])
		switch _, isPath := errors.AsType[*fs.PathError](err); {
		case errors.Is(err, store.ErrNotStore):
			return &failure{code: exitUnfinished, err: err, hint: "only a store is replaced: name another file"}
		case isPath:
			return &failure{code: exitUnfinished, err: pathError("copy the store to", args[0], err), hint: anotherFile}
		}
		return unfinished(err)
	})
	cmd.Long += ` that is a store itself, also while a check is
running. A store that is at FILE is replaced when the copy is whole and was read
again; anything else that is there is left alone.`
	cmd.Example = "  refmend store backup /var/backups/refmend.db"
	return cmd
}

func newStoreExport() *cobra.Command {
	c := &care{}
	cmd := c.command("export [flags] [FILE]", "Write what is remembered of targets and runs as text", 0, 1, func(cmd *cobra.Command, args []string) error {
		s, err := readStore(c.path)
		if err != nil {
			return err
		}
		defer s.Close()
		if len(args) == 0 || args[0] == "-" {
			return unfinished(s.Export(cmd.OutOrStdout()))
		}
		if err := writeFile(args[0], s.Export); err != nil {
			return &failure{code: exitUnfinished, err: pathError("write", args[0], err), hint: anotherFile}
		}
		return nil
	})
	cmd.Long += `, a line each,
to FILE or standard output: equal stores give equal bytes, and a change of one
target changes one line. Teams commit such a file or keep it in a cache of CI,
where "refmend store import" merges it into the store of the next run. The
reports of runs are not in it, nor are credentials.`
	cmd.Example = "  refmend store export links.jsonl"
	return cmd
}

func newStoreImport() *cobra.Command {
	c := &care{}
	cmd := c.command("import [flags] FILE...", "Merge exports into the store", 1, -1, func(cmd *cobra.Command, args []string) error {
		path, err := storePath(c.path)
		if err != nil {
			return err
		}
		s, err := store.Open(path, store.Options{Wait: time.Duration(c.wait)}) // made if there is none
		if err != nil {
			return unfinished(err)
		}
		for _, name := range args {
			if err := importFile(cmd, s, name); err != nil {
				return unfinished(errors.Join(err, s.Close()))
			}
		}
		return unfinished(s.Close())
	})
	cmd.Long += `, which is made if there is none; "-" is
standard input. Of two answers about a target the newer one stays, and their
pasts become one. It does not matter in which order files are imported, or how
often.`
	cmd.Example = "  refmend store import links.jsonl"
	c.addWait(cmd)
	return cmd
}

// importFile merges one export and says what came of it.
func importFile(cmd *cobra.Command, s *store.Store, name string) error {
	in := cmd.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return pathError("import", name, err)
		}
		defer f.Close()
		in = f
	}
	n, err := s.Import(in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d targets, of %d of them something new, and %d runs.\n", reports.Printable(name), n.Targets, n.Changed, n.Runs)
	return err
}

package reports

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// GitHub shows so many annotations of each level of one step, and no more.
const maxAnnotations = 10

// annotationLevels are the commands of annotations by severity.
var annotationLevels = map[audit.Severity]string{audit.SeverityError: "error", audit.SeverityWarning: "warning", audit.SeverityNote: "notice"}

// writeGitHub writes commands to the runner of GitHub Actions that annotate the
// lines of links in a change, the worst first, then a line that says how things
// stand and how many findings are not annotated. These commands are the only
// ones: nothing that comes from a document or page can begin a line, or end the
// value that it stands in.
func writeGitHub(w *bufio.Writer, r *audit.Report, _ Options) error {
	a := &annotator{w: w, shown: map[string]int{}, left: map[string]int{}}
	for _, d := range unread(r.Documents) {
		if !a.room("error") {
			continue
		}
		a.annotate("error", annotation{file: filePath(d.Path), title: "could not be read", message: Printable(excerpt(d.Path+": "+errorBeside(d), maxMessage))})
	}
	for _, f := range r.Findings() {
		if a.err != nil {
			return a.err
		}
		a.finding(f, r.Run)
	}
	a.line("refmend: " + Printable(strings.TrimSpace(shortfall(r)+" "+headline(r))))
	var left []string
	for _, level := range []string{"error", "warning", "notice"} {
		if n := a.left[level]; n > 0 {
			left = append(left, count(n, level))
		}
	}
	if len(left) > 0 {
		a.line(fmt.Sprintf("refmend: not annotated: %s; GitHub shows %d of each in a step.", strings.Join(left, ", "), maxAnnotations))
	}
	return a.err
}

// An annotator writes commands and remembers the first error.
type annotator struct {
	w           *bufio.Writer
	shown, left map[string]int // by level
	err         error
}

// An annotation is what a command says. All of it is [Printable].
type annotation struct {
	file, title, message string
	line, column         int // 0: not known
}

func (a *annotator) line(s string) {
	if a.err == nil {
		_, a.err = a.w.WriteString(s + "\n")
	}
}

func (a *annotator) finding(f audit.Finding, run audit.RunInfo) {
	level := annotationLevels[severity(f.Link.Verdict)]
	if !a.room(level) {
		return
	}
	n := annotation{
		file:    filePath(f.Document.Path),
		title:   f.Link.Verdict.State.String() + " reference link (" + excerpt(string(f.Link.Verdict.Reason), 40) + ")",
		message: message(f, run),
	}
	if f.Link.Part == "" && f.Link.Page == 0 {
		n.line, n.column = f.Link.Line, f.Link.Column16
	}
	if n.file == "" || n.line == 0 {
		n.message = Printable(excerpt(f.Place(), maxHarvest)) + ": " + n.message
	}
	a.annotate(level, n)
}

// room takes one of the places of a level, or counts who finds none.
func (a *annotator) room(level string) bool {
	if a.shown[level] == maxAnnotations {
		a.left[level]++
		return false
	}
	a.shown[level]++
	return true
}

// annotate writes one command.
func (a *annotator) annotate(level string, n annotation) {
	var properties []string
	add := func(name, value string) {
		properties = append(properties, name+"="+commandProperty.Replace(Printable(value)))
	}
	if n.file != "" {
		add("file", n.file)
		if n.line > 0 {
			add("line", fmt.Sprint(n.line))
		}
		if n.column > 0 {
			add("col", fmt.Sprint(n.column))
		}
	}
	add("title", n.title)
	a.line("::" + level + " " + strings.Join(properties, ",") + "::" + commandData.Replace(n.message))
}

// What the runner reads back in the values of commands (actions/toolkit,
// packages/core/src/command.ts).
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

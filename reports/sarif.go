package reports

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
)

// Services that show SARIF take so many results of a run; GitHub shows the
// first 5000 of them (documentation of code scanning, limits on SARIF results).
const maxSarifResults = 25_000

// sarifSchema is where the schema of SARIF 2.1.0 with errata 01 is published.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// writeSarif writes one run in SARIF 2.1.0 (OASIS Standard), one result a line:
// the findings, the worst first. What is fine or skipped is no result, documents
// that could not be read are notifications of the tool.
func writeSarif(w *bufio.Writer, r *audit.Report, _ Options) error {
	o := newObjector(w)
	findings := r.Findings()
	left := max(0, len(findings)-maxSarifResults)
	findings = findings[:len(findings)-left]

	o.text("{\n\"$schema\": ")
	o.value(sarifSchema)
	o.text(",\n\"version\": \"2.1.0\",\n\"runs\": [{\n\"tool\": {\"driver\": {\"name\": ")
	o.value(r.Tool.Name)
	o.text(", \"version\": ")
	o.value(r.Tool.Version)
	if v := semantic(r.Tool.Version); v != "" {
		o.text(", \"semanticVersion\": ")
		o.value(v)
	}
	o.text(", \"rules\": [")
	for i := range sarifRules {
		o.element(i == 0, sarifRules[i])
	}
	o.text("]}},\n\"columnKind\": \"utf16CodeUnits\",\n\"automationDetails\": ")
	o.value(map[string]string{"id": "refmend/" + r.Run.ID})
	o.text(",\n\"originalUriBaseIds\": ")
	o.value(map[string]sarifPlace{sarifRoot: {Description: &sarifText{Text: "The directory that the documents are named from."}}})
	o.text(",\n\"invocations\": [")
	o.value(sarifInvoked(r, left))
	o.text("],\n\"artifacts\": [")
	for i := range r.Documents {
		o.element(i == 0, map[string]sarifPlace{"location": sarifPlaceOf(r.Documents[i].Path)})
	}
	o.text("],\n\"results\": [")
	var prints fingerprinter
	for i, f := range findings {
		if o.err != nil {
			break
		}
		o.element(i == 0, sarifResultOf(f, r.Run, prints.of(f)))
	}
	o.text("]\n}]\n}\n")
	return o.err
}

// semantic gives version if it may be one of Semantic Versioning 2.0.0.
func semantic(version string) string {
	bare := strings.TrimPrefix(version, "v")
	if strings.Count(bare, ".") < 2 || bare[0] < '0' || bare[0] > '9' || strings.ContainsAny(bare, " \t\n") {
		return ""
	}
	return bare
}

// sarifInvoked tells how the run went. left is the number of results that the
// report has no room for.
func sarifInvoked(r *audit.Report, left int) sarifInvocation {
	run := sarifInvocation{Successful: r.Run.Complete, Start: sarifTime(r.Run.Started), End: sarifTime(r.Run.Finished)}
	say := func(level, text string, places ...sarifLocation) sarifNotification {
		return sarifNotification{level, sarifText{unlinked(Printable(excerpt(text, maxMessage)))}, places}
	}
	note := func(level, text string, places ...sarifLocation) {
		run.Notifications = append(run.Notifications, say(level, text, places...))
	}
	if missed := shortfall(r); missed != "" {
		note("error", missed)
	}
	if left > 0 {
		note("warning", fmt.Sprintf("%s left out of this report: it may have %d results. The worst are here.", count(left, "finding"), maxSarifResults))
	}
	for i := range r.Documents {
		d := &r.Documents[i]
		place := sarifLocation{Physical: &sarifPhysical{Artifact: sarifPlaceOf(d.Path)}}
		if d.Error != "" {
			note("error", d.Error, place)
		}
		for _, text := range d.Warnings {
			note("warning", text, place)
		}
	}
	for _, text := range r.Run.Warnings {
		run.Configuration = append(run.Configuration, say("warning", text))
	}
	return run
}

func sarifTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// sarifPlaceOf names a document as an artifact.
func sarifPlaceOf(path string) sarifPlace {
	address, relative := uri(path)
	switch {
	case address == "":
		return sarifPlace{Description: &sarifText{Text: "Standard input"}}
	case relative:
		return sarifPlace{URI: address, Base: sarifRoot}
	}
	return sarifPlace{URI: address}
}

func sarifResultOf(f audit.Finding, run audit.RunInfo, print string) sarifResult {
	l := f.Link
	res := sarifResult{
		Rule: Printable(string(l.Verdict.Reason)), Level: string(severity(l.Verdict)),
		Message:   sarifText{unlinked(message(f, run))},
		Locations: []sarifLocation{sarifLocationOf(f)},
		Prints:    map[string]string{"referenceLink/v1": print},
		State:     sarifStates[changeOf(l)],
		Properties: sarifProperties{
			State: l.Verdict.State.String(), Written: Printable(excerpt(l.Written, maxMessage)), Target: Printable(excerpt(string(l.Target), maxMessage)),
		},
	}
	if i, ok := sarifRuleIndex[l.Verdict.Reason]; ok {
		res.Index = &i
	}
	if text := fix(f); text != "" {
		region := sarifRegionOf(f)
		res.Fixes = []sarifFix{{
			Description: sarifText{"Write " + Printable(text)},
			Changes: []sarifChange{{Artifact: sarifPlaceOf(f.Document.Path), Replacements: []sarifReplacement{{
				Deleted: *region, Inserted: sarifContent{text},
			}}}},
		}}
	}
	return res
}

// unlinked keeps text from becoming a hyperlink in a message (SARIF, 3.11.6).
func unlinked(s string) string { return strings.ReplaceAll(s, "](", "] (") }

func changeOf(l *audit.Link) string {
	if l.History == nil {
		return ""
	}
	return string(l.History.Change)
}

// sarifLocationOf tells where a link stands, as exactly as it is known. Places
// inside an archive and pages have no region: viewers would look for it in the
// file itself.
func sarifLocationOf(f audit.Finding) sarifLocation {
	at := sarifLocation{Physical: &sarifPhysical{Artifact: sarifPlaceOf(f.Document.Path), Region: sarifRegionOf(f)}}
	if name := Printable(excerpt(f.Reference.Label, 40)); name != "" {
		at.Logical = []sarifLogical{{Name: name, Kind: "reference"}}
	}
	if at.Physical.Region == nil {
		at.Message = &sarifText{unlinked(Printable(excerpt(f.Place(), maxHarvest)))}
	}
	return at
}

// lineEnds makes all ends of lines the same.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// sarifRegionOf gives the place of a link in lines and bytes, and in columns
// where those are known in units of UTF-16.
func sarifRegionOf(f audit.Finding) *sarifRegion {
	l := f.Link
	if l.Line == 0 || l.Part != "" {
		return nil
	}
	region := &sarifRegion{Line: l.Line, Column: l.Column16}
	if l.Length > 0 && l.Offset != nil {
		region.Offset, region.Length = l.Offset, l.Length
		lines := strings.Split(lineEnds.Replace(l.Written), "\n")
		last := len(lines) - 1
		switch {
		case last > 0:
			region.EndLine, region.EndColumn = l.Line+last, units16(lines[last])+1
		case region.Column > 0:
			region.EndColumn = region.Column + units16(l.Written)
		}
	}
	return region
}

package reports_test

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/reports"
)

// exampleReport is a report on one entry, without the network.
func exampleReport() *audit.Report {
	doc, err := refs.Read("cited.bib", []byte("@article{novak2019, author = {Novak, Eva}, title = {Gauge Books}, year = 2019, doi = {10.5555/cl.2019–7–3}}"), refs.Options{})
	if err != nil {
		panic(err)
	}
	report, err := audit.Run(context.Background(), []audit.Input{{Document: doc}}, audit.Options{})
	if err != nil {
		panic(err)
	}
	return report
}

func ExampleWrite() {
	if err := reports.Write(os.Stdout, "bibtex", exampleReport(), reports.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// @misc{novak2019,
	//   author = {Novak, Eva},
	//   title = {Gauge Books},
	//   year = {2019},
	//   doi = {10.5555/cl.2019-7-3},
	//   annote = {repaired: A dash stands in the address or DOI where a hyphen belongs.}
	// }
}

func ExampleReadJSON() {
	var file bytes.Buffer
	if err := reports.Write(&file, "json", exampleReport(), reports.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	report, err := reports.ReadJSON(&file)
	if err != nil {
		fmt.Println(err) // it wraps reports.ErrNoReport if the file is none
		return
	}
	for _, f := range report.Findings() {
		fmt.Printf("%s:%d: %s (%s)\n", f.Document.Path, f.Link.Line, f.Link.Verdict.State, f.Link.Verdict.Reason)
	}
	// Output:
	// cited.bib:1: damaged (wrong-dash)
}

func ExampleForPath() {
	f, err := reports.ForPath("audit.html")
	fmt.Println(f.Name, err)
	// Output:
	// html <nil>
}

package refs_test

import (
	"fmt"

	"github.com/refmend/refmend/refs"
)

func ExampleRead() {
	text := `# Tides

## References

1. Novak, E. (2019). Gauge books of the Adriatic. Coastal Letters 7, 3-19. doi:10.5555/cl.2019–7–3
2. Holmes, R. (2023). Reading old ledgers by machine. https://ledgers.org/machine
`
	doc, err := refs.Read("tides.md", []byte(text), refs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range doc.References {
		fmt.Printf("[%s] line %d: %s (%d)\n", r.Label, r.Pos.Line, r.Title, r.Year)
		for _, l := range r.Links {
			fmt.Println("  written", l.Written)
			for _, d := range l.Defects {
				fmt.Println("  defect:", d.Code)
			}
			for _, p := range l.Repairs {
				fmt.Println("  write", p.Target, p.Confidence)
			}
		}
	}
	// Output:
	// [1] line 5: Gauge books of the Adriatic (2019)
	//   written 10.5555/cl.2019–7–3
	//   defect: wrong-dash
	//   write https://doi.org/10.5555/cl.2019-7-3 certain
	// [2] line 6: Reading old ledgers by machine (2023)
	//   written https://ledgers.org/machine
}

func ExampleTarget_Key() {
	a, _ := refs.ParseTarget("http://dx.doi.org/10.5555/ABC")
	b := refs.DOITarget("10.5555/abc")
	fmt.Println(a)
	fmt.Println(a.Key() == b.Key())
	// Output:
	// https://doi.org/10.5555/ABC
	// true
}

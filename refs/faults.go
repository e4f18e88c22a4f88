package refs

import "fmt"

// faults are what is wrong in a document of a format with a grammar: the first
// one is told, the others are counted.
type faults struct {
	count int
	first string
	where int // of the first one, in the text
}

// fault notes what is wrong at a place.
func (f *faults) fault(at int, format string, args ...any) {
	if f.count++; f.count == 1 {
		f.where, f.first = at, fmt.Sprintf(format, args...)
	}
}

// err gives an error that is ErrSyntax if anything is wrong in text.
func (f *faults) err(text string) error {
	switch f.count {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%w: line %d: %s", ErrSyntax, lineOf(text, f.where), f.first)
	}
	return fmt.Errorf("%w: line %d: %s (and %d more problems)", ErrSyntax, lineOf(text, f.where), f.first, f.count-1)
}

// lineOf counts the lines up to a place, from 1.
func lineOf(text string, at int) int {
	n := 1
	for i := 0; i < at; n++ {
		if _, i = lineEnd(text, i); i > at || i == len(text) {
			break
		}
	}
	return n
}

package refs

import "strings"

// nameForm is a way in which reference lists write a person's name.
type nameForm uint8

const (
	noName        nameForm = iota
	surnameFirst           // "Smith JA", "Smith J. A."
	commaInverted          // "Smith, J. A."
	forward                // "J. A. Smith"
	given                  // "Smith, John A."
	plain                  // "John A. Smith"
)

// A personName is where a name ends, and how it is written.
type personName struct {
	form     nameForm
	end      int
	initials initials // of all forms but given and plain
	words    int      // in full: of a plain name, of the given names of one
}

// fits tells whether a name can stand in a list whose first name is written as
// first: only the first one need be inverted.
func (n personName) fits(first nameForm) bool {
	switch first {
	case forward:
		return n.form == forward
	case given:
		return n.form != noName && n.form != surnameFirst
	case plain:
		return n.form == plain
	}
	return n.form == commaInverted || n.form == forward || n.form == surnameFirst
}

// readName reads the name at s[i:] in any form but plain.
func readName(s string, i int) personName {
	if i+2 < len(s) && isLower(s[i+1]) && isLower(s[i+2]) {
		return readInverted(s, i)
	}
	if in := readInitials(s, i); in.n > 0 && in.end < len(s) && (in.dotted || in.n <= 3) {
		at := in.end
		if s[at] == ' ' {
			at++
		}
		if at > in.end || in.dotted {
			if end := surname(s, at, 3); end > at && (in.dotted || hasLower(s[at:end])) {
				return personName{form: forward, end: nameSuffix(s, end), initials: in}
			}
		}
		if in.last > 0 && in.end-in.last > 2 && in.dotted { // "Y. J. Oh."
			return personName{form: forward, end: in.end - 1, initials: in}
		}
	}
	return readInverted(s, i)
}

// readInverted reads a name with the surname first.
func readInverted(s string, i int) personName {
	at := i
	for words := 0; words < 4; words++ {
		end := surname(s, at, 1)
		if end == at {
			break
		}
		behind := nameSuffix(s, end)
		if behind >= len(s) {
			break
		}
		if s[behind] == ',' {
			n := readGiven(s, behind+1)
			if words > 0 && (n.form == given && n.words > 1 || n.form == commaInverted && capitalWord(s, n.end+1) > n.end+1 && byteAt(s, n.end) == ' ') {
				return personName{} // two people: "Anna Brandt, Carl Ceder", "Anna Brandt, C. Ceder"
			}
			return n
		}
		if s[behind] != ' ' {
			break
		}
		at = behind + 1
		if at+2 < len(s) && (s[at] == 'y' || s[at] == 'e') && s[at+1] == ' ' && words == 0 { // "Ortega y Gasset"
			at += 2
		}
		if in := readInitials(s, at); in.n > 0 && (in.dotted || endsWord(s, in.end)) {
			if w := capitalWord(s, in.end+1); in.n < 3 && in.dotted && byteAt(s, in.end) == ' ' && w > in.end+1 && (byteAt(s, w) == ',' || strings.HasPrefix(s[w:], " (")) {
				break // "John P. Brandt, "
			}
			return personName{form: surnameFirst, end: nameSuffix(s, in.end), initials: in}
		}
	}
	return personName{}
}

// readGiven reads what follows the comma behind a surname.
func readGiven(s string, i int) personName {
	if i < len(s) && s[i] == ' ' {
		i++
	}
	if in := readInitials(s, i); in.n > 0 && (in.dotted || endsWord(s, in.end)) {
		end := in.end
		if p := particles(s, end+1); end < len(s) && s[end] == ' ' && p > end+1 && endsWord(s, p-1) { // "Berg, J. van der"
			end = p - 1
		}
		// "Fuller, R. Buckminster" has a name behind the initial.
		if end == in.end && end < len(s) && s[end] == ' ' {
			if w := capitalWord(s, end+1); w > end+1 && w < len(s) && s[w] == ',' && in.n == 1 {
				return personName{form: given, end: w}
			}
		}
		return personName{form: commaInverted, end: nameSuffix(s, end), initials: in}
	}
	at, end, words := i, i, 0
	for words < 3 {
		w := capitalWord(s, at)
		if w == at {
			if in := readInitials(s, at); in.n > 0 && words > 0 && (in.dotted || endsWord(s, in.end)) {
				end = in.end // the last of the given names
			}
			break
		}
		words++
		end = w
		if w == len(s) || s[w] != ' ' {
			break
		}
		at = w + 1
	}
	if end == i || !endsWord(s, end) && s[end-1] != '.' {
		return personName{}
	}
	return personName{form: given, end: nameSuffix(s, end), words: words}
}

// readPlain reads a name written as it is spoken: two to four words.
func readPlain(s string, i int) personName {
	for _, w := range []string{"On ", "An ", "A ", "To "} {
		if strings.HasPrefix(s[i:], w) {
			return personName{}
		}
	}
	at, end, words := i, i, 0
	for words < 4 {
		w := capitalWord(s, particles(s, at))
		if w <= at {
			in := readInitials(s, at)
			if in.n == 0 || !in.dotted && !endsWord(s, in.end) {
				break
			}
			w = in.end
		}
		end = w
		words++
		if w == len(s) || s[w] != ' ' {
			break
		}
		at = w + 1
	}
	if words < 2 || !endsWord(s, end) {
		return personName{}
	}
	return personName{form: plain, end: end, words: words}
}

package refs

// A jsonKind is what a token of JSON is, named by the byte it begins with.
type jsonKind byte

const (
	jsonEnd    jsonKind = 0 // of the document
	jsonString jsonKind = '"'
	jsonName   jsonKind = ':' // of a member, with its colon
	jsonObject jsonKind = '{'
	jsonArray  jsonKind = '['
	jsonClose  jsonKind = '}' // of the innermost object or array
	jsonPlain  jsonKind = '0' // a number, true, false or null
)

// A jsonToken is one of s[start:end], of a string or a name what stands
// between its quotes.
type jsonToken struct {
	kind       jsonKind
	start, end int
}

// A jsonScanner reads JSON (RFC 8259), or several texts of it one behind the
// other, token by token, and keeps the places. A comma too much, one too few
// and a line break in a string are noted and read over; at anything else that
// is wrong it stops.
type jsonScanner struct {
	faults
	s     string
	at    int
	open  []byte // the objects and arrays that are open
	start []int  // where they begin
	want  jsonWant
	// cutOff: the text ends in the middle of something.
	cutOff bool
}

// A jsonWant says what may come next.
type jsonWant uint8

const (
	wantValue      jsonWant = iota
	wantFirst               // a value or the end of an array
	wantFirstName           // a name or the end of an object
	wantName                // a name
	wantMore                // a comma or the end
	wantAfterComma          // a value, behind a comma
)

const deepestJSON = 10_000 // objects and arrays, as in encoding/json

// next gives the next token.
func (j *jsonScanner) next() jsonToken {
	for {
		j.blanks()
		if j.at == len(j.s) {
			if n := len(j.open); n > 0 {
				j.cutOff = true
				j.fault(j.start[n-1], "%s that begins here is never closed", jsonThing(j.open[n-1]))
				j.open = j.open[:0]
			}
			return jsonToken{kind: jsonEnd, start: j.at, end: j.at}
		}
		c := j.s[j.at]
		if c == '}' || c == ']' {
			if n := len(j.open); n > 0 && j.open[n-1] == c-2 {
				return j.close()
			}
			return j.stop("a %q that closes nothing", c)
		}
		switch j.want {
		case wantMore:
			if len(j.open) == 0 { // another text
				j.want = wantValue
				continue
			}
			if c == ',' {
				j.at++
			} else if c == '"' || c == '{' {
				j.fault(j.at, "a comma is missing")
			} else {
				return j.stop("a comma is expected, not %q", c)
			}
			j.want = wantAfterComma
			if j.open[len(j.open)-1] == '{' {
				j.want = wantName
			}
		case wantName, wantFirstName:
			if c == ',' {
				j.fault(j.at, "a comma too much")
				j.at++
				continue
			}
			if c != '"' {
				return j.stop("a name in quotes is expected, not %q", c)
			}
			return j.name()
		default:
			if c == ',' && len(j.open) > 0 {
				j.fault(j.at, "a comma too much")
				j.at++
				continue
			}
			return j.value(c)
		}
	}
}

// close ends the innermost object or array.
func (j *jsonScanner) close() jsonToken {
	if j.want == wantName || j.want == wantAfterComma {
		j.fault(j.at, "a comma too much")
	} else if j.want == wantValue && j.s[j.at] == '}' {
		j.fault(j.at, "a value is missing")
	}
	n := len(j.open) - 1
	j.open, j.start, j.want = j.open[:n], j.start[:n], wantMore
	j.at++
	return jsonToken{jsonClose, j.at - 1, j.at}
}

// name reads the name of a member and its colon.
func (j *jsonScanner) name() jsonToken {
	t, ok := j.quoted()
	t.kind = jsonName
	if !ok {
		return jsonToken{kind: jsonEnd, start: j.at, end: j.at}
	}
	j.blanks()
	if j.at < len(j.s) && j.s[j.at] == ':' {
		j.at++
	} else if j.at < len(j.s) {
		return j.stop("a colon is expected, not %q", j.s[j.at])
	}
	j.want = wantValue
	return t
}

// value reads the beginning of a value.
func (j *jsonScanner) value(c byte) jsonToken {
	switch {
	case c == '{' || c == '[':
		if len(j.open) == deepestJSON {
			return j.stop("objects and arrays are nested more than 10000 deep at this %q", c)
		}
		j.open, j.start = append(j.open, c), append(j.start, j.at)
		j.want = wantFirst
		if c == '{' {
			j.want = wantFirstName
		}
		j.at++
		return jsonToken{jsonKind(c), j.at - 1, j.at}
	case c == '"':
		j.want = wantMore
		t, _ := j.quoted()
		return t
	case isAlnum(c) || c == '-':
		start := j.at
		for j.at < len(j.s) && (isAlnum(j.s[j.at]) || j.s[j.at] == '-' || j.s[j.at] == '+' || j.s[j.at] == '.') {
			j.at++
		}
		if word := j.s[start:j.at]; isLetter(c) && word != "true" && word != "false" && word != "null" {
			j.cutOff = j.at == len(j.s)
			j.at = start
			return j.stop("a value is expected, not %q", clip(word))
		}
		j.want = wantMore
		return jsonToken{jsonPlain, start, j.at}
	}
	return j.stop("a value is expected, not %q", c)
}

// quoted reads a string; ok is false if it is never closed, and then it goes to
// the end.
func (j *jsonScanner) quoted() (t jsonToken, ok bool) {
	start, control := j.at+1, -1
	for i := start; i < len(j.s); i++ {
		switch c := j.s[i]; {
		case c == '"':
			if control >= 0 {
				j.fault(control, "a line break or a control character in a string")
			}
			j.at = i + 1
			return jsonToken{jsonString, start, i}, true
		case c == '\\':
			i++
		case c < ' ' && c != '\t' && control < 0:
			control = i
		}
	}
	j.cutOff = true
	j.fault(j.at, "a string that begins here is never closed")
	j.at, j.open = len(j.s), j.open[:0]
	return jsonToken{jsonString, start, len(j.s)}, false
}

// stop notes what is wrong and gives the rest up.
func (j *jsonScanner) stop(format string, what any) jsonToken {
	if c, ok := what.(byte); ok {
		what = string(rune(c))
		if c >= 0x80 {
			what = clip(cutRunes(j.s[j.at:], 4))
		}
	}
	j.fault(j.at, format, what)
	j.at, j.open = len(j.s), j.open[:0]
	return jsonToken{kind: jsonEnd, start: j.at, end: j.at}
}

func (j *jsonScanner) blanks() {
	for j.at < len(j.s) && isBlank(j.s[j.at]) {
		j.at++
	}
}

func jsonThing(c byte) string {
	if c == '{' {
		return "an object"
	}
	return "an array"
}

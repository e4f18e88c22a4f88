package refs

import (
	"strings"
	"unicode"
)

// An instruction is what a document says to refmend, in a comment of its format
// or a field of a record:
//
//	refmend: ignore REASON   the line that it stands in; alone on a line, the next one
//	refmend: off REASON      all up to "refmend: on", or the end
//	refmend = {ignore: REASON}   the record
//
// An entry of a list of references whose lines are meant is meant as a whole.
type instruction struct {
	start, end int // of the comment in the decoded source
	verb       string
	reason     string
	record     bool // it is the field of the record at start
}

// fieldForUs is the field of a record that holds an instruction.
const fieldForUs = "refmend"

const (
	longestComment   = 1000 // bytes
	mostInstructions = 2000 // in comments
)

// instructions are those of a document. Readers tell the comments.
type instructions struct {
	heard []instruction
	deaf  bool // there were more than are taken
}

// hear notes an instruction if a comment is one.
func (all *instructions) hear(comment string, start, end int) {
	head, said, ok := strings.Cut(cutRunes(comment, longestComment), ":")
	switch {
	case !ok || strings.TrimSpace(head) != fieldForUs:
	case len(all.heard) == mostInstructions:
		all.deaf = true
	default:
		all.note(said, instruction{start: start, end: end})
	}
}

// note adds an instruction with the verb and reason of what is said.
func (all *instructions) note(said string, in instruction) {
	said = fold(said)
	end := strings.IndexAny(said, ": ")
	if end < 0 {
		end = len(said)
	}
	in.verb = strings.ToLower(said[:end])
	in.reason = strings.TrimSpace(strings.TrimLeft(said[end:], ":-–— "))
	all.heard = append(all.heard, in)
}

// fault says why an instruction does not hold; "" if it does.
func (in *instruction) fault() string {
	switch {
	case in.record && in.verb != "ignore":
		return "a record can only say “ignore: REASON”"
	case in.verb == "on":
	case in.verb != "ignore" && in.verb != "off":
		return "it is none of “ignore REASON”, “off REASON” and “on”"
	case !strings.ContainsFunc(in.reason, isWordRune):
		return "it gives no reason"
	}
	return ""
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

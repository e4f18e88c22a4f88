package refs

import "strconv"

// docxNotes are the foot- or the endnotes of a document. Their labels are not
// written anywhere: they count the references in the text.
type docxNotes struct {
	kind     string // "footnotes"
	numbers  map[string]int
	last     int
	format   string
	start    int
	restarts bool // the count begins anew in places that are not known here
	lost     bool // references may be missing
}

// setNotes takes what the settings say of notes.
func (d *docxDocument) setNotes(settings string) {
	// Word numbers endnotes with small Roman numbers if nothing else is said.
	d.footnotes = docxNotes{kind: "footnotes", numbers: map[string]int{}, format: "decimal", start: 1}
	d.endnotes = docxNotes{kind: "endnotes", numbers: map[string]int{}, format: "lowerRoman", start: 1}
	var now *docxNotes
	eachTag(settings, func(t *xmlToken) {
		switch {
		case t.name == "footnotePr" && t.kind == xmlStart:
			now = &d.footnotes
		case t.name == "endnotePr" && t.kind == xmlStart:
			now = &d.endnotes
		case t.name == "footnotePr" || t.name == "endnotePr":
			now = nil
		case now != nil:
			now.set(t)
		}
	})
}

func (n *docxNotes) set(t *xmlToken) {
	switch t.name {
	case "numFmt":
		n.format = t.value("val")
	case "numStart":
		n.start = docxLevel(t.value("val"), 1<<20)
	case "numRestart":
		n.restarts = t.value("val") != "continuous"
	}
}

// refer counts a reference to a note. One with a mark of its own does not
// count.
func (n *docxNotes) refer(t *xmlToken) {
	id := t.value("id")
	if _, seen := n.numbers[id]; seen || id == "" {
		return
	}
	if v := t.value("customMarkFollows"); v != "" && v != "0" && v != "false" {
		n.numbers[id] = -1
		return
	}
	n.numbers[id] = n.last
	n.last++
}

// label gives the label of a note; ok is false if nothing refers to it.
func (n *docxNotes) label(id string) (label string, ok bool) {
	number, ok := n.numbers[id]
	if !ok || number < 0 || n.restarts {
		return "", ok || n.lost
	}
	return numberAs(n.format, n.start+number), true
}

func decimal(n int) string { return strconv.Itoa(n) }

// romanNumeral gives a number in capital Roman numerals; decimal beyond their usual
// range.
func romanNumeral(n int) string {
	if n < 1 || n > 3999 {
		return decimal(n)
	}
	var s string
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			s += d.sign
		}
	}
	return s
}

// alphabetic gives a number in capital letters as word processors do: Z is followed
// by AA, BB.
func alphabetic(n int) string {
	const most = 26 * 20
	if n < 1 || n > most {
		return decimal(n)
	}
	s := ""
	for k := 0; k <= (n-1)/26; k++ {
		s += string(rune('A' + (n-1)%26))
	}
	return s
}

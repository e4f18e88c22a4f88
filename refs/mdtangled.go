package refs

import "strings"

// isTangled tells text on which the parser would take more than linear time:
// containers nested hundreds deep, or thousands of marks of emphasis and
// brackets in one paragraph; or more memory than there may be: its trees take
// kilobytes a line. Nobody writes so; it is read as plain text.
func isTangled(s string) bool {
	const (
		mostMarks     = 4000 // of a paragraph
		mostNesting   = 200  // containers that a line opens
		longestTangle = 1 << 19
	)
	marks, lines := 0, 0
	var p paragraphs
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at)
		line := s[at:end]
		at = next
		body := strings.TrimLeft(line, " \t>-+*.)0123456789")
		lead := line[:len(line)-len(body)]
		if strings.Count(lead, ">")+strings.Count(lead, "- ")+strings.Count(lead, "+ ")+strings.Count(lead, "* ")+strings.Count(lead, ". ")+strings.Count(lead, ") ") > mostNesting {
			return true
		}
		if p.begins(lead, body) {
			marks = 0
		}
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case '*', '_', '~', '[':
				marks++
			}
		}
		if lines++; marks > mostMarks || lines > longestTangle {
			return true
		}
	}
	return false
}

// paragraphs tells, line by line, where a paragraph of Markdown certainly ends.
type paragraphs struct {
	blank  bool // the line before was
	table  bool // its ruler was seen
	listed bool // an item was seen
	indent int  // of it
}

// begins tells whether the line lead+body begins another paragraph than the one
// before it: behind an empty line, as a row of a table, or as an item of a list.
func (p *paragraphs) begins(lead, body string) bool {
	if body == "" && strings.Trim(lead, " \t>") == "" {
		p.blank, p.table = true, false
		return true
	}
	blank := p.blank
	p.blank = false
	if strings.Trim(body, "|:- \t") == "" && strings.Contains(body, "|") && strings.Contains(body, "-") {
		p.table = true
	}
	indent, starts, ok := listMarker(lead)
	switch {
	case ok && (p.listed && indent <= p.indent+5 || indent <= 3 && (starts || blank)):
		p.listed, p.indent = true, indent
		return true
	case blank && lead == "":
		p.listed = false
	}
	return blank || p.table
}

// listMarker tells whether what a line begins with ends with the marker of an
// item, where that stands, and whether it may end a paragraph (CommonMark 5.2).
func listMarker(lead string) (indent int, starts, ok bool) {
	s := strings.TrimRight(lead, " \t")
	if s == "" || len(s) == len(lead) {
		return 0, false, false
	}
	end := len(s) - 1
	indent = end
	switch s[end] {
	case '-', '+', '*':
		starts = true
	case '.', ')':
		for indent > 0 && isDigit(s[indent-1]) {
			indent--
		}
		if indent == end {
			return 0, false, false
		}
		starts = s[indent:end] == "1"
	default:
		return 0, false, false
	}
	return indent, starts, indent == 0 || isBlank(s[indent-1]) || s[indent-1] == '>'
}

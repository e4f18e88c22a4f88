package refs

import "strings"

// doiGoesOn tells whether the word behind the gap is a part of the DOI, by the
// shapes of DOIs alone.
func (g *gap) doiGoesOn() bool {
	d, next := g.left, g.next
	word := strings.TrimRight(next, closers)
	if d != "" && (g.lone && isAlnum(next[0]) || len(next) == 1 && g.loneSeparator()) {
		return true
	}
	if word == "" || d == "" {
		return false
	}
	first, last := next[0], d[len(d)-1]
	slash := strings.IndexByte(d, '/')
	switch {
	case slash < 0:
		switch d {
		case "10":
			return first == '.' && len(next) > 1 && isDigit(next[1])
		case "10.":
			return isDigit(first)
		}
		return first == '/' && len(next) > 1 && isAlnum(next[1]) || last == '.' && isDigit(first) && strings.Contains(next, "/")
	case last == '/':
		return (isAlnum(first) || opensSuffix(next)) && (hasDigit(word) || strings.ContainsAny(next, "./") || g.slash() || hasDigit(g.after) && word == next)
	case strings.Contains(d, "<") && !strings.Contains(d, ">"), foldSuffix(d, "co;"), first == '<' && siciOpen(next), siciGlyphs(d) && last == ':':
		return true
	}
	if i := strings.LastIndexAny(d, ">]"); i > 0 && i >= len(d)-len(">3.0.") && siciClose(">"+d[i+1:]+next+g.after) {
		return true
	}
	suffix := d[slash+1:]
	if g.joins > 1 && isAlnum(first) && strings.Contains(word, ".") && hasDigit(word) &&
		(len(suffix) < 4 && !hasDigit(suffix) && isLetter(last) || g.joins > 2 && isDigit(last) && strings.Trim(word, "0123456789.") == "" && g.final()) {
		return true // spaces everywhere: "10 .1109 /V LHCC.20 04.20"
	}
	if g.tornSuffix(suffix, word) {
		return true
	}
	switch last {
	case '-':
		return isAlnum(first) && (hasDigit(word) || len(word) == 1 || g.broken && !isUpper(first))
	case ')':
		if numberBehindYear(suffix, word) {
			return true
		}
		fallthrough
	case ':', '(', '<', '_':
		return isAlnum(first) && hasDigit(word) && (last != ')' && last != ':' || strings.ContainsAny(word, "([<") || suffix[0] == '(' && strings.Count(suffix, "(") == 1 || last == ':' && !isYear(word))
	case '.':
		if isAlnum(first) && g.wantsMore(d[:slash], suffix[:len(suffix)-1], word) {
			return true
		}
		return isAlnum(first) && (segmentMissing(suffix[:len(suffix)-1], word) || numberMissing(d[:slash], suffix[:len(suffix)-1], word, g.final()))
	}
	if strings.IndexByte(",;:", last) >= 0 {
		return false
	}
	switch first {
	case '-': // the rest of a number in groups, or its check digit
		return len(word) > 1 && isAlnum(word[1]) && (splitSerial(suffix, word) || isDigit(word[1]) && strings.Count(word, "-") > 2 ||
			isDigit(word[1]) && g.final() && strings.Trim(word, "0123456789.-_") == "" || strings.Contains(suffix, "-") && (len(word) == 2 || strings.Contains(word[1:], "-")))
	case '.', '/':
		if word == ".x" && strings.HasPrefix(suffix, "j.") && strings.Count(suffix, ".") == 3 {
			return true // Blackwell's j.ISSN.year.number.x
		}
		return len(word) > 1 && isAlnum(word[1]) && (hasDigit(word) || g.joins > 0 && isLetter(word[1]))
	case ':':
		return len(word) > 2 && word[1] == ':'
	}
	return isCode(word)
}

// loneSeparator tells whether the next word, a single character, is a separator
// that a text with spaces around all of them has in the DOI: one that the prefix
// wants, or one more behind others, with a piece of a suffix behind it.
func (g *gap) loneSeparator() bool {
	c, after := g.next[0], strings.TrimRight(g.after, closers)
	if strings.IndexByte("./-_:", c) < 0 || after == "" || !isAlnum(after[0]) || isStopWord(g.after) {
		return false
	}
	if !strings.Contains(g.left, "/") {
		return c == '.' && g.left == "10" || c == '/'
	}
	return g.joins > 1 && (isLower(after[0]) || hasDigit(after))
}

// numberBehindYear tells whether a suffix that stops behind a year in brackets
// lacks the number that tells articles apart, and word is that: Elsevier's old
// ISSN(year)number-check, and the JHEP's JHEP06(2013)081.
func numberBehindYear(suffix, word string) bool {
	i := strings.LastIndexByte(suffix, '(')
	if i < 4 {
		return false
	}
	head, year := strings.TrimLeft(suffix[:i], "Ss"), suffix[i+1:len(suffix)-1]
	if isISSN(head) && len(year) == 2 && allDigits(year) {
		return len(word) == 7 && allDigits(word[:5]) && word[5] == '-' && isAlnum(word[6])
	}
	return isYear(year) && isUpper(head[0]) && isDigit(head[len(head)-1]) && len(word) == 3 && allDigits(word)
}

// opensSuffix tells whether s begins with a bracket that stands at the start of
// suffixes: "(asce)0733-9429", "(SICI)1097-4571".
func opensSuffix(s string) bool {
	i := strings.IndexByte(s, ')')
	return i > 1 && s[0] == '(' && i+1 < len(s) && isDigit(s[i+1])
}

// tornSuffix tells whether the word goes on with a suffix in a text that has
// torn it at its separators.
func (g *gap) tornSuffix(suffix, word string) bool {
	first, last := g.next[0], suffix[len(suffix)-1]
	if g.joins == 0 || last == '.' && segmentsComplete(suffix[:len(suffix)-1]) {
		return false
	}
	opensEntry := g.after != "" && isUpper(g.after[0]) && allDigits(word)
	switch {
	case strings.IndexByte("./-", first) >= 0:
		return g.joins > 1 && len(word) > 1 && isAlnum(word[1])
	case last == '-' || last == '.' && g.torn():
		return isAlnum(first) && !opensEntry
	case last == '.' && isDigit(first):
		return !opensEntry && !isYear(word)
	case last == '.' && isLower(first):
		return hasDigit(word) || word == "x" && g.joins > 1
	}
	return false
}

// segmentsComplete tells whether a suffix has all segments of Elsevier's and
// Blackwell's patterns; see segmentMissing.
func segmentsComplete(suffix string) bool {
	parts := strings.Split(suffix, ".")
	if parts[0] != "j" || len(parts) < 5 {
		return false
	}
	return isYear(parts[2]) && allDigits(parts[4]) || isISSN(parts[1]) && parts[4] == "x"
}

// isCode tells whether a word is a long number with letters in it, which stands
// in no prose: the second half of "cropsci1996.0011183 X003600020026x".
func isCode(word string) bool {
	digits, letters := 0, 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case isLetter(c):
			letters++
		default:
			return false
		}
	}
	return digits >= 9 && letters > 0 && letters <= 3
}

// segmentMissing tells whether a suffix that stops at a dot lacks the segment
// that its publisher's pattern has next, and word can be that: Elsevier's
// j.journal.year.month.number, Blackwell's j.ISSN.year.number.x, and journal
// codes that a number must follow.
func segmentMissing(suffix, word string) bool {
	parts := strings.Split(suffix, ".")
	n := len(parts)
	lastPart := parts[n-1]
	switch {
	case !hasDigit(suffix):
		return len(word) > 6 && hasDigit(word) && strings.Contains(word, ".") && !strings.ContainsAny(word, ",:/()") || suffix == "j" && (isLower(word[0]) || isISSN(word))
	case parts[0] == "j" && n >= 2 && isISSN(parts[1]):
		return n < 4 && isDigit(word[0]) || n == 4 && word == "x"
	case parts[0] == "j" && n == 3 && isYear(lastPart), parts[0] == "j" && n == 4 && isYear(parts[2]) && len(lastPart) == 2:
		return len(word) >= 2 && isDigit(word[0]) && isDigit(word[1])
	case n == 2 && !hasDigit(parts[0]) && len(parts[0]) > 5 && allDigits(lastPart) && len(lastPart) < 4:
		return allDigits(word) && len(word) > 4
	}
	return false
}

// codeFirst are the registrants whose suffixes begin with a journal's code and
// a dot, the number of the article behind it: "jts.20107", "journal.pone.0071131",
// "1.4043757" (deposits at Crossref). A code alone is no DOI of theirs.
var codeFirst = fieldSet(`10.1001 10.1002 10.1037 10.1046 10.1056 10.1063 10.1073 10.1083 10.1084 10.1091 10.1093 10.1094 10.1097 10.1098 10.1101
 10.1103 10.1104 10.1105 10.1109 10.1111 10.1113 10.1115 10.1116 10.1119 10.1121 10.1124 10.1126 10.1128 10.1136 10.1148 10.1149 10.1152 10.1158
 10.1161 10.1164 10.1167 10.1172 10.1182 10.1183 10.1189 10.1190 10.1200 10.1210 10.1212 10.1353 10.1364 10.1371 10.1377 10.1378 10.1523
 10.2196 10.2337 10.2522 10.2353 10.3389 10.3402 10.3406 10.3917 10.4172 10.4103 10.5194 10.7554 10.1085 10.1074 10.1038 10.1086 10.1196
 10.1021 10.1076 10.1089 10.1095 10.1118 10.1176 10.1187 10.1192 10.1194 10.1242 10.1257 10.1287 10.1289 10.1291 10.1513 10.1530 10.1534 10.1542
 10.1586 10.1634 10.1667 10.2105 10.2215 10.2217 10.2323 10.2471 10.2527 10.3168 10.3174 10.3758 10.3945 10.4049 10.4155 10.4319`)

// numberMissing tells whether a suffix that stops at a dot lacks the number
// that tells articles apart, and word can be that: behind a journal's code, its
// ISSN or its year nothing else can end a DOI. final says that the sentence ends
// behind word, so that it begins no new entry.
func numberMissing(registrant, suffix, word string, final bool) bool {
	plain := allDigits(word)
	if codeFirst[registrant] && !hasDigit(suffix) && isUpper(word[0]) && len(word) > 5 && allDigits(word[1:]) {
		return true // "jbc.M909868199"
	}
	if !hasDigit(word) || isUpper(word[0]) || plain && (isYear(word) || !final && len(word) < 4) {
		return false
	}
	parts := strings.Split(suffix, ".")
	n := len(parts)
	switch {
	case codeFirst[registrant] && (!hasDigit(suffix) || len(suffix) <= 2 && allDigits(suffix)):
		return len(word) > 3 && (plain || isCodeWord(word))
	case !isDigit(word[0]):
		return false
	case n == 1 && isSerial(suffix):
		return plain && len(word) > 4 || yearFirst(word) || final && strings.Count(word, ".") == 2 && strings.Trim(word, "0123456789.") == ""
	case n == 2 && isSerial(parts[0]) && isYear(parts[1]):
		return plain
	case n >= 2 && n <= 4 && !hasDigit(parts[0]) && isYear(parts[1]) && parts[0] != "j":
		if n > 2 && len(parts[n-1]) > 2 || strings.Trim(word, "0123456789._") != "" {
			return false
		}
		return n != 3 || !plain // code.year.volume.issue.page, or code.year.number
	case n == 3 && codeFirst[registrant] && len(parts[0]) == 2 && allDigits(parts[0]):
		return true // Wolters Kluwer's "01.shk.0000191384.34066.85"
	}
	return false
}

// isCodeWord tells whether a word is made of letters, digits and dots as the
// numbers of articles are: "aaf8924", "wnl.0000172911.39167.b6".
func isCodeWord(word string) bool {
	digits := 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case !isLower(c) && c != '.':
			return false
		}
	}
	return digits > 3 && !strings.HasPrefix(word, "p.")
}

// yearFirst tells whether a word is a year, a dot and a number: "2012.678878".
func yearFirst(word string) bool {
	return len(word) > 8 && isYear(word[:4]) && word[4] == '.' && allDigits(word[5:])
}

// splitSerial tells whether the hyphen that word starts with is that of an ISSN,
// whose first half ends suffix.
func splitSerial(suffix, word string) bool {
	n := len(suffix)
	if n < 4 || !allDigits(suffix[n-4:]) || n > 4 && isDigit(suffix[n-5]) || len(word) < 5 {
		return false
	}
	return allDigits(word[1:4]) && (isDigit(word[4]) || lower(word[4]) == 'x')
}

// isSerial tells whether s is an ISSN, with or without its hyphen.
func isSerial(s string) bool {
	return isISSN(s) || len(s) == 8 && allDigits(s[:7]) && (isDigit(s[7]) || s[7] == 'X' || s[7] == 'x')
}

// isISSN tells whether s has the form of an ISSN, "0012-155X".
func isISSN(s string) bool {
	return len(s) == 9 && s[4] == '-' && allDigits(s[:4]) && allDigits(s[5:8]) && (isDigit(s[8]) || s[8] == 'X' || s[8] == 'x')
}

package refs

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// putLaTeX appends text whose commands and braces are resolved as far as
// bibliographies use them. In a verbatim field, such as url, only escapes
// are: ~ and $ are characters there.
func (w *weave) putLaTeX(raw string, source int, verbatim bool) {
	for at := 0; at < len(raw); {
		i := strings.IndexAny(raw[at:], "\\{}$~\r\n")
		if i < 0 {
			w.put(raw[at:], source+at)
			return
		}
		w.put(raw[at:at+i], source+at)
		at += i
		switch raw[at] {
		case '\\':
			at = w.putCommand(raw, at, source, verbatim)
		case '{', '}':
			at++
		case '~':
			if verbatim {
				w.put("~", source+at)
			} else {
				w.put(" ", source+at)
			}
			at++
		case '$':
			// "$<$" is how older styles write the brackets of a SICI.
			if verbatim && !strings.HasPrefix(raw[at:], "$<$") && !strings.HasPrefix(raw[at:], "$>$") && !strings.HasPrefix(raw[at:], `$\`) && !strings.HasSuffix(raw[:at], `\sim`) &&
				(at < 2 || raw[at-2] != '$') {
				w.put("$", source+at)
			}
			at++
		default:
			w.put(raw[at:at+1], source+at)
			at++
		}
	}
}

// accents are the commands that put a mark on the next letter, with the
// combining character.
var accents = map[string]string{
	"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", `"`: "\u0308", "r": "\u030A", "H": "\u030B",
	"v": "\u030C", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}

// symbols are the commands that stand for characters.
var symbols = map[string]string{
	"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "textunderscore": "_",
	"textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}", "sim": "~", "tilde": "~", "textendash": "–", "textemdash": "—", "textless": "<", "textgreater": ">", "lt": "<", "gt": ">", "langle": "<", "rangle": ">", "textbackslash": `\`,
	"slash": "/", "textquoteright": "’", "textquoteleft": "‘", "newblock": " ", "quad": " ", "textellipsis": "…", "dots": "…", "ldots": "…",
	"bibnamedelima": " ", "bibnamedelimb": " ", "bibnamedelimc": " ", "bibnamedelimd": " ", "bibnamedelimi": " ", "bibinitperiod": ".", "bibinitdelim": " ", "bibrangedash": "-",
}

// putCommand appends what the command at raw[at] stands for and gives the
// place behind it.
func (w *weave) putCommand(raw string, at, source int, verbatim bool) int {
	end := at + 1
	for end < len(raw) && isLetter(raw[end]) {
		end++
	}
	if end == at+1 { // of one character
		if end == len(raw) {
			w.put(`\`, source+at)
			return end
		}
		return w.putEscape(raw, at, source, verbatim)
	}
	name := raw[at+1 : end]
	switch name {
	case "url", "path", "nolinkurl", "doi", "texttt":
		return w.putArgument(raw, end, source, name != "texttt")
	case "href":
		return w.putHref(raw, end, source)
	}
	if s, ok := symbols[name]; ok {
		w.put(s, source+at)
		end = behindCommand(raw, end)
		w.mark(source + end)
		return end
	}
	if mark, ok := accents[name]; ok && len(name) == 1 {
		return w.putAccent(raw, behindCommand(raw, end), source, mark)
	}
	return behindCommand(raw, end)
}

// behindCommand skips the white space or the empty group that ends a command.
func behindCommand(raw string, at int) int {
	if strings.HasPrefix(raw[at:], "{}") {
		return at + 2
	}
	for at < len(raw) && isBlank(raw[at]) {
		at++
	}
	return at
}

// putEscape appends what a command of one character stands for.
func (w *weave) putEscape(raw string, at, source int, verbatim bool) int {
	_, n := utf8.DecodeRuneInString(raw[at+1:])
	c, end := raw[at+1:at+1+n], at+1+n
	if verbatim && c == "~" || strings.HasPrefix(raw[at:], `\~{}`) {
		w.put("~", source+at+1)
		end = strings.Index(raw[at:]+"{}", "{}") + at
		if end != at+2 {
			return at + 2
		}
		return min(at+4, len(raw))
	}
	if mark, ok := accents[c]; ok && !verbatim {
		return w.putAccent(raw, end, source, mark)
	}
	switch c {
	case "-", "/", "@": // discretionary hyphen, italic correction, spacing
		if verbatim && c != "-" {
			w.put(c, source+at+1)
		}
		return end
	case `\`, ",", ";", ":", "!", " ":
		if !verbatim {
			w.put(" ", source+at)
			return end
		}
		if c == `\` {
			w.put(raw[at:end], source+at)
			return end
		}
	}
	w.put(c, source+at+1)
	return end
}

// putAccent appends the letter at raw[at:], in braces or not, with a mark.
func (w *weave) putAccent(raw string, at, source int, mark string) int {
	start := at
	braced := at < len(raw) && raw[at] == '{'
	if braced {
		at++
	}
	letter := ""
	switch {
	case strings.HasPrefix(raw[at:], `\i`), strings.HasPrefix(raw[at:], `\j`):
		letter = raw[at+1 : at+2]
		at += 2
	case at < len(raw) && raw[at] != '}' && raw[at] != '\\':
		_, n := utf8.DecodeRuneInString(raw[at:])
		letter = raw[at : at+n]
		at += n
	}
	if braced && at < len(raw) && raw[at] == '}' {
		at++
	}
	if letter != "" {
		w.put(norm.NFC.String(letter+mark), source+start)
		w.mark(source + at)
	}
	return at
}

// group gives the inside of the braces at raw[at:], which may be preceded by
// white space, and the place behind them; ok is false if there are none.
func group(raw string, at int) (start, end, next int, ok bool) {
	for at < len(raw) && isBlank(raw[at]) {
		at++
	}
	if at == len(raw) || raw[at] != '{' {
		return at, at, at, false
	}
	depth := 0
	for i := at; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return at + 1, i, i + 1, true
			}
		}
	}
	return at + 1, len(raw), len(raw), true
}

const deepestCommand = 8 // commands inside commands

// putArgument appends the argument of \url and its likes.
func (w *weave) putArgument(raw string, at, source int, verbatim bool) int {
	if w.depth == deepestCommand {
		return at
	}
	start, end, next, ok := group(raw, at)
	if !ok {
		return at
	}
	w.depth++
	defer func() { w.depth-- }()
	if n := len(w.text); n > 0 && verbatim && !isBlank(w.text[n-1]) && isAlnum(w.text[n-1]) {
		w.put(" ", source+at)
	}
	w.putLaTeX(raw[start:end], source+start, verbatim)
	if verbatim && next < len(raw) && isAlnum(raw[next]) {
		w.put(" ", source+next)
	}
	return next
}

// putHref appends the second argument of \href, which leads to the first.
func (w *weave) putHref(raw string, at, source int) int {
	if w.depth == deepestCommand {
		return at
	}
	start, end, next, ok := group(raw, at)
	if !ok {
		return at
	}
	w.depth++
	defer func() { w.depth-- }()
	target := newWeave()
	target.depth = w.depth
	target.putLaTeX(raw[start:end], source+start, true)
	from, to, behind, ok := group(raw, next)
	w.openAnchor(string(target.text), source+start)
	if ok {
		w.putLaTeX(raw[from:to], source+from, false)
		next = behind
	}
	w.closeAnchor()
	return next
}

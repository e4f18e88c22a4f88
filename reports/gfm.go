package reports

import "strings"

// hyperlink shows an address, as a link if href is not "".
func hyperlink(shown, href string) string {
	if href == "" {
		return code(shown)
	}
	return "[" + escape(Printable(shown)) + "](" + destination.Replace(href) + ")"
}

// destination escapes what would end a link's destination or be read in it
// (GFM 6.1 and 6.6).
var destination = strings.NewReplacer("(", "\\(", ")", "\\)", "<", "\\<", ">", "\\>",
	"\\", "\\\\", "`", "\\`", "|", "\\|", "&", "&amp;")

// code shows text as a code span (GFM 6.3): nothing in it is markup, a mention
// or a link. Its fence is longer than any run of backticks in the text.
func code(text string) string {
	text = Printable(text)
	longest, run := 0, 0
	for _, c := range text {
		if c == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.TrimSpace(text) != text {
		text = " " + text + " "
	}
	if text == "" {
		return ""
	}
	return fence + text + fence
}

// prose escapes text from outside so that it is shown and does nothing. Words
// that GitHub and GitLab turn into links or mentions whatever escapes stand in
// them (addresses, @name, #1, !2, $3) are shown as code.
func prose(text string) string {
	words := strings.Split(Printable(text), " ")
	for i, w := range words {
		if active(w) {
			words[i] = codeWord(w)
		} else {
			words[i] = escape(w)
		}
	}
	return strings.Join(words, " ")
}

// codeWord shows a word as code, the punctuation of the sentence around it and
// quotation marks left outside.
func codeWord(w string) string {
	core := strings.TrimRight(w, ".,;:)]”’»")
	core = strings.TrimLeft(core, "([“‘«")
	if core == "" || active(w[:strings.Index(w, core)]) {
		return code(w)
	}
	at := strings.Index(w, core)
	return escape(w[:at]) + code(core) + escape(w[at+len(core):])
}

// active tells whether a word is one that would be made a link or a mention.
func active(w string) bool {
	if strings.ContainsAny(w, "@$") || strings.Contains(w, "://") {
		return true
	}
	if strings.Contains(strings.ToLower(w), "www.") {
		return true
	}
	for i := 0; i+1 < len(w); i++ {
		digit := '0' <= w[i+1] && w[i+1] <= '9'
		switch w[i] {
		case '#', '!', '&': // issues, merge requests, epics
			if digit {
				return true
			}
		case '-': // issues again: GH-1
			if digit && i >= 2 && strings.EqualFold(w[i-2:i], "gh") {
				return true
			}
		case '~', '%', '^': // labels, milestones, alerts
			if c := w[i+1] | 0x20; digit || w[i+1] == '"' || 'a' <= c && c <= 'z' {
				return true
			}
		}
	}
	return false
}

// escape puts a backslash before all that has a meaning inside a line of
// Markdown (GFM 6.1); what has one at the front of a line never stands there.
func escape(text string) string {
	if !strings.ContainsAny(text, special) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if strings.IndexByte(special, text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

const special = "\\`*_[]<>|~&$"

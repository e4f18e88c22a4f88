package reports

import (
	"path/filepath"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// stdinPath is the path of the document that came from standard input.
const stdinPath = "-"

// isWeb tells whether a document was fetched from the web.
func isWeb(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// filePath gives the path of a document as services name files, with slashes;
// "" if the document is no file.
func filePath(path string) string {
	if path == stdinPath || isWeb(path) {
		return ""
	}
	return strings.TrimPrefix(filepath.ToSlash(path), "./")
}

// uri gives the address of a document (RFC 3986), and whether it is relative to
// where the program ran; "" for standard input. A path keeps its bytes,
// escaped.
func uri(path string) (address string, relative bool) {
	if isWeb(path) {
		return escapeURI(path, reserved), false
	}
	file := filePath(path)
	if file == "" {
		return "", false
	}
	slashed := escapeURI(file, "")
	switch {
	case filepath.VolumeName(path) != "":
		return "file:///" + slashed, false
	case strings.HasPrefix(file, "/"):
		return "file://" + slashed, false
	}
	return slashed, true
}

// reserved are the signs that have a meaning in a URI (RFC 3986, 2.2), and "%".
const reserved = "%:?#[]@!$&'()*+,;="

// escapeURI escapes all but letters, digits, "-", ".", "_", "~", "/" and the
// signs in keep.
func escapeURI(s, keep string) string {
	const upperHex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~/", c) >= 0 || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', upperHex[c>>4], upperHex[c&15]})
		}
	}
	return b.String()
}

// fix gives the text to put in the place of what is written, if it is beyond
// doubt what belongs there, and just those bytes of a file can be replaced;
// else "".
func fix(f audit.Finding) string {
	l := f.Link
	if l.Length == 0 || l.Offset == nil || filePath(f.Document.Path) == "" || len(l.Repairs) == 0 {
		return ""
	}
	if l.Kind != refs.KindURL && l.Kind != refs.KindDOI {
		return ""
	}
	if s := l.Verdict.State; s != audit.Damaged && s != audit.Moved {
		return ""
	}
	r := l.Repairs[0]
	if r.Confidence != refs.Certain || r.Verified != nil && !*r.Verified || webAddress(string(r.Target)) == "" {
		return ""
	}
	for _, d := range l.Defects {
		if d.Code == refs.GluedText {
			return "" // the text that is glued to the link would be lost
		}
	}
	text := string(r.Target)
	if id := r.Target.DOI(); id != "" && !strings.Contains(strings.ToLower(l.Written), "doi.org") {
		text = id
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return ""
	}
	if f.Document.Format != refs.FormatText && f.Document.Format != refs.FormatURLs && bringsMarkup(text, l.Written) {
		return ""
	}
	return text
}

// bringsMarkup tells whether text has a sign which written lacks and which may
// be markup.
func bringsMarkup(text, written string) bool {
	for _, r := range text {
		plain := r < 0x80 && ('a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("-./:", r))
		if !plain && !strings.ContainsRune(written, r) {
			return true
		}
	}
	return false
}

package reports

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPrintable(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"empty":                {"", ""},
		"plain":                {"A title, 2019: [1] # x", "A title, 2019: [1] # x"},
		"scripts":              {"Сети 网络 ネット שלום", "Сети 网络 ネット שלום"},
		"no-break space":       {"a\u00a0b", "a\u00a0b"},
		"escape":               {"a\x1b[31mb", "a<U+001B>[31mb"},
		"title by OSC":         {"\x1b]0;pwned\a", "<U+001B>]0;pwned<U+0007>"},
		"C1 CSI":               {"a\u009b31m", "a<U+009B>31m"},
		"C1 byte":              {"a\x9b31m", "a<0x9B>31m"},
		"NUL and DEL":          {"a\x00b\x7f", "a<U+0000>b<U+007F>"},
		"direction":            {"\u202egnp.exe\u202c \u2066x\u2069", "<U+202E>gnp.exe<U+202C> <U+2066>x<U+2069>"},
		"zero width":           {"a\u200bb\ufeffc\u00add", "a<U+200B>b<U+FEFF>c<U+00AD>d"},
		"hangul filler":        {"a\u3164b", "a<U+3164>b"},
		"tags":                 {"a\U000e0041", "a<U+E0041>"},
		"private use":          {"a\ue000", "a<U+E000>"},
		"Persian non-joiner":   {"می\u200cخواهم", "می\u200cخواهم"},
		"non-joiner in Latin":  {"ex\u200cample", "ex<U+200C>ample"},
		"emoji family":         {"👩\u200d🚀", "👩\u200d🚀"},
		"line breaks":          {"a\r\nb\nc\td\u2028e\u0085f", "a  b c d e f"},
		"not UTF-8":            {"a\xff\xfeb", "a<0xFF><0xFE>b"},
		"command":              {"::error::x", ": :error::x"},
		"command after spaces": {"  ::set-output name=x::y", "  : :set-output name=x::y"},
		"command, second line": {"a\n::warning::b", "a : :warning::b"},
		"command, wide space":  {"\u3000::error::x", "\u3000: :error::x"},
		"C++":                  {"std::vector<int>", "std::vector<int>"},
		"IPv6":                 {"::1", "::1"},
		"old command":          {"x ##[error]y", "x ## [error]y"},
		"pipeline command":     {"x ##vso[task.setvariable]y", "x ##vso [task.setvariable]y"},
		"server message":       {"##teamcity[x]", "##teamcity [x]"},
		"heading":              {"## [1] x", "## [1] x"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Printable(tt.in); got != tt.want {
				t.Errorf("Printable(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// armed tells what in a line a terminal or a runner of builds would obey.
func armed(line string) string {
	if !utf8.ValidString(line) {
		return "invalid UTF-8"
	}
	for i, r := range line {
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
			return codePoint(r)
		case r == '[' && (strings.HasSuffix(line[:i], "##") || strings.HasSuffix(strings.ToLower(line[:i]), "##vso")):
			return "##["
		}
	}
	front := strings.TrimLeftFunc(line, unicode.IsSpace)
	if len(front) > 2 && front[:2] == "::" && front[2] < 0x80 && unicode.IsLetter(rune(front[2])) {
		return front[:3]
	}
	return ""
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"", "a", hostile, "a\u200d\u200db", "::::a", "##a##[", "\xe2\x80", " ::a ::b", "[[[[", "##\u200b[", "::ů"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Printable(s)
		if what := armed(once); what != "" {
			t.Errorf("Printable(%q) = %q has %s", s, once, what)
		}
		if twice := Printable(once); twice != once {
			t.Errorf("Printable(%q) = %q, then %q", s, once, twice)
		}
		for _, l := range Wrap(once, 12) {
			if what := armed(l); what != "" {
				t.Errorf("line %q of %q has %s", l, s, what)
			}
		}
	})
}

// Nothing that a document or page says reaches a terminal or a runner armed,
// in any format for them. What is for a runner is looked at by
// TestGitHubCommands, and a workbook is no text.
func TestNothingArmed(t *testing.T) {
	for _, f := range everyFormat() {
		if f.Name == "github" || f.Name == "xlsx" {
			continue
		}
		for i, l := range strings.Split(render(t, f.Name, rich(), Options{Width: 40, Verbose: true}), "\n") {
			if f.Name == "csv" || f.Name == "ris" {
				l = strings.TrimSuffix(l, "\r") // their lines end with it
			}
			if what := armed(l); what != "" {
				t.Errorf("%s, line %d: %s in %q", f.Name, i+1, what, l)
			}
		}
	}
	colored := render(t, "text", rich(), Options{Color: true, Verbose: true})
	if !strings.Contains(colored, "\x1b[1;31m") {
		t.Error("no colours in a coloured report")
	}
	plain := render(t, "text", rich(), Options{Verbose: true})
	if got := sgr.Replace(colored); got != plain {
		t.Error("a coloured report without its colours is not the plain report")
	}
}

var sgr = strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "", "\x1b[1;31m", "", "\x1b[1;32m", "", "\x1b[1;33m", "", "\x1b[1;35m", "", "\x1b[1;36m", "")

func TestClip(t *testing.T) {
	if got := clip("длинный текст", 7); got != "длинный… (6 more characters)" {
		t.Errorf("clip: %q", got)
	}
	if got := excerpt("длинный текст", 7); got != "длинный…" {
		t.Errorf("excerpt: %q", got)
	}
	for _, s := range []string{"", "short", "длин"} {
		if clip(s, 5) != s || excerpt(s, 5) != s {
			t.Errorf("%q was cut", s)
		}
	}
}

package refs

import (
	"errors"
	"strings"
	"testing"
)

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		o    Options
		is   error
		says string
	}{
		"empty":          {nil, Options{}, ErrEmpty, "read x: document is empty"},
		"white space":    {[]byte("\xEF\xBB\xBF \r\n\t"), Options{}, ErrEmpty, "nothing to check"},
		"PDF as text":    {[]byte("%PDF-1.7\n%\xE2\xE3\n1 0 obj\n"), Options{Format: FormatText}, ErrBinary, "looks like application/pdf; read it as pdf"},
		"PNG":            {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), Options{}, ErrBinary, "image/png"},
		"bzip2":          {[]byte("BZh91AY&SY\x00\x00\x00\x00\x00\x03"), Options{}, ErrBinary, "application/x-bzip2; unpack it first"},
		"RTF":            {[]byte(`{\rtf1\ansi http://a.org/\par}`), Options{Format: FormatText}, ErrBinary, "text/rtf"},
		"noise":          {[]byte(strings.Repeat("\x00\x01\x02\x03\x04abc\xFF", 100)), Options{}, ErrBinary, "application/octet-stream"},
		"unknown format": {[]byte("text"), Options{Format: "qif"}, ErrFormat, `unknown format "qif"`},
	} {
		doc, err := Read("x", c.data, c.o)
		if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if doc.Path != "x" || len(doc.References) != 0 {
			t.Errorf("%s: %+v", name, doc)
		}
	}
}

// TestTooLarge holds that a document beyond the bounds is told so, and that
// what was read of one with too many pieces is there.
func TestTooLarge(t *testing.T) {
	if _, err := Read("x", make([]byte, MaxSize+1), Options{}); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "more than 64 MB; split it") {
		t.Error(err)
	}
	skipLarge(t)
	doc, err := Read("x", []byte("http://a.org/"+strings.Repeat("<p>a", mostPieces+1)), Options{Format: FormatHTML})
	if !errors.Is(err, ErrTooLarge) || len(doc.References) != 1 {
		t.Error(len(doc.References), err)
	}
}

// TestTextSurvives holds that text which a sniffer of file types would take
// for something else, or that is a little damaged, is read.
func TestTextSurvives(t *testing.T) {
	for _, start := range []string{"BM is a firm. ", "a\x00b ", "\xFF ", "\x1B[1mbold\x1B[0m ", "GIF89a is a format. "} {
		text := start + "See http://a.org/x there.\n"
		doc, err := Read("x", []byte(text), Options{})
		if err != nil || len(doc.References) != 1 {
			t.Errorf("%q: %d references, %v", start, len(doc.References), err)
			continue
		}
		if l := doc.References[0].Links[0]; !strings.HasPrefix(text[l.Pos.Offset:], l.Written) || l.Written != "http://a.org/x" {
			t.Errorf("%q: %q at %+v", start, l.Written, l.Pos)
		}
	}
}

func TestDetect(t *testing.T) {
	const (
		page = "<!-- x -->\n<!DOCTYPE HTML><p>"
		bib  = "% library\n@article{a,\n year=2001}"
		list = "# list\nhttp://a.org/\n10.1000/182\n"
		text = "Words and http://a.org/ more.\n"
		mark = "# Title\n\nSee [a](http://a.org/).\n"
		feed = "<rss><channel><item><description>See [a](http://a.org/).</description></item></channel></rss>"
		book = "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"See [a](http://a.org/).\"}], \"nbformat\": 4}"
		tex  = "\\documentclass{article}\n\\begin{document}\nSee [a](http://a.org/).\n"
	)
	for _, c := range []struct {
		name, media, head string
		want              Format
	}{
		{"a.txt", "", text, FormatText}, {"a.txt", "", page, FormatHTML}, {"a.txt", "", bib, FormatText},
		{"a.HTML", "", text, FormatHTML}, {"a.htm", "", "", FormatHTML}, {"a.xhtml", "", page, FormatHTML},
		{"a.md", "", text, FormatMarkdown}, {"a.markdown", "", page, FormatMarkdown}, {"a.bib", "", text, FormatBibTeX}, {"a.urls", "", list, FormatURLs}, {"a.txt", "", list, FormatURLs}, {"a.txt", "", text, FormatText}, {"a.txt", "", mark, FormatText},
		{"-", "", page, FormatHTML}, {"-", "", bib, FormatBibTeX}, {"-", "", list, FormatURLs}, {"-", "", mark, FormatMarkdown}, {"-", "", text, FormatText},
		{"-", "", feed, FormatFeed}, {"-", "", "<?xml version='1.0'?>" + feed[5:], FormatXML}, {"-", "", book, FormatNotebook}, {"-", "", tex, FormatTeX}, {"a.dat", "", `{"a":"[a](http://a.org/)"}`, FormatJSON}, {"-", "", `["http://a.org/","http://b.org/"]`, FormatJSON}, {"-", "", "See [a](http://a.org/)", FormatMarkdown},
		{"http://a.org/x", "text/html; charset=x", text, FormatHTML}, {"http://a.org/x.md", "text/html", mark, FormatHTML},
		{"http://a.org/x.bib", "text/plain", bib, FormatBibTeX}, {"http://a.org/x", "text/markdown", text, FormatMarkdown}, {"http://a.org/x", "application/octet-stream", bib, FormatBibTeX},
	} {
		if got := detect(c.name, c.media, c.head); got != c.want {
			t.Errorf("%s, %q, %.20q: %s, want %s", c.name, c.media, c.head, got, c.want)
		}
	}
	head := func() []byte { return []byte("<!DOCTYPE html>") }
	if !Recognized("dir/A.Md", head) || Recognized("a.go", head) || Recognized("README", head) || !Recognized("a.xml", head) || Recognized("a.xml", func() []byte { return nil }) {
		t.Error("Known")
	}
}

// TestOddEnding holds that a name which promises another format than the
// document has is noticed, and that nothing is said where it does no harm.
func TestOddEnding(t *testing.T) {
	const page = "<!DOCTYPE html><title>T</title><p>http://a.org/x"
	for _, c := range []struct {
		name, text string
		o          Options
		want       Format
		warns      bool
	}{
		{"a.bib", page, Options{}, FormatHTML, true},
		{"a.bib", "@misc{k, url={http://a.org/x}}", Options{}, FormatBibTeX, false},
		{"a.bib", "% nothing http://a.org/x", Options{}, FormatBibTeX, false},
		{"a.txt", page, Options{}, FormatHTML, false},
		{"a.md", page, Options{}, FormatMarkdown, false},
		{"a.html", "@misc{k, url={http://a.org/x}}", Options{}, FormatBibTeX, true},
		{"a.bib", page, Options{Format: FormatHTML}, FormatHTML, false},
		{"http://a.org/a.bib", page, Options{MediaType: "text/html"}, FormatHTML, false},
		{"-", page, Options{}, FormatHTML, false},
	} {
		doc, err := Read(c.name, []byte(c.text), c.o)
		if err != nil || doc.Format != c.want || (len(doc.Warnings) > 0) != c.warns {
			t.Errorf("%s, %.10q: %s, %q, %v", c.name, c.text, doc.Format, doc.Warnings, err)
		}
	}
}

package crawler

import (
	"bytes"
	"slices"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// walk gives the tags that a markup finds.
func walk(text []byte) (marks []mark) {
	m := markup{text: text}
	for t, ok := m.next(); ok; t, ok = m.next() {
		marks = append(marks, t)
	}
	return marks
}

// tokenized gives the tags that x/net/html finds.
func tokenized(text []byte) (marks []mark) {
	z := html.NewTokenizer(bytes.NewReader(text))
	for start := 0; ; start += len(z.Raw()) {
		switch token := z.Next(); token {
		case html.ErrorToken:
			return marks
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			marks = append(marks, mark{start, start + len(z.Raw()), tagKind(z.Raw()), token == html.EndTagToken})
		}
	}
}

// markups are pages whose tags are hard to tell from what is none.
var markups = []string{
	"<!doctype html><html><head><title>a < b</title></head><body class=x><p>c</body>",
	"<a href='>'>b</a ><A HREF=\"/>\"/>c</A><br/><br / ><x-y><p-q>",
	"<a b = 'c>' d=e>f<a =b='>'><a b=/><a b= ><a /b='>' c><a b'>'c><a\"b='>'>",
	"<!-- <a> --><b><!--><c><!---><d><!-- - > --!><e><!--!><f>--><g><!-- --- ><h>-->",
	"<!a 'b>'><c><?d '>'><e></ f><g></><h></><",
	"<script>a</scrip></script ><script>'<b>'</SCRIPT><c><script/>d</script><e>",
	"<script><!-- <script> </script> <a> --></script><b><script><!--</script><c>",
	"<title><b></titl></title/><c><title></title><textarea><d></textarea><style><e></style><noscript><f></noscript>",
	"<scripts><a></scripts><title-x><b></title-x><iframe><c></iframe><xmp><d></xmp>",
	"<plaintext><a></plaintext>", "<a", "<a b", "<a b='>", "<a b=>", "</a", "</", "<!", "<!-", "<!--", "<title><b", "<title></title", "<a/", "<<a>><", "",
}

// A markup finds the same tags as the tokenizer.
func TestMarkup(t *testing.T) {
	for _, page := range markups {
		if got, want := walk([]byte(page)), tokenized([]byte(page)); !slices.Equal(got, want) {
			t.Errorf("%q: tags %v, want %v", page, got, want)
		}
	}
}

func TestTagKind(t *testing.T) {
	for tag, want := range map[string]atom.Atom{
		"<a>": atom.A, "<a": 0, "</a>": atom.A, "<H1/>": atom.H1, "</TITLE\n>": atom.Title, "<blockquote cite=x>": atom.Blockquote,
		"<x-y>": 0, "<annotation-xml>": atom.AnnotationXml, "<foreignobject-x>": 0, "<": 0, "</": 0, "": 0, "<é>": 0,
	} {
		if got := tagKind([]byte(tag)); got != want {
			t.Errorf("%q: %v, want %v", tag, got, want)
		}
	}
}

func FuzzMarkup(f *testing.F) {
	for _, page := range markups {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if got, want := walk(page), tokenized(page); !slices.Equal(got, want) {
			t.Errorf("tags %v, want %v", got, want)
		}
	})
}

// The time for hostile pages grows as their size does.
func BenchmarkHeadEnd(b *testing.B) {
	for name, page := range map[string][]byte{
		"landing":  landingPage(),
		"comments": bytes.Repeat([]byte("<!--"), maxHead/4),
		"scripts":  bytes.Repeat([]byte("<script><!--</script>"), maxHead/21),
		"open":     append([]byte("<title>"), bytes.Repeat([]byte("</titl"), maxHead/6)...),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				headEnd(page)
			}
		})
	}
}

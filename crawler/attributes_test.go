package crawler

import (
	"slices"
	"testing"
)

// tags are start tags whose attributes are hard to read.
var tags = []string{
	"<a>", "<a/>", "<a b>", "<a b c=d>", "<a b='c' d=\"e\" f=g>", "<A B=C Ⅻ=É K=\xff>", "<a b=c/d e=/>", "<a b= 'c'd>",
	"<a =b><a ==>", "<a = b>", "<a b = c>", "<a /b/c=d/>", "<a b='>' c>", "<a b=\"'\" c='\"'>", "<a b=\n c=\t>", "<a\rb\r\n='c\r\nd\re'>",
	"<a b=1 b=2>", "<a HREF=B Data-xY=Y ZZ=1 zz=2>", "<a É=1 é=2 xÉY=3>", "<a b='&amp;&lt;&gt;&quot;&apos;&#65;&#x42;&#66 & &'>", "<a b='?c&copy=1&copy;&copyx;&notit;&eacute;'>",
	"<a b='&amp'>", "<a b=&amp>", "<a b='&ampx;'>", "<a b=&>", "<a b='\x00' \x00=c>", "<a b='&#0;&#x80;&#xD800;'>", "<a b=\"&#38;amp;\">",
}

// The attributes of a tag are those that the tokenizer gives.
func TestAttributes(t *testing.T) {
	for _, tag := range tags {
		if got, want := attributes([]byte(tag)), appendTokenized(nil, []byte(tag)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}

func FuzzAttributes(f *testing.F) {
	for _, tag := range tags {
		f.Add([]byte(tag))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		for _, m := range walk(page) {
			tag := page[m.start:m.end]
			if got, want := attributes(tag), appendTokenized(nil, tag); !m.closing && !slices.Equal(got, want) {
				t.Errorf("%q: %q, want %q", tag, got, want)
			}
		}
	})
}

func TestMentions(t *testing.T) {
	for tag, want := range map[string]bool{
		"<p class=date>": true, "<p CLASS=upDATEd>": true, "<span/date>": true, "<p\nid=x\nPubliShed>": true, "<x date": true,
		"<date>": false, "<p>": false, "<p class=dat>": false, "<p class=dat": false, "<p publi\u017f>": false, "<p publis": false, "<": false,
	} {
		if got := mentions([]byte(tag), "date", "publish"); got != want {
			t.Errorf("%q: %v", tag, got)
		}
	}
}

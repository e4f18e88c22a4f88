package refs

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// openEPUB reads a book (EPUB 2 and 3): the pages of its spine in their order,
// each as a part. Links from page to page lead nowhere else and are none.
func openEPUB(data []byte, _ Options) ([]part, error) {
	a, err := openDocument(data, FormatEPUB, "EPUB book")
	if err != nil {
		return nil, err
	}
	name := ""
	eachTag(a.optional("META-INF/container.xml"), func(t *xmlToken) {
		if t.name == "rootfile" && name == "" {
			name = t.value("full-path")
		}
	})
	if !a.has(name) {
		if name = a.packageName(); name == "" {
			return nil, fmt.Errorf("%w: the book does not tell its pages; get a whole copy", ErrSyntax)
		}
	}
	src, err := a.text(name)
	if src == nil {
		return nil, err
	}
	if err != nil {
		a.damaged(err)
	}
	pages, locked := spineOf(src.text, name), a.lockedFiles()
	if a.sizeOf(pages) > uint64(a.left) {
		return nil, a.tooLarge()
	}
	var parts []part
	for _, name := range pages {
		if locked[strings.ToLower(name)] {
			return nil, fmt.Errorf("%w: its pages are locked by rights management (DRM)", ErrEncrypted)
		}
		src, err := a.text(name)
		if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrEncrypted) {
			return nil, err
		}
		if err != nil {
			a.damaged(err)
		}
		if src == nil {
			continue
		}
		page := *src
		page.text = withoutEmptyRaw(src.text)
		content, _ := readHTML(&page, Options{}) // HTML has no errors
		content.title = ""                       // a chapter's
		parts = append(parts, part{name: name, src: src, content: content})
	}
	if len(parts) == 0 {
		if a.damage == nil {
			a.damaged(fmt.Errorf("%w: the book has no pages that can be read", ErrSyntax))
		}
		return nil, a.damage
	}
	parts[0].content.title = elementText(src.text, "title")
	return parts, a.damage
}

// packageName finds the file that lists a book's files if the book does not
// name it.
func (a *archive) packageName() string {
	for _, name := range a.names {
		if strings.EqualFold(path.Ext(name), ".opf") {
			return name
		}
	}
	return ""
}

// spineOf gives the names of a book's pages in the order of reading, each once.
func spineOf(text, packageName string) []string {
	type entry struct{ name, media string }
	files := map[string]entry{}
	var pages []string
	seen := map[string]bool{}
	eachTag(text, func(t *xmlToken) {
		switch {
		case t.kind == xmlClose:
		case t.name == "item" && len(files) < mostFiles:
			href, _, _ := strings.Cut(t.value("href"), "#")
			if plain, err := url.PathUnescape(href); err == nil {
				href = plain
			}
			files[t.value("id")] = entry{partNamed(packageName, href), t.value("media-type")}
		case t.name == "itemref":
			f, ok := files[t.value("idref")]
			if ok && !seen[f.name] && (f.media == "" || strings.Contains(f.media, "html") || strings.Contains(f.media, "dtbook")) {
				seen[f.name] = true
				pages = append(pages, f.name)
			}
		}
	})
	return pages
}

// fontObfuscation are the methods that keep fonts from being copied, and no
// text from being read.
var fontObfuscation = []string{"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}

// lockedFiles gives the names, in lower case, of the files that are encrypted.
func (a *archive) lockedFiles() map[string]bool {
	locked := map[string]bool{}
	method := ""
	eachTag(a.optional("META-INF/encryption.xml"), func(t *xmlToken) {
		switch t.name {
		case "EncryptedData":
			method = ""
		case "EncryptionMethod":
			if method == "" {
				method = t.value("Algorithm")
			}
		case "CipherReference":
			name := t.value("URI")
			if plain, err := url.PathUnescape(name); err == nil {
				name = plain
			}
			if !slices.Contains(fontObfuscation, method) {
				locked[strings.ToLower(path.Clean(name))] = true
			}
		}
	})
	return locked
}

// withoutEmptyRaw blanks the elements of XHTML that are empty, in the way of
// XML, where HTML would read on as raw text: "<title/>", "<script src="a.js"/>".
func withoutEmptyRaw(text string) string {
	var b []byte
	for at := 0; ; {
		i := strings.Index(text[at:], "/>")
		if i < 0 {
			break
		}
		end := at + i + len("/>")
		if start := strings.LastIndexByte(text[at:end], '<'); start >= 0 {
			start += at
			name := text[start+1 : end-2]
			if k := strings.IndexAny(name, " \t\r\n"); k >= 0 {
				name = name[:k]
			}
			if rawElements[strings.ToLower(name)] {
				if b == nil {
					b = []byte(text)
				}
				for k := start; k < end; k++ {
					b[k] = ' '
				}
			}
		}
		at = end
	}
	if b == nil {
		return text
	}
	return string(b)
}

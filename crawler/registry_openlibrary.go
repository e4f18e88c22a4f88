package crawler

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/refmend/refmend/audit"
)

// openLibraryPath asks about books (openlibrary.org/dev/docs/api/books).
func openLibraryPath(_ *Options, isbns []string) string {
	q := url.Values{}
	q.Set("bibkeys", "ISBN:"+strings.Join(isbns, ",ISBN:"))
	q.Set("format", "json")
	q.Set("jscmd", "data")
	return "/api/books?" + q.Encode()
}

// readOpenLibrary reads what is known of books. Those that Open Library does not
// have are left out: it has far from all.
func readOpenLibrary(status int, body []byte) (map[string]word, bool) {
	type named []struct{ Name string }
	var said map[string]struct {
		Title, Subtitle     string
		Authors, Publishers named
		Date                string `json:"publish_date"`
	}
	if status != http.StatusOK || json.Unmarshal(body, &said) != nil || said == nil {
		return nil, false
	}
	told := map[string]word{}
	for key, book := range said {
		isbn, ok := strings.CutPrefix(key, "ISBN:")
		if !ok || book.Title == "" {
			continue
		}
		m := audit.Metadata{Title: plainText(book.Title), Published: isoDate(book.Date), Type: "book", Source: audit.SourceRegistry}
		if sub := plainText(book.Subtitle); sub != "" {
			m.Title += ": " + sub
		}
		for _, a := range book.Authors[:min(len(book.Authors), maxAuthors)] {
			if name := plainText(a.Name); name != "" {
				m.Authors = append(m.Authors, name)
			}
		}
		if len(book.Publishers) > 0 {
			m.Publisher = fold(book.Publishers[0].Name, maxName)
		}
		told[strings.ToUpper(isbn)] = word{metadata: m}
	}
	return told, true
}

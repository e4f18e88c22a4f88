package crawler

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/refmend/refmend/audit"
)

// arXivPath asks about e-prints (info.arxiv.org/help/api/user-manual.html). Without
// max_results only ten are told.
func arXivPath(_ *Options, ids []string) string {
	return fmt.Sprintf("/api/query?id_list=%s&max_results=%d", url.QueryEscape(strings.Join(ids, ",")), len(ids))
}

// plainArXiv gives an identifier as the API writes it: in small letters, without
// the subject class that old ones may have ("math.GT/0309136").
func plainArXiv(id string) string {
	archive, number, old := strings.Cut(strings.ToLower(id), "/")
	if !old {
		return archive
	}
	archive, _, _ = strings.Cut(archive, ".")
	return archive + "/" + number
}

// withoutVersion splits an identifier: "2101.00001v2" is version 2 of
// "2101.00001". Version 0 says that it names none.
func withoutVersion(id string) (string, int) {
	i := strings.LastIndexByte(id, 'v')
	if i < 0 {
		return id, 0
	}
	n, err := strconv.Atoi(id[i+1:])
	if err != nil || n < 1 {
		return id, 0
	}
	return id[:i], n
}

// An arXivEntry is what the Atom feed says of one version of an e-print.
type arXivEntry struct {
	ID        string `xml:"id"`
	Title     string `xml:"title"`
	Summary   string `xml:"summary"`
	Published string `xml:"published"`
	Updated   string `xml:"updated"`
	Authors   []struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Comment string `xml:"comment"`
	DOI     string `xml:"doi"`
}

// readArXiv reads an Atom feed of the API as far as it goes. It tells what is
// known of each version in it, and under the bare identifier of the newest. An
// identifier that it cannot read it denies, and tells of no other then; one that
// is left out may exist: the feed is empty at times for no reason.
func readArXiv(status int, body []byte) (map[string]word, bool) {
	if status != http.StatusOK && status != http.StatusBadRequest {
		return nil, false
	}
	told := map[string]word{}
	newest := map[string]int{}
	feed := false
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		token, err := d.Token()
		if err != nil {
			return told, feed && (errors.Is(err, io.EOF) || len(told) > 0)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case !feed:
			if feed = start.Name.Local == "feed"; !feed {
				return nil, false
			}
		case start.Name.Local == "entry":
			var e arXivEntry
			if d.DecodeElement(&e, &start) != nil {
				return told, len(told) > 0
			}
			if id, ok := e.unreadable(); ok {
				told[id] = word{denied: true}
				continue
			}
			_, id, ok := strings.Cut(e.ID, "arxiv.org/abs/")
			if !ok || strings.TrimSpace(e.Title) == "" {
				continue
			}
			id = plainArXiv(id)
			bare, version := withoutVersion(id)
			w := word{metadata: e.metadata()}
			if told[id] = w; version >= newest[bare] {
				told[bare], newest[bare] = w, version
			}
		}
	}
}

// unreadable gives the identifier that the entry says cannot be read.
func (e *arXivEntry) unreadable() (id string, ok bool) {
	if !strings.Contains(e.ID, "/api/errors") {
		return "", false
	}
	id, ok = strings.CutPrefix(strings.TrimSpace(e.Summary), "incorrect id format for ")
	return plainArXiv(id), ok
}

func (e *arXivEntry) metadata() audit.Metadata {
	m := audit.Metadata{
		Title: plainText(e.Title), Published: isoDate(e.Published), Publisher: "arXiv", DOI: fold(e.DOI, maxURL), Type: "article", Source: audit.SourceRegistry,
	}
	for _, a := range e.Authors[:min(len(e.Authors), maxAuthors)] {
		if name := plainText(a.Name); name != "" {
			m.Authors = append(m.Authors, name)
		}
	}
	if e.withdrawn() {
		m.Notices = []audit.Notice{{Type: "withdrawal", Date: isoDate(e.Updated)}}
	}
	return m
}

// What authors write who withdraw an e-print: a sentence of its own in the
// comment, or the beginning of what stands in place of the abstract.
var (
	withdrawnComment = regexp.MustCompile(`(?i)(?:^|[.;!] )(?:(?:this|the) )?(?:(?:paper|article|manuscript|submission|preprint|work|note|draft) )?(?:(?:has been|is|was|is being|has now been) )?withdrawn\b( from)?(?: arxiv)?`)
	withdrawnSummary = regexp.MustCompile(`(?i)^(?:this|the) (?:paper|article|manuscript|submission|preprint|work|note|draft) (?:has been|is|was|is being|has now been) (?:temporarily )?withdrawn\b( from)?(?: arxiv)?`)
)

// withdrawn tells whether the e-print has been withdrawn; of a journal or
// conference it may have been and still stand.
func (e *arXivEntry) withdrawn() bool {
	says := func(s string, pattern *regexp.Regexp) bool {
		m := pattern.FindStringSubmatch(strings.Join(strings.Fields(s), " "))
		return m != nil && (m[1] == "" || strings.HasSuffix(strings.ToLower(m[0]), "arxiv"))
	}
	return says(e.Comment, withdrawnComment) || says(e.Summary, withdrawnSummary)
}

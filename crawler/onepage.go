package crawler

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/refmend/refmend/refs"
)

// original gives the address of the page that an archived copy is of; other addresses
// are their own.
func original(address string) string {
	if c, ok := refs.Target(address).Archived(); ok && c.Original != "" {
		return string(c.Original)
	}
	return address
}

// isOnePage tells whether an address is by its form that of one page, whose title
// one cites.
func isOnePage(address string) bool {
	u, err := url.Parse(address)
	if err != nil || isStart(u) || speaksOf(u, searchWords, searchWords) {
		return false
	}
	query := u.Query()
	for _, key := range searchKeys {
		if query.Has(key) {
			return false
		}
	}
	where := strings.Trim(strings.ToLower(u.Path), "/")
	if language, rest, _ := strings.Cut(where, "/"); isLanguageCode(language) {
		where = rest
	}
	if listPath.MatchString(where) || isListed(query) || choosesLanguage(u, query) {
		return false
	}
	dir, name := path.Split(where)
	stem, _, _ := strings.Cut(name, ".")
	return len(query) > 0 || (dir != "" || strings.ContainsAny(name, "-_.0123456789")) && !slices.Contains(sectionWords, stem)
}

// listPath tells the paths of lists, whose entries go on to the next page of it in
// time: by number, by date, by subject.
var listPath = regexp.MustCompile(`(?:^|/)(?:page/\d+|(?:19|20)\d\d(?:/[01]?\d(?:/[0-3]?\d)?)?|(?:category|categories|tags?|topics?|authors?|archives?|labels?|rubrics?|rubrik|kategorien?|categorias?|categoria|kategoria)/[^/]*)$`)

// isListed tells whether the parameters of an address are those of one page of a list.
func isListed(query url.Values) bool {
	for _, key := range []string{"page", "paged", "pg", "offset", "start"} {
		if _, err := strconv.Atoi(query.Get(key)); err == nil {
			return true
		}
	}
	return false
}

// choosesLanguage tells the address of a start page with nothing but a language.
func choosesLanguage(u *url.URL, query url.Values) bool {
	for key := range query {
		if !slices.Contains(languageKeys, strings.ToLower(key)) {
			return false
		}
	}
	return isStart(&url.URL{Path: u.Path})
}

var languageKeys = []string{"lang", "language", "lng", "locale", "hl", "l"}

// sectionWords are the last segments of the paths of sections.
var sectionWords = strings.Fields(`publications publication reports papers articles documents resources library news press media archive archives downloads download
	data datasets statistics research projects programmes programs policies policy guidelines guidance standards legislation laws services products topics blog about events
	catalog catalogue contents list all latest current today
	publikationen veroffentlichungen veroeffentlichungen berichte dokumente aktuelles presse downloads daten statistik forschung projekte themen
	ressources documents rapports actualites publicaciones documentos informes recursos noticias publicacoes relatorios recursos pubblicazioni documenti rapporti notizie
	publicaties documenten rapporten nieuws publikationer rapporter nyheder publikacje dokumenty raporty aktualnosci publikace zpravy publikacii publikatsii dokumenty novosti news-and-events press-releases`)

// searchWords are segments of the paths of pages that list what was searched for,
// searchKeys parameters of their addresses.
var (
	searchWords = []string{"search", "results", "find", "suche", "recherche", "buscar", "busca", "cerca", "zoeken", "szukaj", "poisk"}
	searchKeys  = []string{"q", "query", "search", "keyword", "keywords", "s", "term", "text"}
)

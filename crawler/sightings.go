package crawler

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// sightings looks in the page that a chain has ended at for the titles that it is
// cited by. Mostly its own title is one, and nothing more is read. What is no page
// that can be told to be without a title is not searched, and so proves nothing.
func (ch *chain) sightings(a *answer, sought *audit.Sought, m *audit.Metadata) []audit.Sighting {
	search := sought.Search(m)
	if search.Settled() || m.Title == "" || !ch.endsAtOnePage() || !a.isWholePage() || isGate(m.Title) {
		return search.Sightings(false)
	}
	p := newPageReader(search)
	p.read(decodeCharset(a.body, a.header.Get("Content-Type")))
	return search.Sightings(p.isReadable())
}

// isWholePage tells whether the answer is a page in HTML that was read to its end.
func (a *answer) isWholePage() bool {
	return a.status == http.StatusOK && !a.truncated && a.bodyErr == nil && a.showsPage()
}

// endsAtOnePage tells whether the address that was asked for, and the one that it
// leads to, are by their form those of one page each, which does not come about in
// the browser: not of the start or a section of a site, which is cited for what can
// be reached from there, of a search or of a page on the way to another.
func (ch *chain) endsAtOnePage() bool {
	if len(ch.hops) == 0 {
		return false
	}
	from, to := ch.hops[0].URL, ch.end()
	return isOnePage(from) && isOnePage(to) && !isStopover(from, to) && !builtByScripts(to) && !isUnderAny(hostName(to), licenceHosts)
}

// licenceHosts are those of licences, which stand beside what is licensed.
var licenceHosts = []string{"opensource.org", "gnu.org", "rightsstatements.org"}

func isOnePage(address string) bool {
	if c, ok := refs.Target(address).Archived(); ok && c.Original != "" {
		address = string(c.Original)
	}
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
	dir, name := path.Split(strings.TrimSuffix(u.Path, "/"))
	return len(query) > 0 || strings.Trim(dir, "/") != "" || strings.ContainsAny(name, "-_.0123456789")
}

// searchWords are segments of the paths of pages that list what was searched for,
// searchKeys parameters of their addresses.
var (
	searchWords = []string{"search", "results", "find", "suche", "recherche", "buscar", "busca", "cerca", "zoeken", "szukaj", "poisk"}
	searchKeys  = []string{"q", "query", "search", "keyword", "keywords", "s", "term", "text"}
)

// isGate tells whether a title is that of a page which stands before others, or
// which says that these cannot be shown now.
func isGate(title string) bool {
	low := strings.ToLower(title)
	return gateWords.anyIn(low) || excuses.anyIn(low)
}

// gateWords stand in the titles of such pages, in small letters.
var gateWords = newPhrases(
	"log in", "login", "logon", "sign in", "sign-in", "signin", "register", "registration", "subscribe", "terms of", "terms and", "conditions", "privacy", "cookie", "consent", "disclaimer", "agreement",
	"access denied", "forbidden", "blocked", "verif", "security", "robot", "human", "browser", "javascript", "just a moment", "loading", "redirect", "error", "timeout", "timed out", "session", "unavailable", "choose your", "select your",
	"вход", "войти", "регистрац", "согласи", "услови", "доступ", "ошибка", "загрузка", "сесси", "вхід", "увійти", "реєстрац", "помилка",
	"registrier", "nutzungsbedingung", "datenschutz", "einwilligung", "zugriff", "zugang", "fehler", "sitzung",
	"connexion", "inscription", "confidentialit", "accès", "erreur", "iniciar", "registro", "condiciones", "privacidad", "acceso", "sesión", "condições", "acesso", "sessão", "erro",
	"accesso", "registrazione", "condizioni", "sessione", "inloggen", "aanmelden", "voorwaarden", "toestemming", "fout",
	"logga in", "villkor", "log ind", "logg inn", "vilkår", "fejl", "zaloguj", "logowanie", "regulamin", "błąd", "přihlá", "podmínky", "chyba",
)

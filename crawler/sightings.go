package crawler

import (
	"net/http"
	"strings"

	"github.com/refmend/refmend/audit"
)

// sightings looks in the page that a chain has ended at for the titles that it is
// cited by. Mostly its own title is one, and nothing more is read. What is no page
// that can be told to be without a title is not searched, and so proves nothing; nor
// is one that calls itself the start of its site: where scripts show the pages, hosts
// send that for all of them.
func (ch *chain) sightings(a *answer, sought *audit.Sought, m *audit.Metadata) []audit.Sighting {
	search := sought.Search(m)
	if search.Settled() || m.Title == "" || !ch.endsAtOnePage() || !a.isWholePage() || isGate(m.Title) || m.Canonical != "" && !isOnePage(original(m.Canonical)) {
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
	from, to := original(ch.hops[0].URL), original(ch.end())
	return isOnePage(from) && isOnePage(to) && !isStopover(from, to) && !builtByScripts(to) && !isUnderAny(hostName(to), unlikeTitles)
}

// unlikeTitles are hosts of what is cited by other words than it bears: licences,
// which stand beside what is licensed; programs, models and data, which have names
// instead of titles; posts, which have none; files and maps, which scripts show.
var unlikeTitles = []string{
	"opensource.org", "gnu.org", "rightsstatements.org",
	"sourceforge.net", "launchpad.net", "gitee.com", "pypi.org", "npmjs.com", "crates.io", "rubygems.org", "packagist.org", "hub.docker.com", "huggingface.co", "kaggle.com",
	"instagram.com", "threads.net", "tiktok.com", "bsky.app", "mastodon.social", "t.me", "telegram.me", "vk.com", "ok.ru", "weibo.com", "pinterest.com", "tumblr.com",
	"dropbox.com", "sharepoint.com", "live.com", "box.com", "disk.yandex.ru", "yadi.sk", "mega.nz", "icloud.com", "issuu.com", "calameo.com", "yumpu.com",
	"arcgis.com", "powerbi.com", "tableau.com", "shinyapps.io",
}

// isGate tells whether a title is that of a page which stands before others, or
// which says that these cannot be shown now.
func isGate(title string) bool {
	low := strings.ToLower(title)
	return gateWords.anyIn(low) || excuses.anyIn(low)
}

// gateWords stand in the titles of such pages, in small letters.
var gateWords = newPhrases(
	"log in", "login", "logon", "sign in", "sign-in", "signin", "register", "registration", "subscribe", "terms of", "terms and", "conditions", "privacy", "cookie", "consent", "disclaimer", "agreement",
	"access denied", "forbidden", "blocked", "verif", "security", "robot", "human", "browser", "javascript", "just a moment", "loading", "please wait", "waiting room", "queue", "in line", "before you", "are you", "healthcare professional", "health professional", "notice", "redirect", "error", "timeout", "timed out", "session", "unavailable", "choose ", "select ",
	"вход", "войти", "регистрац", "согласи", "услови", "доступ", "ошибка", "загрузка", "сесси", "вхід", "увійти", "реєстрац", "помилка",
	"registrier", "nutzungsbedingung", "datenschutz", "einwilligung", "zugriff", "zugang", "fehler", "sitzung",
	"connexion", "inscription", "confidentialit", "accès", "erreur", "iniciar", "registro", "condiciones", "privacidad", "acceso", "sesión", "condições", "acesso", "sessão", "erro",
	"accesso", "registrazione", "condizioni", "sessione", "inloggen", "aanmelden", "voorwaarden", "toestemming", "fout",
	"logga in", "villkor", "log ind", "logg inn", "vilkår", "fejl", "zaloguj", "logowanie", "regulamin", "błąd", "přihlá", "podmínky", "chyba",
)

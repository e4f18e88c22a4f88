package crawler

import (
	"fmt"
	"html"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/refmend/refmend/audit"
)

const (
	beesTitle = "Guidelines for the survey of wild bees in hay meadows"
	beesEntry = "Aalto M. (2019). " + beesTitle + ". Tide Press."
)

// bornAgain is a page of a title with sentences on something that hardly anybody
// cites, as domains have them that were given up and taken over.
func bornAgain(title string) string {
	return pageOf(title, "Come in and play with us at the tables, where you will win as much as you can carry, and where all that you lose is yours to win back, for the wheel that turns on this floor has never stopped since it was bought by the man who owns it.")
}

// pageOf is a page of a title with a paragraph of some forty words, which is
// repeated.
func pageOf(title, paragraph string) string {
	title = html.EscapeString(title)
	return fmt.Sprintf("<!doctype html><html><title>%s</title><body><h1>%s</h1>%s</body></html>", title, title, strings.Repeat("<p>"+paragraph+"</p>\n", 6))
}

// titleBehaviours are pages that are cited by a title, which they bear or not.
func titleBehaviours() (all []behaviour) {
	there, lost := fine, fine
	lost.lost = true
	lostAt := func(to string) wanted { w := movedTo(to); w.lost = true; return w }
	const russianEntry = "Петров П. П. Руководство по учёту диких пчёл на лугах и в садах // Вестник природы. 2019. № 3. С. 5–9. URL:"
	russian := pageOf("Всё для дачи", "Здесь можно найти всё, что нужно для дома и для дачи, и это не только мебель, но и посуда, которая была сделана для тех, кто любит готовить на кухне, а также много других вещей, без которых мы не можем жить.")
	german := pageOf("Alles für den Garten", "Hier findet man alles, was in der Küche und auf dem Tisch nicht fehlen darf, und wer es nicht glaubt, der kann sich mit uns an einem Abend in der Woche auf den Weg machen, um es zu sehen.")
	casino := bornAgain("Best casinos")
	inside := func(what string) string { return strings.Replace(casino, "</body>", what+"</body>", 1) }
	in1251, _ := charmap.Windows1251.NewEncoder().String(russian)

	cited := func(name, entry, body string, want wanted, headers ...string) {
		one := b("title "+name, answers(200, body, headers...), "/fauna/page.html", want)
		one.cited = entry
		all = append(all, one)
	}
	cited("lost to a casino", beesEntry, casino, lost)
	cited("lost to a casino that says its language", beesEntry, strings.Replace(casino, "<html>", "<html lang=en-GB>", 1), lost)
	cited("lost in a compressed page", beesEntry, gzipped(casino), lost, "Content-Encoding: gzip")
	cited("lost in a page in UTF-16", beesEntry, inUTF16(casino), lost, "Content-Type: text/html; charset=utf-16")
	cited("lost in Russian", russianEntry, russian, lost)
	cited("lost in windows-1251", russianEntry, in1251, lost, "Content-Type: text/html; charset=windows-1251")
	cited("lost in a charset not told", russianEntry, in1251, lost, "Content-Type: text/html")
	cited("lost in German", "Aalto M. (2019). Leitfaden für die Erfassung von Wildbienen auf Wiesen. Gezeitenverlag.", german, lost)

	cited("borne by the page", beesEntry, bornAgain(beesTitle), there)
	cited("borne in the text", beesEntry, inside("<p>Our guidelines for the survey of wild bees."), there)
	cited("borne in another form", beesEntry, inside("<p>A guideline."), there)
	cited("borne by a page that has a new one", beesEntry, inside("<h2>Counting bees by hand</h2>"), there)
	cited("of a page that names the author", beesEntry, inside("<p>Text: M. Aalto"), there)
	cited("of a page that moved by hand", beesEntry, inside(`<a href="/new/wild-bees.html">This page has moved`), there)
	cited("of an app that scripts make", beesEntry, `<title>Best casinos</title><div id="root"></div><script src=app.js></script>`, there)
	cited("of an app with its state", beesEntry, inside(`<script>window.state={"title":"Wild b\u0065es"}</script>`), there)
	cited("of a page in frames", beesEntry, `<title>Best casinos</title><frameset cols="20%,*"><frame src=menu.html><frame src=text.html></frameset>`, there)
	cited("of a page around a viewer", beesEntry, inside(`<iframe src="/viewer.html?file=bees" width="800"></iframe>`), there)
	cited("of a page behind a password", beesEntry, inside(`<form method=post><input type="password" name=p></form>`), there)
	cited("of a paywall", beesEntry, bornAgain(beesTitle+" - Subscribe"), there)
	cited("of a wall of consent", beesEntry, strings.ReplaceAll(casino, "the wheel", "the cookie"), there)
	cited("of few words", beesEntry, "<title>Best casinos</title><p>Come in and play with us.", there)
	cited("of a translated page", beesEntry, german, there)
	cited("of a page in another script", beesEntry, russian, there)
	cited("translated", "Petrov P. P. (2019). Guidelines for the survey of wild bees in hay meadows. Vestnik prirody. (In Russ.)", casino, there)
	cited("of a page told to be in another language", beesEntry, strings.Replace(casino, "<html>", "<html lang=fi>", 1), there)
	cited("short", "Aalto M. (2019). The wild bees of the meadow. Tide Press.", casino, there)
	cited("of a page longer than what is read", beesEntry, inside(strings.Repeat("<p>The man who owns it has never been seen on this floor.", pageLimit/50)), there)
	cited("of a PDF", beesEntry, "%PDF-1.7\n", there, "Content-Type: application/pdf")
	cited("of a text", beesEntry, strings.Repeat("Come in and play with us. ", 100), there, "Content-Type: text/plain")

	for _, one := range []behaviour{
		b("title of a start page", answers(200, casino), "/", there),
		b("title of a section", answers(200, casino), "/publications/", there),
		b("title of a search", answers(200, casino), "/fauna/search?for=bees", there),
		b("title lost at the end of redirects for good", only("/fauna/page.html", answers(301, "", "Location: /tables/1.html"), answers(200, casino)), "/fauna/page.html", lostAt("/tables/1.html")),
		b("title of a page that leads home", only("/fauna/page.html", answers(302, "", "Location: /"), only("/", answers(200, casino), answers(404, ""))), "/fauna/page.html", there),
		b("title of a page that breaks off", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 50000\r\n\r\n"+casino), "/fauna/page.html", there),
		b("title of a page that says it is missing", answers(200, bornAgain("Page not found")), "/fauna/page.html", dead(audit.ReasonSoft404)),
		b("title of a page behind a wall", answers(200, casino, "Cf-Mitigated: challenge"), "/fauna/page.html", blockedBy("cloudflare")),
	} {
		one.cited = beesEntry
		all = append(all, one)
	}
	return all
}

package crawler

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

func TestHomeward(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"https://site.org/a/b.html", "https://site.org/", true},
		{"https://site.org/a/b.html", "https://www.site.org/en/", true},
		{"http://old.site.co.uk/?id=7", "https://site.co.uk/index.php", true},
		{"https://site.org/flaky", "https://site.org/pt-br/home.html", true},
		{"https://site.org/a", "https://site.org/b", false},
		{"https://site.org/index.html", "https://site.org/", false},
		{"https://site.org/", "https://site.org/en", false},
		{"https://site.org/en/", "https://site.org/de/", false},
		{"https://site.org/a", "https://site.org/?session=1", false},
		{"https://code.org/p/tides", "https://tides.org/", true}, // its sibling tells whether all leads there
		{"https://tides.org/", "https://code.org/", false},
		{"https://site.org/a/b.html", "https://login.site.org/", false},
		{"https://site.org/a/b.html", "https://consent.site.org/", false},
		{"https://site.org/a", "https://site.org/main.php?x", false},
	} {
		if got := homeward(c.from, c.to); got != c.want {
			t.Errorf("homeward(%s, %s) = %v", c.from, c.to, got)
		}
	}
}

// What the error pages of common systems say, in their translations.
var errorTitles = map[string][]string{
	"English": {
		"404 Not Found", "Page not found | Tides", "This article is no longer available", "Page not found – Tides", "Oops! That page can’t be found.", "The requested page could not be found.",
		"The page you requested cannot be found", "404 - File or directory not found.", "We couldn't find that page", "This page doesn’t exist", "The page you are looking for does not exist",
		"Sorry, this page isn't available", "Nothing here", "No such page", "Topic has been deleted", "The article was removed", "We can't find the page you're looking for",
	},
	"Russian": {
		"Страница не найдена", "Страница не найдена — Сайт на WordPress", "Запрашиваемая страница не найдена", "Запрошенная страница не может быть найдена: не найден файл", "404 Ошибка", "Такой страницы не существует",
		"Извините, такой страницы нет", "Тема не найдена", "Элемент не найден", "Раздел не найден", "Документ не обнаружен", "Статья не найдена", "Ничего не найдено",
	},
	"Ukrainian": {"Сторінку не знайдено", "Сторінка не знайдена", "Такої сторінки не існує", "Нічого не знайдено", "Ой! Цю сторінку не знайдено."},
	"Chinese": {
		"页面不存在", "您访问的页面找不到", "页面未找到", "抱歉，您要访问的页面不存在", "抱歉，指定的主题不存在或已被删除或正在被审核", "无法找到该页", "找不到网页", "没有找到您要访问的页面", "该内容已被删除", "您查看的文章已删除", "页面走丢了",
	},
	"Chinese, traditional": {"找不到網頁", "找不到頁面", "網頁不存在", "無法找到網頁", "抱歉，您要找的頁面不存在", "文章已被刪除", "查無此頁"},
	"German": {
		"Seite nicht gefunden", "Die angeforderte Seite konnte nicht gefunden werden.", "Seite existiert nicht", "Diese Seite existiert nicht mehr", "Artikel nicht mehr verfügbar", "Fehler 404", "Beitrag nicht vorhanden",
		"Diese Seite gibt es nicht", "Wir können die Seite nicht finden", "Hoppla! Diese Seite kann leider nicht gefunden werden.",
	},
	"French": {
		"Page introuvable", "Page non trouvée", "La page demandée n'a pas pu être trouvée.", "Erreur 404", "Cette page n’existe pas", "La page que vous cherchez n'existe plus", "Oups ! Cette page est introuvable.", "Article non trouvé",
		"Le document n'a pas été trouvé",
	},
	"Spanish": {
		"Página no encontrada", "No se encontró la página", "No se ha podido encontrar la página solicitada.", "La página no existe", "Esta página ya no existe", "¡Vaya! No se ha podido encontrar esa página.", "Error 404", "Artículo no encontrado",
		"La página solicitada no se pudo encontrar.", "Página no disponible",
	},
	"Portuguese": {
		"Página não encontrada", "Pagina nao encontrada", "A página solicitada não pôde ser encontrada.", "Esta página não existe", "Ops! Esta página não pode ser encontrada.", "Erro 404", "Conteúdo não localizado", "Não foi possível encontrar a página",
	},
	"Italian": {"Pagina non trovata", "La pagina richiesta non è stata trovata.", "Questa pagina non esiste", "Errore 404", "Articolo non trovato", "Non è stato possibile trovare la pagina", "Oops! Quella pagina non esiste."},
	"Polish": {
		"Nie znaleziono strony", "Strona nie została znaleziona", "Nie można odnaleźć strony", "Strona nie istnieje", "Błąd 404", "Nie znaleźliśmy tej strony", "Strony nie odnaleziono",
	},
	"Japanese": {
		"ページが見つかりません", "ページが見つかりませんでした", "お探しのページは見つかりませんでした", "ページが存在しません", "お探しのページは存在しないか、移動した可能性があります", "記事は削除されました", "404エラー", "指定されたページはありません", "お探しのページはございません",
	},
	"Korean":     {"페이지를 찾을 수 없습니다", "요청하신 페이지를 찾을 수 없습니다.", "존재하지 않는 페이지입니다", "삭제된 게시물입니다", "없는 페이지입니다", "404 오류", "삭제되었거나 존재하지 않는 글"},
	"Dutch":      {"Pagina niet gevonden", "De pagina bestaat niet", "Niets gevonden", "De opgevraagde pagina kon niet gevonden worden."},
	"Czech":      {"Stránka nenalezena", "Stránka nebyla nalezena", "Stránka neexistuje"},
	"Swedish":    {"Sidan hittades inte", "Sidan finns inte", "Sidan kunde inte hittas: finns inte"},
	"Danish":     {"Siden blev ikke fundet", "Siden findes ikke"},
	"Norwegian":  {"Siden ble ikke funnet", "Siden finnes ikke"},
	"Finnish":    {"Sivua ei löydy", "Sivua ei löytynyt"},
	"Turkish":    {"Sayfa bulunamadı", "Aradığınız sayfa mevcut değil"},
	"Hungarian":  {"Az oldal nem található"},
	"Romanian":   {"Pagina nu a fost găsită", "Pagina nu există"},
	"Greek":      {"Η σελίδα δεν βρέθηκε"},
	"Arabic":     {"الصفحة غير موجودة", "لم يتم العثور على الصفحة"},
	"Hebrew":     {"הדף לא נמצא"},
	"Persian":    {"صفحه یافت نشد"},
	"Vietnamese": {"Không tìm thấy trang"},
	"Indonesian": {"Halaman tidak ditemukan"},
	"Bulgarian":  {"Страницата не е намерена"},
}

func TestSaysNothingThere(t *testing.T) {
	for language, titles := range errorTitles {
		for _, title := range titles {
			if !saysNothingThere(title) {
				t.Errorf("%s: %q says that nothing is there", language, title)
			}
		}
	}
	if title := "How to design a 404 page"; !saysNothingThere(title) {
		t.Errorf("%q has the words; the question that follows clears it", title)
	}
	// It may be there for others, or tomorrow.
	for _, title := range []string{
		"This page is temporarily unavailable: not found", "Video not available in your country: it does not exist here", "Page not found, or you have to log in to see it", "You do not have permission, or the page does not exist",
		"Страница временно недоступна", "Видео недоступно в вашей стране: не найдено", "Сторінка тимчасово недоступна, не знайдено", "页面暂时找不到", "您所在的地区找不到该页面", "Seite derzeit nicht verfügbar",
		"Cette page est momentanément introuvable", "Página temporalmente no disponible", "Contenido no disponible en tu país", "Página temporariamente não disponível", "Pagina temporaneamente non disponibile",
		"一時的にページが見つかりません", "일시적으로 페이지를 찾을 수 없습니다", "Strona chwilowo nie istnieje",
	} {
		if saysNothingThere(title) {
			t.Errorf("%q says that it is not there for everybody and for good", title)
		}
	}
	for _, title := range []string{"", "On tides", "Finding Nemo", "Lost and found", "Die Vermessung der Welt", "Il trovatore", "存在与时间", "Find a page"} {
		if saysNothingThere(title) {
			t.Errorf("%q says nothing of the kind", title)
		}
	}
}

func TestHeadingSaysSo(t *testing.T) {
	for page, want := range map[string]bool{
		"<h1>Page not found</h1>":                                true,
		"<p>1<h11><h1 class='x1'>\nPage <b>Not Found</b>\n</h1>": true,
		"<h1>11</h1><h1>Page not found":                          true,
		"<script>'<h1>not found</h1>'</script><h1>Terns</h1>":    false,
		"<h1 hidden>Not found</h1><h1>Terns</h1>":                false,
		"<h1>Terns</h1><p>Nothing was found":                     false,
		"<h1>Terns</h1><p>1<h2>not found</h2>":                   false,
		"<!--<h1></h1><h1></h1><h1></h1>--><h1>Not found</h1>":   false,
		"<h1": false, "h1>404": false, "1": false, "": false,
	} {
		if got := newReply("", 200, nil, []byte(page)).headingSaysSo(); got != want {
			t.Errorf("%q: %v", page, got)
		}
	}
}

func TestSiblingOf(t *testing.T) {
	for raw, want := range map[string]string{
		"https://site.org/a/b.html":              "https://site.org/a/*.html",
		"https://site.org/a/b.html?x":            "https://site.org/a/*.html",
		"https://site.org/a/b/":                  "https://site.org/a/*/",
		"https://site.org/%D0%B0/b#c":            "https://site.org/%D0%B0/*",
		"https://site.org/a%2Fb/c":               "https://site.org/a/b/*",
		"https://site.org/?id=7":                 "https://site.org/?id=*",
		"https://site.org/":                      "https://site.org/*",
		"https://site.org":                       "https://site.org/*",
		"mailto:a@site.org":                      "",
		"https://site.org/10.1000/a.long-suffix": "https://site.org/10.1000/*",
	} {
		got := siblingOf(raw)
		u, err := url.Parse(got)
		if err != nil {
			t.Fatal(err)
		}
		name := u.Query().Get("id")
		if name == "" {
			name = strings.Trim(u.Path[strings.LastIndexByte(strings.TrimSuffix(u.Path, "/"), '/')+1:], "/")
			name, _, _ = strings.Cut(name, ".")
		}
		if got != "" {
			if len(name) < 25 {
				t.Errorf("%s: the name %q is not long enough to be nobody's", raw, name)
			}
			got = strings.Replace(got, name, "*", 1)
		}
		if got != want {
			t.Errorf("siblingOf(%s) = %s, want %s", raw, got, want)
		}
	}
}

func TestOffersItself(t *testing.T) {
	for text, want := range map[string]bool{
		"the domain name tides.org is for sale":            true,
		"tides.org is not a shop. tides.org is for sale!":  true,
		"домен tides.org продаётся":                        true,
		"tides.org\n steht zum verkauf":                    true,
		"tides.org: how a domain is for sale":              false,
		"coast.org is for sale, tides.org is not":          false,
		"our boat is for sale. write to captain@tides.org": false,
	} {
		if got := offersItself(text, "www.tides.org/2014/paper.html"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// longPage is a page whose text no other one has.
func longPage(title, about string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><title>%s</title><h1>%s</h1><p>", title, title)
	for i := range 200 {
		fmt.Fprintf(&b, "%s in sentence %d of many. ", about, i)
	}
	return b.String()
}

var madeUp = regexp.MustCompile(`[a-z]{25}`)

// TestCheckDoubts plays hosts that answer with success where nothing is, and
// hosts that only look so.
func TestCheckDoubts(t *testing.T) {
	w := newWeb(t)
	say := func(status int, body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			rw.WriteHeader(status)
			fmt.Fprint(rw, strings.ReplaceAll(body, "PATH", r.URL.Path))
		}
	}
	// Every path of it is fine, and says that it is not.
	w.on("soft.example/", say(200, longPage("Page not found – Soft", "The menu of the site")+"<p>Nothing at PATH."))
	w.on("short.example/", say(200, "<title>Short</title><p>Diese Seite wurde nicht gefunden."))
	// One page says so; what is made up is refused as it should be.
	w.on("about.example/how-to-design-a-404-page", say(200, longPage("How to design a 404 page", "Design")))
	w.on("about.example/", say(404, longPage("Page not found", "The menu")))
	// A soft host that has an article about such pages.
	w.on("both.example/article", say(200, longPage("Why pages are not found", "Reasons")))
	w.on("both.example/", say(200, longPage("Page not found", "The menu of the site")))
	// All that is gone leads home.
	w.on("home.example/{$}", say(200, longPage("Home", "Welcome")))
	w.on("home.example/", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/", http.StatusMovedPermanently) })
	// So does all of a host that another has taken the place of.
	w.on("old.example/", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "http://home.example/", http.StatusMovedPermanently)
	})
	// One page was moved to the start, others are told to be missing.
	w.on("merged.example/{$}", say(200, longPage("Home", "Welcome")))
	w.on("merged.example/about", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/", http.StatusMovedPermanently) })
	w.on("merged.example/", say(404, "<title>Not found</title>"))
	w.on("parked.example/", say(200, `<title>parked.example</title><script src="https://www.sedoparking.com/x.js"></script><p>Related links`))
	w.on("lander.example/", say(200, `<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>`))
	w.on("sold.example/", say(200, longPage("How this domain is for sale became a phrase", "Domain")))
	w.on("private.example/thesis", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/login?next=/thesis", http.StatusFound)
	})
	w.on("private.example/login", say(200, "<title>Log in</title><form><input type=password></form>"))
	w.on("busy.example/gone", say(200, "<title>Page not found</title>"))
	w.on("busy.example/", refuse(429, "1"))
	c := newTestCrawler(t, w.options())
	for target, want := range map[string]struct {
		state    audit.State
		reason   audit.Reason
		requests int
	}{
		"http://soft.example/2014/paper.html":           {audit.Broken, audit.ReasonSoft404, 2},
		"http://short.example/2014/paper.html":          {audit.Broken, audit.ReasonSoft404, 2},
		"http://about.example/how-to-design-a-404-page": {audit.OK, audit.ReasonOK, 2},
		"http://both.example/article":                   {audit.OK, audit.ReasonOK, 2},
		"http://home.example/2014/paper.html":           {audit.Suspect, audit.ReasonRedirectedHome, 4},
		"http://old.example/2014/paper.html":            {audit.Suspect, audit.ReasonRedirectedHome, 4},
		"http://home.example/":                          {audit.OK, audit.ReasonOK, 1},
		"http://merged.example/about":                   {audit.Moved, audit.ReasonPermanentRedirect, 3},
		"http://parked.example/paper":                   {audit.Broken, audit.ReasonParked, 2},
		"http://lander.example/paper":                   {audit.Broken, audit.ReasonParked, 2},
		"http://sold.example/article":                   {audit.OK, audit.ReasonOK, 1},
		"http://private.example/thesis":                 {audit.Suspect, audit.ReasonRedirectedLogin, 2},
		"http://busy.example/gone":                      {audit.OK, audit.ReasonOK, 2},
	} {
		o := check(t, c, target)
		if o.Verdict.State != want.state || o.Verdict.Reason != want.reason || o.Requests != want.requests {
			t.Errorf("%s: %s/%s after %d requests (%s); want %+v", target, o.Verdict.State, o.Verdict.Reason, o.Requests, o.Verdict.Detail, want)
		}
		if end := o.Evidence.FinalURL; madeUp.MatchString(end) {
			t.Errorf("%s ends at its sibling %s", target, end)
		}
	}
	// What is known of a directory is not asked for again.
	if o := check(t, c, "http://soft.example/2014/other.html"); o.Verdict.Reason != audit.ReasonSoft404 || o.Requests != 1 {
		t.Errorf("the second page of a directory: %s after %d requests", o.Verdict.Reason, o.Requests)
	}
}

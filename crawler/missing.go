package crawler

import "strings"

// missingWords say in a title that there is nothing at an address, in small
// letters. They are looked for anywhere in it: an article about such pages has
// them too, which the question that follows tells apart. They are those of the
// error pages of WordPress, Drupal, Joomla, TYPO3, MediaWiki, Bitrix, Tilda,
// Discuz, IIS and others, in their translations.
var missingWords = newPhrases(
	"404", "not found", "notfound", "page not available", "page unavailable", "page is not available", "page isn't available", "page isn’t available",
	"does not exist", "doesn't exist", "doesn’t exist", "no longer exist", "no longer available", "can't be found", "can’t be found", "cannot be found", "could not be found",
	"couldn't be found", "couldn’t be found", "couldn't find", "couldn’t find", "could not find", "can't find", "can’t find", "cannot find", "page missing", "missing page",
	"nothing found", "nothing was found", "nothing here", "no such page", "has been removed", "has been deleted", "was deleted", "was removed",
	"не найден", "не существует", "не обнаружен", "страница удалена", "страницы нет", "нет такой страницы", "такой страницы нет", "недоступна", "ничего не нашлось", "ничего не найдено",
	"не знайден", "не існує", "не знайшли", "нічого не знайдено", "немає такої сторінки", "такої сторінки немає",
	"не е намерен", "није пронађен", "не знойдзена",
	"不存在", "找不到", "未找到", "没有找到", "沒有找到", "无法找到", "無法找到", "没有发现", "已删除", "已被删除", "已刪除", "已被刪除", "页面丢失", "页面走丢", "页面不见", "頁面不見", "查無此", "查无此",
	"nicht gefunden", "existiert nicht", "nicht mehr verfügbar", "nicht verfügbar", "nicht vorhanden", "nichts gefunden", "nicht finden", "gibt es nicht", "wurde gelöscht",
	"introuvable", "n'existe pas", "n’existe pas", "non trouvé", "pas trouvé", "pas été trouvé", "n'existe plus", "n’existe plus", "n'a pas pu être trouvé", "n’a pas pu être trouvé", "aucun résultat",
	"no encontrad", "no existe", "no se encuentra", "no se ha encontrado", "no se pudo encontrar", "no se ha podido encontrar", "no se encontró", "no disponible", "no pudimos encontrar", "no hemos encontrado", "no hemos podido encontrar",
	"no s'ha trobat", "no trobad",
	"não encontrad", "não existe", "nao encontrad", "não foi encontrad", "não foi possível encontrar", "não pôde ser encontrad", "não pode ser encontrad", "não disponível", "não localizad", "nada encontrado",
	"non trovat", "non esiste", "non è stata trovata", "non è stato trovato", "non è stato possibile trovare", "non disponibile", "nessun risultato",
	"見つかりません", "見つかりませんでした", "見つかりませんで", "見付かりません", "存在しません", "存在しない", "ページがありません", "ページはありません", "お探しのページ", "お探しの記事", "ページは削除", "削除されました", "削除された可能性",
	"찾을 수 없", "존재하지 않", "없는 페이지", "페이지가 없", "삭제된", "삭제되었",
	"nie znalezion", "nie istnieje", "nie została znaleziona", "nie został znaleziony", "nie można odnaleźć", "nie można znaleźć", "nie odnaleziono", "nie znaleźliśmy", "nic nie znaleziono",
	"niet gevonden", "bestaat niet", "niets gevonden", "niet vinden",
	"nenalezen", "neexistuje", "nebyla nalezena", "nebyl nalezen", "nenájden",
	"hittades inte", "hittades ej", "finns inte", "hittar inte", "ikke fundet", "ikke funnet", "findes ikke", "finnes ikke", "ei löydy", "ei löytynyt", "ei löytynyt",
	"bulunamadı", "bulamadık", "mevcut değil", "nem található", "nem létezik", "nu a fost găsit", "nu există", "nije pronađen", "ni bilo mogoče najti", "nerasta", "nav atrast", "ei leitud",
	"δεν βρέθηκε", "δε βρέθηκε", "δεν υπάρχει", "لم يتم العثور", "غير موجود", "لا يمكن العثور", "לא נמצא", "یافت نشد", "पृष्ठ नहीं मिला", "không tìm thấy", "không tồn tại", "tidak ditemukan", "ไม่พบ",
)

// excuses say beside such words that the page may be there for others or at
// another time.
var excuses = newPhrases(
	"temporar", "maintenance", "at the moment", "right now", "try again", "country", "region", "log in to", "to log in", "be logged in", "sign in to", "to sign in", "permission", "not authori", "subscri",
	"временно", "в данный момент", "в вашей стране", "в вашем регионе", "техническ", "прав доступа", "недостаточно прав", "авторизу", "авторизов",
	"тимчасово", "у вашій країні", "прав доступу",
	"暂时", "暫時", "维护", "維護", "地区", "地區", "权限", "權限", "登录", "登入", "稍后", "稍後",
	"vorübergehend", "derzeit", "momentan", "zurzeit", "wartung", "ihrem land", "deinem land", "ihrer region", "berechtigung", "anmelden", "angemeldet",
	"momentan", "temporaire", "votre pays", "votre région", "autoris", "connecter", "connecté",
	"temporal", "mantenimiento", "país", "región", "permiso", "iniciar sesión",
	"manutenção", "região", "permiss", "iniciar sessão", "fazer login",
	"temporane", "momentanea", "manutenzione", "paese", "permess", "accedi", "accedere",
	"一時的", "メンテナンス", "地域", "権限", "ログイン",
	"일시적", "점검", "지역", "국가", "권한", "로그인",
	"tymczasow", "chwilowo", "przerwa techniczna", "kraju", "uprawnie", "zaloguj",
	"tijdelijk", "dočasn", "tillfällig", "midlertidig", "geçici",
)

// saysNothingThere tells whether a title says so, for everybody and for good.
func saysNothingThere(title string) bool {
	low := strings.ToLower(title)
	return missingWords.anyIn(low) && !excuses.anyIn(low)
}

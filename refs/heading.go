package refs

import "strings"

// listHeadings are the words under which lists of references stand, in lower
// case.
var listHeadings = wordSet(`references|reference list|reference|list of references|references and notes|notes and references|
references cited|cited references|literature cited|cited literature|works cited|work cited|bibliography|selected bibliography|
bibliographic references|bibliographical references|sources|sources cited|further reading|citations|footnotes|endnotes|notes|
references/литература|литература|список литературы|список использованной литературы|список использованных источников|
список источников|список источников и литературы|использованная литература|источники|источники и литература|
библиография|библиографический список|библиографический список литературы|библиографические ссылки|
пристатейный библиографический список|ссылки|примечания|література|список літератури|список використаних джерел|джерела|
використана література|літаратура|
参考文献|参考资料|参考書目|参考书目|參考文獻|參考資料|參考書目|引用文献|引用文獻|注释|註釋|注釋|文献|文献一覧|引用・参考文献|脚注|注|출처|참고문헌|참고 문헌|인용문헌|각주|
literatur|literaturverzeichnis|literaturangaben|quellen|quellenverzeichnis|quellen und literatur|quellenangaben|einzelnachweise|
bibliographie|bibliografie|fußnoten|références|références bibliographiques|notes et références|notes bibliographiques|sources et bibliographie|
bibliografía|referencias|referencias bibliográficas|obras citadas|notas|fuentes|literatura citada|
referências|referências bibliográficas|bibliografia|bibliografia citata|riferimenti bibliografici|riferimenti|note|
literatura|piśmiennictwo|źródła|przypisy|seznam literatury|použitá literatura|zdroje|irodalom|irodalomjegyzék|
kaynakça|kaynaklar|referenties|literatuur|literatuurlijst|bronnen|referenser|källor|litteratur|litteraturliste|referanser|kilder|referencer|lähteet|kirjallisuus|
βιβλιογραφία|αναφορές|المراجع|مراجع|منابع|מקורות|ביבליוגרפיה`)

// closingHeadings are those that end a list of references, in lower case; a
// heading matches if it starts with one.
var closingHeadings = wordsOf(`appendix|appendices|acknowledg|about the author|author information|authors' information|
author contribution|authors' contribution|author details|author biograph|biograph|conflict of interest|conflicts of interest|competing interest|
funding|supplement|supporting information|additional information|data availability|list of figures|list of tables|
figure captions|copyright|license|rights and permissions|how to cite|cite this|citation|contact|comments|
сведения об автор|информация об автор|об автор|приложени|благодарност|финансирование|конфликт интересов|комментари|контакт|
для цитирования|附录|附錄|致谢|致謝|謝辞|作者简介|作者簡介|anhang|danksagung|über den autor|über die autor|annexe|remerciements|anexo|agradecimientos|agradecimentos`)

// furniture is what begins lines that stand on a page around the text, in
// lower case.
var furniture = wordsOf(`©|(c) |copyright|all rights reserved|number of purchasers|number of views|views:|downloads:|readers community|
page |стр. |просмотров|количество просмотров|система orphus|share this|back to top|наверх|поделиться|powered by|
downloaded from|published by|received:|accepted:|received |accepted |printed in|浏览次数|阅读次数|版权所有`)

func wordsOf(list string) []string {
	words := strings.Split(list, "|")
	for i, w := range words {
		words[i] = strings.TrimPrefix(w, "\n")
	}
	return words
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range wordsOf(list) {
		set[w] = true
	}
	return set
}

const longestHeading = 100 // bytes; the longest of listHeadings has 70

// isListHeading tells whether a line announces a list of references.
func isListHeading(s string) bool {
	if len(s) > longestHeading || strings.Count(s, " ") > 6 {
		return false
	}
	return listHeadings[headingWords(s)]
}

// closesList tells whether a line is a heading behind which no reference of
// the list is to be expected.
func closesList(s string) bool {
	return len(s) <= longestHeading && hasAnyPrefix(headingWords(s), closingHeadings)
}

// isFurniture tells lines of the page around the text: counters, credits,
// running numbers.
func isFurniture(s string) bool {
	const longest = 120
	if len(s) > longest {
		return false
	}
	if allDigits(strings.Trim(s, " -–—|")) {
		return true
	}
	return hasAnyPrefix(strings.ToLower(s), furniture)
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// headingWords gives a heading in lower case without its number and marks:
// "## 7. References:" gives "references".
func headingWords(s string) string {
	s = strings.Trim(s, " \t#*_=:.-–—[]<>【】")
	if i := strings.IndexAny(s, " \t."); i > 0 && (allDigits(s[:i]) || isRoman(s[:i])) {
		s = strings.TrimLeft(s[i:], " \t.)")
	}
	s = strings.ToLower(s)
	return strings.Join(strings.Fields(s), " ")
}

func isRoman(s string) bool {
	return strings.Trim(s, "IVX") == ""
}

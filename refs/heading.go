package refs

import (
	"strings"
	"unicode/utf8"
)

// listHeadings are the words under which lists of references stand, in lower
// case.
var listHeadings = wordSet(`references|reference list|reference|list of references|references and notes|notes and references|
references cited|cited references|literature cited|cited literature|literature|works cited|work cited|works consulted|works referenced|
bibliography|selected bibliography|select bibliography|annotated bibliography|webography|webliography|
bibliographic references|bibliographical references|sources|sources cited|primary sources|secondary sources|online sources|internet sources|
electronic sources|electronic resources|further reading|suggested reading|recommended reading|references and further reading|
references and sources|references and bibliography|bibliography and references|additional references|citations|footnotes|endnotes|notes|
literature references|references to the literature|reference section|normative references|informative references|
литература|литература и источники|список источников и использованной литературы|список литературы и источников|список цитируемой литературы|
цитируемая литература|список использованных источников и литературы|использованные источники|электронные ресурсы|интернет-источники|интернет-ресурсы|
сноски|список литературы|список использованной литературы|список использованных источников|
список источников|список источников и литературы|использованная литература|источники|источники и литература|
библиография|библиографический список|библиографический список литературы|библиографические ссылки|
пристатейный библиографический список|пристатейный список литературы|ссылки|примечания|література|список літератури|список використаних джерел|
список використаної літератури|джерела|джерела та література|література та джерела|бібліографія|бібліографічний список|посилання|примітки|
використана література|літаратура|спіс літаратуры|цитирана литература|използвана литература|използвани източници|бележки|литература и извори|әдебиеттер|пайдаланылған әдебиеттер|
参考文献|主要参考文献|参考文献及注释|参考文献与注释|注释与参考文献|注释及参考文献|参考资料|主要参考资料|引文出处|资料来源|資料來源|附注|尾注|尾註|腳註|註|註解|注解|引用|
参考文献リスト|参考・引用文献|参照文献|参考サイト|参考ウェブサイト|参考|参考書目|参考书目|參考文獻|參考資料|參考書目|引用文献|引用文獻|注释|註釋|注釋|文献|文献一覧|引用・参考文献|脚注|注|출처|참고문헌|참고 문헌|인용문헌|각주|
literatur|literatur und quellen|literaturliste|literaturhinweise|weiterführende literatur|quellen- und literaturverzeichnis|literatur- und quellenverzeichnis|
primärliteratur|sekundärliteratur|internetquellen|onlinequellen|online-quellen|anmerkungen|endnoten|literaturverzeichnis|literaturangaben|quellen|quellenverzeichnis|quellen und literatur|quellenangaben|einzelnachweise|
bibliographie|bibliografie|fußnoten|références|références citées|liste des références|liste de références|sources|sources primaires|sources secondaires|ouvrages cités|travaux cités|
bibliographie sélective|webographie|sitographie|notes de bas de page|notes et bibliographie|références bibliographiques|notes et références|notes bibliographiques|sources et bibliographie|
bibliografía|bibliografía citada|bibliografía consultada|lista de referencias|fuentes consultadas|fuentes y bibliografía|webgrafía|trabajos citados|referencias citadas|referencias|referencias bibliográficas|obras citadas|notas|fuentes|literatura citada|
referências|referências citadas|lista de referências|fontes|fontes e bibliografia|obras consultadas|literatura consultada|referências bibliográficas|bibliografia|bibliografia citata|riferimenti bibliografici|riferimenti|note|note bibliografiche|opere citate|sitografia|fonti|
literatura|literatura cytowana|spis literatury|wykaz literatury|netografia|bibliografia podmiotowa|bibliografia przedmiotowa|literatura i viri|viri|izvori|
popis literature|literatura i izvori|zoznam použitej literatúry|použité zdroje|seznam použité literatury|seznam použitých zdrojů|použité prameny|literatūra|izmantotā literatūra|
literatūros sąrašas|šaltiniai|viited|kasutatud kirjandus|bibliografie|referințe|referințe bibliografice|piśmiennictwo|źródła|przypisy|seznam literatury|použitá literatura|zdroje|irodalom|irodalomjegyzék|
kaynakça|kaynaklar|dipnotlar|ədəbiyyat|adabiyotlar|foydalanilgan adabiyotlar|daftar pustaka|daftar rujukan|referensi|rujukan|tài liệu tham khảo|
เอกสารอ้างอิง|บรรณานุกรม|संदर्भ|सन्दर्भ|referenties|literatuur|literatuurlijst|bronnen|referenser|källor|litteratur|litteraturliste|referanser|kilder|referencer|lähteet|kirjallisuus|
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

const longestHeading = 120 // bytes; the longest of listHeadings has 91

// isListHeading tells whether a line announces a list of references, in one
// language or in two ("Литература / References", "参考文献 (References)").
func isListHeading(s string) bool {
	if len(s) > longestHeading || strings.Count(s, " ") > 8 {
		return false
	}
	words := headingWords(s)
	if listHeadings[words] {
		return true
	}
	i := strings.IndexAny(words, "/(|（")
	return i > 0 && listHeadings[headingWords(words[:i])] && listHeadings[headingWords(strings.Trim(words[i:], "/()|（）"))]
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
	s = strings.Trim(s, " \t#*_=:：.-–—[]<>【】〔〕\u3000")
	if i := strings.IndexAny(s, " \t."); i > 0 && (allDigits(s[:i]) || isRoman(s[:i])) {
		s = strings.TrimLeft(s[i:], " \t.)")
	}
	if r, _ := utf8.DecodeRuneInString(s); isWide(r) {
		// Spaces stretch a heading ("参 考 文 献"); its number is "五、".
		if number, rest, ok := strings.Cut(s, "、"); ok && strings.Trim(number, "一二三四五六七八九十") == "" {
			s = rest
		}
		return strings.ToLower(strings.Join(strings.Fields(s), ""))
	}
	s = strings.ToLower(s)
	return strings.Join(strings.Fields(s), " ")
}

// isRoman tells the number of a part in capital Roman numerals: "II", "XIV".
func isRoman(s string) bool {
	return s != "" && strings.Trim(s, "IVX") == ""
}

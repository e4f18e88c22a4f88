package reports

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A person is an author by the parts of the name, or by literal alone: a group,
// or somebody whose name cannot be told apart.
type person struct {
	family, given, suffix string
	particle              string // "van": it stands before the family name and is not sorted by
	literal               string
}

// people splits names that are written "Given Family", as metadata has them, or
// in any of the ways of reference lists. The language is that of the work. families
// are those of [audit.Details], if there are some.
func people(names, families []string, language string, givenFirst bool) (all []person) {
	for i, n := range names {
		n = strings.Trim(tidy(n), " ,;")
		if i < len(families) && families[i] != "" {
			if p, ok := splitKnown(n, strings.Trim(tidy(families[i]), " ,;")); ok {
				all = append(all, p)
				continue
			}
		}
		switch strings.ToLower(strings.Trim(n, ".")) {
		case "", "et al", "others", "и др", "и соавт", "等", "et coll":
			continue
		}
		all = append(all, splitName(n, language, givenFirst))
	}
	return all
}

// splitKnown splits a name of which the family's is known. ok is false if that is
// no part of it.
func splitKnown(n, family string) (p person, ok bool) {
	if n == family {
		return person{literal: n}, n != ""
	}
	if given, ok := strings.CutSuffix(n, " "+family); ok {
		p.given = given
		p.particle, p.family = particleOf(strings.Fields(family))
		return p, given != "" && p.family != ""
	}
	given, ok := strings.CutPrefix(n, family)
	return person{family: family, given: given}, ok && family != ""
}

// splitName splits one name, tidied.
func splitName(n, language string, givenFirst bool) person {
	if isGroup(n) {
		return person{literal: n}
	}
	if parts := strings.Split(n, ","); len(parts) > 1 {
		return splitSorted(n, parts)
	}
	if p, ok := splitEastern(n, language); ok {
		return p
	}
	words := strings.Fields(n)
	p := person{}
	if last := len(words) - 1; last > 1 && nameSuffix.MatchString(words[last]) {
		p.suffix, words = words[last], words[:last]
	}
	if len(words) < 2 {
		return person{literal: n}
	}
	if k := initialsBehind(words, givenFirst); k > 0 {
		p.particle, p.family = particleOf(words[:k])
		p.given = strings.Join(words[k:], " ")
		return p
	}
	k := len(words) - 1
	for i := 1; i < k; i++ {
		if isParticle(words[i]) {
			k = i
		}
	}
	p.given = strings.Join(words[:k], " ")
	p.particle, p.family = particleOf(words[k:])
	return p
}

// splitSorted splits "Family, Given", "Family, Given, Jr." and "Family, Jr.,
// Given".
func splitSorted(n string, parts []string) person {
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	p := person{given: parts[1]}
	switch {
	case parts[0] == "" || parts[1] == "" || len(parts) > 3:
		return person{literal: n}
	case len(parts) == 3 && nameSuffix.MatchString(parts[1]):
		p.suffix, p.given = parts[1], parts[2]
	case len(parts) == 3 && nameSuffix.MatchString(parts[2]):
		p.suffix = parts[2]
	case len(parts) == 3:
		return person{literal: n}
	}
	p.particle, p.family = particleOf(strings.Fields(parts[0]))
	if given := strings.Fields(p.given); p.particle == "" && len(given) > 1 {
		k := len(given)
		for k > 1 && isParticle(given[k-1]) && unicode.IsLower(initial(given[k-1])) {
			k--
		}
		p.given, p.particle = strings.Join(given[:k], " "), strings.Join(given[k:], " ")
	}
	return p
}

// nameSuffix is what follows a name and belongs to the whole of it.
var nameSuffix = regexp.MustCompile(`^(?:Jr|Sr|jr|sr|II|III|IV)\.?$`)

// initialsBehind gives the number of words before the initials that a name
// ends with: "Quay A. B.", "Smith JA"; 0 if it does not. Capitals without
// periods may be a family's name where given names come first.
func initialsBehind(words []string, givenFirst bool) int {
	k := len(words)
	for k > 1 && isInitials(words[k-1], !givenFirst) {
		k--
	}
	if k == len(words) || isInitials(words[0], true) {
		return 0
	}
	return k
}

// isInitials tells "A.", "A.-B.", "И.И." and, if bare, "JA".
func isInitials(w string, bare bool) bool {
	letters, periods := 0, 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '.':
			periods++
		case r != '-' && r != '’' && r != '\'':
			return false
		}
	}
	return letters > 0 && letters <= 3 && (periods > 0 || bare)
}

// particles are the words in small letters before family names of European
// and Arabic languages; with a capital they are part of the family's name.
var particles = strings.Fields("a af al am ap auf aus av bin ben da dal de degli dei del dela della delle delli dello den der des di do dos du e el ibn im " +
	"la las le les lo los ten ter tot und van vande vanden vander ver vom von y zu zum zur 't d' von's фон ван де дер ди да ла ле аль ибн бин")

func isParticle(w string) bool {
	return slices.Contains(particles, strings.ToLower(w)) && !(len(w) == 1 && unicode.IsUpper(initial(w)))
}

// particleOf takes the particles in small letters from the front of a family's
// name.
func particleOf(words []string) (particle, family string) {
	k := 0
	for k < len(words)-1 && isParticle(words[k]) && unicode.IsLower(initial(words[k])) {
		k++
	}
	return strings.Join(words[:k], " "), strings.Join(words[k:], " ")
}

func initial(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// eastern are surnames of more than one character.
var eastern = strings.Fields("欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 独孤 獨孤 南宫 南宮 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孫 长孙 " +
	"남궁 황보 제갈 사공 선우 독고 서문")

// splitEastern splits a name of two to four Chinese or Korean characters. How
// many of a Japanese name are the family's cannot be told.
func splitEastern(n, language string) (person, bool) {
	runes := []rune(n)
	han, hangul := true, true
	for _, r := range runes {
		han = han && unicode.Is(unicode.Han, r)
		hangul = hangul && unicode.Is(unicode.Hangul, r)
	}
	if len(runes) < 2 || len(runes) > 4 || !hangul && !(han && strings.HasPrefix(language, "zh")) {
		return person{}, false
	}
	k := 1
	if len(runes) > 2 && slices.Contains(eastern, string(runes[:2])) {
		k = 2
	}
	if len(runes) == 4 && k == 1 {
		return person{}, false
	}
	return person{family: string(runes[:k]), given: string(runes[k:])}, true
}

// groupWords are words of the names of groups and of nobody's own, in lower
// case; groupParts stand anywhere in them.
var (
	groupWords = strings.Fields("of for the and & für und et des pour para per " +
		"academy agency alliance association authority bank board bureau center centre college collaboration collective commission committee company " +
		"consortium corporation council department division federation foundation fund group inc inc. initiative institute institution international laboratory " +
		"laboratories league library limited ltd ltd. llc gmbh ministry museum national network office organisation organization press program programme " +
		"project research school secretariat service services society studies team trust union university working world " +
		"akademie amt bundesamt gesellschaft institut ministerium stiftung universität verband verein université ministère société universidad ministerio instituto " +
		"università istituto ministero universidade ministério")
	groupParts = strings.Fields("министерств университет институт академи комитет агентств организаци обществ центр музе библиотек управлени компани федераци " +
		"大学 学院 研究 委员 委員 协会 協会 中心 公司 学会 出版 政府 银行 医院 图书馆 박물관 대학 연구 위원회 협회 센터")
)

// isGroup tells the names of organisations and other groups, and what is no
// name: it holds a digit or an address.
func isGroup(n string) bool {
	if strings.ContainsAny(n, "0123456789@/&:") {
		return true
	}
	lower := strings.ToLower(n)
	if slices.ContainsFunc(groupParts, func(part string) bool { return strings.Contains(lower, part) }) {
		return true
	}
	for i, w := range strings.Fields(lower) {
		if slices.Contains(groupWords, strings.TrimRight(w, ",;")) && !(i == 0 && w == "per") {
			return true // Per is a name
		}
	}
	return false
}

package audit

import "strings"

// tongues are languages and the words that make sentences in them, whatever these
// are about. What another of them has for something else in most titles is left out:
// Dutch "of".
var tongues = [...]struct{ code, words string }{
	{"en", `the of and to in for on with by from at as is are was were be been this that these those it its or an which who not but have has had their they we you your can will would more than when how what about between through into our there all also other during he she his her i my if so one do does a`},
	{"de", `der die das des dem den und oder von vom zu zum zur im in am an auf fur mit ohne uber unter aus bei ein eine einer eines einem einen nach nicht als auch ist sind war wird werden wurde wie zwischen sich es er sie wir ich durch haben hat dass aber nur noch um kann`},
	{"fr", `le la les des du de un une et ou dans pour par sur avec sans aux au est sont entre ce cette ces qui que se ne pas plus en son sa ses leur il elle nous vous on a l d comme mais ont ete etre`},
	{"es", `el la los las del de un una y o en para por con sin sobre entre como es son se su sus al lo que no mas este esta estos estas ha han fue ser desde cuando muy pero a e`},
	{"pt", `o a os as do da dos das de um uma e ou em no na nos nas para por pelo pela com sem sobre entre como ao aos que nao se sua seu mais foi sao este esta isso mas ser tem`},
	{"it", `il lo la i gli le di del dei degli della delle dello un una uno e o in nel nella nelle nei per con senza su sul sulla tra fra come al alla alle che non si sono da dal dalla ha piu anche questo questa essere`},
	{"nl", `de het een en van voor met op in aan bij uit naar door om te als zijn is was werd worden niet maar dat die dit deze ook er wordt heeft hebben tot over tussen onder zich we je ik`},
	{"sv", `och det att en ett den de i pa av for med som till ar om fran har inte eller vid kan ska var vi sig men hos efter under mellan mot sin sina utan`},
	{"da", `og det at en et den de i pa af for med som til er om fra har ikke eller ved kan skal var vi sig men hos efter under mellem mot sin sine uten uden av ble blev`},
	{"pl", `i w z na do o od za po dla przez przy pod nad ze we jest sa sie nie jak oraz lub to ktore ktory ktora tym tego jego jej ich byc a ale czy`},
	{"cs", `a v na z ze s se do o od za po pro pri pod nad je jsou neni jak nebo to ktere ktery ktera ten tato toto jeho jejich byl byla byt ale aby ve k u`},
	{"ru", `и в во на с со по для из от до о об при над под как что это или не но его ее их к у за был была были быть между через также который которые которая чтобы мы он она они а же`},
	{"uk", `і та в у на з зі із по для від до про при над під як що це або не але його її їх к за був була були бути між через також який які яка щоб ми він вона вони а же`},
}

// A tongueSet has a bit for each of tongues.
type tongueSet uint16

// functionWords has for each of these words the languages that it is one of.
var functionWords = func() map[string]tongueSet {
	set := map[string]tongueSet{}
	for i, t := range tongues {
		for _, w := range wordsOf(t.words).list {
			set[w] |= 1 << i
		}
	}
	return set
}()

// A tongueCount counts the function words of each of tongues.
type tongueCount [len(tongues)]int

func (c *tongueCount) add(of tongueSet) {
	for i := 0; of != 0; i, of = i+1, of>>1 {
		c[i] += int(of & 1)
	}
}

// most gives the language with the most, and how many the next one has.
func (c *tongueCount) most() (tongue, next int) {
	for i, n := range c {
		if n > c[tongue] {
			tongue = i
		}
	}
	for i, n := range c {
		if i != tongue {
			next = max(next, n)
		}
	}
	return tongue, next
}

// noTongue is the language of a text that does not show it.
const noTongue = -1

// tongueOf gives the language of a title, by its words: there are two function
// words of it or one that no other language has, and fewer of every other one.
func tongueOf(title []string) int {
	var c tongueCount
	var sure tongueSet
	for _, w := range title {
		of := functionWords[w]
		c.add(of)
		if of&(of-1) == 0 {
			sure |= of
		}
	}
	tongue, next := c.most()
	if c[tongue] <= next || c[tongue] < 2 && sure&(1<<tongue) == 0 {
		return noTongue
	}
	return tongue
}

// isTongue tells whether a language is the one that is told, if one is.
func isTongue(tongue int, told string) bool {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(told), "_", "-"), "-")
	switch code {
	case "no", "nb", "nn":
		code = "da"
	}
	return code == "" || code == tongues[tongue].code
}

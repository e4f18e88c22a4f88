package audit

import (
	"strings"
	"testing"

	"github.com/refmend/refmend/refs"
)

// Sentences of some languages, of about fifty words each.
const (
	english = `This is the place where you can play with all the others at the tables that we have had for so many years, and there is more to come in the weeks that are left, for which you will need nothing but the money that is in your purse and the will to lose it. `
	german  = `Hier findet man alles, was in der Küche und auf dem Tisch nicht fehlen darf, und wer es nicht glaubt, der kann sich mit uns an einem Abend in der Woche auf den Weg machen, um es zu sehen, denn die Töpfe sind aus dem Eisen, das von uns selbst kommt. `
	french  = `Voici les règles de la maison que nous avons pour les visiteurs qui ne sont pas dans la liste des membres, et il est bon de les lire avec soin avant de venir par le train ou sur le bateau, car elles ont été faites pour vous et pour nous tous. `
	russian = `Здесь можно найти всё, что нужно для дома и для дачи, и это не только мебель, но и посуда, которая была сделана для тех, кто любит готовить на кухне, а также много других вещей, без которых мы не можем жить, как бы мы ни старались от них уйти. `
)

const bees = "Guidelines for the survey of wild bees in hay meadows"

// cite gives an entry of a list that cites a page by a title.
func cite(title string) *Reference {
	return &Reference{Listed: true, Title: title, Authors: []string{"Aalto, M."}, Text: "Aalto, M. (2019). " + title + ". Tide Press.",
		Links: []Link{{Kind: refs.KindURL, Target: "https://guides.org/bees.html"}}}
}

// soughtBy are references that cite a page of guides.org.
func soughtBy(all ...*Reference) *Sought {
	s := &Sought{host: "guides.org"}
	for _, r := range all {
		s.references = append(s.references, r.pack())
	}
	return s
}

// search searches a page of a title for what references cite.
func search(m Metadata, sentences, other string, all ...*Reference) []Sighting {
	f := soughtBy(all...).Search(&m)
	f.Read(other, false)
	f.Read(sentences, true)
	return f.Sightings(true)
}

// A page is without a title only if its sentences are beyond doubt of the title's
// language and nothing in it reminds of the reference.
func TestSearch(t *testing.T) {
	page := strings.Repeat(english, 4)
	long := cite("Guidelines for the survey of wild bees in hay meadows and orchards of the northern plains")
	russianTitle := cite("Руководство по учёту диких пчёл на лугах и в садах")
	wildbienen := cite("Leitfaden für die Erfassung von Wildbienen auf Weiden")
	addressed := cite(bees)
	addressed.Links[0].Written = "https://guides.org/atlas.html"
	addressed.Text += " " + addressed.Links[0].Written
	tests := map[string]struct {
		ref              *Reference
		m                Metadata
		sentences, other string
		lost, found      uint32
	}{
		"another page":                  {ref: cite(bees), sentences: page, lost: 5},
		"its language told":             {ref: cite(bees), m: Metadata{Language: "en-GB"}, sentences: page, lost: 5},
		"another page in German":        {ref: cite("Leitfaden für die Erfassung von Wildbienen auf Wiesen"), sentences: strings.Repeat(german, 4), lost: 4},
		"another page in French":        {ref: cite("Guide pour les abeilles sauvages dans les prairies humides"), sentences: strings.Repeat(french, 4), lost: 4},
		"another page in Russian":       {ref: russianTitle, sentences: strings.Repeat(russian, 4), lost: 6},
		"a new title":                   {ref: cite(bees), m: Metadata{Title: "How to count pollinators"}, sentences: page + "Bees are counted by hand."},
		"in another case and form":      {ref: cite(bees), sentences: page, other: "GUIDELINE"},
		"in another form, Russian":      {ref: russianTitle, sentences: strings.Repeat(russian, 4), other: "учета пчёлами"},
		"with hyphens that nobody sees": {ref: cite(bees), sentences: page, other: "gu\u00adide\u00adlines"},
		"in two pieces":                 {ref: cite(bees), sentences: page, other: "guide lines"},
		"spelt otherwise":               {ref: cite("Colour and behaviour of otters on the shores"), sentences: page, other: "colors"},
		"marks lost":                    {ref: cite("Zur Größe der Bäche und über Wälder im Gebirge"), sentences: strings.Repeat(german, 4), other: "Groesse walder"},
		"written as one":                {ref: cite("A data base of the bees and otters for meadows"), sentences: page, other: "database"},
		"in a compound":                 {ref: wildbienen, sentences: strings.Repeat(german, 4), other: "Bestandserfassung"},
		"as part of a compound":         {ref: wildbienen, sentences: strings.Repeat(german, 4), other: "Bienen"},
		"in another compound":           {ref: wildbienen, sentences: strings.Repeat(german, 4), other: "Honigbienenzucht"},
		"umlaut in two letters":         {ref: cite("Überblick über die Gefährdung der Wälder auf Höhenzügen"), sentences: strings.Repeat(german, 4), other: "Waelder"},
		"part that is a name":           {ref: &Reference{Title: "Leitfaden für die Erfassung von Wildbienen auf Weiden und Äckern in Bergregionen", Text: "Verein Bienen. Leitfaden"}, sentences: strings.Repeat(german, 4), other: "Bienen"},
		"compounds of other words":      {ref: wildbienen, sentences: strings.Repeat(german, 4), other: "Donaudampfschifffahrt Bergwiese", lost: 4},
		"one word of few":               {ref: cite(bees), sentences: page, other: "survey"},
		"one word of many":              {ref: long, sentences: page, other: "survey", lost: 7, found: 1},
		"two words of many":             {ref: long, sentences: page, other: "survey orchards"},
		"its author":                    {ref: cite(bees), sentences: page, other: "aalto"},
		"its publisher":                 {ref: cite(bees), sentences: page, other: "the tide"},
		"an author of three letters":    {ref: &Reference{Title: bees, Text: bees, Authors: []string{"Kim, A."}}, sentences: page, other: "Kim"},
		"title mistaken":                {ref: &Reference{Title: "Working papers on nature of the northern plains", Text: "Working papers on nature of the northern plains. " + bees}, sentences: page, other: "bees"},
		"page in another language":      {ref: cite(bees), sentences: strings.Repeat(german, 4)},
		"title in another language":     {ref: cite("Leitfaden für die Erfassung von Wildbienen auf Wiesen"), sentences: page},
		"title in another script":       {ref: russianTitle, sentences: page},
		"page in another script":        {ref: cite(bees), sentences: strings.Repeat(russian, 4)},
		"page in two languages":         {ref: cite(bees), sentences: strings.Repeat(english+german, 4)},
		"page told to be in another":    {ref: cite(bees), m: Metadata{Language: "de"}, sentences: page},
		"work told to be in another":    {ref: func() *Reference { r := cite(bees); r.Language = "ru"; return r }(), sentences: page},
		"title in two scripts":          {ref: cite("On the meaning of добро in the early chronicles"), sentences: page},
		"title in no certain language":  {ref: cite("Wild bees hay meadows survey guidelines"), m: Metadata{Language: "en"}, sentences: page},
		"title of few telling words":    {ref: cite("You would also go about for our bees"), sentences: page},
		"title of the site":             {ref: cite("Guides of the survey"), sentences: page},
		"words on data":                 {ref: cite("Data and code for the survey of wild bees in hay meadows"), sentences: page},
		"words on a picture":            {ref: cite("A photograph by the owner of the meadow at the corner of the forest"), sentences: page},
		"words on a site":               {ref: cite("The official website of the ministry of agriculture and fisheries"), sentences: page},
		"words on a site, in Russian":   {ref: cite("Официальный сайт министерства сельского хозяйства и продовольствия на севере"), sentences: strings.Repeat(russian, 4)},
		"words on where it is":          {ref: cite("See the discussion by the owners of the meadows under the following address"), sentences: page},
		"title that names data":         {ref: cite("On the harbours and meadows of the north in the light of data"), sentences: page, lost: 4},
		"title of what sites have":      {ref: cite("Home page of the online news service for information"), sentences: page},
		"Chinese":                       {ref: cite("野生 蜜蜂 调查 指南"), sentences: page},
		"page of few sentences":         {ref: cite(bees), sentences: english},
		"page of words that make none":  {ref: cite(bees), sentences: strings.Repeat("lorem ipsum dolor sit amet consetetur the ", 40)},
		"page of menus":                 {ref: cite(bees), other: page},
		"words of the address alone":    {ref: addressed, sentences: page, other: "atlas", lost: 5},
	}
	for name, c := range tests {
		c.m.Title += " " // one that says nothing
		got := search(c.m, c.sentences, c.other, c.ref)[0]
		if got.Lost != c.lost || got.Found != c.found || got.Cited != c.ref.sightingKey() {
			t.Errorf("%s: %+v, want %d lost and %d found", name, got, c.lost, c.found)
		}
	}
}

// Of a title that the page bears nothing need be noted.
func TestSearchBorne(t *testing.T) {
	ref := cite(bees)
	for _, title := range []string{bees, bees + " | Guides", bees[:wholeTitle]} {
		m := Metadata{Title: title}
		if got := search(m, strings.Repeat(english, 4), "", ref); len(got) > 0 {
			t.Errorf("%q: sightings %+v", title, got)
		}
		if s := soughtBy(ref); !s.coveredBy(&Outcome{Metadata: m}) || s.coveredBy(&Outcome{Metadata: Metadata{Title: "Bees"}}) {
			t.Errorf("%q: not known by the title", title)
		}
	}
}

// Each of several titles is looked for, and a page that is not whole is without none.
func TestSearchForSeveral(t *testing.T) {
	page := strings.Repeat(english, 4) + "The harbours of the north are cold."
	a, b := cite(bees), cite("On the harbours of the north and what became of them in winter")
	got := search(Metadata{}, page, "", a, b)
	if len(got) != 2 || got[0].Lost != 5 || got[1].Lost != 0 || got[0].Cited == got[1].Cited {
		t.Errorf("sightings %+v", got)
	}
	f := soughtBy(a, b).Search(&Metadata{})
	f.Read(page, true)
	if f.Settled() {
		t.Error("one title need not be looked for any more")
	}
	for _, s := range f.Sightings(false) {
		if s.Lost > 0 {
			t.Errorf("half a page is without %+v", s)
		}
	}
}

// The title of the page settles most searches.
func TestSearchSettled(t *testing.T) {
	for title, want := range map[string]bool{bees: true, "Guides - Guidelines for the surveys of wild bees": true, "Best casinos": false} {
		if got := soughtBy(cite(bees)).Search(&Metadata{Title: title}).Settled(); got != want {
			t.Errorf("%q: settled %v", title, got)
		}
	}
}

func TestTongueOf(t *testing.T) {
	for title, want := range map[string]string{
		"On the drift of buoys": "en", "Methods in ecology of bees": "en", "Über die Strömung": "de", "Zur Drift verankerter Bojen im flachen Wasser": "de",
		"Histoire de la lecture dans le monde": "fr", "Historia de la lectura en el mundo": "es", "História da leitura no mundo": "pt", "Storia della lettura nel mondo": "it",
		"Geschiedenis van het lezen in de wereld": "nl", "Historia o czytaniu w świecie": "pl", "О ветрах северных морей и об их причинах": "ru", "Læsning i Norge og Sverige": "da", "Історія читання у світі та її роль": "uk",
		"Deep residual learning": "", "Buoys in water": "", "": "", "潮汐观测": "",
	} {
		words, _ := plainWords(title)
		got := ""
		if i := tongueOf(words); i != noTongue {
			got = tongues[i].code
		}
		if got != want {
			t.Errorf("%q is in %q, want %q", title, got, want)
		}
	}
}

func TestEchoes(t *testing.T) {
	for pair, want := range map[string]bool{
		"bees bee": true, "bees bees": true, "survey surveying": true, "guidelines guideline": true, "education educated": true, "analysis analytic": true,
		"руководство руководства": true, "colour color": true, "history historical": true, "theory theories": true,
		"control contract": true, "data database": true, "bees beekeeping": false,
		"bees been": false, "international internet": false, "communication community": false, "wild will": false, "therapy there": false, "theory there": false, "guide": false,
	} {
		title, word, _ := strings.Cut(pair, " ")
		if echoes(title, word) != want {
			t.Errorf("%s: not %v", pair, want)
		}
	}
}

// What a page says of a title can always be read, whatever it is, and a page that
// has the title is never without it.
func FuzzSearch(f *testing.F) {
	f.Add(bees, "Best casinos", english)
	f.Add("Über \u00ad die Strömung\xff", "l'eau\u0301", french)
	f.Fuzz(func(t *testing.T, title, of, page string) {
		for _, s := range search(Metadata{Title: of}, strings.Repeat(english, 4)+page+" "+title, page, cite(title)) {
			if s.Lost > 0 {
				t.Errorf("%q is not in itself: %+v", title, s)
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	s := soughtBy(cite(bees))
	page := strings.Repeat(english, 100)
	for name, title := range map[string]string{"right": bees, "other": "Best casinos"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if f := s.Search(&Metadata{Title: title}); !f.Settled() {
					f.Read(page, true)
				}
			}
		})
	}
}

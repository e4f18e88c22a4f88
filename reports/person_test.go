package reports

import (
	"slices"
	"testing"
)

func TestSplitName(t *testing.T) {
	for _, tt := range []struct {
		name, language string
		givenFirst     bool
		want           person
	}{
		{"Ada Quay", "", true, person{given: "Ada", family: "Quay"}},
		{"Quay, Ada", "", false, person{given: "Ada", family: "Quay"}},
		{"Ada B. Quay", "", true, person{given: "Ada B.", family: "Quay"}},
		{"A. B. Quay", "", false, person{given: "A. B.", family: "Quay"}},
		{"Quay A. B.", "", false, person{given: "A. B.", family: "Quay"}},
		{"Quay A.-B.", "", false, person{given: "A.-B.", family: "Quay"}},
		{"Smith JA", "", false, person{given: "JA", family: "Smith"}},
		{"MK Aalto", "", true, person{given: "MK", family: "Aalto"}},
		{"Wei XU", "", true, person{given: "Wei", family: "XU"}},
		{"de Vries J.", "", false, person{given: "J.", particle: "de", family: "Vries"}},
		{"Ludwig van Beethoven", "", true, person{given: "Ludwig", particle: "van", family: "Beethoven"}},
		{"van der Berg, Jan", "", false, person{given: "Jan", particle: "van der", family: "Berg"}},
		{"Berg, Jan van der", "", false, person{given: "Jan", particle: "van der", family: "Berg"}},
		{"Maria De Luca", "", true, person{given: "Maria", family: "De Luca"}},
		{"Al Gore", "", true, person{given: "Al", family: "Gore"}},
		{"Jane E. Doe", "", true, person{given: "Jane E.", family: "Doe"}},
		{"Martin Luther King Jr.", "", true, person{given: "Martin Luther", family: "King", suffix: "Jr."}},
		{"King, Martin Luther, Jr.", "", false, person{given: "Martin Luther", family: "King", suffix: "Jr."}},
		{"King, Jr., Martin Luther", "", false, person{given: "Martin Luther", family: "King", suffix: "Jr."}},
		{"Щербаков И. И.", "ru", false, person{given: "И. И.", family: "Щербаков"}},
		{"Иван Щербаков", "ru", true, person{given: "Иван", family: "Щербаков"}},
		{"王小明", "zh", false, person{given: "小明", family: "王"}},
		{"欧阳修", "zh-Hans", true, person{given: "修", family: "欧阳"}},
		{"山田太郎", "ja", true, person{literal: "山田太郎"}},
		{"김민수", "", true, person{given: "민수", family: "김"}},
		{"World Health Organization", "", true, person{literal: "World Health Organization"}},
		{"Ministry of Health, Labour and Welfare", "", false, person{literal: "Ministry of Health, Labour and Welfare"}},
		{"Министерство здравоохранения", "ru", false, person{literal: "Министерство здравоохранения"}},
		{"中国科学院", "zh", false, person{literal: "中国科学院"}},
		{"Per Ceder", "", true, person{given: "Per", family: "Ceder"}},
		{"Mohamed El Amrani", "", true, person{given: "Mohamed", family: "El Amrani"}},
		{"NASA", "", true, person{literal: "NASA"}},
		{"ATLAS Collaboration", "", true, person{literal: "ATLAS Collaboration"}},
		{"Section 9", "", true, person{literal: "Section 9"}},
		{"Quay, ", "", false, person{literal: "Quay"}},
		{"a, b, c, d", "", false, person{literal: "a, b, c, d"}},
	} {
		got := people([]string{tt.name}, nil, tt.language, tt.givenFirst)
		if !slices.Equal(got, []person{tt.want}) {
			t.Errorf("%q: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if got := people([]string{"", " ,", "et al.", "others", "и др."}, nil, "", false); got != nil {
		t.Errorf("nobody: %+v", got)
	}
}

func TestSplitKnown(t *testing.T) {
	for _, tt := range []struct {
		name, family string
		want         person
	}{
		{"Gabriel García Márquez", "García Márquez", person{given: "Gabriel", family: "García Márquez"}},
		{"Jan de la Cruz y Vega", "de la Cruz y Vega", person{given: "Jan", particle: "de la", family: "Cruz y Vega"}},
		{"Maria De Luca", "De Luca", person{given: "Maria", family: "De Luca"}},
		{"The Tern Watch", "The Tern Watch", person{literal: "The Tern Watch"}},
		{"Jane Doe", "Jane Doe", person{literal: "Jane Doe"}},
		{"山田太郎", "山田", person{given: "太郎", family: "山田"}},
		{"Ann Poe", "", person{given: "Ann", family: "Poe"}},
		{"Ann Poe", "Roe Moe", person{given: "Ann", family: "Poe"}}, // of nobody here
		{"Ann Roe Moe", " Roe \u202eMoe ", person{given: "Ann", family: "Roe Moe"}},
	} {
		if got := people([]string{tt.name}, []string{tt.family}, "", true); !slices.Equal(got, []person{tt.want}) {
			t.Errorf("%q of %q: %+v, want %+v", tt.name, tt.family, got, tt.want)
		}
	}
	if got := people([]string{"", "Ann Roe Moe", "Per Ceder"}, []string{"x", "Roe Moe"}, "", true); len(got) != 2 || got[0].family != "Roe Moe" {
		t.Errorf("fewer families than names: %+v", got)
	}
}

func TestKeys(t *testing.T) {
	author := func(family string) []person { return []person{{family: family, given: "A."}} }
	all := []work{
		{authors: author("O’Neill-Żak"), published: "2019-05", title: "On the Way"},
		{authors: author("Müller"), title: "Der Hafen"},
		{authors: author("Muller"), title: "Hafen, der"},
		{own: "mullerhafen"},
		{own: "MullerHafen"},
		{authors: []person{{literal: "The World Bank"}}, published: "2001", title: "A"},
		{url: "https://www.port-authority.example/x"},
		{note: "\u200b—"},
	}
	assignKeys(all)
	var got []string
	for _, w := range all {
		got = append(got, w.key)
	}
	want := []string{"oneillzak2019way", "mullerhafenb", "mullerhafenc", "mullerhafen", "MullerHafena", "world2001a", "portauthority", "ref"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for n, want := range map[int]string{0: "a", 25: "z", 26: "aa", 51: "az", 52: "ba", 702: "aaa"} {
		if got := letters(n); got != want {
			t.Errorf("letters(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestISODate(t *testing.T) {
	for in, want := range map[string]string{
		"2019": "2019", "2019-05": "2019-05", "2019-05-17": "2019-05-17", "2019-05-17T10:00:00Z": "2019-05-17", "2019-02-30": "2019-02", "2019-13-01": "2019",
		"2019-5": "2019", "0000": "", "": "", "May 2019": "", "20190517": "", "2019-05-17-09": "2019-05-17", "+019": "",
	} {
		if got := isoDate(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		" a \t\r\n b ": "a b", "e\u0301\u200b\u00ad\u202e": "é", "a\xffb": "a b", "##[error]": "## [error]", "می\u200cخواهم": "می\u200cخواهم", "a\x00\x1b[1mb": "a[1mb",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

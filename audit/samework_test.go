package audit

import (
	"bufio"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refmend/refmend/refs"
)

func TestCompareWork(t *testing.T) {
	const vancouver = "Aalto M, Brandt K. On the drift of moored buoys in shallow water: a second look. J Sea Res. 2001;12(3):5-19. doi:10.1000/j.12"
	for name, c := range map[string]struct {
		text, title string
		authors     []string
		want        likeness
	}{
		"same":                       {vancouver, "On the drift of moored buoys in shallow water: a second look", []string{"Maija Aalto"}, sameWork},
		"same, short title":          {vancouver, "The drift of moored buoys", nil, sameWork},
		"same, marks and ligatures":  {"Müller A. Über die Strömung und ihre Größe. Meer. 2001.", "Uber die Stromung und ihre Grosse", nil, sameWork},
		"same, hyphens at line ends": {"Aalto M. The drift of moo- red buoys in shal- low water. Sea. 2001.", "The drift of moored buoys in shallow water", nil, sameWork},
		"same, a letter off":         {"Aalto M. Fluorescence cencus of coral recruits. Sea. 2001.", "Fluorescence census of coral recruits", nil, sameWork},
		"other":                      {vancouver, "Photosynthesis of alpine lichens under snow", []string{"Per Ceder"}, otherWork},
		"other, one word shared":     {vancouver, "Shallow neural networks for protein folding", []string{"Per Ceder"}, otherWork},
		"other, of the same author":  {vancouver, "Photosynthesis of alpine lichens under snow", []string{"Aalto, Maija"}, incomparable},
		"no authors known":           {vancouver, "Photosynthesis of alpine lichens under snow", nil, otherWork},
		"translated":                 {"Aalto M. (On the drift of buoys). J Sea Res 2001;12:5-19.", "Zur Drift verankerter Bojen im flachen Wasser", []string{"M. Aalto"}, incomparable},
		"another script":             {"Petrov P. O dreyfe buyev (On the drift of buoys). Morskoy zhurnal. 2001. No 3. P. 5-19.", "О дрейфе буёв на мелководье", []string{"П. Петров"}, incomparable},
		"Chinese, same":              {"王明. 海平面变化与潮汐观测研究[J]. 海洋学报, 2002, 24(3): 5-9.", "海平面变化与潮汐观测研究", nil, sameWork},
		"Chinese, other":             {"王明. 海平面变化与潮汐观测研究. 海洋学报, 第二十四卷第三期, 北京: 海洋出版社, 2002.", "深度学习在医学图像分割中的应用", []string{"李红"}, otherWork},
		"Cyrillic, same":             {"Иванов И. И. О ветрах северных морей // Вестник. 2001. № 3. С. 5–9.", "О ветрах северных морей", nil, sameWork},
		"no title in the reference":  {"Aalto M, Phys. Rev. Lett. 19 (1967) 1264", "Photosynthesis of alpine lichens", []string{"Per Ceder"}, incomparable},
		"title of one word":          {vancouver, "Introduction", []string{"Per Ceder"}, incomparable},
		"title that says nothing":    {vancouver, "The new", []string{"Per Ceder"}, incomparable},
		"no title":                   {vancouver, "", []string{"Per Ceder"}, incomparable},
	} {
		if got := compareWork(c.text, &Metadata{Title: c.title, Authors: c.authors}); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestNamesWithSuffix(t *testing.T) {
	w := wordsOf("Hall HK, Poe A. On the bases of amines. J Sea. 1957.")
	for author, want := range map[string]bool{"H. K. Hall Jr.": true, "H. K. Hall": true, "H. K. Haul III": false, "Ann Poe": true, "Jr.": false} {
		if got := w.names(author); got != want {
			t.Errorf("%s: %t, want %t", author, got, want)
		}
	}
}

func TestAnotherWork(t *testing.T) {
	listed := &Reference{Listed: true, Text: "Aalto M. On the drift of moored buoys in shallow water: a second look. J Sea Res. 2001."}
	for name, c := range map[string]struct {
		ref    *Reference
		kind   refs.Kind
		source string
		want   bool
	}{
		"DOI, tags of articles":  {listed, refs.KindDOI, "citation-meta", true},
		"DOI, graph":             {listed, refs.KindDOI, "json-ld", true},
		"DOI, title of the page": {listed, refs.KindDOI, "html", false},
		"URL, tags of articles":  {listed, refs.KindURL, "citation-meta", true},
		"URL, graph":             {listed, refs.KindURL, "json-ld", false},
		"running text":           {&Reference{Text: listed.Text}, refs.KindDOI, "citation-meta", false},
	} {
		m := &Metadata{Title: "Photosynthesis of alpine lichens under snow", Authors: []string{"Per Ceder"}, Source: c.source}
		if got := anotherWork(c.ref, &Link{Kind: c.kind}, m); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func FuzzCompareWork(f *testing.F) {
	f.Add("Aalto M. On the drift of buoys. 2001.", "On the drift of buoys", "Aalto, Maija")
	f.Add("王明. 潮汐. \xff", "\u0301e", ",")
	f.Fuzz(func(t *testing.T, text, title, author string) {
		m := &Metadata{Title: title, Authors: []string{author}}
		if compareWork(text+" "+title, m) == otherWork {
			t.Errorf("%q is not the work of %q", title, text+" "+title)
		}
	})
}

func BenchmarkCompareWork(b *testing.B) {
	m := &Metadata{Title: "Photosynthesis of alpine lichens under snow", Authors: []string{"Per Ceder"}}
	text := strings.Repeat("Aalto M, Brandt K. On the drift of moored buoys in shallow water: a second look. ", 3)
	for b.Loop() {
		compareWork(text, m)
	}
}

var corpora = flag.String("corpora", "", "folder of reference corpora to measure the comparison of works on")

// TestMatching measures; it judges nothing. DIR/matching/glutton_match_sample.jsonl
// has references with title and first author of what they cite; pairs are made
// wrong by shuffling all, and those of one journal.
//
//	go test ./audit -run TestMatching -v -corpora DIR
func TestMatching(t *testing.T) {
	if *corpora == "" {
		t.Skip("no -corpora folder")
	}
	type pair struct {
		Text, Title, Journal string
		Author               string `json:"first_author"`
	}
	f, err := os.Open(filepath.Join(*corpora, "matching", "glutton_match_sample.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs []pair
	journals := map[string][]pair{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var p pair
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
		journals[p.Journal] = append(journals[p.Journal], p)
	}
	compare := func(name string, of func(yield func(p, q pair))) {
		n, other := 0, 0
		of(func(p, q pair) {
			n++
			if compareWork(p.Text, &Metadata{Title: q.Title, Authors: []string{q.Author}}) == otherWork {
				other++
			}
		})
		t.Logf("%-24s %6d pairs, %6.2f %% called another work", name, n, 100*float64(other)/float64(n))
	}
	compare("right", func(yield func(p, q pair)) {
		for _, p := range pairs {
			yield(p, p)
		}
	})
	compare("shuffled", func(yield func(p, q pair)) {
		r := rand.New(rand.NewPCG(1, 1))
		for range 5 {
			for i, k := range r.Perm(len(pairs)) {
				if i != k {
					yield(pairs[i], pairs[k])
				}
			}
		}
	})
	compare("shuffled in a journal", func(yield func(p, q pair)) {
		for _, of := range journals {
			for i, p := range of {
				for k, q := range of {
					if i != k {
						yield(p, q)
					}
				}
			}
		}
	})
}

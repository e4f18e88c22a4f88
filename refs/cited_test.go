package refs

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCited(t *testing.T) {
	type want struct {
		authors []string
		title   string
	}
	for text, w := range map[string]want{
		// Vancouver, NLM
		"Aalto MK, Brandt K, Ceder P-O. Drift of moored buoys in shallow water. J Mar Sci. 2019;12(3):45-67.":        {[]string{"Aalto MK", "Brandt K", "Ceder P-O"}, "Drift of moored buoys in shallow water"},
		"Aalto M, Brandt K, et al. Is the tide turning? A second look at old gauges. J Mar Sci. 2019;12:45.":         {[]string{"Aalto M", "Brandt K"}, "Is the tide turning? A second look at old gauges"},
		"Aalto M, van der Berg K, de la Cruz J Jr. Tides and winds [Internet]. Oslo: Tide Press; 2019.":              {[]string{"Aalto M", "van der Berg K", "de la Cruz J Jr"}, "Tides and winds"},
		"Brandt K. E. coli counts in harbour water. Water Res. 2001;3:4-9.":                                          {[]string{"Brandt K."}, "E. coli counts in harbour water"},
		"Aalto M, Brandt K; Baltic Gauge Study Group. Readings of five gauges. J Mar Sci. 2019;12:45-67.":            {[]string{"Aalto M", "Brandt K", "Baltic Gauge Study Group"}, "Readings of five gauges"},
		"Aalto M. The decline of gauges in the Baltic. Findings of forty years of readings. Mar Geod 12:45-67, 2001": {[]string{"Aalto M"}, "The decline of gauges in the Baltic. Findings of forty years of readings"},
		"Aalto M, Brandt K (2019) Growth of cod in the Kattegat, Denmark. J Mar Sci 12:45-67":                        {[]string{"Aalto M", "Brandt K"}, "Growth of cod in the Kattegat, Denmark"},
		"Aalto M (2019) mRNA of cod under stress. J Mar Sci 12:45-67":                                                {[]string{"Aalto M"}, "mRNA of cod under stress"},
		"Aalto M (2019) Notes on the gauges. II. The northern coast. J Mar Sci 12:45-67":                             {[]string{"Aalto M"}, "Notes on the gauges. II. The northern coast"},
		// APA, Harvard
		"Aalto, M. K., Brandt, K., & Ceder, P.-O. (2019). On the drift of moored buoys: A second look. Coastal Letters, 7(2), 3–19.": {[]string{"Aalto, M. K.", "Brandt, K.", "Ceder, P.-O."}, "On the drift of moored buoys: A second look"},
		"Aalto, M., Brandt, K., ... & Ceder, P. (2019b). Tides of the North. Coastal Letters, 7, 3–19.":                              {[]string{"Aalto, M.", "Brandt, K.", "Ceder, P."}, "Tides of the North"},
		"Aalto, M. (2014, August 12). Gauges: Keeper calls for new readings. The Harbour. Retrieved from https://harbour.org/x":      {[]string{"Aalto, M."}, "Gauges: Keeper calls for new readings"},
		"Aalto, M. (n.d.). Tides of the North (2nd ed.). Tide Press.":                                                                {[]string{"Aalto, M."}, "Tides of the North"},
		"Brandt, K. (Ed.). (2000). Tides in human life. Oslo, Norway: Tide Press.":                                                   {[]string{"Brandt, K."}, "Tides in human life"},
		"AALTO, M. and BRANDT, K., 2015a. “Gauges fuel a quarrel over tides”, Harbour News, 5 June 2015.":                            {[]string{"AALTO, M.", "BRANDT, K."}, "Gauges fuel a quarrel over tides"},
		"Aalto, M., Brandt, K., 2003. Tides in Oslo, a history. Mar. Geod. 12, 34–56.":                                               {[]string{"Aalto, M.", "Brandt, K."}, "Tides in Oslo, a history"},
		"Aalto, M. K. and Brandt, J. 2006 Census of tides. Coral Letters 25, 73-76.":                                                 {[]string{"Aalto, M. K.", "Brandt, J."}, "Census of tides"},
		"World Tide Organization. (2012). Guidelines for gauges at sea. Geneva: World Tide Organization.":                            {[]string{"World Tide Organization"}, "Guidelines for gauges at sea"},
		"U.S. Tide and Gauge Administration, 2012, “Gauge classification database,” http://gauges.gov/x":                             {[]string{"U.S. Tide and Gauge Administration"}, "Gauge classification database"},
		// MLA, Chicago
		"Aalto, Minna. “The Orders of Tides.” Coastal Letters 10.7 (1971): 7-30.":                               {[]string{"Aalto, Minna"}, "The Orders of Tides"},
		"Aalto, Minna K. Tides: Men Watching the Sea. New York: Harbour, 1981.":                                 {[]string{"Aalto, Minna K."}, "Tides: Men Watching the Sea"},
		"Aalto, Minna, Karl Brandt, and Per Ceder. The Northern Tide. New York: Harbour Press, 2004.":           {[]string{"Aalto, Minna", "Karl Brandt", "Per Ceder"}, "The Northern Tide"},
		"Minna Aalto, “Walking the Shore,” Coastal Letters 7 (1990): 3.":                                        {[]string{"Minna Aalto"}, "Walking the Shore"},
		"Minna Aalto, Karl Brandt, and Per Ceder. 2019. Learning tides by heart. In Proceedings of Tides. 1–9.": {[]string{"Minna Aalto", "Karl Brandt", "Per Ceder"}, "Learning tides by heart"},
		"———. Passing Tides. Translated by Jean Brandt. London: Harbour & Sons, 1961.":                          {nil, "Passing Tides"},
		"Aalto, Minna. Baudolina. Milan: Porto, 2000.":                                                          {[]string{"Aalto, Minna"}, "Baudolina"},
		"M. Aalto, Tides in France (London: HMSO, 1966), p. 12.":                                                {[]string{"M. Aalto"}, "Tides in France"},
		// IEEE, numbered styles, physics
		"M. Aalto, K.-L. Brandt, and P. Ceder, \"Frequency of tides in harbours,\" Mar. Geod., vol. 515, pp. 3–9, 2007.": {[]string{"M. Aalto", "K.-L. Brandt", "P. Ceder"}, "Frequency of tides in harbours"},
		"M. Aalto et al., 'A gauge for all harbours,' Journal of Gauges, 2020, doi: 10.1000/182.":                        {[]string{"M. Aalto"}, "A gauge for all harbours"},
		"M. Aalto, K. Brandt, Tides of the Kattegat and beyond, Mar. Geod. 104 (2007) 12–19.":                            {[]string{"M. Aalto", "K. Brandt"}, "Tides of the Kattegat and beyond"},
		"M Aalto, K Brandt, The nature of tides. Mar Geod 9, 196-203 (2008).":                                            {[]string{"M Aalto", "K Brandt"}, "The nature of tides"},
		"Aalto, M., Brandt, K.L.: Potential of old gauges. Coastal Letters 14, 422-433 (2008)":                           {[]string{"Aalto, M.", "Brandt, K.L."}, "Potential of old gauges"},
		"Aalto, M. and Brandt, K.: Influence of ice on tides and climate, Clim. Tides, 22, 597-603, 2004.":               {[]string{"Aalto, M.", "Brandt, K."}, "Influence of ice on tides and climate"},
		"Aalto, M., Brandt, K. & Ceder, P. Spatial targeting of gauges. Tides 125, 2193–2202 (1998).":                    {[]string{"Aalto, M.", "Brandt, K.", "Ceder, P."}, "Spatial targeting of gauges"},
		"M. Aalto and K. Brandt. Techniques for efficient gauging. In Proceedings of Tides, pages 37-47, May 1990.":      {[]string{"M. Aalto", "K. Brandt"}, "Techniques for efficient gauging"},
		"M. Aalto, A New Tide in the North, Mar. Geod. 108 (1982) 389.":                                                  {[]string{"M. Aalto"}, "A New Tide in the North"},
		"Aalto M. K. Brandt K. Ceder P. (2019). Drift of moored buoys. Mar. Geod. 12, 3–9.":                              {[]string{"Aalto M. K.", "Brandt K.", "Ceder P."}, "Drift of moored buoys"},
		"•• Aalto M, Brandt K. Drift of moored buoys. J Mar Sci. 2019;12:45-67.":                                         {[]string{"Aalto M", "Brandt K"}, "Drift of moored buoys"},
		// No title
		"Aalto, M.; Brandt, K.; Ceder, P. Mar. Geod. 2007, 61, 5074–5077.": {[]string{"Aalto, M.", "Brandt, K.", "Ceder, P."}, ""},
		"M. Aalto, Mar. Tid. Lett. 19 (1967) 1264.":                        {[]string{"M. Aalto"}, ""},
		"M. Aalto: Tidenwiss. Wochenschr. 1921, 36, 569.":                  {[]string{"M. Aalto"}, ""},
		"Aalto M., Brandt K., 2004, A&A, 416, 839":                         {[]string{"Aalto M.", "Brandt K."}, ""},
		"Ibid., p. 5.":         {nil, ""},
		"http://tides.org/":    {nil, ""},
		"Accessed 5 May 2019.": {nil, ""},
		"Aalto M, Brandt K. 2001. Mar Geod 12:45–67.":            {[]string{"Aalto M", "Brandt K"}, ""},
		"M. Aalto, The Tide, London, Harbour, 1911.":             {[]string{"M. Aalto"}, ""},
		"Department of Tides. Office of Gauges. Report of 1912.": {[]string{"Department of Tides"}, ""},
		// GOST
		"Соколов П. А., Ветров И. И. Уровенные посты Белого моря // Вестник. 2019. № 3. С. 5–9.":                        {[]string{"Соколов П. А.", "Ветров И. И."}, "Уровенные посты Белого моря"},
		"Соколов П.А. Посты. Заметки: 1) у Шурана // Известия. Казань, 1882.":                                           {[]string{"Соколов П.А."}, "Посты. Заметки: 1) у Шурана"},
		"Уровень моря в проливах / П. А. Соколов, И. И. Ветров // Вестник. 2019. № 3. С. 5–9.":                          {[]string{"П. А. Соколов", "И. И. Ветров"}, "Уровень моря в проливах"},
		"Соколов П. А. Уровень моря [Электронный ресурс]. URL: http://more.ru/":                                         {[]string{"Соколов П. А."}, "Уровень моря"},
		"Sokolov P. A. Uroven' morya v prolivah (The Sea Level in Straits). Vestnik. 2019. No. 3. (In Russ.)":           {[]string{"Sokolov P. A."}, "Uroven' morya v prolivah"},
		"Sokolov P.A., Vetrov I.I. i dr. On the Deflection of the Vertical // Marine Geodesy. 1984. Vol. 8. P. 85–127.": {[]string{"Sokolov P.A.", "Vetrov I.I."}, "On the Deflection of the Vertical"},
		"Соколов П. А. и др. Приливы северных морей. СПб.: Море, 2010. 200 с.":                                          {[]string{"Соколов П. А."}, "Приливы северных морей"},
		// German, French, Spanish
		"Aalto, Minna (1999): Regen und Wind an der Küste. Berlin: Küste.":                             {[]string{"Aalto, Minna"}, "Regen und Wind an der Küste"},
		"Aalto, Minna/Brandt, Karl: „Die Küste im Wandel“. In: Küstenblatt 3 (2001), S. 5–9.":          {[]string{"Aalto, Minna", "Brandt, Karl"}, "Die Küste im Wandel"},
		"Aalto, Minna et Brandt, Karl (avril 2015). Le portrait de la côte, La Presse [en ligne].":     {[]string{"Aalto, Minna", "Brandt, Karl"}, "Le portrait de la côte, La Presse"},
		"AALTO M., BRANDT K., « Nouvelles marées du Nord », Revue des côtes, 83, 1, 1959, p. 288-335.": {[]string{"AALTO M.", "BRANDT K."}, "Nouvelles marées du Nord"},
		"Aalto, M. y Brandt, K. (2019). Las mareas del norte. Revista de Costas, 3(2), 5–9.":           {[]string{"Aalto, M.", "Brandt, K."}, "Las mareas del norte"},
		// East Asia
		"王明, 李红, 张三. 海平面变化研究[J]. 海洋学报, 2019, 3(2): 1-5.":                          {[]string{"王明", "李红", "张三"}, "海平面变化研究"},
		"王明，李红等．海洋观测概论[M]．北京：海洋出版社，2019．":                                         {[]string{"王明", "李红"}, "海洋观测概论"},
		"王明：《海洋的历史》，北京：海洋出版社，2019年。":                                              {[]string{"王明"}, "海洋的历史"},
		"国务院. 海洋观测公报 (State Council. Bulletin of Ocean Observation). 08.07.2021.": {[]string{"国务院"}, "海洋观测公报"},
		"中国与世界海洋观测机构共同倡议(The Common Initiative of Observers).人民日报. 2023.":         {nil, "中国与世界海洋观测机构共同倡议"},
		"海洋観測研究所. 2008. 観測の記録.":                                                   {[]string{"海洋観測研究所"}, ""},
		"田中太郎「潮位の変化について」『海洋』12巻、2019年、1-5頁。":                                      {[]string{"田中太郎"}, "潮位の変化について"},
		"田中太郎, 鈴木花子. (2009). 潮位の変化と観測. 海洋研究, 47(3), 1-10.":                        {[]string{"田中太郎", "鈴木花子"}, "潮位の変化と観測"},
		"김철수, 이영희 (2010). 조위의 변화와 관측. 해양연구, 12(3), 1-10.":                         {[]string{"김철수", "이영희"}, "조위의 변화와 관측"},
		"Wang M, Li H. Tides of the east[J]. Ocean, 2019, 3(2): 1-5.":             {[]string{"Wang M", "Li H"}, "Tides of the east"},
		// The title first
		"Major achievements in the work of the harbour over the past decade. Embassy of Norway. 30 September, 2022.": {nil, "Major achievements in the work of the harbour over the past decade"},
		"“Tides at risk.” The Harbour, 5 May 2019.":                                                                  {nil, "Tides at risk"},
		"It goes without saying that these gauges were read by hand. Nobody has counted how often that was done.":    {nil, ""},
		"Kenneth Aalto, David Brandt, Tides in Norway 3rd ed (1999)":                                                 {nil, ""},
	} {
		authors, title := cited(text, accessNote(text))
		if len(authors) == 0 {
			authors = nil
		}
		if diff := cmp.Diff(w, want{authors, title}, cmp.AllowUnexported(want{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// TestCitedEntry holds that title and authors arrive with the reference, and
// that those of a format go before those of the text.
func TestCitedEntry(t *testing.T) {
	doc, err := Read("x", []byte("References\n\n1. Aalto M, Brandt K. On tides and\nother winds. J Mar Sci. 2019;12:4-9.\n2. Ceder P. On rain in spring. J Mar Sci. 2020;13:1-2.\n"), Options{Format: FormatText})
	if err != nil || len(doc.References) != 2 {
		t.Fatal(doc, err)
	}
	if r := doc.References[0]; r.Title != "On tides and other winds" || !slices.Equal(r.Authors, []string{"Aalto M", "Brandt K"}) || r.Year != 2019 {
		t.Errorf("%+v", r)
	}
	r := record{reference: Reference{Text: "Aalto M. On tides in spring. J Mar Sci. 2019;12:4-9.", Title: "Said", Authors: []string{"By Her"}}}
	if got := r.read(); got.Title != "Said" || !slices.Equal(got.Authors, []string{"By Her"}) {
		t.Errorf("%+v", got)
	}
}

func FuzzCited(f *testing.F) {
	for _, s := range []string{
		"Aalto MK, Brandt K, et al. Drift of moored buoys [Internet]. J Mar Sci. 2019;12(3):45-67.",
		"Aalto, M., & Brandt, K. (2019). “On ‘tides’” – a look. Mar. Geod., vol. 5, p. 3",
		"Соколов П. А. Уровень моря / П. А. Соколов // Вестник. 2019.",
		"王明, 李红等. 海平面(The Sea)[J]. 海洋, 2019", "———. “x", "田中「潮", "É. D’Été-Ñu, Jr., III. A. B. C? D! (", "A-", "Ch", "van der", "J. ", ", ", "Smith, ", "«", "``a''", "A. B.-",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = fold(s)
		authors, title := cited(s, accessNote(s))
		if !strings.Contains(s, title) {
			t.Errorf("title %q is not in %q", title, s)
		}
		for _, a := range authors {
			if a == "" || !strings.Contains(s, a) {
				t.Errorf("author %q is not in %q", a, s)
			}
		}
	})
}

func BenchmarkCited(b *testing.B) {
	lines := strings.Split(referenceText(1<<20), "\n")
	size := 0
	for i, l := range lines {
		_, lines[i], _ = strings.Cut(l, "] ")
		size += len(l)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range lines {
			cited(l, accessPlace{start: -1})
		}
	}
}

func BenchmarkCitedAdversarial(b *testing.B) {
	for name, unit := range map[string]string{
		"names": "Aalto, M., ", "initials": "A. ", "plain": "Minna Aalto, ", "commas": "x, A ", "stops": "A b c. ", "questions": "A b? ", "quotes": "“", "brackets": "[A b", "parens": "(", "bodies": "Institute of ",
		"capitals": "Tides ", "east": "王明, ", "eastern quotes": "「", "slashes": " / A. B", "particles": "van der ", "hyphens": "A-", "roles": "(eds", "volumes": "Vol ", "marks": "e\u0301",
	} {
		text := fold(strings.Repeat(unit, 1<<20/len(unit)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(longestCited)
			for b.Loop() {
				cited(text, accessPlace{start: -1})
			}
		})
	}
}

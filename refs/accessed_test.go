package refs

import "testing"

func TestAccessed(t *testing.T) {
	for s, want := range map[string]string{
		"URL: http://a.org/ (accessed: 19.03.2023).":   "2023-03-19",
		"(accessed March 3, 2021)":                     "2021-03-03",
		"Accessed on 3rd of May 2021.":                 "2021-05-03",
		"[accessed 2021 May 3]":                        "2021-05-03",
		"[cited 2020 Mar 3]":                           "2020-03-03",
		"[cited 2020 Mar]":                             "2020-03",
		"Retrieved May 3, 2021, from http://a.org/":    "2021-05-03",
		"Retrieved from http://a.org/2021/05/03":       "",
		"retrieved: 2021-05-03T10:00":                  "2021-05-03",
		"Last visited on Monday, 3 May 2021":           "2021-05-03",
		"accessed 3/4/2021":                            "2021",
		"accessed 13/4/2021":                           "2021-04-13",
		"accessed 4/13/2021":                           "2021-04-13",
		"accessed 5/5/2021":                            "2021-05-05",
		"accessed 2021":                                "2021",
		"accessed May 2021":                            "2021-05",
		"accessed 31.02.2021":                          "2021-02",
		"(дата обращения: 05.05.2018)":                 "2018-05-05",
		"Дата доступа: 5 мая 2018 г.":                  "2018-05-05",
		"访问日期：2023年3月1日":                               "2023-03-01",
		"访问日期: 2023-03-01.":                            "2023-03-01",
		"（2023年3月1日访问）":                                "2023-03-01",
		"閲覧日 2023年3月":                                  "2023-03",
		"2023年3月1日閲覧":                                  "2023-03-01",
		"검색일: 2023. 3. 1.":                             "2023-03-01",
		"(Zugriff am 3. Mai 2021)":                     "2021-05-03",
		"zuletzt abgerufen am 03.05.2021":              "2021-05-03",
		"consulté le 1er juillet 2021":                 "2021-07-01",
		"Consultado el 3 de mayo de 2021":              "2021-05-03",
		"Acesso em: 3 out. 2021":                       "2021-10-03",
		"consultato il 3 luglio 2021":                  "2021-07-03",
		"[dostęp: 12.03.2020]":                         "2020-03-12",
		"[cit. 2020-03-12]":                            "2020-03-12",
		"Geraadpleegd op 3 maart 2021":                 "2021-03-03",
		"Hämtad 2021-05-03":                            "2021-05-03",
		"accessed by many users in 2021":               "",
		"accessed: 1066":                               "",
		"It was accessible in 2021.":                   "",
		"accessed":                                     "",
		"Accessed May 3":                               "",
		"A title accessed once. (accessed 3 May 2021)": "2021-05-03",
	} {
		if got := accessNote(s).date; got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestPublicationYear(t *testing.T) {
	for s, want := range map[string]int{
		"Smith J. On tides. Journal of Tides. 2001. Vol. 3. P. 5–9.":           2001,
		"Smith, J. (1999a). A history of 1848. Press.":                         1999,
		"Smith, J. (2019, March 3). Tides.":                                    2019,
		"Smith, J. (May 2019). Tides.":                                         2019,
		"Tides. 16.10.2022. Ministry. 26.10.2022. URL: (accessed: 10.03.2023)": 2022,
		"Tides. URL: http://a.org/2001/x (accessed: 10.03.2023)":               0,
		"Tides. http://a.org/ Accessed 3 May 2021. Press, 2020.":               2020,
		"2023年. 第3期. 第29–31页":                                                  2023,
		"WWW. 1511--1520":                                                      0,
		"Pages 1995-2003.":                                                     0,
		"Version 2021.1":                                                       0,
		"doi:10.1000/j.2001.5":                                                 0,
		"Plan 9, 1066":                                                         0,
		"In 2150":                                                              0,
		"":                                                                     0,
		"2001":                                                                 2001,
	} {
		if got := publicationYear(s, accessNote(s)); got != want {
			t.Errorf("%s: %d, want %d", s, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for s, want := range map[string]string{
		"Sokolov P. Vetry (Winds). 2001. (In Russ.)":     "ru",
		"Wang M. [in Chinese]":                           "zh",
		"Tanaka. (in Japanese with English abstract)":    "ja",
		"Müller. (на нем. яз.)":                          "de",
		"Соколов П. Н. Ветры над морем, 2001":            "ru",
		"Шевченко Т. Вітри над морем, 2001. Київ":        "uk",
		"Соколов П. Н. Вода. 2001":                       "", // could be Bulgarian as well
		"王明. 海上的风. 这是中文. 2001年":                          "zh",
		"田中. 海上風. 2001年":                                 "", // could be Japanese as well
		"田中「海の風についての研究」2001年":                            "ja",
		"김철수. 바다의 바람. 서울, 2001":                          "ko",
		"Smith J. On tides. 2001.":                       "",
		"Smith J. The word 风 这 in a title of many words": "",
		"Smith J. (In Russia, 1999)":                     "",
		"Παπαδόπουλος. Άνεμοι. 2001":                     "el",
	} {
		if got := languageOf(s); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

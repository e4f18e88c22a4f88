package refs

import "testing"

func TestStripCredentials(t *testing.T) {
	for s, want := range map[string]string{
		"":                                                     "",
		"https://host.example/":                                "https://host.example/",
		"https://ann@host.example/":                            "https://@host.example/",
		"https://ann:pw@host.example/":                         "https://@host.example/",
		"https://ann:p@w@host.example:80/":                     "https://@host.example:80/",
		"https://@host.example/":                               "https://@host.example/",
		"https://host.example/photos/12@N00/":                  "https://host.example/photos/12@N00/",
		"https://host.example//ann@b/":                         "https://host.example//ann@b/",
		"https://host.example?mail=ann@b.example":              "https://host.example?mail=ann@b.example",
		"https://host.example#ann@b.example":                   "https://host.example#ann@b.example",
		"https:\\\\ann@b":                                      "https:\\\\ann@b",
		"mailto:ann@host.example":                              "mailto:ann@host.example",
		"https://web.example/2020/http://ann:pw@host.example/": "https://web.example/2020/http://@host.example/",
		`Get "http://ann:pw@a.example": or ftp://b@c.example`:  `Get "http://@a.example": or ftp://@c.example`,
		"see http://a.example and write to ann@b.example":      "see http://a.example and write to ann@b.example",
		"://@": "://@",
		"@://": "@://",
	} {
		got := StripCredentials(s)
		if got != want {
			t.Errorf("StripCredentials(%q) = %q, want %q", s, got, want)
		}
		if again := StripCredentials(got); again != got {
			t.Errorf("StripCredentials twice on %q: %q, then %q", s, got, again)
		}
	}
}

package refs

import "testing"

func TestLasting(t *testing.T) {
	const page = "https://a.org/page"
	for name, test := range map[string]struct{ asked, end, want Target }{
		"nothing to do":      {page, "https://b.org/page?id=7&view=full#part", "https://b.org/page?id=7&view=full#part"},
		"tracking":           {page, "https://b.org/page?id=7&utm_source=x&fbclid=y", "https://b.org/page?id=7"},
		"own tracking":       {page + "?utm_source=x", "https://b.org/page?utm_source=x", "https://b.org/page"},
		"session":            {page, "https://b.org/page?PHPSESSID=0123456789abcdef", "https://b.org/page"},
		"own session":        {page + "?PHPSESSID=0123456789abcdef", "https://b.org/page?PHPSESSID=0123456789abcdef", "https://b.org/page?PHPSESSID=0123456789abcdef"},
		"session in path":    {page, "https://b.org/page;jsessionid=0123ABCD?id=7", "https://b.org/page?id=7"},
		"consent":            {page, page + "?consent=yes&gdpr=1#part", page + "#part"},
		"cookies":            {page, page + "?cookieSet=1", page},
		"cookies enabled":    {page, page + "?a=b&cookies_enabled=true", page + "?a=b"},
		"analytics":          {page, page + "?_gl=1*abc&ref_src=twsrc", page},
		"login":              {page, page + "?SAMLRequest=x&RelayState=y", page},
		"publisher's":        {page, page + "?error=cookies_not_supported&code=1b2c3d4e", page},
		"code of another":    {page, page + "?code=1b2c3d4e", page + "?code=1b2c3d4e"},
		"error of another":   {page, page + "?error=none&code=5", page + "?error=none&code=5"},
		"language":           {page, page + "?hl=en&id=3", page + "?id=3"},
		"own language":       {page + "?LANG=de", "https://b.org/page?lang=de", "https://b.org/page?lang=de"},
		"escaped own":        {page + "?l%61ng=de", "https://b.org/page?lang=de", "https://b.org/page?lang=de"},
		"asked is no URL":    {"%?%zz=%", page + "?lang=de", page},
		"in a fragment only": {page, page + "#?lang=de", page + "#?lang=de"},
	} {
		if got := test.end.Lasting(test.asked); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

package crawler

import "testing"

func TestQueueOf(t *testing.T) {
	o, err := Options{ShareManners: []string{"Wiley.com", "*.press.example"}}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{
		"site.example": "site.example", "a.b.site.example": "a.b.site.example",
		"onlinelibrary.wiley.com": "wiley.com", "agupubs.onlinelibrary.wiley.com": "wiley.com", "wiley.com": "wiley.com",
		"notwiley.com": "notwiley.com", "journal.press.example": "press.example",
		"bmcmedicine.biomedcentral.com": "biomedcentral.com",
	} {
		if got := o.queueOf(host); got != want {
			t.Errorf("%s waits at %s, want %s", host, got, want)
		}
	}
	for _, name := range []string{"", "com", "co.uk", "github.io", "https://wiley.com", "a b.com", "wiley.com:80"} {
		if got, err := ParseDomain(name); err == nil {
			t.Errorf("%q is taken as %q", name, got)
		}
	}
}

package refs

import "testing"

func TestDomain(t *testing.T) {
	for host, want := range map[string]string{
		"www.example.co.uk": "example.co.uk", "Example.ORG": "example.org", "a.b.github.io": "b.github.io",
		"co.uk": "", "192.0.2.7": "", "2001:db8::1": "", "": "", "..": "",
	} {
		if got := Domain(host); got != want {
			t.Errorf("Domain(%q) = %q, want %q", host, got, want)
		}
	}
}

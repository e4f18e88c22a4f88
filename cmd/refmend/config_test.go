package main

import "testing"

// FuzzParseConfig: whatever a file holds, it is read or refused with its place.
func FuzzParseConfig(f *testing.F) {
	for _, seed := range []string{"", "a = 1", "a = [1, 'x']", "[t]\na = 1", "a.b = 2", "a = [[1]]", "a = 1979-05-27", "\xff", "a = \"\\u0000\"", "[[rule]]\nhost = 'a.org'\naccept = [403]\nreason = 'x'\nexpires = 2027-01-01", "[[rule]]\n[rule.headers]\nA = '${B'", "[[rule]]\n[[rule]]\nhost = 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := parseConfig("refmend.toml", raw)
		if err == nil && c == nil {
			t.Fatal("neither settings nor an error")
		}
		if err == nil {
			for name := range c.values {
				if c.lines[name] == 0 {
					t.Errorf("setting %q has no line", name)
				}
			}
		}
	})
}

package main

import (
	"testing"
	"time"
)

func TestDurations(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0": 0, "500ms": 500 * time.Millisecond, "1m30s": 90 * time.Second, "1h": time.Hour, "36h": 36 * time.Hour, "3d": 3 * day, "1.5d": 36 * time.Hour, "2w": 14 * day,
	} {
		got, err := parseDuration(s)
		if err != nil || got != want {
			t.Errorf("%s is %v, want %v (%v)", s, got, want, err)
		}
		if again, err := parseDuration(durationWords(got)); err != nil || again != want {
			t.Errorf("%s is written %s, which is %v (%v)", s, durationWords(got), again, err)
		}
	}
	for d, want := range map[time.Duration]string{0: "0s", 3 * day: "3d", time.Hour: "1h", 90 * time.Minute: "1h30m", 20 * time.Second: "20s", time.Hour + time.Second: "1h0m1s"} {
		if got := durationWords(d); got != want {
			t.Errorf("%v is written %s, want %s", d, got, want)
		}
	}
	for _, s := range []string{"", "7", "7days", "-1h", "-1d", "NaNd", "infd", "1e9d", "d", "never", "999999999h"} {
		if d, err := parseDuration(s); err == nil {
			t.Errorf("%q is taken for %v", s, d)
		}
	}
}

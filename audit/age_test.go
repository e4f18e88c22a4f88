package audit

import (
	"testing"
	"time"
)

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Minute: "less than an hour", time.Hour: "1 hour", 23 * time.Hour: "23 hours", 30 * time.Hour: "1 day", 12*day + 1: "12 days",
	} {
		if got := Age(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

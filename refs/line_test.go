package refs

import (
	"strings"
	"testing"
)

func TestLineMark(t *testing.T) {
	for _, n := range []int{0, 1, 254, 255, 256, 257, 511, 512, 600} {
		before := strings.Repeat("a", n)
		for _, behind := range []string{"", "\n", "\r", "\r\n", "\nb\r", "\rb\n", "b" + strings.Repeat("c", 300) + "\r"} {
			text := before + behind
			if got, want := lineMark(text), strings.IndexAny(text, "\r\n"); got != want {
				t.Errorf("%d letters and %q: %d, want %d", n, behind, got, want)
			}
		}
	}
}

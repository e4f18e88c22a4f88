package refs

import "testing"

// skipLarge leaves out a test whose documents are so large that only the time
// and memory they take can fail. The race detector makes such a test last
// minutes and sees nothing in it that smaller documents do not show.
func skipLarge(t *testing.T) {
	t.Helper()
	if testing.Short() || raceDetector {
		t.Skip("reads large documents")
	}
}

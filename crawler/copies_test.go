package crawler

import (
	"fmt"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func TestCopyQuestion(t *testing.T) {
	c := newTestCrawler(t, Options{})
	for _, q := range []struct {
		target, near, want string
	}{
		{"https://tides.org/a?b=1&c#d", "2015-05-03", "https://archive.org/wayback/available?url=https%3A%2F%2Ftides.org%2Fa%3Fb%3D1%26c&timestamp=20150503"},
		{"http://tides.org/", "2015", "https://archive.org/wayback/available?url=http%3A%2F%2Ftides.org%2F&timestamp=2015"},
		{"http://me:secret@tides.org/", "", "https://archive.org/wayback/available?url=http%3A%2F%2Ftides.org%2F"},
		{"https://doi.org/10.1000/182", "2015", ""},
		{"http://127.0.0.1/a", "2015", ""},
		{"http://intranet/a", "2015", ""},
		{"https://web.archive.org/web/2015/http://tides.org/", "2015", ""},
		{"mailto:a@tides.org", "2015", ""},
	} {
		if got := c.CopyQuestion(refs.Target(q.target), q.near); string(got) != q.want {
			t.Errorf("CopyQuestion(%s, %s) = %s, want %s", q.target, q.near, got, q.want)
		}
	}
	if got := newTestCrawler(t, Options{Services: map[Service]string{ServiceArchive: NoService}}).CopyQuestion("https://tides.org/a", ""); got != "" {
		t.Errorf("nobody is to be asked, but %s", got)
	}
	if _, err := New(Options{Services: map[Service]string{ServiceArchive: "archive.org"}}); err == nil {
		t.Error("an address without a scheme is taken")
	}
}

func TestCheckCopies(t *testing.T) {
	const found = `{"url":"u","archived_snapshots":{"closest":{"status":%q,"available":true,"url":"http://web.archive.org/web/20150504010203/http://tides.org/a","timestamp":"20150504010203"}}}`
	p, c, _ := newServices(t, &playedServices{copies: map[string]string{
		"http://tides.org/kept":  fmt.Sprintf(found, "200"),
		"http://tides.org/error": fmt.Sprintf(found, "404"),
		"http://tides.org/evil":  `{"archived_snapshots":{"closest":{"status":"200","available":true,"url":"javascript:alert(1)"}}}`,
		"http://tides.org/html":  "<title>Internet Archive: Scheduled Maintenance</title>",
	}})
	for path, want := range map[string]struct {
		state  audit.State
		reason audit.Reason
		copy   refs.Target
	}{
		"kept":  {audit.OK, audit.ReasonOK, "https://web.archive.org/web/20150504010203/http://tides.org/a"},
		"error": {audit.OK, audit.ReasonOK, ""},
		"none":  {audit.OK, audit.ReasonOK, ""},
		"evil":  {audit.OK, audit.ReasonOK, ""},
		"html":  {audit.Unverified, audit.ReasonMalformedAnswer, ""},
	} {
		o := check(t, c, string(c.CopyQuestion(refs.Target("http://tides.org/"+path), "2015")))
		if o.Verdict.State != want.state || o.Verdict.Reason != want.reason || o.MovedTo != want.copy {
			t.Errorf("%s: %s/%s, copy %q; want %+v", path, o.Verdict.State, o.Verdict.Reason, o.MovedTo, want)
		}
	}
	for mood, reason := range map[string]audit.Reason{"busy": audit.ReasonRateLimited, "missing": audit.ReasonMalformedAnswer} {
		p.mood = map[Service]string{ServiceArchive: mood}
		wantVerdict(t, check(t, c, string(c.CopyQuestion("http://tides.org/"+refs.Target(mood), ""))), audit.Unverified, reason)
	}
}

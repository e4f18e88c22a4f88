package crawler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFetch(t *testing.T) {
	w := newWeb(t)
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // beyond what is read of a page
	w.on("site.example/doc", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain; charset=windows-1251")
		rw.Write(large)
	})
	w.on("site.example/endless", func(rw http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := rw.Write(large); err != nil {
				return
			}
		}
	})
	w.redirect("site.example/old", 301, "/doc")
	w.on("site.example/flaky", failFirst(1, refuse(503, "")))
	w.on("site.example/short", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"))
	w.on("site.example/reset", raw("reset"))
	w.on("site.example/500", refuse(500, ""))
	w.redirect("site.example/loop", 302, "/loop")
	o := w.options()
	o.Retries, o.Timeout = 1, time.Minute // 64 MB take their time where all else is busy too
	c := newTestCrawler(t, o)

	got, err := c.Fetch(t.Context(), "https://site.example/old#part")
	if err != nil || got.URL != "https://site.example/doc" || got.ContentType != "text/plain; charset=windows-1251" || !bytes.Equal(got.Body, large) || got.Requests != 2 {
		t.Errorf("%q, %q, %d bytes, %d requests, %v", got.URL, got.ContentType, len(got.Body), got.Requests, err)
	}
	if got, err := c.Fetch(t.Context(), "https://site.example/flaky"); err != nil || string(got.Body) != page {
		t.Errorf("flaky: %q, %v", got.Body, err)
	}
	if _, err := c.Fetch(t.Context(), "http://site.example/endless"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("endless: %v", err)
	}
	w.redirect("doi.org/10.1/x", 302, "https://site.example/flaky")
	if got, err := c.Fetch(t.Context(), "http://dx.doi.org/10.1/x"); err != nil || got.URL != "https://site.example/flaky" {
		t.Errorf("DOI: %+v, %v", got, err)
	}
	for path, says := range map[string]string{
		"404": "404", "500": "500", "short": "unexpected EOF", "reset": "reset", "loop": "circle",
	} {
		got, err := c.Fetch(t.Context(), "https://site.example/"+path)
		if got.Requests == 0 {
			t.Errorf("%s: no requests", path)
		}
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "fetch https://site.example/"+path+": ") {
			t.Errorf("%s: %v, want %q", path, err, says)
		}
	}
	for _, address := range []string{"", "no url", "ftp://site.example/", "file:///etc/passwd"} {
		if _, err := c.Fetch(t.Context(), address); err == nil {
			t.Errorf("%q was fetched", address)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Fetch(ctx, "https://site.example/doc"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func ExampleParseConnectTo() {
	ct, err := ParseConnectTo("doi.org:443:127.0.0.1:8443")
	fmt.Println(ct.Host, ct.DialHost, ct.DialPort, err)
	// Output: doi.org 127.0.0.1 8443 <nil>
}

package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
)

func TestErrorText(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"out of time":  {&url.Error{Op: "Get", URL: "http://a.org/", Err: context.DeadlineExceeded}, "time ran out"},
		"closed":       {&url.Error{Op: "Get", URL: "http://a.org/", Err: io.EOF}, "the server closed the connection too early"},
		"cut off":      {fmt.Errorf("read: %w", io.ErrUnexpectedEOF), "the server closed the connection too early"},
		"out of HTTP":  {fmt.Errorf("net/http: HTTP/1.x transport connection broken: %w", errors.New(`malformed HTTP status code "x"`)), `malformed HTTP status code "x"`},
		"out of bound": {errors.New("net/http: server response headers exceeded 9 bytes; aborted"), "server response headers exceeded 9 bytes; aborted"},
		"long":         {errors.New(strings.Repeat("я", 400)), strings.Repeat("я", 150) + "…"},
	}
	for name, tt := range tests {
		if got := errorText(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

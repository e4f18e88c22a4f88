package crawler

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The addresses of both families are tried, the next one when one fails or keeps
// us waiting.
func TestDialFirst(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	six, four := netip.MustParseAddr("::1"), netip.MustParseAddr("127.0.0.1")
	for name, test := range map[string]struct {
		addresses []netip.Addr
		six       func(context.Context) error // what becomes of IPv6
		connects  bool
	}{
		"refused, then good": {[]netip.Addr{six, four}, func(context.Context) error { return syscall.ECONNREFUSED }, true},
		"silent, then good":  {[]netip.Addr{six, four}, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, true},
		"good, then refused": {[]netip.Addr{four, six}, func(context.Context) error { return syscall.ECONNREFUSED }, true},
		"all refused":        {[]netip.Addr{six, six}, func(context.Context) error { return syscall.ECONNREFUSED }, false},
		"all silent":         {[]netip.Addr{six, six}, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, false},
	} {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		with := &net.Dialer{ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
			if strings.HasPrefix(address, "[::1]") {
				return test.six(ctx)
			}
			return nil
		}}
		conn, err := dialFirst(ctx, with, "tcp", test.addresses, port)
		if (err == nil) != test.connects {
			t.Errorf("%s: %v", name, err)
		}
		if conn != nil {
			conn.Close()
		}
		stop()
	}
}

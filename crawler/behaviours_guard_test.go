package crawler

import (
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/refmend/refmend/audit"
)

// leadsInside are names of DNS that lead to private addresses.
var leadsInside = map[string][]string{
	"rebinds.example":     {"127.0.0.1"},
	"rebinds-six.example": {"::1"},
	"both-ways.example":   {"::1", "127.0.0.1"},
	"mapped.example":      {"::ffff:127.0.0.1"},
	"ten.example":         {"10.0.0.1"},
	"metadata.example":    {"169.254.169.254"},
	"shared.example":      {"100.64.0.1"},
	"zero.example":        {"0.0.0.0"},
	"nat64.example":       {"64:ff9b::7f00:1"},
	"unique.example":      {"fd00::1"},
	"link.example":        {"fe80::1"},
	// Its usual ports are rerouted, any other is not.
	"other-port.example": {"127.0.0.1"},
}

// guardBehaviours are links and redirects to a trap that listens on loopback,
// and to private addresses of all kinds.
func guardBehaviours(trap string) (all []behaviour) {
	inside := unsure(audit.ReasonForbiddenAddress)
	for i, address := range []string{
		"127.0.0.1", "127.0.0.2", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "127.0.0.1.", "%31%32%37.0.0.1",
		"１２７.0.0.1", "127。0。0。1", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::127.0.0.1]",
		"localhost", "LOCALHOST", "localhost.", "any.localhost", "user@127.0.0.1", "end.example@127.0.0.1",
		"10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "[fd00:ec2::254]", "[fe80::1]", "[fc00::1]", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
	} {
		all = append(all, at(fmt.Sprintf("inside-%d.example", i), "redirect to "+address, leadsAway("http://"+address+":"+trap+"/latest/meta-data/"), "/", inside))
	}
	for name := range leadsInside {
		label := strings.TrimSuffix(name, ".example")
		all = append(all, b("redirect to the name "+label, leads(302, "http://"+name+":"+trap+"/"), "/from", inside))
		if label != "other-port" {
			all = append(all, at(name, "the name "+label, nil, "http://HOST:"+trap+"/", inside))
		}
	}
	return append(all,
		at("other-port.example", "redirect to another port of itself", leads(302, "https://other-port.example:"+trap+"/"), "/from", inside),
		at("127.0.0.1", "loopback itself", nil, "http://127.0.0.1:"+trap+"/", inside),
		at("[::1]", "loopback itself in IPv6", nil, "http://[::1]:"+trap+"/", inside),
		b("second redirect leads inside", only("/0", leads(302, "/from"), leads(301, "http://127.0.0.1:"+trap+"/")), "/from", inside),
		b("soft page whose sibling leads inside", only("/gone", answers(200, "<title>Page not found</title>"), answers(302, "", "Location: http://127.0.0.1:"+trap+"/")), "/gone", fine),
		b("permanent way inside", leads(308, "http://localhost:"+trap+"/"), "/from", inside),
	)
}

// newTrap listens where the guard lets nobody through, and counts who comes.
func newTrap(t *testing.T) (port string, pierced *atomic.Int32) {
	pierced = new(atomic.Int32)
	for _, address := range []string{"127.0.0.1:0", "[::1]:"} {
		l, err := net.Listen("tcp", address+port)
		if err != nil && port != "" {
			continue // a machine without IPv6
		} else if err != nil {
			t.Fatal(err)
		}
		if port == "" {
			_, port, _ = net.SplitHostPort(l.Addr().String())
		}
		done := make(chan bool)
		go func() {
			defer close(done)
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				pierced.Add(1)
				conn.Close()
			}
		}()
		t.Cleanup(func() { l.Close(); <-done })
	}
	return port, pierced
}

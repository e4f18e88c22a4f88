package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// The form of records on disk. If this test fails, stores in the field have
// another form: read both, under another version byte.
func TestRecordForm(t *testing.T) {
	const want = `{"target":"https://host7.example/article/7?page=1",` +
		`"verdict":{"state":"moved","reason":"permanent-redirect","detail":"It is now at another address."},` +
		`"evidence":{"status":200,"final_url":"https://host7.example/article/7?page=1&moved",` +
		`"hops":[{"url":"https://host7.example/article/7?page=1","status":301},{"url":"https://host7.example/article/7?page=1&moved","status":200}],` +
		`"content_type":"text/html; charset=utf-8","elapsed_ms":7,"attempts":1,"checked_at":"2026-11-24T09:30:00.000000007Z",` +
		`"provider":"cloudflare","error":"read: connection reset"},` +
		`"metadata":{"title":"Rivers & <their> names — 河流","authors":["Ada Brook","Ben Ford"],"published":"2021-05",` +
		`"container":"Journal of Water","publisher":"Brook Press","language":"en","doi":"10.5555/rivers",` +
		`"canonical":"https://host7.example/article/7?page=1","type":"article-journal","source":"citation-meta"},` +
		`"moved_to":"https://host7.example/article/7?page=1&moved","requests":2,"vantage":"staging","rules":3,` +
		`"validator":{"etag":"\"v1\"","last_modified":"Tue, 24 Nov 2026 09:00:00 GMT"}}`
	raw, err := record(outcome(7))
	if err != nil {
		t.Fatal(err)
	}
	if got := unpack(t, raw); got != want {
		t.Errorf("record (-want +got):\n%s", cmp.Diff(want, got))
	}
	if sum := sha256.Sum256(dictionary.Bytes()); hex.EncodeToString(sum[:]) != "430dd971418cfd054601830a27008a0e8f01d6aad3188ff3ff35e17cedf1ba76" {
		t.Errorf("the dictionary is another one: %x", sum)
	}
	o, err := decodeMemory(pack([]byte(want)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(outcome(7), o, sameOutcome); d != "" {
		t.Errorf("outcome (-want +got):\n%s", d)
	}
}

// record gives the record of o.
func record(o audit.Memory) ([]byte, error) {
	plain, err := encodeMemory(o)
	return pack(plain), err
}

// unpack gives the JSON of a record.
func unpack(t *testing.T, raw []byte) string {
	t.Helper()
	if len(raw) == 0 || raw[0] != form1 {
		t.Fatalf("record %q is not of form 1", raw)
	}
	plain, err := dictionary.Decode(nil, raw[1:])
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// The record of an instant does not tell the time zone of the machine.
func TestRecordTimeZone(t *testing.T) {
	o := outcome(7)
	want, err := record(o)
	if err != nil {
		t.Fatal(err)
	}
	o.Evidence.CheckedAt = o.Evidence.CheckedAt.In(time.FixedZone("", 8*3600))
	if got, err := record(o); err != nil || !bytes.Equal(got, want) {
		t.Errorf("record %s, error %v", got, err)
	}
}

// A later release may add fields; this one passes over them.
func TestRecordWithUnknownField(t *testing.T) {
	o, err := decodeMemory(pack([]byte(`{"target":"https://host.example/","verdict":{"state":"ok","reason":"ok"},"etag":"\"1\""}`)))
	if err != nil || o.Target != "https://host.example/" {
		t.Errorf("outcome %v, error %v", o, err)
	}
}

// A page cannot bloat the store; what a report needs stays.
func TestRecordIsBounded(t *testing.T) {
	huge := strings.Repeat("x", 1<<20)
	o := outcome(1)
	o.Verdict.Detail = huge
	o.Evidence.Hops = []audit.Hop{{URL: huge}}
	o.Evidence.FinalURL, o.Evidence.ContentType, o.Evidence.Provider, o.Evidence.Error = huge, huge, huge, huge
	o.Metadata.Authors = []string{huge, huge}
	raw, err := record(o)
	if err != nil || len(raw) > maxRecord {
		t.Fatalf("record of %d bytes, error %v; at most %d may be", len(raw), err, maxRecord)
	}
	got, err := decodeMemory(raw)
	if err != nil || got.Target != o.Target || got.Verdict.Reason != o.Verdict.Reason || got.MovedTo != o.MovedTo ||
		got.Evidence.Status != 200 || !strings.HasPrefix(huge, got.Verdict.Detail) || got.Verdict.Detail == "" {
		t.Errorf("what matters is lost: %.200v, error %v", got, err)
	}
	o.Target, o.MovedTo = refs.Target(huge), refs.Target(huge)
	if raw, err = record(o); err != nil || len(raw) > maxRecord {
		t.Errorf("record of %d bytes for a huge target, error %v", len(raw), err)
	}
}

func TestStripCredentials(t *testing.T) {
	for s, want := range map[string]string{
		"":                                                     "",
		"https://host.example/":                                "https://host.example/",
		"https://ann@host.example/":                            "https://@host.example/",
		"https://ann:pw@host.example/":                         "https://@host.example/",
		"https://ann:p@w@host.example:80/":                     "https://@host.example:80/",
		"https://@host.example/":                               "https://@host.example/",
		"https://host.example/photos/12@N00/":                  "https://host.example/photos/12@N00/",
		"https://host.example//ann@b/":                         "https://host.example//ann@b/",
		"https://host.example?mail=ann@b.example":              "https://host.example?mail=ann@b.example",
		"https://host.example#ann@b.example":                   "https://host.example#ann@b.example",
		"https:\\\\ann@b":                                      "https:\\\\ann@b",
		"mailto:ann@host.example":                              "mailto:ann@host.example",
		"https://web.example/2020/http://ann:pw@host.example/": "https://web.example/2020/http://@host.example/",
		`Get "http://ann:pw@a.example": or ftp://b@c.example`:  `Get "http://@a.example": or ftp://@c.example`,
		"see http://a.example and write to ann@b.example":      "see http://a.example and write to ann@b.example",
		"://@": "://@",
		"@://": "@://",
	} {
		got := stripCredentials(s)
		if got != want {
			t.Errorf("stripCredentials(%q) = %q, want %q", s, got, want)
		}
		if again := stripCredentials(got); again != got {
			t.Errorf("stripCredentials twice on %q: %q, then %q", s, got, again)
		}
	}
}

// Whatever the bytes of a record are, decoding ends without a panic; what it
// accepts has a verdict that reports can explain and survives another encoding.
func FuzzDecodeOutcome(f *testing.F) {
	full, err := record(outcome(7))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(full), string(full[:len(full)/2]), "", "\x00", "\x01", "\x02{}", "\x01{}",
		string(pack([]byte("null"))), "\x01\xff\xff\xff\xff\x0f", // says that it is 4 GB long
		string(pack([]byte(`{"target":"https://doi.org/10.5555/x","verdict":{"state":"ok","reason":"doi-registered"}}`))),
		string(pack([]byte(`{"target":"\ud800","verdict":{"state":"ok","reason":"ok"},"evidence":{"checked_at":"9999-12-31T23:59:59-23:59","hops":[{}]}}`))),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, err := decodeMemory(raw)
		if err != nil {
			return
		}
		if _, known := audit.Explain(o.Verdict.State, o.Verdict.Reason); !known {
			t.Errorf("accepted verdict %v", o.Verdict)
		}
		once, err := record(o)
		if err != nil {
			if y := o.Evidence.CheckedAt.UTC().Year(); y >= 0 && y <= 9999 {
				t.Fatalf("encode what was decoded: %v", err)
			}
			return
		}
		o, err = decodeMemory(once)
		if err != nil {
			t.Fatalf("decode what was encoded: %v", err)
		}
		if twice, err := record(o); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("encoded once: %q\ntwice: %q, error %v", once, twice, err)
		}
	})
}

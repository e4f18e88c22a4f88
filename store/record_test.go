package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// The forms of records on disk. If this test fails, stores in the field have
// another form: read both, under another version byte.
func TestRecordForms(t *testing.T) {
	const body = `"evidence":{"status":200,"final_url":"https://host7.example/article/7?page=1&moved",` +
		`"hops":[{"url":"https://host7.example/article/7?page=1","status":301},{"url":"https://host7.example/article/7?page=1&moved","status":200}],` +
		`"content_type":"text/html; charset=utf-8","elapsed_ms":7,"attempts":1,%s` +
		`"provider":"cloudflare","error":"read: connection reset"},` +
		`"metadata":{"title":"Rivers & <their> names — 河流","authors":["Ada Brook","Ben Ford"],"published":"2021-05",` +
		`"container":"Journal of Water","publisher":"Brook Press","language":"en","doi":"10.5555/rivers",` +
		`"canonical":"https://host7.example/article/7?page=1","type":"article-journal","source":"citation-meta"},` +
		`"moved_to":"https://host7.example/article/7?page=1&moved",%s` +
		`"validator":{"etag":"\"v1\"","last_modified":"Tue, 24 Nov 2026 09:00:00 GMT"}%s}`
	want := outcome(7)
	day := func(n int) time.Time { return time.Date(2026, 11, n, 9, 30, 0, 0, time.UTC) }
	want.Past = audit.Past{
		FirstChecked: day(1), LastOK: day(24), UsualMS: 90, Strikes: []time.Time{day(3)},
		Shown:  &audit.Identity{Owner: "host7.example", Title: "Rivers", From: day(1), To: day(24)},
		Spells: []audit.Spell{{State: audit.Moved, Reason: audit.ReasonPermanentRedirect, Status: 200, From: day(1), To: day(24), Checks: 9}},
	}
	const front = "0bb0e4aab00d070203060400330bffc9f2010000b40101ffbddd010d686f7374372e6578616d706c6506526976657273ffc9f2010001020300ffc9f201900312"
	const k = "https://host7.example/article/7?page=1\x00staging"
	record, err := encodeMemory(k, want)
	if err != nil {
		t.Fatal(err)
	}
	const target, vantage, verdict = `{"target":"https://host7.example/article/7?page=1",`, `"vantage":"staging",`, `,"verdict":{"detail":"It is now at another address."}`
	if d := cmp.Diff("{"+fmt.Sprintf(body, "", "", verdict), string(record.body())); d != "" {
		t.Errorf("body of form 4 (-want +got):\n%s", d)
	}
	if got := fmt.Sprintf("%x", record.front()); got != "040957"+front {
		t.Errorf("form, sum, head and past are %s, want %s", got, "040957"+front)
	}
	form2, err := hex.DecodeString("02" + front)
	if err != nil {
		t.Fatal(err)
	}
	n := len(form2)
	form2 = append(form2, target+fmt.Sprintf(body, "", vantage, verdict)...)
	if sum := sha256.Sum256(dictionary.Bytes()); hex.EncodeToString(sum[:]) != "430dd971418cfd054601830a27008a0e8f01d6aad3188ff3ff35e17cedf1ba76" {
		t.Errorf("the dictionary is another one: %x", sum)
	}
	form1 := target +
		`"verdict":{"state":"moved","reason":"permanent-redirect","detail":"It is now at another address."},` +
		fmt.Sprintf(body, `"checked_at":"2026-11-24T09:30:00.000000007Z",`, `"requests":2,`+vantage+`"rules":3,`, "")
	first := outcome(7)
	first.Past = audit.Past{}.With(first.Outcome)
	for form, c := range map[string]struct {
		raw  string
		want audit.Memory
	}{"1": {packed(form1), first}, "2": {string(packing{form2, n}.pack(new(slab))), want}, "4": {string(record.pack(new(slab))), want}} {
		m, err := decodeMemory(k, []byte(c.raw))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, m, sameOutcome); d != "" {
			t.Errorf("form %s (-want +got):\n%s", form, d)
		}
		s, err := decodeStanding([]byte(c.raw))
		if err != nil || s != standingOf(&c.want) {
			t.Errorf("form %s: standing %+v, error %v", form, s, err)
		}
	}
}

// Metadata has got fields since form 4 was first written: records without them are
// read, as [TestRecordForms] holds, and those with them have just them more.
func TestRecordWithDetails(t *testing.T) {
	const body = `{"metadata":{"title":"Rivers","volume":"5","issue":"2","pages":"17-29","issn":"1476-4687","isbn":"9783161484100","families":["García Márquez"]}}`
	m := audit.Memory{Outcome: audit.Outcome{Target: "https://host.example/", Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, Evidence: audit.Evidence{CheckedAt: time.Unix(1, 0).UTC()},
		Metadata: audit.Metadata{Title: "Rivers", Details: &audit.Details{Volume: "5", Issue: "2", Pages: "17-29", ISSN: "1476-4687", ISBN: "9783161484100", Families: []string{"García Márquez"}}}}}
	record, err := encodeMemory(key(m.Target, m.Vantage), m)
	if err != nil || string(record.body()) != body {
		t.Fatalf("body %s, error %v; want %s", record.body(), err, body)
	}
	got, err := decodeMemory(key(m.Target, m.Vantage), record.pack(new(slab)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m.Metadata, got.Metadata); d != "" {
		t.Errorf("-recorded +read:\n%s", d)
	}
}

// record gives the record of o.
func record(o audit.Memory) ([]byte, error) { return recordUnder(key(o.Target, o.Vantage), o) }

func recordUnder(k string, o audit.Memory) ([]byte, error) {
	p, err := encodeMemory(k, o)
	return p.pack(new(slab)), err
}

// A record without its target is read as it was, whatever of the target its key tells,
// and under no other key.
func TestRecordIsOfItsKey(t *testing.T) {
	long := refs.Target("https://host.example/" + strings.Repeat("x", 2*maxKey))
	for target, told := range map[refs.Target]bool{
		"https://host.example/": true, "https://host.example/#part": false, "https://host.example/?utm_source=x": false,
		"https://doi.org/10.5555/x": true, "https://doi.org/10.5555/X": false, "https://@host.example/": true, long: false, "": true,
	} {
		for _, vantage := range []string{"", "staging", strings.Repeat("v", maxVantage+1)} {
			m := outcome(1)
			m.Target, m.Vantage = target, vantage
			k := key(target, vantage)
			p, err := encodeMemory(k, m)
			if err != nil {
				t.Fatal(err)
			}
			if got := !strings.Contains(string(p.body()), `"target":`); got != told {
				t.Errorf("body %s has a target: %t", p.body(), !got)
			}
			raw := p.pack(new(slab))
			if got, err := decodeMemory(k, raw); err != nil || got.Target != target || got.Vantage != vantage {
				t.Errorf("%.50q as %q sees it is read as %.50q as %q does, error %v", target, vantage, got.Target, got.Vantage, err)
			}
			if _, err := decodeMemory("https://other.example/", raw); !errors.Is(err, errOther) {
				t.Errorf("under another key: %v", err)
			}
		}
	}
}

// States and reasons have the numbers in the file that they have always had.
func TestNumbers(t *testing.T) {
	for n, s := range []audit.State{audit.Skipped, audit.OK, audit.Moved, audit.Damaged, audit.Broken, audit.Suspect, audit.Unverified} {
		if int(s) != n {
			t.Errorf("state %v has the number %d, in files it is %d", s, s, n)
		}
	}
	if got := fmt.Sprint(reasonNumbers[:31]); got != "[ ok doi-registered permanent-redirect not-found gone dns doi-unregistered doi-landing-not-found "+
		"soft-404 parked redirect-loop persistent-failure title-mismatch redirected-home redirected-login retracted fragment-missing "+
		"tls-certificate domain-changed-hands blocked paywall rate-limited timeout connection server-error malformed-answer robots "+
		"forbidden-address offline out-of-time]" {
		t.Errorf("reasons have other numbers: %s", got)
	}
}

// Every field of a memory is kept, those too that it may get one day, but for what
// is true only of the network at that moment.
func TestEveryField(t *testing.T) {
	var m audit.Memory
	n := 0
	fill(t, reflect.ValueOf(&m).Elem(), &n)
	m.Verdict.State, m.Verdict.Reason, m.CutOff = audit.Broken, audit.ReasonGone, ""
	raw, err := record(m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeMemory(key(m.Target, m.Vantage), raw)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m, got); d != "" {
		t.Errorf("memory (-recorded +read):\n%s", d)
	}
}

// fill gives every field of v a value that is not zero, and lists two items.
func fill(t *testing.T, v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2020, 1, *n, 0, 0, 0, 0, time.UTC)))
		return
	case audit.State:
		v.Set(reflect.ValueOf(audit.Broken))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key, n)
		fill(t, value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(t, v.Index(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Bool:
		v.SetBool(true)
	default:
		t.Fatalf("cannot fill a %s", v.Type())
	}
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
	o, err := decodeMemory("https://host.example/", []byte(packed(`{"target":"https://host.example/","verdict":{"state":"ok","reason":"ok"},"etag":"\"1\""}`)))
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
	got, err := decodeMemory(key(o.Target, o.Vantage), raw)
	if err != nil || got.Target != o.Target || got.Verdict.Reason != o.Verdict.Reason || got.MovedTo != o.MovedTo ||
		got.Evidence.Status != 200 || !strings.HasPrefix(huge, got.Verdict.Detail) || got.Verdict.Detail == "" {
		t.Errorf("what matters is lost: %.200v, error %v", got, err)
	}
	o.Target, o.MovedTo = refs.Target(huge), refs.Target(huge)
	if raw, err = record(o); err != nil || len(raw) > maxRecord {
		t.Errorf("record of %d bytes for a huge target, error %v", len(raw), err)
	}
	if got, err := decodeMemory(key(o.Target, o.Vantage), raw); err != nil || got.Target != "" || got.Vantage != o.Vantage {
		t.Errorf("read as %.50q as %q sees it, error %v", got.Target, got.Vantage, err)
	}
}

// Whatever the bytes of a record are, decoding ends without a panic; what it
// accepts has a verdict that reports can explain and survives another encoding.
func FuzzDecodeOutcome(f *testing.F) {
	full, err := record(outcome(7))
	if err != nil {
		f.Fatal(err)
	}
	old := outcome(7)
	old.Past = audit.Past{
		FirstChecked: time.Unix(1, 0), FailingSince: time.Unix(2, 0), Strikes: []time.Time{time.Unix(2, 0)}, Failures: 3,
		Before: &audit.Identity{Owner: "a.example", Title: "\xff"}, Spells: []audit.Spell{{State: audit.Broken, Reason: "of old", Checks: 3}},
	}
	past, err := record(old)
	if err != nil {
		f.Fatal(err)
	}
	k := key(old.Target, old.Vantage)
	for _, seed := range []string{
		"\x02" + string(past[3:]), string(past), string(past[:30]), string(past[:60]), "\x02\x00\x00", "\x02\x01\x00\xff\xff\xff\xff\x0f",
		string(full), string(full[:len(full)/2]), "", "\x00", "\x01", "\x02{}", "\x01{}",
		packed("null"), "\x01\xff\xff\xff\xff\x0f", // says that it is 4 GB long
		packed(`{"target":"https://doi.org/10.5555/x","verdict":{"state":"ok","reason":"doi-registered"}}`),
		packed(`{"target":"\ud800","verdict":{"state":"ok","reason":"ok"},"evidence":{"checked_at":"9999-12-31T23:59:59-23:59","hops":[{}]}}`),
	} {
		f.Add(k, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, k string, raw []byte) {
		o, err := decodeMemory(k, raw)
		if err != nil {
			return
		}
		if _, known := audit.Explain(o.Verdict.State, o.Verdict.Reason); !known {
			t.Errorf("accepted verdict %v", o.Verdict)
		}
		if s, err := decodeStanding(raw); err != nil || s != standingOf(&o) {
			t.Errorf("standing %+v, error %v, want %+v", s, err, standingOf(&o))
		}
		once, err := recordUnder(k, o)
		if err != nil {
			if y := o.Evidence.CheckedAt.UTC().Year(); y >= 0 && y <= 9999 {
				t.Fatalf("encode what was decoded: %v", err)
			}
			return
		}
		o, err = decodeMemory(k, once)
		if err != nil {
			t.Fatalf("decode what was encoded: %v", err)
		}
		if twice, err := recordUnder(k, o); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("encoded once: %q\ntwice: %q, error %v", once, twice, err)
		}
	})
}

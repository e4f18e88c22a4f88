package audit

import (
	"reflect"
	"testing"
	"testing/quick"
	"time"
)

// What is packed is unpacked as it was, whatever the texts are.
func TestPackMetadata(t *testing.T) {
	same := func(m Metadata) bool {
		if len(m.Authors) == 0 {
			m.Authors = nil
		}
		if len(m.Notices) == 0 {
			m.Notices = nil
		}
		if m.Details != nil && len(m.Families) == 0 {
			m.Families = nil
		}
		return reflect.DeepEqual(answerOf("", &Outcome{Metadata: m}).outcome(""), Outcome{Metadata: m})
	}
	if err := quick.Check(same, nil); err != nil {
		t.Error(err)
	}
	for _, m := range []Metadata{{}, {Source: "html"}, {Notices: []Notice{{Type: "correction"}}}, {Authors: []string{""}}, {Details: &Details{}}, {Details: &Details{Families: []string{"", "Li"}}}} {
		if !same(m) {
			t.Errorf("%+v is not unpacked as it was", m)
		}
	}
}

// An answer has all that there is in an outcome, but for what only the archive needs.
func TestAnswerOf(t *testing.T) {
	o := Outcome{
		Target: "https://a.example/", Verdict: Verdict{Broken, ReasonGone, "It is gone."},
		Evidence: Evidence{
			Status: 410, FinalURL: "https://b.example/", Hops: []Hop{{"https://b.example/", 410}}, ContentType: "text/html", ElapsedMS: 7,
			Attempts: 2, CheckedAt: time.Unix(1, 0).UTC(), Cached: true, Provider: "akamai", Error: "reset",
		},
		Metadata: Metadata{Title: "Terns"}, MovedTo: "https://c.example/", Alias: "https://doi.org/10.1/a", Agency: "Crossref",
		Anchors: &Anchors{}, Sightings: []Sighting{{1, 5, 0}}, Requests: 3, Vantage: "proxy", Rules: 4, CutOff: "no way out",
	}
	for i, v := 0, reflect.ValueOf(o); i < v.NumField(); i++ {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && name != "Validator" {
			t.Errorf("the test has no %s", name)
		}
	}
	for _, end := range []string{"https://b.example/", "https://a.example/", "https://a.example", ""} {
		if o.Evidence.FinalURL = end; !reflect.DeepEqual(answerOf(o.Target, &o).outcome(o.Target), o) {
			t.Errorf("%+v is not kept", o)
		}
	}
	if none := (Outcome{}); !reflect.DeepEqual(answerOf("", &none).outcome(""), none) {
		t.Error("nothing is not kept")
	}
}

package audit

import (
	"testing"
	"time"
)

// checks makes outcomes of a word a day: "." fine, "t" timeout, "5" server error,
// "4" not found, "b" blocked, " " no check.
func checks(days string) (all []Outcome) {
	for i, c := range days {
		switch d := float64(i); c {
		case '.':
			all = append(all, seen(d, OK, ReasonOK))
		case 't':
			all = append(all, seen(d, Unverified, ReasonTimeout))
		case '5':
			all = append(all, seen(d, Unverified, ReasonServerError))
		case '4':
			all = append(all, seen(d, Broken, ReasonNotFound))
		case 'b':
			all = append(all, seen(d, Unverified, ReasonBlocked))
		}
	}
	return all
}

func TestInLightOf(t *testing.T) {
	usual := Policy{Failures: DefaultFailures, FailuresApart: DefaultFailuresApart}
	confirm := usual
	confirm.ConfirmAfter = 3 * day
	tests := map[string]struct {
		policy Policy
		days   string
		want   string
		change Change
	}{
		"never seen before":              {usual, ".", "ok/ok", ChangeNew},
		"fine":                           {usual, "..", "ok/ok", ChangeSame},
		"a bad day":                      {usual, ".t", "unverified/timeout", ChangeSame},
		"five bad days":                  {usual, ".ttttt", "unverified/timeout", ChangeSame},
		"seven bad days":                 {usual, ".ttttttt", "broken/persistent-failure", ChangeBroke},
		"eight bad days":                 {usual, ".tttttttt", "broken/persistent-failure", ChangeSame},
		"failing from the beginning":     {usual, "t  t  t", "broken/persistent-failure", ChangeBroke},
		"too near to each other":         {usual, "t ttt", "unverified/timeout", ChangeSame},
		"in different ways":              {usual, "t  5  t", "broken/persistent-failure", ChangeBroke},
		"once fine between":              {usual, "t  t .t  t", "unverified/timeout", ChangeSame},
		"once a wall between":            {usual, "t  tb t", "unverified/timeout", ChangeSame},
		"long after a wall":              {usual, "t  tb t  t  t", "broken/persistent-failure", ChangeBroke},
		"a wall does not hide a 404":     {usual, ".4b4", "broken/not-found", ChangeSame},
		"a wall at last":                 {usual, "t  t  tb", "unverified/blocked", ChangeSame},
		"off":                            {Policy{}, "t  t  t  t  t", "unverified/timeout", ChangeSame},
		"more often":                     {Policy{Failures: 5, FailuresApart: day}, "tttt", "unverified/timeout", ChangeSame},
		"more often, reached":            {Policy{Failures: 5, FailuresApart: day}, "ttttt", "broken/persistent-failure", ChangeBroke},
		"rarely and long":                {Policy{Failures: 5, FailuresApart: 30 * day}, "t" + longFailing(160) + "t", "broken/persistent-failure", ChangeSame},
		"rarely and not long enough":     {Policy{Failures: 5, FailuresApart: 30 * day}, "t" + longFailing(100) + "t", "unverified/timeout", ChangeSame},
		"missing":                        {usual, ".4", "broken/not-found", ChangeBroke},
		"missing from the beginning":     {usual, "4", "broken/not-found", ChangeNew},
		"still missing":                  {usual, ".44", "broken/not-found", ChangeSame},
		"missing, a bad day, missing":    {usual, ".4t4", "broken/not-found", ChangeSame},
		"fixed":                          {usual, ".4.", "ok/ok", ChangeFixed},
		"recovered, never called broken": {usual, ".tt.", "ok/ok", ChangeSame},
		"recovered from persistence":     {usual, "t  t  t.", "ok/ok", ChangeFixed},
		"held back":                      {confirm, ".4", "unverified/not-found", ChangeSame},
		"held back for two days":         {confirm, ".444", "unverified/not-found", ChangeSame},
		"confirmed":                      {confirm, ".4444", "broken/not-found", ChangeBroke},
		"confirmed by two checks":        {confirm, ".4  4", "broken/not-found", ChangeBroke},
		"after bad days":                 {confirm, ".ttt4", "broken/not-found", ChangeBroke},
		"held back, then fine":           {confirm, ".44.", "ok/ok", ChangeSame},
		"held back again":                {confirm, ".4444.4", "unverified/not-found", ChangeSame},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all := checks(tt.days)
			last := all[len(all)-1]
			before := past(all[:len(all)-1]...)
			p := before.With(last)
			got := tt.policy.inLightOf(&p, last.Verdict)
			if s := got.State.String() + "/" + string(got.Reason); s != tt.want {
				t.Errorf("verdict %s (%s), want %s", s, got.Detail, tt.want)
			}
			if _, ok := Explain(got.State, got.Reason); !ok {
				t.Errorf("nobody can explain %v", got)
			}
			if h := tt.policy.historyOf(&before, &p); h.Change != tt.change {
				t.Errorf("change %q, want %q", h.Change, tt.change)
			}
			// Looking again changes nothing.
			if h := tt.policy.historyOf(&p, &p); h.Change != ChangeSame {
				t.Errorf("looked at again: change %q", h.Change)
			}
		})
	}
}

// What was called broken is so until it is fine again, whatever other checks could
// not tell.
func TestBrokenSince(t *testing.T) {
	usual := Policy{Failures: DefaultFailures, FailuresApart: DefaultFailuresApart}
	confirm := usual
	confirm.ConfirmAfter = 3 * day
	const never = -1
	for name, tt := range map[string]struct {
		policy Policy
		days   string
		want   int // day
	}{
		"fine":                        {usual, "..", never},
		"bad days":                    {usual, ".tt", never},
		"missing":                     {usual, ".44", 1},
		"missing, then a bad day":     {usual, ".4t", 1},
		"missing again":               {usual, ".4t4", 1},
		"missing, then a wall":        {usual, ".4b", 1},
		"missing after bad days":      {usual, ".ttt4", 4},
		"fixed":                       {usual, ".4t.", never},
		"fixed and missing again":     {usual, ".4.4", 3},
		"persistent":                  {usual, "t  t  ttt", 6},
		"persistent, then missing":    {usual, "t  t  t4", 6},
		"persistent, then a wall":     {usual, "t  t  tb", never},
		"held back":                   {confirm, ".444", never},
		"confirmed":                   {confirm, ".4444", 4},
		"confirmed, then a bad day":   {confirm, ".4444t", 4},
		"confirmed after bad days":    {confirm, ".ttt4", 4},
		"missing for long, seen late": {confirm, ".4    4", 4},
		"held back, then a bad day":   {confirm, ".44  t", never},
	} {
		all := past(checks(tt.days)...)
		got := never
		if at := tt.policy.brokenSince(&all); !at.IsZero() {
			got = int(at.Sub(dawn) / day)
		}
		if got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// longFailing is a night's failing check for so many nights.
func longFailing(nights int) string {
	all := make([]byte, nights)
	for i := range all {
		all[i] = 't'
	}
	return string(all)
}

func TestWordsOfPersistence(t *testing.T) {
	p := Policy{Failures: 3, FailuresApart: 3 * day, ConfirmAfter: 7 * day}
	last := seen(7, Unverified, ReasonTimeout)
	last.Verdict.Detail = "Nobody answered."
	seven := past(checks(".t  t")...).With(last)
	if got, want := p.inLightOf(&seven, last.Verdict).Detail, "Nobody answered. Since 2026-01-02 it has failed 3 times and was never fine. It has failed since 2026-01-02 at 06:00 UTC and is called broken if it still fails on 2026-01-09 at 06:00 UTC."; got != want {
		t.Errorf("held back: %s", got)
	}
	p.ConfirmAfter = 0
	if got, want := p.inLightOf(&seven, last.Verdict).Detail, "Nobody answered. Since 2026-01-02 it has failed 3 times and was never fine."; got != want {
		t.Errorf("persistent: %s", got)
	}
	missing := past(checks(".4")...)
	p.ConfirmAfter = 36 * time.Hour
	if got, want := p.inLightOf(&missing, Verdict{State: Broken, Reason: ReasonNotFound}).Detail, "The server says that this page does not exist (404). It has failed since 2026-01-02 at 06:00 UTC and is called broken if it still fails on 2026-01-03 at 18:00 UTC."; got != want {
		t.Errorf("missing: %s", got)
	}
}

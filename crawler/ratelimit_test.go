package crawler

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestReadLimits(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	type fields map[string]string
	for name, test := range map[string]struct {
		header fields
		want   limits
	}{
		"nothing":                   {fields{}, limits{}},
		"draft 8":                   {fields{"RateLimit": `"default";r=0;t=30`}, limits{pause: 30 * time.Second}},
		"draft 8, some left":        {fields{"RateLimit": `"default";r=50;t=30`}, limits{}},
		"draft 8, two policies":     {fields{"RateLimit": `"burst";r=3;t=1, "day";r=0;t=600`}, limits{pause: 10 * time.Minute}},
		"draft 8, no time":          {fields{"RateLimit": `"default";r=0`}, limits{}},
		"draft 8, garbage":          {fields{"RateLimit": `"default";r=0;t=`}, limits{}},
		"draft 8, negative":         {fields{"RateLimit": `"default";r=-1;t=-30`}, limits{}},
		"draft 7":                   {fields{"RateLimit": "limit=100, remaining=0, reset=50"}, limits{pause: 50 * time.Second}},
		"draft 7, some left":        {fields{"RateLimit": "limit=100, remaining=1, reset=50"}, limits{}},
		"policy alone":              {fields{"RateLimit-Policy": `"default";q=100;w=10`}, limits{}},
		"own fields":                {fields{"RateLimit-Remaining": "0", "RateLimit-Reset": "7"}, limits{pause: 7 * time.Second}},
		"X- in seconds":             {fields{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "12.5"}, limits{pause: 12500 * time.Millisecond}},
		"X- since 1970":             {fields{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() + 90)}, limits{pause: 90 * time.Second}},
		"X- since 1970, in ms":      {fields{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.UnixMilli() + 1500)}, limits{pause: 1500 * time.Millisecond}},
		"X- since 1970, long past":  {fields{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() - 90)}, limits{}},
		"X- as duration":            {fields{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "6m0s"}, limits{pause: 6 * time.Minute}},
		"X-, several":               {fields{"X-RateLimit-Remaining": "0, 5", "X-RateLimit-Reset": "3, 60"}, limits{pause: 3 * time.Second}},
		"X-, some left":             {fields{"X-RateLimit-Remaining": "4", "X-RateLimit-Reset": "12"}, limits{}},
		"X-, no reset":              {fields{"X-RateLimit-Remaining": "0"}, limits{}},
		"X-, garbage":               {fields{"X-RateLimit-Remaining": "none", "X-RateLimit-Reset": "NaN"}, limits{}},
		"X-, for ever":              {fields{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1e300"}, limits{pause: 365 * 24 * time.Hour}},
		"Crossref, polite":          {fields{"X-Rate-Limit-Limit": "10", "X-Rate-Limit-Interval": "1s", "X-Concurrency-Limit": "3", "X-Api-Pool": "polite-single"}, limits{spacing: 100 * time.Millisecond, atOnce: 3}},
		"Crossref, public list":     {fields{"X-Rate-Limit-Limit": "1", "X-Rate-Limit-Interval": "1s", "X-Concurrency-Limit": "1"}, limits{spacing: time.Second, atOnce: 1}},
		"limit without interval":    {fields{"X-Rate-Limit-Limit": "150"}, limits{}},
		"limit for a day":           {fields{"X-Rate-Limit-Limit": "2", "X-Rate-Limit-Interval": "24h"}, limits{spacing: maxSpacing}},
		"no limit that makes sense": {fields{"X-Rate-Limit-Limit": "0", "X-Rate-Limit-Interval": "1s", "X-Concurrency-Limit": "-1"}, limits{}},
	} {
		h := http.Header{}
		for key, value := range test.header {
			h.Set(key, value)
		}
		if got := readLimits(h, now); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func FuzzReadLimits(f *testing.F) {
	f.Add(`"default";r=0;t=30`, "0", "30", "5", "1s", "1")
	f.Add("remaining=0, reset=9", "0, 1", "1767225600", "NaN", "-1h", "1e300")
	f.Fuzz(func(t *testing.T, policy, left, reset, limit, interval, atOnce string) {
		h := http.Header{"Ratelimit": {policy}, "X-Ratelimit-Remaining": {left}, "X-Ratelimit-Reset": {reset},
			"X-Rate-Limit-Limit": {limit}, "X-Rate-Limit-Interval": {interval}, "X-Concurrency-Limit": {atOnce}}
		l := readLimits(h, time.Unix(1767225600, 0))
		if l.pause < 0 || l.pause > 366*24*time.Hour || l.spacing < 0 || l.spacing > maxSpacing || l.atOnce < 0 {
			t.Errorf("%+v", l)
		}
	})
}

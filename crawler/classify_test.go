package crawler

import (
	"fmt"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

func TestClassify(t *testing.T) {
	hops := func(statuses ...int) (hs []audit.Hop) {
		for i, s := range statuses {
			hs = append(hs, audit.Hop{URL: fmt.Sprintf("https://site.example/%d", i), Status: s})
		}
		return hs
	}
	for name, test := range map[string]struct {
		seen   observation
		state  audit.State
		reason audit.Reason
	}{
		"page":                   {observation{hops: hops(200), status: 200}, audit.OK, audit.ReasonOK},
		"permanent move":         {observation{hops: hops(301, 200), status: 200}, audit.Moved, audit.ReasonPermanentRedirect},
		"temporary redirect":     {observation{hops: hops(302, 200), status: 200}, audit.OK, audit.ReasonOK},
		"moved to nothing":       {observation{hops: hops(301, 404), status: 404}, audit.Broken, audit.ReasonNotFound},
		"gone":                   {observation{hops: hops(410), status: 410}, audit.Broken, audit.ReasonGone},
		"bot wall":               {observation{hops: hops(403), status: 403, walled: true, provider: "x"}, audit.Unverified, audit.ReasonBlocked},
		"bot wall says 404":      {observation{hops: hops(404), status: 404, walled: true}, audit.Unverified, audit.ReasonBlocked},
		"bot wall says 200":      {observation{hops: hops(200), status: 200, walled: true}, audit.Unverified, audit.ReasonBlocked},
		"bot wall says 503":      {observation{hops: hops(503), status: 503, walled: true}, audit.Unverified, audit.ReasonBlocked},
		"nonstandard":            {observation{hops: hops(999), status: 999}, audit.Unverified, audit.ReasonBlocked},
		"teapot":                 {observation{hops: hops(418), status: 418}, audit.Unverified, audit.ReasonBlocked},
		"several choices":        {observation{hops: hops(300), status: 300}, audit.OK, audit.ReasonOK},
		"login by Basic":         {observation{hops: hops(401), status: 401}, audit.Unverified, audit.ReasonBlocked},
		"forbidden":              {observation{hops: hops(403), status: 403}, audit.Unverified, audit.ReasonBlocked},
		"gave up":                {observation{hops: hops(408), status: 408}, audit.Unverified, audit.ReasonTimeout},
		"legal reasons":          {observation{hops: hops(451), status: 451}, audit.Unverified, audit.ReasonBlocked},
		"given up":               {observation{failure: givenUp, fails: 9}, audit.Unverified, audit.ReasonOutOfTime},
		"robots.txt forbids":     {observation{failure: disallowed, hops: hops(0)}, audit.Unverified, audit.ReasonRobots},
		"robots.txt forbids end": {observation{failure: disallowed, hops: hops(301, 0)}, audit.Unverified, audit.ReasonRobots},
		"robots.txt unread":      {observation{failure: robotsUnread, hops: hops(0)}, audit.Unverified, audit.ReasonRobots},
		"soft 404":               {observation{hops: hops(200), status: 200, proved: saysMissing}, audit.Broken, audit.ReasonSoft404},
		"soft 404 by redirect":   {observation{hops: hops(301, 200), status: 200, proved: saysMissing}, audit.Broken, audit.ReasonSoft404},
		"soft 404 and a wall":    {observation{hops: hops(200), status: 200, proved: saysMissing, walled: true}, audit.Unverified, audit.ReasonBlocked},
		"soft 404, certificate":  {observation{hops: hops(200), status: 200, proved: saysMissing, certificate: "x"}, audit.Suspect, audit.ReasonTLSCertificate},
		"soft 404 that is real":  {observation{hops: hops(410), status: 410, proved: saysMissing}, audit.Broken, audit.ReasonGone},
		"parked":                 {observation{hops: hops(200), status: 200, proved: looksParked}, audit.Broken, audit.ReasonParked},
		"sent home":              {observation{hops: hops(301, 200), status: 200, proved: wentHome}, audit.Suspect, audit.ReasonRedirectedHome},
		"sent to a login":        {observation{hops: hops(302, 200), status: 200, login: true}, audit.Suspect, audit.ReasonRedirectedLogin},
		"sent to a paywall":      {observation{hops: hops(301, 200), status: 200, paywall: true}, audit.Unverified, audit.ReasonPaywall},
		"refused at a login":     {observation{hops: hops(302, 403), status: 403, login: true}, audit.Unverified, audit.ReasonBlocked},
		"paywall":                {observation{hops: hops(402), status: 402}, audit.Unverified, audit.ReasonPaywall},
		"limited":                {observation{hops: hops(429), status: 429}, audit.Unverified, audit.ReasonRateLimited},
		"left alone":             {observation{failure: turnedAway}, audit.Unverified, audit.ReasonRateLimited},
		"left alone for long":    {observation{failure: turnedAway, status: 429, asked: time.Hour}, audit.Unverified, audit.ReasonRateLimited},
		"edge of Cloudflare":     {observation{hops: hops(522), status: 522}, audit.Unverified, audit.ReasonServerError},
		"status of no class":     {observation{hops: hops(777), status: 777}, audit.Unverified, audit.ReasonMalformedAnswer},
		"no name":                {observation{hops: hops(0), failure: nameMissing}, audit.Broken, audit.ReasonDNS},
		"redirect to no name":    {observation{hops: hops(302, 0), failure: nameMissing}, audit.Broken, audit.ReasonDNS},
		"reset":                  {observation{hops: hops(0), failure: noConnection}, audit.Unverified, audit.ReasonConnection},
		"timeout":                {observation{hops: hops(0), failure: timedOut}, audit.Unverified, audit.ReasonTimeout},
		"garbage":                {observation{hops: hops(0), failure: garbled}, audit.Unverified, audit.ReasonMalformedAnswer},
		"circle":                 {observation{hops: hops(302, 302), status: 302, failure: looping}, audit.Broken, audit.ReasonRedirectLoop},
		"circle of cookies":      {observation{hops: hops(302, 302), status: 302, failure: cookieLooping}, audit.Unverified, audit.ReasonBlocked},
		"inside":                 {observation{hops: hops(0), failure: forbidden}, audit.Unverified, audit.ReasonForbiddenAddress},
		"redirected inside":      {observation{hops: hops(302, 0), failure: forbidden}, audit.Unverified, audit.ReasonForbiddenAddress},
		"redirect without aim":   {observation{hops: hops(302), status: 302, failure: badLocation}, audit.Unverified, audit.ReasonMalformedAnswer},
		"redirect to mail":       {observation{hops: hops(302), status: 302, failure: offTheWeb}, audit.Unverified, audit.ReasonMalformedAnswer},
		"certificate":            {observation{hops: hops(200), status: 200, certificate: "expired"}, audit.Suspect, audit.ReasonTLSCertificate},
		"certificate and 404":    {observation{hops: hops(404), status: 404, certificate: "expired"}, audit.Suspect, audit.ReasonTLSCertificate},
		"certificate, no page":   {observation{hops: hops(0), failure: timedOut, certificate: "expired"}, audit.Suspect, audit.ReasonTLSCertificate},
		"unverifiable resolver":  {observation{failure: badCert}, audit.Unverified, audit.ReasonConnection},

		"DOI":                       {observation{system: doiSystem, registration: registered, hops: hops(200), status: 200}, audit.OK, audit.ReasonOK},
		"DOI whose page moved":      {observation{system: doiSystem, registration: registered, hops: hops(301, 200), status: 200}, audit.OK, audit.ReasonOK},
		"DOI unknown":               {observation{system: doiSystem, registration: unregistered, status: 404}, audit.Broken, audit.ReasonDOIUnregistered},
		"DOI behind a wall":         {observation{system: doiSystem, registration: registered, hops: hops(403), status: 403}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page limited":         {observation{system: doiSystem, registration: registered, hops: hops(429), status: 429}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page slow":            {observation{system: doiSystem, registration: registered, hops: hops(0), failure: timedOut}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page in a circle":     {observation{system: doiSystem, registration: registered, hops: hops(302), status: 302, failure: looping}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page without cert":    {observation{system: doiSystem, registration: registered, hops: hops(200), status: 200, certificate: "x"}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page not found":       {observation{system: doiSystem, registration: registered, hops: hops(404), status: 404}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI, page gone":            {observation{system: doiSystem, registration: registered, hops: hops(302, 410), status: 410, viaResolver: true}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI, host gone":            {observation{system: doiSystem, registration: registered, hops: hops(0), failure: nameMissing}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI, resolver contradicts": {observation{system: doiSystem, registration: registered, hops: hops(404), status: 404, viaResolver: true}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page soft 404":        {observation{system: doiSystem, registration: registered, hops: hops(200), status: 200, proved: saysMissing}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI, page parked":          {observation{system: doiSystem, registration: registered, hops: hops(200), status: 200, proved: looksParked}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI sent home":             {observation{system: doiSystem, registration: registered, hops: hops(302, 200), status: 200, proved: wentHome}, audit.OK, audit.ReasonDOIRegistered},
		"DOI sent to a login":       {observation{system: doiSystem, registration: registered, hops: hops(302, 200), status: 200, login: true}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page paid for":        {observation{system: doiSystem, registration: registered, hops: hops(402), status: 402}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, page inside":          {observation{system: doiSystem, registration: registered, hops: hops(0), failure: forbidden}, audit.OK, audit.ReasonDOIRegistered},
		"DOI, all answer with 404":  {observation{system: doiSystem, registration: unanswered, estranged: true, hops: hops(404), status: 404, viaResolver: true}, audit.Unverified, audit.ReasonMalformedAnswer},
		"DOI, only registry is 404": {observation{system: doiSystem, registration: unanswered, estranged: true, hops: hops(302, 404), status: 404, viaResolver: true}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI, resolver says 410":    {observation{system: doiSystem, registration: unanswered, hops: hops(410), status: 410, viaResolver: true}, audit.Broken, audit.ReasonDOIUnregistered},
		"DOI, resolver's own wall":  {observation{system: doiSystem, registration: unanswered, hops: hops(404), status: 404, walled: true, viaResolver: true}, audit.Unverified, audit.ReasonBlocked},
		"DOI, resolver's own page":  {observation{system: doiSystem, registration: unanswered, hops: hops(200), status: 200, viaResolver: true}, audit.Unverified, audit.ReasonMalformedAnswer},
		"DOI, resolver leads on":    {observation{system: doiSystem, registration: unanswered, hops: hops(302, 200), status: 200, viaResolver: true}, audit.OK, audit.ReasonOK},
		"DOI, resolver parked":      {observation{system: doiSystem, registration: unanswered, hops: hops(200), status: 200, proved: looksParked, viaResolver: true}, audit.Unverified, audit.ReasonConnection},
		"DOI without page":          {observation{system: doiSystem, registration: registered, pageless: true, status: 200}, audit.OK, audit.ReasonDOIRegistered},
		"DOI unasked, page there":   {observation{system: doiSystem, registration: unanswered, hops: hops(302, 200), status: 200, viaResolver: true}, audit.OK, audit.ReasonOK},
		"DOI unasked, page walled":  {observation{system: doiSystem, registration: unanswered, hops: hops(302, 403), status: 403, viaResolver: true}, audit.OK, audit.ReasonDOIRegistered},
		"DOI unasked, page gone":    {observation{system: doiSystem, registration: unanswered, hops: hops(302, 404), status: 404, viaResolver: true}, audit.Broken, audit.ReasonDOILandingNotFound},
		"DOI, resolver says 404":    {observation{system: doiSystem, registration: unanswered, hops: hops(404), status: 404, viaResolver: true}, audit.Broken, audit.ReasonDOIUnregistered},
		"DOI, resolver is down":     {observation{system: doiSystem, registration: unanswered, hops: hops(503), status: 503, viaResolver: true}, audit.Unverified, audit.ReasonServerError},
		"DOI, resolver has no name": {observation{system: doiSystem, registration: unanswered, hops: hops(0), failure: nameMissing, viaResolver: true}, audit.Unverified, audit.ReasonConnection},
		"DOI, resolver in a circle": {observation{system: doiSystem, registration: unanswered, hops: hops(302), status: 302, failure: looping, viaResolver: true}, audit.Unverified, audit.ReasonConnection},
		"DOI, resolver is inside":   {observation{system: doiSystem, registration: unanswered, hops: hops(0), failure: forbidden, viaResolver: true}, audit.Unverified, audit.ReasonForbiddenAddress},
	} {
		v := classify(test.seen)
		if v.State != test.state || v.Reason != test.reason || v.Detail == "" {
			t.Errorf("%s: %+v, want %s/%s", name, v, test.state, test.reason)
		}
		if _, ok := audit.Explain(v.State, v.Reason); !ok {
			t.Errorf("%s: %s/%s is in no table", name, v.State, v.Reason)
		}
	}
}

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		40 * time.Second: "40 seconds", 119500 * time.Millisecond: "120 seconds", 2 * time.Minute: "2 minutes",
		time.Hour: "60 minutes", 27*time.Hour + 46*time.Minute: "28 hours", 48 * time.Hour: "2 days", 49 * time.Hour: "3 days",
	} {
		if got := inWords(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}

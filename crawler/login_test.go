package crawler

import (
	"testing"

	"github.com/refmend/refmend/audit"
)

func TestLoginAt(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"https://site.org/thesis/7", "https://site.org/login?next=/thesis/7", true},
		{"https://site.org/thesis/7", "https://sso.uni.edu/cas/login?service=https%3A%2F%2Fsite.org%2Fthesis%2F7", true},
		{"https://site.org/thesis/7", "https://accounts.google.com/v3/x?continue=https://site.org/thesis/7", true},
		{"https://site.org/thesis/7", "https://site.org/wp-login.php?redirect_to=https%3A%2F%2Fsite.org%2Fthesis%2F7&reauth=1", true},
		{"https://site.org/in/smith", "https://site.org/authwall?sessionRedirect=https%3A%2F%2Fsite.org%2Fin%2Fsmith", true},
		{"https://site.org/thesis/7", "https://fs.uni.edu/adfs/ls/?wa=wsignin1.0&wctx=rm%3D0", true},
		{"https://site.org/login", "https://site.org/signin?next=/login", false},
		{"https://site.org/thesis/7", "https://site.org/blog/7?ref=/thesis/7", false},
		{"https://site.org/thesis/7", "https://site.org/login", false},
		{"https://site.org/thesis/7", "https://idp.uni.edu/idp/profile/SAML2/Redirect/SSO?SAMLRequest=fZ&RelayState=ss", true},
		{"https://site.org/thesis/7", "https://login.uni.edu/oauth2/authorize?client_id=1&redirect_uri=https%3A%2F%2Fapp.uni.edu%2Fcb", true},
	} {
		hops := []audit.Hop{{URL: c.from, Status: 302}, {URL: c.to, Status: 200}}
		if got := loginAt(hops, nil); got != c.want {
			t.Errorf("loginAt(%s, %s) = %v", c.from, c.to, got)
		}
	}
	onward := []audit.Hop{
		{URL: "https://site.org/thesis/7", Status: 302},
		{URL: "https://idp.uni.edu/idp/profile/SAML2/Redirect/SSO?SAMLRequest=fZ", Status: 302},
		{URL: "https://idp.uni.edu/idp/profile/SAML2/Redirect/SSO?execution=e1s1", Status: 200},
	}
	if !loginAt(onward, nil) {
		t.Error("a login that has kept to itself where to lead back is none")
	}
	form := []byte(`<form><input name=user><input type="password" name=p></form>`)
	if plain := []audit.Hop{{URL: "https://site.org/thesis/7", Status: 302}, {URL: "https://site.org/login", Status: 200}}; !loginAt(plain, form) {
		t.Error("a login that asks for a password is none")
	}
	if article := []audit.Hop{{URL: "https://site.org/thesis/7", Status: 302}, {URL: "https://site.org/thesis/8", Status: 200}}; loginAt(article, form) {
		t.Error("an article with a form to log in is a login")
	}
	if about := []audit.Hop{{URL: "https://site.org/thesis/7", Status: 302}, {URL: "https://site.org/docs/auth/setup", Status: 200}}; loginAt(about, form) {
		t.Error("an article about logins with a form to log in is a login")
	}
}

func TestPaywallAt(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"https://daily.org/2019/7.html", "https://daily.org/subscribe?return=/2019/7.html", true},
		{"https://daily.org/2019/7.html", "https://subscribe.daily.org/offer?from=https%3A%2F%2Fdaily.org%2F2019%2F7.html", true},
		{"https://daily.org/2019/7.html", "https://daily.org/subscribe", false},
		{"https://daily.org/subscribe", "https://daily.org/subscription?from=/subscribe", false},
		{"https://daily.org/2019/7.html", "https://daily.org/2019/8.html?from=/2019/7.html", false},
	} {
		if got := paywallAt([]audit.Hop{{URL: c.from, Status: 302}, {URL: c.to, Status: 200}}); got != c.want {
			t.Errorf("paywallAt(%s, %s) = %v", c.from, c.to, got)
		}
	}
}

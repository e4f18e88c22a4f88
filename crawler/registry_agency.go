package crawler

import (
	"encoding/json"
	"net/http"
	"strings"
)

// agenciesPath asks with which agencies DOIs are registered (DOI Handbook, "Which
// RA? Service"): commas in them are percent-encoded.
func agenciesPath(_ *Options, dois []string) string {
	escaped := make([]string, len(dois))
	for i, doi := range dois {
		escaped[i] = strings.ReplaceAll(escapedDOI(doi), ",", "%2C")
	}
	return "/ra/" + strings.Join(escaped, ",")
}

// notThere is what the service says of a DOI that is not registered.
const notThere = "DOI does not exist"

// readAgencies reads which agencies DOIs are registered with, and which are not
// registered. Those that the service calls unknown or invalid are left out.
func readAgencies(status int, body []byte) (map[string]word, bool) {
	var said []struct{ DOI, RA, Status string }
	if status != http.StatusOK || json.Unmarshal(body, &said) != nil || said == nil {
		return nil, false
	}
	told := map[string]word{}
	for _, s := range said {
		switch doi := strings.ToLower(s.DOI); {
		case doi == "":
		case s.RA == "" && strings.EqualFold(s.Status, notThere):
			told[doi] = word{denied: true}
		case s.RA != "" && !strings.EqualFold(s.RA, "unknown"):
			told[doi] = word{agency: fold(s.RA, 40)}
		}
	}
	return told, true
}

package reports

import (
	"encoding/json"
	"testing"

	"github.com/refmend/refmend/audit"
)

// qualitySchema is what GitLab's documentation says of a Code Quality report.
const qualitySchema = `{"type": "array", "items": {
	"type": "object", "additionalProperties": false,
	"required": ["description", "check_name", "fingerprint", "severity", "location"],
	"properties": {
		"description": {"type": "string", "minLength": 1},
		"check_name": {"type": "string", "minLength": 1},
		"fingerprint": {"type": "string", "pattern": "^[0-9a-zA-Z]{32,}$"},
		"severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
		"location": {"type": "object", "additionalProperties": false, "required": ["path", "lines"], "properties": {
			"path": {"type": "string", "pattern": "^[^.]|^\\.[^/]"},
			"lines": {"type": "object", "additionalProperties": false, "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
		}}
	}
}}`

func TestCodeQualityIsValid(t *testing.T) {
	schema := compileSchema(t, []byte(qualitySchema))
	for name, make := range reportsToRender {
		t.Run(name, func(t *testing.T) {
			valid(t, schema, render(t, "codequality", make(), Options{}))
			seen := map[string]bool{}
			for _, i := range readCodeQuality(t, make()) {
				if seen[i.Fingerprint] {
					t.Errorf("two issues with the fingerprint %s", i.Fingerprint)
				}
				seen[i.Fingerprint] = true
			}
		})
	}
}

func readCodeQuality(t testing.TB, r *audit.Report) (issues []qualityIssue) {
	t.Helper()
	if err := json.Unmarshal([]byte(render(t, "codequality", r, Options{})), &issues); err != nil {
		t.Fatal(err)
	}
	return issues
}

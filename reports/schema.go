package reports

import _ "embed"

// JSONSchema is the JSON Schema (draft 2020-12) of refmend-report/1, the report
// that the format "json" writes.
//
//go:embed schema/refmend-report-1.json
var JSONSchema string

package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/refmend/refmend/audit"
)

// LongestJSON is the length in bytes of a report that [ReadJSON] reads: more
// than a million links take.
const LongestJSON = 2 << 30

// ErrNoReport says that what was read is no report of schema refmend-report/1.
var ErrNoReport = errors.New("no report of refmend (JSON, schema " + audit.Schema + ")")

// ReadJSON reads a report that [Write] has written as JSON. Members that this
// version does not know are passed over, for the schema may get more of them.
// What is no such report, or only a part of one, gives an error that wraps
// [ErrNoReport] and tells the line at fault; an error of r is returned as it is.
// What a report says is to be trusted as little as whoever wrote it.
func ReadJSON(r io.Reader) (*audit.Report, error) { return readJSON(r, LongestJSON) }

func readJSON(r io.Reader, longest int64) (*audit.Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, longest+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > longest {
		return nil, fmt.Errorf("%w: it is longer than %d bytes", ErrNoReport, longest)
	}
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF"))) // some editors and shells put a mark in front
	if len(data) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrNoReport)
	}
	var report *audit.Report
	if err := json.Unmarshal(data, &report); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoReport, located(err, data))
	}
	if report == nil || report.Schema != audit.Schema {
		said := ""
		if report != nil {
			said = report.Schema
		}
		return nil, fmt.Errorf("%w: it names the schema %q", ErrNoReport, excerpt(said, 60))
	}
	return report, nil
}

// located says in which line of data decoding met err, if err tells.
func located(err error, data []byte) error {
	line := func(offset int64) int {
		return 1 + bytes.Count(data[:min(max(offset-1, 0), int64(len(data)))], []byte("\n"))
	}
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	kind, isKind := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case isSyntax && syntax.Offset >= int64(len(data)):
		return fmt.Errorf("line %d: it is cut off: %w", line(syntax.Offset), err)
	case isSyntax:
		return fmt.Errorf("line %d: %w", line(syntax.Offset), err)
	case isKind:
		return fmt.Errorf("line %d: %s stands where %s takes %s", line(kind.Offset), kind.Value, excerpt(kind.Field, 100), kind.Type)
	}
	return err
}

package reports

import (
	"strings"

	"github.com/refmend/refmend/audit"
)

// sarifRoot names the directory that paths are relative to, as code scanning
// services know it.
const sarifRoot = "%SRCROOT%"

// The objects of SARIF 2.1.0 that reports have. What is absent is left out.
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID         string            `json:"id"`
		Name       string            `json:"name"`
		Short      sarifText         `json:"shortDescription"`
		Full       sarifText         `json:"fullDescription"`
		Help       sarifHelp         `json:"help"`
		Default    map[string]string `json:"defaultConfiguration"`
		Properties map[string]any    `json:"properties"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Start         string              `json:"startTimeUtc,omitempty"`
		End           string              `json:"endTimeUtc,omitempty"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
		Configuration []sarifNotification `json:"toolConfigurationNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifPlace struct {
		URI         string     `json:"uri,omitempty"`
		Base        string     `json:"uriBaseId,omitempty"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifPlace   `json:"artifactLocation"`
		Region   *sarifRegion `json:"region,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"name"`
		Kind string `json:"kind"`
	}
	sarifRegion struct {
		Line      int  `json:"startLine,omitempty"`
		Column    int  `json:"startColumn,omitempty"`
		EndLine   int  `json:"endLine,omitempty"`
		EndColumn int  `json:"endColumn,omitempty"`
		Offset    *int `json:"byteOffset,omitempty"`
		Length    int  `json:"byteLength,omitempty"`
	}
	sarifResult struct {
		Rule       string            `json:"ruleId"`
		Index      *int              `json:"ruleIndex,omitempty"`
		Level      string            `json:"level"`
		Message    sarifText         `json:"message"`
		Locations  []sarifLocation   `json:"locations"`
		Prints     map[string]string `json:"partialFingerprints"`
		State      string            `json:"baselineState,omitempty"`
		Fixes      []sarifFix        `json:"fixes,omitempty"`
		Properties sarifProperties   `json:"properties"`
	}
	sarifProperties struct {
		State   string `json:"state"`
		Written string `json:"written,omitempty"`
		Target  string `json:"target,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifPlace         `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion  `json:"deletedRegion"`
		Inserted sarifContent `json:"insertedContent"`
	}
	sarifContent struct {
		Text string `json:"text"`
	}
)

// sarifStates are the states that a finding has against the run before, by
// [audit.History]. What was mended is no finding, and so has none.
var sarifStates = map[string]string{"new": "new", "broke": "new", "same": "unchanged"}

// sarifRules are the reasons of findings, and sarifRuleIndex where each stands.
var sarifRules, sarifRuleIndex = makeSarifRules()

func makeSarifRules() (rules []sarifRule, index map[audit.Reason]int) {
	index = map[audit.Reason]int{}
	for _, info := range audit.Reasons {
		if info.State == audit.OK || info.State == audit.Skipped {
			continue
		}
		index[info.Code] = len(rules)
		words := stateWords[info.State]
		means := words.title + ": " + words.meaning + "."
		rules = append(rules, sarifRule{
			ID: string(info.Code), Name: pascal(string(info.Code)),
			Short: sarifText{info.Meaning}, Full: sarifText{info.Meaning + " " + means},
			Help:    sarifHelp{Text: info.Meaning + " " + info.Action + " " + means, Markdown: info.Meaning + "\n\n**What to do:** " + info.Action + "\n\n" + means},
			Default: map[string]string{"level": string(info.Severity)},
			Properties: map[string]any{
				"tags": []string{"references", info.State.String()}, "precision": sarifPrecision[info.State],
				"problem.severity": sarifProblem[info.Severity],
			},
		})
	}
	return rules, index
}

// sarifPrecision and sarifProblem are GitHub's words for how seldom a finding
// is wrong and how loud it is.
var (
	sarifPrecision = map[audit.State]string{audit.Broken: "very-high", audit.Damaged: "very-high", audit.Moved: "very-high", audit.Suspect: "medium", audit.Unverified: "low"}
	sarifProblem   = map[audit.Severity]string{audit.SeverityError: "error", audit.SeverityWarning: "warning", audit.SeverityNote: "recommendation"}
)

// pascal makes "NotFound" of "not-found".
func pascal(code string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(code, "-") {
		b.WriteString(capital(word))
	}
	return b.String()
}

// units16 counts the units that s has in UTF-16.
func units16(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

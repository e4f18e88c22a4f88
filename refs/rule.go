package refs

import "strings"

// The codes of the rules of damage. They are the reasons of verdict "damaged"
// too, stable and never reused: users suppress by them.
const (
	MissingURL         = "missing-url"
	TruncatedHead      = "truncated-head"
	TruncatedTail      = "truncated-tail"
	SplitLink          = "split-link"
	WrongDash          = "wrong-dash"
	Homoglyph          = "homoglyph"
	InvisibleCharacter = "invisible-character"
	GluedText          = "glued-text"
	BadEscape          = "bad-escape"
	MalformedURL       = "malformed-url"
	MalformedDOI       = "malformed-doi"
	LocalTarget        = "local-target"
)

// A Rule knows one way in which references go wrong, and the cure if there is
// one. It judges what is written alone. A link has the defect exactly if Fix
// changes it, or, where nothing can be proposed, if Sees is true of it.
type Rule struct {
	Code   string // stable and never reused: users suppress by it
	Doc    string // one or two sentences, for "explain" and the help of reports
	Source string // where the rule comes from
	// Fix gives the best reading of raw, or raw itself if the rule sees no
	// damage. Fix(Fix(s)) == Fix(s). It is nil for damage without a cure.
	Fix func(raw string) string
	// Sees tells whether raw has the damage; it is nil where Fix tells. The
	// start of a link counts as lost only if a label says that a link is there,
	// which raw alone cannot show.
	Sees func(raw string) bool

	readings func(raw string) []reading // all of Fix's, best first; none if raw is sound
	detail   func(raw, fixed string) string
}

// A reading is what raw may have been before it was damaged.
type reading struct {
	text       string
	confidence Confidence
	why        string
}

// Rules lists the rules in the order in which they are tried: what is lost
// altogether, then characters, then spaces, then form. Each works on what the
// ones before it have mended. It must not be changed.
var Rules = []Rule{
	{
		Code:   MissingURL,
		Doc:    "A label such as \"URL:\" announces a link, and nothing stands behind it.",
		Source: "reference lists of journal platforms that lose the addresses of their citations",
		Sees:   func(raw string) bool { return raw == "" },
	},
	{
		Code:   TruncatedHead,
		Doc:    "Only the end of the address or identifier is left; what came before cannot be known from the text.",
		Source: "line-wrapped DOIs of extracted references (biblio-glutton), addresses cut at a dash or fragment",
		Sees:   func(raw string) bool { return raw != "" && lostHead(raw) },
		detail: func(raw, _ string) string {
			return "The beginning is lost; only “" + raw + "” is left."
		},
	},
	{
		Code:   TruncatedTail,
		Doc:    "The end of the address or identifier is missing: it was shortened with dots, or stops where it cannot end.",
		Source: "DOI Handbook 2.2 (a DOI has a suffix); shortened link texts",
		Sees:   lostTail,
		detail: func(raw, _ string) string {
			return "The end is missing: what is written stops at “" + lastPiece(raw) + "”."
		},
	},
	cure(Rule{
		Code:   InvisibleCharacter,
		Doc:    "Soft hyphens, zero-width spaces or other characters that cannot be seen stand inside the link.",
		Source: "Unicode Standard, Default_Ignorable_Code_Point; OpenCitations' cleaner (normalize_spaces)",
		detail: func(raw, _ string) string {
			return "There is " + nameOf(raw, isInvisible) + " in it, which cannot be seen."
		},
	}, readInvisible),
	cure(Rule{
		Code:   Homoglyph,
		Doc:    "Characters that only look like those of an address stand in it: full-width or Cyrillic letters, ligatures, a small tilde, the digit 0 for the letter o.",
		Source: "Unicode Technical Standard 39 (confusables); Unicode NFKC for full-width forms",
		detail: func(raw, _ string) string {
			return "There is " + nameOf(raw, func(r rune) bool { return r >= 0x80 && !isDash(r) }) + ", which only looks like the right one."
		},
	}, readHomoglyph),
	cure(Rule{
		Code:   BadEscape,
		Doc:    "The link still carries escapes of another language: HTML entities, backslashes, a percent-encoded scheme, percent signs encoded twice.",
		Source: "deposits at Crossref (entities up to three times over), LaTeX and Markdown escapes; RFC 3986 2.4",
		detail: func(raw, fixed string) string { return "There are escapes in it that do not belong to a link." },
	}, readEscape),
	cure(Rule{
		Code:   SplitLink,
		Doc:    "A space or a line break stands inside the link.",
		Source: "line-wrapped DOIs of extracted references (biblio-glutton, GROBID); RFC 3986 appendix C",
		detail: func(raw, _ string) string {
			if brokenLine(raw) {
				return "A line break runs through it."
			}
			return "There is a space inside it."
		},
	}, readSplit),
	cure(Rule{
		Code:   MalformedURL,
		Doc:    "The address is not made as a URL is: scheme misspelt, doubled or without its colon or slashes, no host that can be one.",
		Source: "WHATWG URL Standard; RFC 3986",
		Sees:   func(raw string) bool { return !isDOIText(raw) && !hasTarget(raw) },
		detail: func(raw, fixed string) string {
			if fixed != raw {
				return "Its beginning, “" + beginning(raw, fixed) + "”, is not that of an address."
			}
			return "It cannot be read as an address."
		},
	}, readScheme),
	cure(Rule{
		Code:   WrongDash,
		Doc:    "A dash stands where a hyphen belongs. In a DOI that is certain; in a URL where the dash joins digits or words of small letters.",
		Source: "OpenCitations' cleaner (normalize_hyphens); DOI Handbook 2.2 (printable characters as registered)",
		detail: func(raw, _ string) string { return "There is " + nameOf(raw, isDash) + " where a hyphen belongs." },
	}, readDash),
	cure(Rule{
		Code:   MalformedDOI,
		Doc:    "The identifier is not made as a DOI is: the \"10.\" is lost, a dot is doubled, brackets of a SICI were turned into other signs.",
		Source: "DOI Handbook 2.2; Xu et al. 2019 (10.1007/s11192-019-03162-4); ANSI/NISO Z39.56",
		Sees:   func(raw string) bool { return isDOIText(raw) && !hasTarget(raw) },
		detail: func(raw, fixed string) string {
			if fixed != raw {
				return "It is not made as a DOI is; “" + fixed + "” would be."
			}
			return "It cannot be read as a DOI."
		},
	}, readDOIForm),
	cure(Rule{
		Code:   GluedText,
		Doc:    "Something that is no part of the identifier sticks to its end: a note, a year, another label or link, the name of a view.",
		Source: "OpenCitations 2021, Cioffi et al. (10.1007/s11192-022-04367-w), suffix rules; Xu et al. 2019",
		detail: func(raw, fixed string) string {
			return "“" + clip(strings.TrimPrefix(raw, fixed)) + "” sticks to its end and is no part of it."
		},
	}, readGlued),
	{
		Code:   LocalTarget,
		Doc:    "The address leads to its author's own machine or network, or to a name that is reserved for examples; nobody else can follow it.",
		Source: "RFC 1918, 2606, 5737, 6598, 6761, 6762, 8375",
		Sees:   func(raw string) bool { t, err := ParseTarget(withScheme(raw)); return err == nil && t.Local() },
		detail: func(raw, _ string) string {
			if t, err := ParseTarget(withScheme(raw)); err == nil && t.exemplary() {
				return "It leads to a name that is kept for examples and tests."
			}
			return "It leads to a place that only its author's machine or network has."
		},
	},
}

package refs

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

package refs

// Format is the form a document is written in.
type Format string

// The formats that can be read.
const (
	FormatText     Format = "text"
	FormatHTML     Format = "html"
	FormatMarkdown Format = "markdown"
	FormatBibTeX   Format = "bibtex"
	FormatURLs     Format = "urls" // a list of URLs or DOIs, one a line
)

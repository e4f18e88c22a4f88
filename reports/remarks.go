package reports

import (
	"strings"

	"github.com/refmend/refmend/audit"
)

// remarks are what there is to say of documents as a whole, under one title.
type remarks struct {
	Title string
	Grave bool // the report is not whole
	All   []remark
}

// A remark is one document's. Its strings are raw.
type remark struct{ path, text string }

// aboutRules is the title of what a run says of the user's rules (see
// audit.RunInfo), which stands behind the findings: it concerns who keeps them.
const aboutRules = "Rules to look at"

// remarksOn gives the documents that could not be read, and those that are odd.
func remarksOn(docs []audit.Document) []remarks {
	unread := remarks{Grave: true}
	odd := remarks{Title: "Noticed while reading"}
	for i := range docs {
		d := &docs[i]
		if d.Error != "" {
			unread.All = append(unread.All, remark{d.Path, errorBeside(d)})
		}
		for _, w := range d.Warnings {
			odd.All = append(odd.All, remark{d.Path, w})
		}
	}
	switch lost, partial := unreadCounts(docs); {
	case partial == 0:
		unread.Title = "Could not be read"
	case lost == 0:
		unread.Title = "Could be read only in part"
	default:
		unread.Title = "Could not be read, or only in part"
	}
	var all []remarks
	for _, r := range []remarks{unread, odd} {
		if len(r.All) > 0 {
			all = append(all, r)
		}
	}
	return all
}

// errorBeside gives why a document could not be read, to stand beside its path:
// without the path, and what was done with it, before the reason.
func errorBeside(d *audit.Document) string {
	if _, why, ok := strings.Cut(d.Error, " "+d.Path+": "); ok {
		return why
	}
	return d.Error
}

// unreadCounts counts the documents of which nothing could be read, and those
// of which something could.
func unreadCounts(docs []audit.Document) (lost, partial int) {
	for i := range docs {
		switch d := &docs[i]; {
		case d.Error == "":
		case len(d.References) == 0:
			lost++
		default:
			partial++
		}
	}
	return lost, partial
}

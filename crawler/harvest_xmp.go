package crawler

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/refmend/refmend/audit"
)

const (
	maxXMP       = 1 << 20 // bytes of a packet
	maxXMPValues = 4 * maxAuthors
)

// An xmpField is a property of XMP that we have a use for.
type xmpField uint8

const (
	xmpNone xmpField = iota
	xmpTitle
	xmpAuthor
	xmpPublisher
	xmpLanguage
	xmpPublished
	xmpContainer
	xmpDOI
	xmpDetail // and what follows: what details are made of, in the order of its fields
)

// An xmp is what a packet says, the values in its order.
type xmp map[xmpField][]string

func (x xmp) first(f xmpField) string {
	if len(x[f]) == 0 {
		return ""
	}
	return x[f][0]
}

// details gives what the packet says for bibliographies.
func (x xmp) details() audit.Details {
	var s saying
	for f := inSeries; f <= inISBN; f++ {
		for _, value := range x[xmpDetail+xmpField(f-inSeries)] {
			s.add(f, value)
		}
	}
	return s.details()
}

// readXMP reads a packet in RDF/XML (ISO 16684-1, section 7) as far as it is
// one: the values of the properties of Dublin Core, PRISM and CrossMark that
// describe a work.
func readXMP(packet []byte) xmp {
	found := xmp{}
	count := 0
	add := func(f xmpField, value string, first bool) {
		value = strings.TrimSpace(value)
		if f == xmpNone || value == "" || count == maxXMPValues {
			return
		}
		count++
		if first {
			found[f] = append([]string{value}, found[f]...)
		} else {
			found[f] = append(found[f], value)
		}
	}
	d := xml.NewDecoder(bytes.NewReader(packet))
	d.Strict = false
	field, inside := xmpNone, 0 // the property at hand, and how deep in it we are
	var text strings.Builder
	usual := false // the value is the one for readers of any language
	for {
		token, err := d.Token()
		if err != nil {
			return found
		}
		switch t := token.(type) {
		case xml.StartElement:
			if field == xmpNone {
				if field = xmpFieldOf(t.Name); field == xmpNone {
					for _, a := range t.Attr { // the short form of plain values
						add(xmpFieldOf(a.Name), a.Value, false)
					}
					continue
				}
				inside = 0
			}
			inside++
			text.Reset()
			usual = false
			for _, a := range t.Attr {
				usual = usual || a.Name.Local == "lang" && a.Value == "x-default"
			}
		case xml.CharData:
			if field != xmpNone && text.Len() < 4*maxTitle {
				text.Write(t)
			}
		case xml.EndElement:
			if field == xmpNone {
				continue
			}
			add(field, text.String(), usual)
			text.Reset()
			usual = false
			if inside--; inside == 0 {
				field = xmpNone
			}
		}
	}
}

// xmpFieldOf tells properties by their names. Those of PRISM have a namespace
// for each of its versions.
func xmpFieldOf(name xml.Name) xmpField {
	switch {
	case name.Space == "http://purl.org/dc/elements/1.1/":
		switch name.Local {
		case "title":
			return xmpTitle
		case "creator":
			return xmpAuthor
		case "publisher":
			return xmpPublisher
		case "language":
			return xmpLanguage
		case "identifier":
			return xmpDOI
		}
	case strings.HasPrefix(name.Space, "http://prismstandard.org/namespaces/"):
		switch name.Local {
		case "publicationName":
			return xmpContainer
		case "coverDate", "publicationDate":
			return xmpPublished
		case "doi":
			return xmpDOI
		}
		if f := fields["prism."+strings.ToLower(name.Local)]; f >= inSeries {
			return xmpDetail + xmpField(f-inSeries)
		}
	case strings.HasPrefix(name.Space, "http://ns.adobe.com/pdfx/") && strings.EqualFold(name.Local, "doi"):
		return xmpDOI
	}
	return xmpNone
}

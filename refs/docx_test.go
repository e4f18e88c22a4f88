package refs

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func docxOf(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` + body + `</w:body></w:document>`
}

func relationsXML(entries string) string {
	const base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	return `<?xml version="1.0"?>` + "\n" + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + "\n" + strings.ReplaceAll(entries, `Type="`, `Type="`+base) + `</Relationships>`
}

// para is a paragraph of a style, or of a list.
func para(properties, text string) string {
	if properties != "" {
		properties = "<w:pPr>" + properties + "</w:pPr>"
	}
	return "<w:p>" + properties + `<w:r><w:t xml:space="preserve">` + text + "</w:t></w:r></w:p>"
}

func numPr(id, level string) string {
	return `<w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr>`
}

const (
	docxStyles = `<w:styles xmlns:w="w"><w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Lit"><w:name w:val="Bibliography"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>`
	docxLists = `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=" "/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num></w:numbering>`
)

// readDOCXBody reads a document of the usual parts.
func readDOCXBody(t *testing.T, body, relations string, more ...zipped) (Document, []byte) {
	t.Helper()
	files := append([]zipped{
		{"word/document.xml", docxOf(body)}, {"word/styles.xml", docxStyles}, {"word/numbering.xml", docxLists},
		{"word/_rels/document.xml.rels", relationsXML(relations)},
	}, more...)
	data := zipOf(t, files...)
	doc, err := Read("a.docx", data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc, data
}

func TestReadDOCX(t *testing.T) {
	const field = `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`
	const separate = `<w:r><w:fldChar w:fldCharType="separate"/></w:r>`
	const end = `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
	aalto, brandt := "Aalto M. Drift of buoys. 2001. https://buoys.org/1", "Brandt K. Tides of ports. 2002. https://tides.org/2"
	for name, c := range map[string]struct{ body, relations, want string }{
		"runs split a URL": {`<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:r><w:t>https://buo</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>ys.org/a</w:t></w:r><w:r><w:t>?b=1&amp;c</w:t></w:r><w:r><w:t xml:space="preserve"> there.</w:t></w:r></w:p>`,
			"", "~ See https://buoys.org/a?b=1&c there. <https://buoys.org/a?b=1&c>\n"},
		"spaces at the ends": {`<w:p><w:r><w:t> See </w:t></w:r><w:r><w:tab/></w:r><w:r><w:t> https://buoys.org/</w:t></w:r><w:r><w:t>a </w:t></w:r></w:p>`, "", "~ See https://buoys.org/a <https://buoys.org/a>\n"},
		"relation":           {`<w:p><w:hyperlink r:id="r1" w:history="1"><w:r><w:t>The buoys</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> of 2001.</w:t></w:r></w:p>`, `<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/?a=1&amp;b=2" TargetMode="External"/>`, "~ The buoys of 2001. <https://buoys.org/?a=1&b=2>\n"},
		"relation and place": {`<w:p><w:hyperlink r:id="r1" w:anchor="part"><w:r><w:t>The buoys</w:t></w:r></w:hyperlink></w:p>`, `<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/a" TargetMode="External"/>`, "~ The buoys <https://buoys.org/a#part>\n"},
		"hyperlink in two":   {`<w:p><w:hyperlink r:id="r1"><w:r><w:t>https://buoys.</w:t></w:r></w:hyperlink><w:hyperlink r:id="r1"><w:r><w:t xml:space="preserve">org/a </w:t></w:r></w:hyperlink><w:r><w:t>and</w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t xml:space="preserve"> again</w:t></w:r></w:hyperlink></w:p>`, `<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/a" TargetMode="External"/>`, "~ https://buoys.org/a and again <https://buoys.org/a>\n~ https://buoys.org/a and again <https://buoys.org/a>\n"},
		"text says the same": {`<w:p><w:hyperlink r:id="r1"><w:r><w:t>https://buoys.org/a</w:t></w:r></w:hyperlink></w:p>`, `<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/a" TargetMode="External"/>`, "~ https://buoys.org/a <https://buoys.org/a>\n"},
		"places in it":       {`<w:p><w:hyperlink w:anchor="_Toc1"><w:r><w:t>Chapter</w:t></w:r></w:hyperlink><w:hyperlink r:id="r9"><w:r><w:t>lost</w:t></w:r></w:hyperlink><w:bookmarkStart w:id="1" w:name="https://no.org/"/></w:p>`, "", ""},
		"field in runs": {`<w:p>` + field + `<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://bu</w:instrText></w:r><w:r><w:instrText>oys.org/a" \l "part" \o "a tip https://no.org/" </w:instrText></w:r>` + separate + `<w:r><w:t>The buoys</w:t></w:r>` + end + `<w:r><w:t>.</w:t></w:r></w:p>`,
			"", "~ The buoys. <https://buoys.org/a#part>\n"},
		"text behind a field":  {`<w:p>` + field + `<w:r><w:instrText>HYPERLINK "https://buoys.org/a"</w:instrText></w:r>` + separate + `<w:r><w:t>The buoys</w:t></w:r>` + end + `<w:r><w:t xml:space="preserve"> and https://buoys.org/b</w:t></w:r></w:p>`, "", "~ The buoys and https://buoys.org/b <https://buoys.org/a>\n~ The buoys and https://buoys.org/b <https://buoys.org/b>\n"},
		"field without quotes": {`<w:p>` + field + `<w:r><w:instrText>HYPERLINK https://buoys.org/a \t _blank</w:instrText></w:r>` + separate + `<w:r><w:t>The buoys</w:t></w:r>` + end + `</w:p>`, "", "~ The buoys <https://buoys.org/a>\n"},
		"simple field":         {`<w:p><w:fldSimple w:instr=" HYPERLINK &quot;https://buoys.org/?a&amp;b&quot; "><w:r><w:t>The buoys</w:t></w:r></w:fldSimple></w:p>`, "", "~ The buoys <https://buoys.org/?a&b>\n"},
		"field to a place":     {`<w:p>` + field + `<w:r><w:instrText>HYPERLINK \l "https://no.org/"</w:instrText></w:r>` + separate + `<w:r><w:t>There</w:t></w:r>` + end + `</w:p>`, "", ""},
		"fields of managers": {`<w:p><w:r><w:t xml:space="preserve">So it is </w:t></w:r>` + field + `<w:r><w:instrText>ADDIN ZOTERO_ITEM CSL_CITATION {"URL":"https://no.org/","DOI":"10.1000/no"}</w:instrText></w:r>` + separate + `<w:r><w:t>(Aalto 2001)</w:t></w:r>` + end + `<w:r><w:t xml:space="preserve">, https://buoys.org/a</w:t></w:r></w:p>`,
			"", "~ So it is (Aalto 2001), https://buoys.org/a <https://buoys.org/a>\n"},
		"field in a field": {`<w:p>` + field + `<w:r><w:instrText>HYPERLINK "</w:instrText></w:r>` + field + `<w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>` + separate + `<w:r><w:t>https://buoys.org/m</w:t></w:r>` + end + `<w:r><w:instrText>"</w:instrText></w:r>` + separate + `<w:r><w:t>The buoys</w:t></w:r>` + end + `</w:p>`,
			"", "~ The buoys <https://buoys.org/m>\n"},
		"bibliography of a manager": {para("", "Text") + `<w:p>` + field + `<w:r><w:instrText>ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY</w:instrText></w:r>` + separate + `<w:r><w:t>` + aalto + `</w:t></w:r></w:p>` + `<w:p><w:r><w:t>` + brandt + `</w:t></w:r>` + end + `</w:p>` + para("", "Behind https://end.org/ it."),
			"", "[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n~ Behind https://end.org/ it. <https://end.org/>\n"},
		"bibliography of Word": {para("", "Text") + `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Bibliographies"/></w:docPartObj></w:sdtPr><w:sdtContent>` + para("", aalto) + para("", brandt) + `</w:sdtContent></w:sdt>` + para("", "Behind https://end.org/ it."),
			"", "[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n~ Behind https://end.org/ it. <https://end.org/>\n"},
		"style of entries": {para("", "Text") + para(`<w:pStyle w:val="Lit"/>`, aalto) + para(`<w:pStyle w:val="Lit"/>`, brandt) + para("", "Behind https://end.org/ it."),
			"", "[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n~ Behind https://end.org/ it. <https://end.org/>\n"},
		"some in the style": {para(`<w:pStyle w:val="berschrift1"/>`, "Quellen") + para(`<w:pStyle w:val="Lit"/>`, aalto) + para("", brandt),
			"", "[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n"},
		"numbered list": {para(`<w:pStyle w:val="Own"/>`, "References") + para(numPr("1", "0"), aalto) + para(numPr("1", "0"), brandt) + para(`<w:outlineLvl w:val="0"/>`, "Appendix") + para(numPr("4", "0"), "Ceder P. At https://end.org/ only."),
			"", "[1] " + aalto + " <https://buoys.org/1>\n[2] " + brandt + " <https://tides.org/2>\n~ Ceder P. At https://end.org/ only. <https://end.org/>\n"},
		"numbers of a style": {para(`<w:pStyle w:val="Heading1"/>`, "References") + para(`<w:pStyle w:val="Numbered"/>`, aalto) + para(`<w:pStyle w:val="Numbered"/>`, brandt),
			"", "[VII] " + aalto + " <https://buoys.org/1>\n[VIII] " + brandt + " <https://tides.org/2>\n"},
		"list begins anew": {para(`<w:pStyle w:val="Heading1"/>`, "References") + para(numPr("4", "0"), aalto) + para(numPr("4", "0"), brandt),
			"", "[5] " + aalto + " <https://buoys.org/1>\n[6] " + brandt + " <https://tides.org/2>\n"},
		"item of two paragraphs": {para(`<w:pStyle w:val="Heading1"/>`, "References") + para(numPr("1", "0"), aalto) + para(numPr("5", "0"), "Also at https://more.org/") + para(numPr("1", "0"), brandt),
			"", "[1] " + aalto + " Also at https://more.org/ <https://buoys.org/1> <https://more.org/>\n[2] " + brandt + " <https://tides.org/2>\n"},
		"bullets":       {para(`<w:pStyle w:val="Heading1"/>`, "References") + para(numPr("3", "0"), aalto) + para(numPr("3", "0"), brandt), "", "[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n"},
		"typed numbers": {para(`<w:pStyle w:val="Heading1"/>`, "References") + `<w:p><w:r><w:t>[1]</w:t><w:tab/><w:t>` + aalto + `</w:t></w:r></w:p><w:p><w:r><w:t>[2]</w:t><w:tab/><w:t>` + brandt + `</w:t></w:r></w:p>`, "", "[1] " + aalto + " <https://buoys.org/1>\n[2] " + brandt + " <https://tides.org/2>\n"},
		"in a table": {para(`<w:pStyle w:val="Heading1"/>`, "References") + `<w:tbl><w:tr><w:tc>` + para("", "[1]") + `</w:tc><w:tc>` + para("", aalto) + `</w:tc></w:tr><w:tr><w:tc>` + para("", "[2]") + `</w:tc><w:tc>` + para("", brandt) + `</w:tc></w:tr></w:tbl>`,
			"", "[1] " + aalto + " <https://buoys.org/1>\n[2] " + brandt + " <https://tides.org/2>\n"},
		"a row": {`<w:tbl><w:tr><w:tc>` + para("", "North") + `</w:tc><w:tc>` + para("", "12") + `</w:tc><w:tc>` + para("", "https://buoys.org/n") + `</w:tc></w:tr></w:tbl>`, "", "~ North 12 https://buoys.org/n <https://buoys.org/n>\n"},
		"paragraphs in cells": {`<w:tbl><w:tr><w:tc>` + para("", "North") + para("", "https://buoys.org/n") + `</w:tc><w:tc>` + para("", "South") + `<w:tbl><w:tr><w:tc>` + para("", "https://buoys.org/s") + `</w:tc></w:tr></w:tbl>` + para("", "End") + `</w:tc></w:tr></w:tbl>`,
			"", "~ https://buoys.org/n <https://buoys.org/n>\n~ https://buoys.org/s <https://buoys.org/s>\n"},
		"changes": {`<w:p><w:r><w:t>See https://buoys.org/</w:t></w:r><w:del w:id="1"><w:r><w:delText>old</w:delText><w:t>https://no.org/</w:t></w:r></w:del><w:ins w:id="2"><w:r><w:t>new</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>https://no.org/</w:t></w:r></w:moveFrom></w:p>`,
			"", "~ See https://buoys.org/new <https://buoys.org/new>\n"},
		"hidden text": {`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>https://no.org/</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>https://buoys.org/a</w:t></w:r></w:p>`, "", "~ https://buoys.org/a <https://buoys.org/a>\n"},
		"characters":  {`<w:p><w:r><w:t>At https://buoys.org/a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:sym w:font="Symbol" w:char="F02F"/><w:t>d</w:t><w:br/><w:t>End</w:t></w:r></w:p>`, "", "~ At https://buoys.org/a-bc/d End <https://buoys.org/a-bc/d>\n"},
		"text box": {`<w:p><w:r><w:t xml:space="preserve">Before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>` + para("", "Box https://box.org/ 1") + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + para("", "Box https://box.org/ 1") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>https://buoys.org/a</w:t></w:r></w:p>`,
			"", "~ Box https://box.org/ 1 <https://box.org/>\n~ Before https://buoys.org/a <https://buoys.org/a>\n"},
		"picture":  {`<w:p><w:r><w:drawing><wp:docPr id="1"><a:hlinkClick r:id="r1"/></wp:docPr><pic:cNvPr><a:hlinkClick r:id="r1"/></pic:cNvPr></w:drawing></w:r></w:p>`, `<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/p" TargetMode="External"/>`, "~  <https://buoys.org/p>\n"},
		"contents": {`<w:p><w:pPr><w:pStyle w:val="Verzeichnis1"/></w:pPr><w:r><w:t>References</w:t></w:r></w:p>` + para("", aalto), "", "~ " + aalto + " <https://buoys.org/1>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, data := readDOCXBody(t, c.body, c.relations)
			if got := outline(doc); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			for i := range doc.References { // what is parted stands in several places
				if name == "runs split a URL" || name == "hyperlink in two" || name == "spaces at the ends" || name == "characters" || name == "changes" || name == "field in runs" || name == "relation and place" {
					for k, l := range doc.References[i].Links {
						doc.References[i].Links[k].Written = l.Written[:10]
					}
				}
			}
			checkParts(t, data, doc)
		})
	}
}

// TestDOCXPlaces holds where a hyperlink stands: where its address is written.
func TestDOCXPlaces(t *testing.T) {
	doc, _ := readDOCXBody(t, `<w:p><w:hyperlink r:id="r2"><w:r><w:t>The buoys</w:t></w:r></w:hyperlink></w:p><w:p><w:hyperlink r:id="r1"><w:r><w:t>www.tides.org/a</w:t></w:r></w:hyperlink></w:p>`,
		`<Relationship Id="r1" Type="hyperlink" Target="http://www.tides.org/a" TargetMode="External"/>`+"\n"+`<Relationship Id="r2" Type="hyperlink" Target="https://buoys.org/a" TargetMode="External"/>`)
	if len(doc.References) != 2 {
		t.Fatal(outline(doc))
	}
	if p := doc.References[0].Links[0].Pos; p.Part != "word/_rels/document.xml.rels" || p.Line != 4 {
		t.Errorf("%+v", p)
	}
	if p := doc.References[0].Pos; p.Part != "word/document.xml" || p.Line != 2 {
		t.Errorf("%+v", p)
	}
	if p := doc.References[1].Links[0].Pos; p.Part != "word/document.xml" {
		t.Errorf("%+v", p)
	}
}

func TestReadDOCXNotes(t *testing.T) {
	notes := `<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/><w:t>https://no.org/</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Brandt K. Tides of ports. 2002. </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>Online</w:t></w:r></w:hyperlink></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Aalto M. Drift. Buoy Press, 2001.</w:t></w:r></w:p><w:p><w:r><w:t>Also at https://buoys.org/a</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="4"><w:p><w:r><w:t>More at https://more.org/ than here.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="9"><w:p><w:r><w:t>Ceder P. Nobody refers to it. 1999. https://gone.org/</w:t></w:r></w:p></w:footnote></w:footnotes>`
	ends := `<w:endnotes xmlns:w="w"><w:endnote w:id="1"><w:p><w:r><w:t>Ceder P. At sea. Harbour Books, 1998.</w:t></w:r></w:p></w:endnote></w:endnotes>`
	body := `<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>, star</w:t></w:r><w:r><w:footnoteReference w:id="4" w:customMarkFollows="1"/><w:t>*</w:t></w:r><w:r><w:footnoteReference w:id="3"/><w:endnoteReference w:id="1"/></w:r></w:p>`
	for name, c := range map[string]struct{ settings, section, want string }{
		"usual": {"", "", `[2] Brandt K. Tides of ports. 2002. Online <https://tides.org/2>
[1] Aalto M. Drift. Buoy Press, 2001. Also at https://buoys.org/a <https://buoys.org/a>
~ More at https://more.org/ than here. <https://more.org/>
[i] Ceder P. At sea. Harbour Books, 1998.
`},
		"other numbers": {`<w:settings><w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr></w:settings>`, `<w:sectPr><w:footnotePr><w:numStart w:val="3"/></w:footnotePr><w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr></w:sectPr>`, `[d] Brandt K. Tides of ports. 2002. Online <https://tides.org/2>
[c] Aalto M. Drift. Buoy Press, 2001. Also at https://buoys.org/a <https://buoys.org/a>
~ More at https://more.org/ than here. <https://more.org/>
[1] Ceder P. At sea. Harbour Books, 1998.
`},
		"anew on each page": {`<w:settings><w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr></w:settings>`, "", `[] Brandt K. Tides of ports. 2002. Online <https://tides.org/2>
[] Aalto M. Drift. Buoy Press, 2001. Also at https://buoys.org/a <https://buoys.org/a>
~ More at https://more.org/ than here. <https://more.org/>
[i] Ceder P. At sea. Harbour Books, 1998.
`},
	} {
		t.Run(name, func(t *testing.T) {
			doc, data := readDOCXBody(t, body+c.section, `<Relationship Id="s" Type="settings" Target="settings.xml"/><Relationship Id="f" Type="footnotes" Target="/word/notes1.xml"/>`,
				zipped{"word/notes1.xml", notes}, zipped{"word/endnotes.xml", ends}, zipped{"word/settings.xml", c.settings},
				zipped{"word/_rels/notes1.xml.rels", relationsXML(`<Relationship Id="r1" Type="hyperlink" Target="https://tides.org/2" TargetMode="External"/>`)})
			if got := outline(doc); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			checkParts(t, data, doc)
		})
	}
}

func TestReadDOCXParts(t *testing.T) {
	header := `<w:hdr xmlns:w="w">` + para("", "Aalto M. 2001. Journal of Buoys https://journal.org/") + `</w:hdr>`
	more := []zipped{
		{"word/header1.xml", header}, {"word/header2.xml", `<w:hdr>` + para("", "12") + `</w:hdr>`},
		{"docProps/core.xml", `<cp:coreProperties><dc:title>On &amp; off the
 shore</dc:title><dc:creator>https://no.org/</dc:creator></cp:coreProperties>`},
		{"word/comments.xml", `<w:comments><w:comment>` + para("", "https://no.org/") + `</w:comment></w:comments>`},
	}
	relations := `<Relationship Id="h2" Type="header" Target="header2.xml"/><Relationship Id="h1" Type="header" Target="header1.xml"/><Relationship Id="h3" Type="header" Target="header1.xml"/>`
	doc, data := readDOCXBody(t, para(`<w:pStyle w:val="Titel"/>`, "A title")+para("", "See https://buoys.org/a there."), relations, more...)
	if got := outline(doc); got != "~ See https://buoys.org/a there. <https://buoys.org/a>\n~ Journal of Buoys https://journal.org/ <https://journal.org/>\n" || doc.Title != "On & off the shore" {
		t.Errorf("%q:\n%s", doc.Title, got)
	}
	checkParts(t, data, doc)
	doc, _ = readDOCXBody(t, para(`<w:pStyle w:val="Own"/>`, "First")+para(`<w:pStyle w:val="Titel"/>`, "A title"), "", zipped{"docProps/core.xml", `<p><dc:title>Microsoft Word - a.doc</dc:title></p>`})
	if doc.Title != "A title" {
		t.Errorf("title %q", doc.Title)
	}
	// The main part may have any name, and be in UTF-16.
	wide := "\xFF\xFE" + string(utf16Bytes(docxOf(para("", "See https://buoys.org/a there.")), false))
	doc, err := Read("a.docx", zipOf(t, zipped{"[Content_Types].xml", "wordprocessingml.document.main+xml"}, zipped{"_rels/.rels", relationsXML(`<Relationship Id="a" Type="officeDocument" Target="/text/main.xml"/>`)}, zipped{"text/main.xml", wide}), Options{})
	if err != nil || len(doc.References) != 1 || doc.References[0].Pos.Part != "text/main.xml" {
		t.Fatalf("%+v, %v", doc, err)
	}
	at := doc.References[0].Links[0].Pos.Offset
	if !strings.HasPrefix(wide[at:], string(utf16Bytes("https://buoys.org/a", false))) {
		t.Errorf("%q", wide[at:at+20])
	}
}

func TestReadDOCXBroken(t *testing.T) {
	for name, c := range map[string]struct{ text, want, says string }{
		"cut off":       {strings.TrimSuffix(docxOf(para("", "See https://buoys.org/a there.")+"<w:p><w:r><w:t>And https://tides.org/b"), "</w:body></w:document>"), "~ See https://buoys.org/a there. <https://buoys.org/a>\n~ And https://tides.org/b <https://tides.org/b>\n", "word/document.xml: document is damaged: line 2: the element <t> is never closed"},
		"crossed":       {docxOf(`<w:p><w:r><w:t>See https://buoys.org/a</w:p>` + para("", "And https://tides.org/b now.")), "~ See https://buoys.org/a <https://buoys.org/a>\n~ And https://tides.org/b now. <https://tides.org/b>\n", "word/document.xml: document is damaged: line 2: the element <t> is never closed"},
		"field no end":  {docxOf(`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>` + para("", "And https://tides.org/b now.")), "", ""},
		"ends too many": {docxOf(`<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r></w:p></w:sdt></mc:AlternateContent>` + para("", "And https://tides.org/b now.")), "~ And https://tides.org/b now. <https://tides.org/b>\n", "has no start"},
	} {
		doc, err := Read("a.docx", zipOf(t, zipped{"word/document.xml", c.text}), Options{})
		if got := outline(doc); got != c.want {
			t.Errorf("%s: got %s", name, got)
		}
		if (err == nil) != (c.says == "") || err != nil && (!errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReadOfficeLinear reads what could take a reader more than its size in
// time; it is the whole run of tests that would not end.
func TestReadOfficeLinear(t *testing.T) {
	skipLarge(t)
	const n = 200_000
	repeat := strings.Repeat
	for name, body := range map[string]string{
		"paragraphs in paragraphs": repeat("<w:p><w:r><w:t>a</w:t></w:r>", n),
		"fields in fields":         "<w:p>" + repeat(`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "https://buoys.org/a"</w:instrText></w:r>`, n/4),
		"tables in tables":         repeat("<w:tbl><w:tr><w:tc><w:p>", n),
		"crossed ends":             repeat("<w:p><w:b></w:p>", n),
		"controls":                 repeat(`<w:sdt><w:sdtPr><w:bibliography/></w:sdtPr>`, n),
		"alternatives":             repeat("<mc:AlternateContent><mc:Choice>", n),
		"runs":                     "<w:p>" + repeat("<w:r><w:t>h</w:t></w:r>", n),
		"hyperlinks":               "<w:p>" + repeat(`<w:hyperlink r:id="r1"><w:r><w:t>h</w:t></w:r></w:hyperlink>`, n/4),
		"items":                    repeat(para(numPr("1", "8"), "a"), n/4),
		"instruction":              `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>` + repeat("<w:r><w:instrText>a &amp; b</w:instrText></w:r>", n),
	} {
		start := time.Now()
		_, err := Read("a.docx", zipOf(t, zipped{"word/document.xml", docxOf(body)}, zipped{"word/numbering.xml", docxLists},
			zipped{"word/_rels/document.xml.rels", relationsXML(`<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/a" TargetMode="External"/>`)}), Options{})
		if err != nil && !errors.Is(err, ErrSyntax) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %d kB in %v", name, len(body)>>10, time.Since(start).Round(time.Millisecond))
	}
	odt := odtOf(repeat("<text:list><text:list-item><text:p>a<text:note><text:note-body>", n/4))
	if _, err := Read("a.odt", zipOf(t, zipped{"mimetype", odtMedia}, zipped{"content.xml", odt}), Options{}); !errors.Is(err, ErrSyntax) {
		t.Error(err)
	}
	// A hundred thousand styles and lists.
	styles := repeat(`<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>`, n)
	lists := repeat(`<w:abstractNum w:abstractNumId="0"/><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, n)
	if _, err := Read("a.docx", zipOf(t, zipped{"word/document.xml", docxOf("")}, zipped{"word/numbering.xml", lists}, zipped{"word/styles.xml", styles}), Options{}); err != nil {
		t.Error(err)
	}
}

func BenchmarkReadDOCX(b *testing.B) {
	var body strings.Builder
	for line := range strings.Lines(referenceText(benchmarkSize / 2)) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), "] ")
		first, rest, _ := strings.Cut(strings.ReplaceAll(line, "&", "&amp;"), "(")
		body.WriteString(`<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:pStyle w:val="Lit"/>` + numPr("1", "0") + `<w:rPr><w:lang w:val="en-US"/></w:rPr></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">` + first +
			`</w:t></w:r><w:r w:rsidRPr="00A77B3E"><w:t>(` + rest + `</w:t></w:r><w:hyperlink r:id="r1" w:history="1"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>Online</w:t></w:r></w:hyperlink></w:p>`)
	}
	text := docxOf(para(`<w:pStyle w:val="berschrift1"/>`, "References") + body.String())
	data := zipOf(b, zipped{"word/document.xml", text}, zipped{"word/styles.xml", docxStyles}, zipped{"word/numbering.xml", docxLists},
		zipped{"word/_rels/document.xml.rels", relationsXML(`<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/a" TargetMode="External"/>`)})
	benchmarkRead(b, FormatDOCX, string(data))
	b.SetBytes(int64(len(text))) // unpacked
}

func TestDOCXNumbering(t *testing.T) {
	lists := docxNumberingOf(`<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="0"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="2"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%1-%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%3"/><w:lvlRestart w:val="0"/></w:lvl><w:lvl w:ilvl="3"><w:numFmt w:val="ideographTraditional"/><w:lvlText w:val="%4."/></w:lvl><w:lvl w:ilvl="4"><w:numFmt w:val="decimalZero"/><w:isLgl/><w:lvlText w:val="%2.%5"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:styleLink w:val="S"/><w:lvl w:ilvl="0"><w:lvlText w:val="S%1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl></w:lvlOverride></w:num><w:num w:numId="5"/></w:numbering>`)
	for i, c := range []struct {
		id    string
		level int
		want  string
	}{
		{"1", 0, "0"}, {"1", 0, "1"}, {"1", 1, "1-ii"}, {"1", 1, "1-iii"}, {"1", 2, "A"}, {"2", 0, "2"}, {"1", 1, "2-ii"}, {"1", 2, "B"}, {"1", 3, ""}, {"1", 4, "2.1"},
		{"3", 0, "S1"}, {"3", 0, "S2"}, {"4", 0, "IX"}, {"4", 0, "X"}, {"5", 0, ""},
	} {
		if got := lists[c.id].count(c.level); got != c.want {
			t.Errorf("%d: item of list %s, level %d: %q, want %q", i, c.id, c.level, got, c.want)
		}
	}
	for format, want := range map[string]string{"decimal": "28", "decimalZero": "28", "lowerRoman": "xxviii", "upperRoman": "XXVIII", "lowerLetter": "bb", "A": "BB", "1": "28", "bullet": "", "hebrew1": ""} {
		if got := numberAs(format, 28); got != want {
			t.Errorf("%s: %q", format, got)
		}
	}
}

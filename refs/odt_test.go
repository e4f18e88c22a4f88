package refs

import (
	"errors"
	"strings"
	"testing"
)

const (
	odtMedia     = "application/vnd.oasis.opendocument.text"
	odtNamespace = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"`
	odtAutomatic = `<office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Bibliography_20_1"/><style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-prefix="[" style:num-suffix="]" style:num-format="1"/><text:list-level-style-number text:level="2" style:num-format="a" text:display-levels="2"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style></office:automatic-styles>`
)

func odtOf(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content` + odtNamespace + `>` + odtAutomatic + `<office:body><office:text>` + body + `</office:text></office:body></office:document-content>`
}

func TestReadODT(t *testing.T) {
	aalto, brandt := "Aalto M. Drift of buoys. 2001. https://buoys.org/1", "Brandt K. Tides of ports. 2002. https://tides.org/2"
	entry := func(name, text string) string {
		return `<text:p text:style-name="` + name + `">` + text + `</text:p>`
	}
	for name, c := range map[string]struct{ body, want string }{
		"spans":            {`<text:p>See https://<text:span text:style-name="T2">buoys.org/</text:span>a?b=1&amp;c<text:s text:c="3"/>there.<text:line-break/>https://buoys.org/<text:tab/>e</text:p>`, "~ See https://buoys.org/a?b=1&c there. https://buoys.org/ e <https://buoys.org/a?b=1&c>\n~ See https://buoys.org/a?b=1&c there. https://buoys.org/ e <https://buoys.org/>\n"},
		"hyperlink":        {`<text:p><text:a xlink:type="simple" xlink:href="https://buoys.org/?a=1&amp;b=2">The buoys</text:a> of <text:a xlink:href="#part">here</text:a> and <text:a xlink:href="../b.odt">there</text:a></text:p>`, "~ The buoys of here and there <https://buoys.org/?a=1&b=2>\n"},
		"hyperlink in two": {`<text:p><text:a xlink:href="https://buoys.org/a">The <text:span>buoys</text:span></text:a><text:a xlink:href="https://buoys.org/a"> here</text:a>.</text:p>`, "~ The buoys here. <https://buoys.org/a>\n"},
		"picture":          {`<text:p><draw:a xlink:href="https://buoys.org/p"><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>A buoy https://no.org/</svg:desc></draw:frame></draw:a></text:p>`, "~  <https://buoys.org/p>\n"},
		"hidden": {`<text:tracked-changes><text:changed-region><text:deletion><text:p>https://no.org/</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>A<office:annotation><text:p>https://no.org/</text:p></office:annotation> <text:span text:style-name="T1">https://no.org/</text:span>https://buoys.org/a</text:p><text:section text:display="none"><text:p>https://no.org/</text:p></text:section>`,
			"~ A https://buoys.org/a <https://buoys.org/a>\n"},
		"notes": {`<text:p>One<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Aalto M. Drift. Buoy Press, 2001.</text:p><text:p>Also at https://buoys.org/a</text:p></text:note-body></text:note>, two<text:note><text:note-citation text:label="*">*</text:note-citation><text:note-body><text:p>More at https://more.org/ than here.</text:p></text:note-body></text:note> https://buoys.org/b</text:p>`,
			"[1] Aalto M. Drift. Buoy Press, 2001. Also at https://buoys.org/a <https://buoys.org/a>\n~ More at https://more.org/ than here. <https://more.org/>\n~ One, two https://buoys.org/b <https://buoys.org/b>\n"},
		"numbered list": {`<text:h text:outline-level="1">References</text:h><text:list text:style-name="L1" xml:id="l1"><text:list-item><text:p>` + aalto + `</text:p><text:p>Also at https://more.org/</text:p></text:list-item></text:list><text:list text:continue-list="l1" text:style-name="L1"><text:list-item>` + entry("Standard", brandt) + `</text:list-item></text:list>`,
			"[1] " + aalto + " Also at https://more.org/ <https://buoys.org/1> <https://more.org/>\n[2] " + brandt + " <https://tides.org/2>\n"},
		"list goes on": {`<text:h text:outline-level="1">References</text:h><text:list text:style-name="L1"><text:list-item text:start-value="7"><text:p>` + aalto + `</text:p></text:list-item></text:list><text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>` + brandt + `</text:p></text:list-item></text:list>`,
			"[7] " + aalto + " <https://buoys.org/1>\n[8] " + brandt + " <https://tides.org/2>\n"},
		"list in a list": {`<text:h text:outline-level="1">References</text:h><text:list text:style-name="L1"><text:list-item><text:p>Buoys</text:p><text:list><text:list-item><text:p>` + aalto + `</text:p></text:list-item><text:list-item><text:p>` + brandt + `</text:p></text:list-item></text:list></text:list-item></text:list>`,
			"[1.a] " + aalto + " <https://buoys.org/1>\n[1.b] " + brandt + " <https://tides.org/2>\n"},
		"bullets": {`<text:h text:outline-level="1">References</text:h><text:list text:style-name="L2"><text:list-item><text:p>` + aalto + `</text:p></text:list-item><text:list-item><text:p>` + brandt + `</text:p></text:list-item></text:list>`,
			"[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n"},
		"style": {`<text:p>Text</text:p>` + entry("P1", aalto) + entry("P1", brandt) + `<text:p>Behind https://end.org/ it.</text:p>`, "[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n~ Behind https://end.org/ it. <https://end.org/>\n"},
		"bibliography": {`<text:p>Text <text:bibliography-mark text:identifier="A01" text:url="https://no.org/">[A01]</text:bibliography-mark></text:p><text:bibliography><text:bibliography-source><text:index-title-template>https://no.org/</text:index-title-template></text:bibliography-source><text:index-body><text:index-title><text:p>Works</text:p></text:index-title>` + entry("B", aalto) + entry("B", brandt) + `</text:index-body></text:bibliography>`,
			"[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n"},
		"of a manager": {`<text:p>Text</text:p><text:section text:name=" ZOTERO_BIBL {} CSL_BIBLIOGRAPHY RNDx">` + entry("B", aalto) + entry("B", brandt) + `</text:section><text:p>Behind https://end.org/ it.</text:p>`,
			"[] " + aalto + " <https://buoys.org/1>\n[] " + brandt + " <https://tides.org/2>\n~ Behind https://end.org/ it. <https://end.org/>\n"},
		"contents": {`<text:table-of-content><text:index-body><text:p>References</text:p></text:index-body></text:table-of-content><text:p>` + aalto + `</text:p>`, "~ " + aalto + " <https://buoys.org/1>\n"},
		"table": {`<text:h text:outline-level="1">References</text:h><table:table><table:table-row><table:table-cell><text:p>[1]</text:p></table:table-cell><table:table-cell><text:p>` + aalto + `</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>[2]</text:p></table:table-cell><table:table-cell><text:p>` + brandt + `</text:p></table:table-cell></table:table-row></table:table>`,
			"[1] " + aalto + " <https://buoys.org/1>\n[2] " + brandt + " <https://tides.org/2>\n"},
		"text box": {`<text:p>Before <draw:frame><draw:text-box><text:p>Box https://box.org/ 1</text:p></draw:text-box></draw:frame>https://buoys.org/a</text:p>`, "~ Box https://box.org/ 1 <https://box.org/>\n~ Before https://buoys.org/a <https://buoys.org/a>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			data := zipOf(t, zipped{"mimetype", odtMedia}, zipped{"content.xml", odtOf(c.body)})
			doc, err := Read("a.odt", data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(doc); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if name != "spans" {
				checkParts(t, data, doc)
			}
		})
	}
}

func TestReadODTParts(t *testing.T) {
	styles := `<office:document-styles` + odtNamespace + `><office:styles><text:list-style style:name="L9"><text:list-level-style-number text:level="1" style:num-format="I"/></text:list-style></office:styles><office:master-styles><style:master-page><style:header><text:p>Aalto M. 2001. Journal of Buoys https://journal.org/</text:p></style:header></style:master-page></office:master-styles></office:document-styles>`
	body := `<text:p text:style-name="P2">A title</text:p><text:h text:outline-level="1">References</text:h><text:list text:style-name="L9"><text:list-item><text:p>Aalto M. Drift of buoys. 2001. https://buoys.org/1</text:p></text:list-item></text:list>`
	data := zipOf(t, zipped{"mimetype", odtMedia}, zipped{"content.xml", odtOf(body)}, zipped{"styles.xml", styles})
	doc, err := Read("a.odt", data, Options{})
	want := "[I] Aalto M. Drift of buoys. 2001. https://buoys.org/1 <https://buoys.org/1>\n~ Journal of Buoys https://journal.org/ <https://journal.org/>\n"
	if err != nil || outline(doc) != want || doc.Title != "A title" {
		t.Errorf("%q, %v:\n%s", doc.Title, err, outline(doc))
	}
	checkParts(t, data, doc)
	data = zipOf(t, zipped{"mimetype", odtMedia}, zipped{"content.xml", odtOf(body)}, zipped{"meta.xml", `<office:document-meta><office:meta><dc:title>Told</dc:title></office:meta></office:document-meta>`})
	if doc, err = Read("a.odt", data, Options{}); err != nil || doc.Title != "Told" {
		t.Errorf("%q, %v", doc.Title, err)
	}
	data = zipOf(t, zipped{"mimetype", odtMedia}, zipped{"content.xml", odtOf(body)[:len(odtOf(body))-50]})
	if doc, err = Read("a.odt", data, Options{}); !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), "content.xml: document is damaged: line 5: the tag <") || len(doc.References) != 1 {
		t.Errorf("%v:\n%s", err, outline(doc))
	}
}

func TestReadFlatODT(t *testing.T) {
	flat := `<?xml version="1.0" encoding="UTF-8"?>
<office:document` + odtNamespace + ` office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Flat</dc:title></office:meta>` + odtAutomatic +
		`<office:body><office:text><text:p>See https://buoys.org/a there.<office:binary-data>aHR0cHM6Ly9uby5vcmcv</office:binary-data></text:p></office:text></office:body></office:document>`
	for _, name := range []string{"a.fodt", "-", "a.xml"} {
		doc, err := Read(name, []byte(flat), Options{})
		if err != nil || doc.Format != FormatODT || doc.Title != "Flat" || outline(doc) != "~ See https://buoys.org/a there. <https://buoys.org/a>\n" || doc.References[0].Pos.Part != "" || len(doc.Warnings) > 0 {
			t.Errorf("%s: %s, %q, %q, %v:\n%s", name, doc.Format, doc.Title, doc.Warnings, err, outline(doc))
			continue
		}
		checkPlaces(t, flat, doc)
	}
}

func BenchmarkReadODT(b *testing.B) {
	var body strings.Builder
	for line := range strings.Lines(referenceText(benchmarkSize / 2)) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), "] ")
		body.WriteString(`<text:list-item><text:p text:style-name="P1"><text:span text:style-name="T2">` + strings.ReplaceAll(line, "&", "&amp;") + `</text:span> <text:a xlink:type="simple" xlink:href="https://buoys.org/a" text:style-name="Internet_20_link">Online</text:a></text:p></text:list-item>`)
	}
	text := odtOf(`<text:h text:outline-level="1">References</text:h><text:list text:style-name="L1">` + body.String() + `</text:list>`)
	benchmarkRead(b, FormatODT, string(zipOf(b, zipped{"mimetype", odtMedia}, zipped{"content.xml", text})))
	b.SetBytes(int64(len(text))) // unpacked
}

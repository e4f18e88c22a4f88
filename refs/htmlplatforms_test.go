package refs

import "testing"

// TestPlatforms has miniature pages in the markup of the platforms on which
// references are published.
func TestPlatforms(t *testing.T) {
	const aalto, ceder = `Aalto, M. (2019). Drift of buoys. J Mar Sci, 12, 1–9.`, `Ceder, P. (2018). Tides of the North. Tide Press.`
	const scholar = `<a href="https://scholar.google.com/scholar_lookup?title=Drift&amp;author=Aalto">Google Scholar</a>`
	for name, c := range map[string]struct{ text, want string }{
		"OJS": {`<div class="item references"><h2 class="label">References</h2><div class="value">
<p>` + aalto + ` <a href="https://doi.org/10.5555/jms.12">https://doi.org/10.5555/jms.12</a></p><p>` + ceder + `</p></div></div>
<div class="item downloads"><a href="http://journal.org/article/view/1/2">PDF</a></div>`, `
[] Aalto, M. (2019). Drift of buoys. J Mar Sci, 12, 1–9. https://doi.org/10.5555/jms.12 <https://doi.org/10.5555/jms.12>
[] Ceder, P. (2018). Tides of the North. Tide Press.
~ PDF <http://journal.org/article/view/1/2>
`},
		"Springer Nature": {`<div id="Bib1-section"><h2 id="Bib1">References</h2><div data-container-section="references"><ol class="c-article-references">
<li class="c-article-references__item" data-counter="1."><p class="c-article-references__text" id="ref-CR1">Aalto, M. &amp; Brandt, K. Drift of buoys. <i>J. Mar. Sci.</i> <b>12</b>, 1–9 (2019).</p>
<p class="c-article-references__links"><a href="https://doi.org/10.5555%2Fjms.12">Article</a> <a href="http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&amp;db=PubMed&amp;list_uids=25544475">PubMed</a>
<a href="http://adsabs.harvard.edu/cgi-bin/nph-data_query?link_type=ABSTRACT&amp;bibcode=2019JMS">ADS</a> ` + scholar + `</p></li>
<li class="c-article-references__item"><p class="c-article-references__text">Ceder, P. <i>Tides</i> (Tide Press, 2018).</p><p class="c-article-references__links">` + scholar + `</p></li></ol>
<p class="c-article-references__download"><a href="https://citation-needed.org/refs/1?format=ris">Download references</a></p></div></div>`, `
[1] Aalto, M. & Brandt, K. Drift of buoys. J. Mar. Sci. 12, 1–9 (2019). Article PubMed ADS Google Scholar <https://doi.org/10.5555%2Fjms.12> <http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=25544475>
[2] Ceder, P. Tides (Tide Press, 2018). Google Scholar
~ Download references <https://citation-needed.org/refs/1?format=ris>
`},
		"ScienceDirect": {`<section class="bibliography"><h2>References</h2><dl class="references"><dt class="label"><a href="#bb1">[1]</a></dt>
<dd class="reference" id="sref1"><div class="contribution">M. Aalto, K. Brandt<br><strong class="title">Drift of buoys</strong></div><div class="host">J. Mar. Sci., 12 (2019), pp. 1-9</div>
<div class="ReferenceLinks"><a href="https://doi.org/10.5555/jms.12">CrossRef</a><a href="https://www.scopus.com/inward/record.url?eid=2-s2.0-1">View in Scopus</a>` + scholar + `</div></dd>
<dt class="label"><a href="#bb2">[2]</a></dt><dd class="reference">P. Ceder<br><strong class="title">Tides</strong><div class="host">Tide Press (2018)</div></dd></dl></section>`, `
[1] M. Aalto, K. Brandt Drift of buoys J. Mar. Sci., 12 (2019), pp. 1-9 CrossRef View in Scopus Google Scholar <https://doi.org/10.5555/jms.12>
[2] P. Ceder Tides Tide Press (2018)
`},
		"ScienceDirect, older": {`<section><h2>References</h2><ul class="reference-list"><li class="bib-reference"><span class="label">Aalto, 2019</span><span class="reference">` + aalto + `</span></li>
<li class="bib-reference"><span class="label">Ceder, 2018</span><span class="reference">` + ceder + `</span></li></ul></section>`, `
[] Aalto, 2019Aalto, M. (2019). Drift of buoys. J Mar Sci, 12, 1–9.
[] Ceder, 2018Ceder, P. (2018). Tides of the North. Tide Press.
`},
		"Wiley": {`<section class="article-section article-section__references"><h2>REFERENCES</h2><div class="accordion__content" style="display: none"><ul class="rlist separator">
<li data-bib-id="b1"><span class="author">Aalto, M.</span>, &amp; <span class="author">Brandt, K.</span> (<span class="pubYear">2019</span>). <span class="articleTitle">Drift of buoys</span>. <i>J Mar Sci</i>, <span class="vol">12</span>, 1–9.
<div class="extra-links getFTR"><span class="hidden data-doi">10.5555/jms.12</span><a href="http://scholar.google.com/scholar_lookup?hl=en&amp;title=Drift">Google Scholar</a></div></li><li data-bib-id="b2">` + ceder + `</li></ul></div></section>`, `
[] Aalto, M., & Brandt, K. (2019). Drift of buoys. J Mar Sci, 12, 1–9. 10.5555/jms.12 Google Scholar <10.5555/jms.12>
[] Ceder, P. (2018). Tides of the North. Tide Press.
`},
		"Oxford": {`<h2 class="backreferences-title">References</h2><div class="ref-list js-splitview-ref-list"><div class="js-splitview-ref-item" content-id="b1"><div class="ref false"><div class="label">1</div><div class="ref-content">
<div class="citation">Aalto M, Brandt K. Drift of buoys. J Mar Sci 2019;12:1–9. <a href="https://doi.org/10.5555/jms.12">https://doi.org/10.5555/jms.12</a>.</div><div class="citation-links">` + scholar + ` <a href="http://crossref.org/openurl?pid=x&amp;title=Drift">Crossref</a></div></div></div></div>
<div class="js-splitview-ref-item"><div class="ref false"><div class="label">2</div><div class="ref-content"><div class="citation">Ceder P. Tides. Oslo: Tide Press; 2018.</div></div></div></div></div>`, `
[1] Aalto M, Brandt K. Drift of buoys. J Mar Sci 2019;12:1–9. https://doi.org/10.5555/jms.12. Google Scholar Crossref <https://doi.org/10.5555/jms.12>
[2] Ceder P. Tides. Oslo: Tide Press; 2018.
`},
		"PLOS": {`<div class="toc-section"><h2>References</h2><ol class="references"><li id="ref1"><span class="order">1.</span>Aalto M, Brandt K. Drift of buoys. J Mar Sci. 2019;12:1–9.
<ul class="reflinks" data-doi="10.5555/jms.12"><li><a href="https://doi.org/10.5555/jms.12">View Article</a></li><li><a href="http://www.ncbi.nlm.nih.gov/pubmed/?term=Drift">PubMed/NCBI</a></li><li>` + scholar + `</li></ul></li>
<li id="ref2"><span class="order">2.</span>Ceder P. Tides. Oslo: Tide Press; 2018.<ul class="reflinks"><li>` + scholar + `</li></ul></li></ol></div>`, `
[1] Aalto M, Brandt K. Drift of buoys. J Mar Sci. 2019;12:1–9. View Article PubMed/NCBI Google Scholar <https://doi.org/10.5555/jms.12>
[2] Ceder P. Tides. Oslo: Tide Press; 2018. Google Scholar
`},
		"PubMed Central": {`<section id="ref-list1" class="ref-list"><h2 class="pmc_sec_title">References</h2><section><ul class="ref-list font-sm"><li id="B1"><span class="label">1.</span><cite>Aalto M, Brandt K. Drift of buoys. J Mar Sci. 2019;12:1–9. doi: 10.5555/jms.12.</cite> [<a href="https://doi.org/10.5555/jms.12">DOI</a>] [<a href="https://pubmed.ncbi.nlm.nih.gov/25544475/">PubMed</a>] [` + scholar + `]</li>
<li id="B2"><span class="label">2.</span><cite>Ceder P. Tides. Oslo: Tide Press; 2018.</cite> [` + scholar + `]</li></ul></section></section>`, `
[1] Aalto M, Brandt K. Drift of buoys. J Mar Sci. 2019;12:1–9. doi: 10.5555/jms.12. [DOI] [PubMed] [Google Scholar] <10.5555/jms.12> <https://doi.org/10.5555/jms.12> <https://pubmed.ncbi.nlm.nih.gov/25544475/>
[2] Ceder P. Tides. Oslo: Tide Press; 2018. [Google Scholar]
`},
		"Frontiers": {`<div><h2>REFERENCES</h2><ul class="References"><li class="References__item" id="B1"><div class="References__label"><p>1</p></div><div class="References__content"><p class="notranslate"><span person-group-type="author" class="References__personGroup"><span class="References__name"><span class="References__surname">Aalto</span><span class="References__givenNames">M.</span></span><span class="References__name"><span class="References__surname">Brandt</span><span class="References__givenNames">K.</span></span></span> (2019). Drift of buoys.<i class="References__source"><i>J. Mar. Sci.</i></i>12, 1–9.</p><ul class="References__links"><li><a href="https://doi.org/10.5555/jms.12">CrossRef </a></li><li>` + scholar + `</li></ul></div></li>
<li class="References__item" id="B2"><div class="References__label"><p>2</p></div><div class="References__content"><p>` + ceder + `</p></div></li></ul></div>`, `
[1] Aalto M. Brandt K. (2019). Drift of buoys. J. Mar. Sci.12, 1–9. CrossRef Google Scholar <https://doi.org/10.5555/jms.12>
[2] Ceder, P. (2018). Tides of the North. Tide Press.
`},
		"MDPI": {`<section id="html-references_list"><h2>References</h2><ol class="html-xx"><li id="B1" class="html-x" data-content="1.">Aalto, M.; Brandt, K. Drift of buoys. <span class="html-italic">J. Mar. Sci.</span> <b>2019</b>, <span class="html-italic">12</span>, 1–9. [<a href="https://scholar.google.com/scholar_lookup?title=Drift" class="google-scholar">Google Scholar</a>] [<a href="https://doi.org/10.5555/jms.12" class="cross-ref">CrossRef</a>]</li>
<li id="B2">Ceder, P. Tides; Tide Press: Oslo, Norway, 2018. [<a href="https://scholar.google.com/scholar_lookup?title=Tides">Google Scholar</a>]</li></ol></section>`, `
[1] Aalto, M.; Brandt, K. Drift of buoys. J. Mar. Sci. 2019, 12, 1–9. [Google Scholar] [CrossRef] <https://doi.org/10.5555/jms.12>
[2] Ceder, P. Tides; Tide Press: Oslo, Norway, 2018. [Google Scholar]
`},
		"ACM, IEEE": {`<section id="bibliography"><h2>References</h2><div role="list"><div role="listitem" class="citations"><div class="label">[1]</div><div class="citation-content">M. Aalto and K. Brandt. 2019. Drift of buoys. J. Mar. Sci. 12 (2019), 1–9. <a href="https://doi.org/10.5555/jms.12">https://doi.org/10.5555/jms.12</a></div><div class="external-links"><a href="https://dl.acm.org/doi/10.5555/jms.12">Digital Library</a>` + scholar + `</div></div>
<div role="listitem" class="citations"><div class="label">[2]</div><div class="citation-content">P. Ceder. 2018. Tides. Tide Press.</div></div></div></section>`, `
[1] M. Aalto and K. Brandt. 2019. Drift of buoys. J. Mar. Sci. 12 (2019), 1–9. https://doi.org/10.5555/jms.12 Digital Library Google Scholar <https://doi.org/10.5555/jms.12> <https://dl.acm.org/doi/10.5555/jms.12>
[2] P. Ceder. 2018. Tides. Tide Press.
`},
		"SciELO": {`<div class="articleSection" data-anchor="REFERENCIAS"><h1 class="articleSectionTitle">REFERENCIAS</h1><div class="ref-list"><ul class="refList"><li><sup class="xref big">1</sup><div>Aalto M, Brandt K. Deriva de boyas. Rev Mar. 2019;12:1-9. <a href="https://doi.org/10.5555/rm.12">https://doi.org/10.5555/rm.12</a><br>» <a href="https://doi.org/10.5555/rm.12">https://doi.org/10.5555/rm.12</a></div></li>
<li><sup class="xref big">2</sup><div>Ceder P. Mareas. Oslo: Tide Press; 2018.</div></li></ul></div></div>`, `
[1] Aalto M, Brandt K. Deriva de boyas. Rev Mar. 2019;12:1-9. https://doi.org/10.5555/rm.12 » https://doi.org/10.5555/rm.12 <https://doi.org/10.5555/rm.12> <https://doi.org/10.5555/rm.12>
[2] Ceder P. Mareas. Oslo: Tide Press; 2018.
`},
		"CyberLeninka, eLibrary": {`<h2>Список литературы</h2><table><tr><td>1.</td><td>Соколов П. А. Посты Белого моря // Вестник. 2019. № 3. С. 5–9. <a href="https://elibrary.ru/cit_items.asp?id=1">Цитирований: 3</a></td></tr><tr><td>2.</td><td>Ветров И. И. Приливы. СПб.: Море, 2010. URL: <a href="http://more.ru/a">http://more.ru/a</a></td></tr></table>`, `
[1] Соколов П. А. Посты Белого моря // Вестник. 2019. № 3. С. 5–9. Цитирований: 3
[2] Ветров И. И. Приливы. СПб.: Море, 2010. URL: http://more.ru/a <http://more.ru/a>
`},
		"CNKI, J-STAGE": {`<h3>参考文献</h3><ul class="ebBd"><li><em>[1]</em><a target="kcmstarget" href="https://kns.cnki.example/detail?f=1">海平面变化研究</a>[J]. 王明,李红. 海洋学报. 2019(03)</li><li><em>[2]</em>海洋观测概论[M]. 海洋出版社, 王明, 2018</li></ul>`, `
[1] 海平面变化研究[J]. 王明,李红. 海洋学报. 2019(03) <https://kns.cnki.example/detail?f=1>
[2] 海洋观测概论[M]. 海洋出版社, 王明, 2018
`},
		"Wikipedia": {`<h2>References</h2><div class="reflist"><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1" aria-label="Jump up">^</a></b></span> <span class="reference-text"><cite class="citation web cs1">Aalto, Minna (3 May 2019). <a rel="nofollow" class="external text" href="http://tides.org/drift">"Drift of buoys"</a>. <i>Tides</i>. <a class="external text" href="https://web.archive.org/web/20200101000000/http://tides.org/drift">Archived</a> from the original on 1 January 2020<span class="reference-accessdate">. Retrieved <span class="nowrap">5 May</span> 2019</span>.</cite></span></li>
<li id="cite_note-2"><span class="mw-cite-backlink">^ <a href="#cite_ref-2-0"><sup><i><b>a</b></i></sup></a></span> <span class="reference-text">Ceder 2018, p. 5.</span></li></ol></div>`, `
[1] Aalto, Minna (3 May 2019). "Drift of buoys". Tides. Archived from the original on 1 January 2020. Retrieved 5 May 2019. <http://tides.org/drift> <https://web.archive.org/web/20200101000000/http://tides.org/drift>
[2] Ceder 2018, p. 5.
`},
		"Sphinx": {`<section id="refs"><h1>References<a class="headerlink" href="#refs">¶</a></h1><div role="list" class="citation-list"><div class="citation" id="aal" role="doc-biblioentry"><span class="label"><span class="fn-bracket">[</span>Aal19<span class="fn-bracket">]</span></span><p>M. Aalto. Drift of buoys. 2019. <a class="reference external" href="http://tides.org/drift">http://tides.org/drift</a></p></div>
<div class="citation" id="ced" role="doc-biblioentry"><span class="label"><span class="fn-bracket">[</span>Ced18<span class="fn-bracket">]</span></span><p>P. Ceder. Tides. 2018.</p></div></div></section>`, `
[Aal19] M. Aalto. Drift of buoys. 2019. http://tides.org/drift <http://tides.org/drift>
[Ced18] P. Ceder. Tides. 2018.
`},
		"LaTeXML": {`<section id="bib" class="ltx_bibliography"><h2 class="ltx_title">References</h2><ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[1]</span><span class="ltx_bibblock">M. Aalto, “Drift of buoys,” <em>J. Mar. Sci.</em>, vol. 12, 2019.</span></li>
<li class="ltx_bibitem"><span class="ltx_tag">[2]</span><span class="ltx_bibblock">P. Ceder, <em>Tides</em>. Tide Press, 2018.</span></li></ul></section>`, `
[1] M. Aalto, “Drift of buoys,” J. Mar. Sci., vol. 12, 2019.
[2] P. Ceder, Tides. Tide Press, 2018.
`},
		"Pandoc, without a heading": {`<p>Text.</p><div id="refs" class="references csl-bib-body" role="list"><div id="ref-a" class="csl-entry" role="listitem"><div class="csl-left-margin">[1] </div><div class="csl-right-inline">M. Aalto, <span>“Drift of buoys,”</span> 2019. <a href="https://doi.org/10.5555/jms.12">https://doi.org/10.5555/jms.12</a>.</div></div><div id="ref-b" class="csl-entry"><div class="csl-left-margin">[2] </div><div class="csl-right-inline">P. Ceder, <em>Tides</em>. Tide Press, 2018.</div></div></div><p>After http://after.org/</p>`, `
[1] M. Aalto, “Drift of buoys,” 2019. https://doi.org/10.5555/jms.12. <https://doi.org/10.5555/jms.12>
[2] P. Ceder, Tides. Tide Press, 2018.
~ After http://after.org/ <http://after.org/>
`},
		"Distill": {`<d-citation-list><h3 id="references">References</h3><ol class="references" id="references-list"><li id="aalto2019"><span class="title">Drift of buoys</span>  &nbsp;<a href="http://tides.org/d.pdf">[PDF]</a><br>Aalto, M., 2019. J. Mar. Sci., Vol 12, pp. 1--9. <a href="https://doi.org/10.5555/jms.12">DOI: 10.5555/jms.12</a></li><li id="ceder"><span class="title">Tides</span><br>Ceder, P., 2018. Tide Press.</li></ol></d-citation-list>`, `
[1] Drift of buoys [PDF] Aalto, M., 2019. J. Mar. Sci., Vol 12, pp. 1--9. DOI: 10.5555/jms.12 <http://tides.org/d.pdf> <10.5555/jms.12>
[2] Tides Ceder, P., 2018. Tide Press.
`},
		"footnotes of GitHub and MDX": {`<p>Text<sup><a href="#user-content-fn-1" id="user-content-fnref-1">1</a></sup>.</p><section data-footnotes class="footnotes"><h2 class="sr-only" id="footnote-label">Footnotes</h2><ol><li id="user-content-fn-1"><p>Aalto, M. Drift of buoys. 2019. <a href="http://tides.org/drift">http://tides.org/drift</a> <a href="#user-content-fnref-1" data-footnote-backref class="data-footnote-backref" aria-label="Back">↩</a></p></li></ol></section><p>After http://after.org/</p>`, `
[1] Aalto, M. Drift of buoys. 2019. http://tides.org/drift <http://tides.org/drift>
~ After http://after.org/ <http://after.org/>
`},
		"footnotes of Substack and DokuWiki": {`<div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a><div class="footnote-content"><p>Aalto, M. Drift of buoys. 2019. <a href="http://tides.org/drift">Tides</a></p></div></div><p>Text between.</p>
<div class="footnotes"><div class="fn"><sup><a href="#fnt__1" id="fn__1" class="fn_bot">1)</a></sup> <div class="content">Ceder, P. Tides. Tide Press, 2018.</div></div><div class="fn"><sup><a href="#fnt__2" class="fn_bot">2)</a></sup> <div class="content">Brandt, K. Rain. 2017.</div></div></div>`, `
[1] Aalto, M. Drift of buoys. 2019. Tides <http://tides.org/drift>
[1] Ceder, P. Tides. Tide Press, 2018.
[2] Brandt, K. Rain. 2017.
`},
		"notes of EPUB and DPUB-ARIA": {`<p>Text.</p><aside role="doc-footnote" id="fn1">1. Aalto, M. Drift of buoys. 2019. <a href="http://tides.org/drift">Tides</a></aside><p>More text of 2020.</p>
<aside epub:type="footnote"><p>Ceder, P. Tides. Oslo: Tide Press, 2018.</p></aside><p>Still more text.</p><section epub:type="bibliography"><p>Brandt, K. Rain. 2017.</p><p>Brandt, K. Snow. 2016.</p></section>`, `
[1] Aalto, M. Drift of buoys. 2019. Tides <http://tides.org/drift>
[] Ceder, P. Tides. Oslo: Tide Press, 2018.
[] Brandt, K. Rain. 2017.
[] Brandt, K. Snow. 2016.
`},
		"labels set high, and line breaks between": {`<h2>Notes</h2><p><sup>1</sup> Aalto, M. (2019). Drift.<br><sup>2</sup> Ceder, P. (2018). Tides. http://tides.org/<br><sup>3</sup> Brandt, K. (2017). Rain.</p><h2>Quellen</h2><p>Aalto, M. (2019): Drift der Bojen. Berlin: Küste.<br/>Ceder, P. (2018): Tiden. http://br.org/<br><br>Brandt, K. (2017): Regen. Bonn: Wind.</p>`, `
[1] Aalto, M. (2019). Drift.
[2] Ceder, P. (2018). Tides. http://tides.org/ <http://tides.org/>
[3] Brandt, K. (2017). Rain.
[] Aalto, M. (2019): Drift der Bojen. Berlin: Küste.
[] Ceder, P. (2018): Tiden. http://br.org/ <http://br.org/>
[] Brandt, K. (2017): Regen. Bonn: Wind.
`},
		"table of three columns": {`<h2>Literature cited</h2><table><tr><th>No.</th><th>Reference</th><th>Link</th></tr><tr><td>1</td><td>` + aalto + `</td><td><a href="http://tides.org/drift">Full text</a></td></tr><tr><td>2</td><td>` + ceder + `</td><td></td></tr><tr><td>3</td><td>Brandt, K. (2017). Rain.</td><td></td></tr></table>`, `
[1] Aalto, M. (2019). Drift of buoys. J Mar Sci, 12, 1–9. Full text <http://tides.org/drift>
[2] Ceder, P. (2018). Tides of the North. Tide Press.
[3] Brandt, K. (2017). Rain.
`},
	} {
		t.Run(name, func(t *testing.T) { checkOutline(t, FormatHTML, c.text, c.want) })
	}
}

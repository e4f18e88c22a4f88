package refs

import (
	"slices"
	"testing"
)

func TestRSTLinks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Hyperlinks with their address in them.
		{"`a <http://a.org/x>`_ and `b <http://b.org/>`__ and `<http://c.org/>`_", `http://a.org/x http://b.org/ http://c.org/`},
		{"`a <http://a.org/a\n  b>`_ and `long\ntext <http://b.org/a\\_b_>`_", `http://a.org/ab http://b.org/a_b_`},
		{"`a <named_>`_ and `b <http://b.org/_>`_\n\n.. _named: http://named.org/", `http://b.org/_ http://named.org/`},
		{"`page <page.html>`_ and `mail <mailto:a@b.org>`_", `mailto:a@b.org`},
		{"`Tides <http://a.org/>`_ and tides_ again", `http://a.org/ http://a.org/`},

		// Targets.
		{"a_ and `Two  words`_ and A_.\n\n.. _a: http://a.org/\n.. _two words: http://b.org/long\n   /path", `http://a.org/ http://a.org/ http://b.org/long/path`},
		{"`x`__ and y__\n\n__ http://a.org/\n.. __: http://b.org/", `http://a.org/ http://b.org/`},
		{"a_, b_\n\n.. _a: b_\n.. _b: `c d`_\n.. _c d: http://c.org/", `http://c.org/ http://c.org/`},
		{"a_\n\n.. _a: b_\n.. _b: a_\n", ``},
		{"`with: colon`_ and w\\:x_\n\n.. _`with: colon`: http://a.org/\n.. _no: text_", `http://a.org/`},
		{".. _internal:\n\n.. _unused: http://a.org/\n.. _twice: http://b.org/\n.. _twice: http://c.org/", `http://a.org/ http://b.org/ http://c.org/`},
		{"text_ and snake_case_name and __init__ and http://a.org/x_y_ and x_\n", `http://a.org/x_y`},
		{".. _a: http://a.org/\\_x\\*\n\na_", `http://a.org/_x*`},

		// Text.
		{"*http://a.org/* **http://b.org/** (*see* http://c.org/a_b) <http://d.org/> 'http://e.org/'", `http://a.org/ http://b.org/ http://c.org/a_b http://d.org/ http://e.org/`},
		{"http://a.org/x\\_y x\\ http://b.org/ _`inline http://c.org/` and http://d.org/(a).", `http://a.org/x_y http://b.org/ http://c.org/ http://d.org/(a)`},
		{"``http://a.org/`` and :code:`http://b.org/` and :math:`http://c.org/` and `http://d.org/`:literal:", ``},
		{"`Cited http://a.org/` and `http://b.org/`:title:", `http://a.org/ http://b.org/`},

		// Roles.
		{":doi:`10.1000/x` :doi:`Aalto 2001 <10.1000/y>` `10.1000/z`:doi: :doi:`https://doi.org/10.1000/w`", `10.1000/x 10.1000/y 10.1000/z https://doi.org/10.1000/w`},
		{":arxiv:`2101.00001` :pmid:`1234567` :pubmed:`2345678` :hdl:`10/abc` :isbn:`9780306406157`", `2101.00001 1234567 2345678 10/abc 9780306406157`},
		{":rfc:`2119` :pep:`8` :issue:`12` :ref:`a <b>` :doc:`/a/b` :py:func:`a.b` :download:`x <http://a.org/x.zip>` :link:`y <http://b.org/>`", `http://a.org/x.zip http://b.org/`},

		// Substitutions.
		{"|a| |b|\n\n.. |a| replace:: `x <http://a.org/>`_\n.. |b| image:: http://picture.org/b.png\n   :target: http://b.org/", `http://a.org/ http://b.org/`},

		// Directives.
		{".. image:: http://picture.org/\n   :target: http://a.org/\n\n.. figure:: http://picture.org/\n   :target: b_\n\n   From http://c.org/\n\n.. _b: http://b.org/", `http://a.org/ http://c.org/ http://b.org/`},
		{".. note:: http://a.org/\n   http://b.org/\n\n.. warning::\n\n   http://c.org/\n\n.. deprecated:: 2.0\n   http://d.org/", `http://a.org/ http://b.org/ http://c.org/ http://d.org/`},
		{".. code-block:: sh\n   :caption: http://a.org/\n\n   http://b.org/\n\n.. raw:: html\n\n   http://c.org/\n\n.. math::\n\n   http://d.org/\n\nhttp://z.org/", `http://z.org/`},
		{".. csv-table:: Pages\n   :url: http://a.org/x.csv\n\n   \"x\", \"http://b.org/\"\n\n.. list-table::\n\n   * - A\n     - http://c.org/", `http://a.org/x.csv http://b.org/ http://c.org/`},
		{".. button-link:: http://a.org/\n   :color: primary\n\n.. card:: Title\n   :link: http://b.org/\n\n   http://c.org/", `http://a.org/ http://b.org/ http://c.org/`},
		{".. toctree::\n   :maxdepth: 2\n\n   intro\n   Other pages <http://a.org/>", `http://a.org/`},
		{".. only:: html\n\n   .. code::\n\n      http://a.org/\n\n   http://b.org/", `http://b.org/`},

		// Literal blocks, doctests and comments.
		{"See::\n\n   http://a.org/\n\n   http://b.org/\n\nhttp://z.org/ ::\n\n  http://c.org/\n\n::\n\n  http://d.org/\n", `http://z.org/`},
		{"Quoted::\n\n> http://a.org/\n> http://b.org/\n\nhttp://z.org/", `http://z.org/`},
		{"A list::\n\n* http://a.org/\n* http://b.org/", `http://a.org/ http://b.org/`},
		{"* item::\n\n    http://a.org/\n\n  http://b.org/", `http://b.org/`},
		{">>> get(\"http://a.org/\")\nhttp://b.org/\n\nhttp://z.org/", `http://z.org/`},
		{".. http://a.org/\n   http://b.org/\n\n..\n   http://c.org/\n\n..\n\n   http://z.org/", `http://z.org/`},

		// Tables.
		{"+-------+-------------------------+\n| A     | http://a.org/           |\n+=======+=========================+\n| `B <http://b.org/>`_ | c_::     |\n|       | http://d.org/           |\n+-------+-------------------------+\n\n  http://e.org/\n\n.. _c: http://c.org/", `http://a.org/ http://b.org/ http://d.org/ http://e.org/ http://c.org/`},
		{"=====  ===============\nName   Where\n=====  ===============\nA      http://a.org/\nB      `x <http://b.org/>`__\n=====  ===============\n\nhttp://c.org/", `http://a.org/ http://b.org/ http://c.org/`},

		// Lists, fields, quotations, line blocks.
		{"* http://a.org/\n\n  - http://b.org/\n\n    http://c.org/\n\n2) http://d.org/\n\nTerm\n    http://e.org/\n\n:Field: http://f.org/\n:Other: x\n  http://g.org/\n\n-o FILE  http://h.org/\n\n    http://i.org/\n\n| http://j.org/\n| http://k.org/", `http://a.org/ http://b.org/ http://c.org/ http://d.org/ http://e.org/ http://f.org/ http://g.org/ http://h.org/ http://i.org/ http://j.org/ http://k.org/`},
	} {
		checkMarkup(t, FormatRST, c.text, c.want)
	}
}

const rstGuide = `.. http://comment.org/

=================================
Tides and ` + "`winds <http://winds.org/>`_" + `
=================================

:Author: M. Aalto

First
-----

See Tables_ and [1]_, [#]_, [#rain]_, [*]_, [Dunn2004]_.

.. _tables: http://tables.org/
.. _never used: http://unused.org/

.. [1] Aalto M. On *tides*. 2001. http://sea.org/1
.. [#] Brandt K. Winds. 2002. tables_

   Its second paragraph, http://sea.org/2

.. [#rain] Ceder P. Rain. 2003.
   doi:10.1000/rain
.. [*] A star, http://star.org/
.. [*] Another.
.. [Dunn2004] Dunn L. Snow. 2004.

   - http://snow.org/

Behind them, http://behind.org/

References
----------

1. Ek T. Fog. 2005. ` + "`Link <http://fog.org/>`_" + `
2. Frey U. Hail.
   Press, 2006. :doi:` + "`10.1000/hail`" + `
#. Graf V. Ice. 2007.

More
~~~~

* Holm W. Thaw. 2008. http://thaw.org/
* Iden X. Dew. 2009.

Licence
-------

See http://licence.org/ of 2020.
`

func TestReadRST(t *testing.T) {
	doc := checkOutline(t, FormatRST, rstGuide, `
~ Tides and winds <http://winds.org/>
~ See Tables and [1], [#], [#rain], [*], [Dunn2004]. <http://tables.org/>
~ never used: http://unused.org/ <http://unused.org/>
[1] Aalto M. On tides. 2001. http://sea.org/1 <http://sea.org/1>
[2] Brandt K. Winds. 2002. tables Its second paragraph, http://sea.org/2 <http://tables.org/> <http://sea.org/2>
[rain] Ceder P. Rain. 2003. doi:10.1000/rain <10.1000/rain>
[*] A star, http://star.org/ <http://star.org/>
[†] Another.
[Dunn2004] Dunn L. Snow. 2004. http://snow.org/ <http://snow.org/>
~ Behind them, http://behind.org/ <http://behind.org/>
[1] Ek T. Fog. 2005. Link <http://fog.org/>
[2] Frey U. Hail. Press, 2006. doi:10.1000/hail <10.1000/hail>
[3] Graf V. Ice. 2007.
[] Holm W. Thaw. 2008. http://thaw.org/ <http://thaw.org/>
[] Iden X. Dew. 2009.
~ See http://licence.org/ of 2020. <http://licence.org/>
`)
	checkFacts(t, doc, "Dunn2004 2004", "2 2006")
	checkStands(t, rstGuide, doc)
	if doc.Title != "Tides and winds" {
		t.Errorf("title %q", doc.Title)
	}
}

func TestRSTIncludes(t *testing.T) {
	doc, err := Read("x.rst", []byte(`.. include:: intro.rst
.. include:: source.rst
   :literal:
.. include:: <isonum.txt>
.. comment

   .. include:: comment.rst

.. include:: ../names.txt
   :start-after: x

.. code-block:: rst

   .. include:: code.rst

.. bibliography:: sea.bib winds.bib
   :style: plain

.. include:: intro.rst
`), Options{})
	want := []string{"intro.rst", "../names.txt", "sea.bib", "winds.bib"}
	if err != nil || !slices.Equal(doc.Includes, want) {
		t.Errorf("includes %q, %v; want %q", doc.Includes, err, want)
	}
}

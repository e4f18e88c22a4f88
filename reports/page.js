"use strict";
// The page is whole without this. Here are the filters, the order, the buttons
// that copy, and elements for those entries of a long list that are looked at.
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const main = $("list");
  const perList = 100; // entries
  const atOnce = 400; // entries that are drawn without waiting until they are near
  root.classList.add("js");

  // The model: every entry is an element or the text of one. Entries know their
  // group, groups their section and what stands above them.
  const entries = [];
  const byID = new Map();
  for (const need of main.querySelectorAll(":scope > .need")) {
    const head = [...need.children].filter((e) => e.matches("h2, .lead"));
    for (const el of need.querySelectorAll(":scope > .group")) {
      const group = { need, needHead: head, head: [...el.children].filter((e) => e.matches("h3, .do")), className: el.className,
        state: el.dataset.state ?? "", reason: el.dataset.reason ?? "" };
      for (const list of el.querySelectorAll(":scope > ol, :scope > noscript")) {
        const some = list.matches("ol") ? [...list.children].map((node) => ({ node }))
          : list.textContent.slice(list.textContent.indexOf("<li id=")).replace(/<\/ol>\s*$/, "").split(/(?=<li id=)/).map((html) => ({ html }));
        for (const e of some) {
          e.group = group;
          e.at = entries.length;
          e.id = e.node ? e.node.id : /^<li id=(\w+)/.exec(e.html)[1];
          entries.push(e);
          byID.set(e.id, e);
        }
      }
    }
  }
  const places = entries.filter((e) => e.id[0] === "f").length;

  const parser = document.createElement("template");
  const nodeOf = (e) => {
    if (!e.node) {
      parser.innerHTML = e.html;
      e.node = parser.content.firstElementChild;
    }
    if (!e.dressed) {
      e.dressed = true;
      for (const code of e.node.querySelectorAll(".m code")) {
        const b = document.createElement("button");
        b.type = "button";
        b.textContent = "Copy";
        code.after(b);
      }
    }
    return e.node;
  };
  const textOf = (e) => {
    const t = e.node ? e.node.textContent : e.html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#34;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
    return (t + " " + e.group.reason + " " + e.group.state).toLowerCase().replace(/\s+/g, " ");
  };
  const htmlOf = (e) => e.html ?? e.node.outerHTML;
  const facts = (e) => {
    if (e.host === undefined) {
      const html = htmlOf(e);
      const open = html.slice(0, html.indexOf(">"));
      e.host = (/href="?https?:\/\/([^/"?#>\s]+)/.exec(html) ?? /https?:\/\/([^/"?#<\s]+)/.exec(html) ?? ["", ""])[1].toLowerCase();
      e.doc = (/ data-d="?(\d+)/.exec(open) ?? ["", "0"])[1];
      e.since = (/ data-s="([^"]*)/.exec(open) ?? ["", ""])[1];
    }
    return e;
  };

  // Drawing: lists of entries, which become elements when they come near.
  const waiting = new Map();
  const near = new IntersectionObserver((seen) => {
    for (const s of seen) if (s.isIntersecting) fill(s.target);
  }, { rootMargin: "1500px" });
  const fill = (list) => {
    const some = waiting.get(list);
    if (!some) return;
    waiting.delete(list);
    near.unobserve(list);
    list.style.minHeight = "";
    list.replaceChildren(...some.map((e) => {
      const node = nodeOf(e);
      node.classList.remove(...["broken", "damaged", "suspect", "moved", "unverified", "skipped", "ok"]);
      node.querySelector(":scope > .why")?.remove();
      if (flat) {
        if (e.group.state) node.classList.add(e.group.state);
        if (!node.matches(".line")) {
          const why = document.createElement("p");
          why.className = "why";
          why.textContent = e.group.head.map((h) => (h.firstChild?.nodeType === 3 ? h.firstChild.data.trim() : "")).join(" ");
          (node.querySelector(".w") ?? node.querySelector(".q") ?? node.firstElementChild).after(why);
        }
      }
      return node;
    }));
  };
  const fillAll = () => { for (const list of [...waiting.keys()]) fill(list); };

  let flat = false;
  const element = (tag, className, ...children) => {
    const el = document.createElement(tag);
    if (className) el.className = className;
    el.append(...children);
    return el;
  };
  const lists = (some, into) => {
    for (let i = 0; i < some.length; i += perList) {
      const part = some.slice(i, i + perList);
      const list = element("ol");
      list.style.minHeight = part.length * (part[0].group.need.id === "none" ? 62 : 170) + "px";
      waiting.set(list, part);
      into.append(list);
      near.observe(list);
    }
  };
  const runs = (all, key) => {
    const out = [];
    for (const e of all) {
      const k = key(e);
      if (!out.length || out[out.length - 1].key !== k) out.push({ key: k, all: [] });
      out[out.length - 1].all.push(e);
    }
    return out;
  };
  const recount = (head, n) => { head[0].querySelector("span").textContent = n; };

  const number = (e) => (e.id[0] === "f" ? 0 : 1e9) + Number(e.id.slice(1));
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const orders = {
    document: { title: "As in the documents", name: (e) => documents[e.doc] ?? "All", by: (a, b) => a.doc - b.doc || number(a) - number(b) },
    host: { title: "By host", name: (e) => e.host || "Without a host", by: (a, b) => compare(a.host || "~", b.host || "~") || a.at - b.at },
    since: { title: "Failing longest first", name: (e) => (e.since ? "Failing" : "Not known to have failed"), by: (a, b) => compare(a.since || "~", b.since || "~") || a.at - b.at },
  };

  const draw = (all, order) => {
    near.disconnect();
    waiting.clear();
    flat = order !== "need";
    const sections = [];
    if (flat) {
      const { title, name } = orders[order];
      const section = element("section", "need", element("h2", "", title));
      for (const s of runs(all, name)) {
        const group = element("section", "group", element("h3", "", element("bdi", "", s.key), " ", element("span", "", String(s.all.length))));
        lists(s.all, group);
        section.append(group);
      }
      if (all.length) sections.push(section);
    } else {
      for (const s of runs(all, (e) => e.group.need)) {
        recount(s.all[0].group.needHead, s.all.length);
        s.key.replaceChildren(...s.all[0].group.needHead);
        for (const g of runs(s.all, (e) => e.group)) {
          recount(g.key.head, g.all.length);
          const el = element("section", g.key.className, ...g.key.head);
          lists(g.all, el);
          s.key.append(el);
        }
        sections.push(s.key);
      }
    }
    main.replaceChildren(said, ...sections);
    if (!sections.length) main.append(element("p", "lead", "Nothing in the list is like that."));
    let ready = 0;
    for (const [list, some] of [...waiting]) {
      if ((ready += some.length) > atOnce && ready > some.length) break;
      fill(list);
    }
  };

  // Choosing.
  const said = $("said");
  const form = document.querySelector("aside form");
  const search = $("search");
  const select = $("document");
  const sort = $("sort");
  const host = $("host");
  const documents = select ? Object.fromEntries([...select.options].map((o) => [o.value, o.textContent])) : {};
  const checked = (name) => new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((b) => b.value));
  const choose = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const states = checked("state");
    const reasons = checked("reason");
    const hosts = checked("host");
    const typed = host?.value.trim().toLowerCase();
    if (typed) hosts.add(typed);
    const inHosts = (h) => hosts.has(h) || [...hosts].some((w) => h.endsWith("." + w));
    const order = sort.value;
    const narrowed = words.length || states.size || reasons.size || hosts.size || select?.value;
    const all = !narrowed && order === "need" ? entries.slice() : entries.filter((e) =>
      (!states.size || states.has(e.group.state)) && (!reasons.size || reasons.has(e.group.reason)) &&
      (!select?.value || facts(e).doc === select.value) && (!hosts.size || inHosts(facts(e).host)) &&
      words.every((w) => (e.text ??= textOf(e)).includes(w)));
    if (order !== "need") {
      all.forEach(facts);
      all.sort(orders[order].by);
    }
    draw(all, order);
    const links = all.filter((e) => e.id[0] === "f").length;
    $("shown").textContent = narrowed ? `${links} of ${places} links shown` : "";
    $("everything").hidden = !narrowed;
  };
  const clear = () => {
    form.reset();
    choose();
  };
  if (form) {
    let wait = 0;
    form.addEventListener("input", (e) => {
      clearTimeout(wait);
      wait = setTimeout(choose, e.target.matches("[type=search], #host") ? 150 : 0);
    });
    $("everything").addEventListener("click", clear);
    form.addEventListener("submit", (e) => e.preventDefault());
    for (const a of document.querySelectorAll("[data-document]")) {
      a.addEventListener("click", () => {
        select.value = a.dataset.document;
        choose();
      });
    }
    host?.addEventListener("focus", () => {
      const all = new Set(entries.map((e) => facts(e).host));
      $("hosts").replaceChildren(...[...all].sort().slice(0, 2000).map((h) => { const o = document.createElement("option"); o.value = h; return o; }));
    }, { once: true });
    const narrow = matchMedia("(max-width: 56rem)");
    const fold = () => { form.querySelector(".filters").open = !narrow.matches; };
    narrow.addEventListener("change", fold);
    fold();
  }

  // Places in the page that are not there yet.
  const visit = () => {
    const id = location.hash.slice(1);
    document.querySelector(".here")?.classList.remove("here");
    if (!id) return;
    const e = byID.get(id);
    if (!e) {
      const el = $(id);
      const closed = el?.closest("details:not([open])");
      if (closed) {
        closed.open = true;
        el.scrollIntoView();
      }
      return;
    }
    const find = () => e.node?.isConnected || [...waiting].some(([list, some]) => some.includes(e) && (fill(list), true));
    if (!find()) {
      clear();
      find();
    }
    e.node.classList.add("here");
    e.node.scrollIntoView();
    requestAnimationFrame(() => e.node.scrollIntoView());
  };
  addEventListener("hashchange", visit);

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(code);
      try { return document.execCommand("copy"); } catch { return false; }
    }
  };
  document.addEventListener("click", async (e) => {
    const button = e.target.closest(".m button");
    if (!button) return;
    const done = await copy(button.parentElement.querySelector("code"));
    button.textContent = done ? "Copied" : "Selected: now copy it";
    said.textContent = button.textContent;
    setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2500);
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    fillAll();
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });

  if (document.querySelector("main noscript")) draw(entries, "need");
  else entries.forEach(nodeOf);
  visit();
})();

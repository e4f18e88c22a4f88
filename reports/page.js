"use strict";
// The page is whole without this: the boxes that hide states are CSS. Here are
// the search, the buttons that copy, and what print needs of older browsers.
(() => {
  document.documentElement.classList.add("js");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const sections = [...document.querySelectorAll("section.state, section.bare")];
  const cards = [...document.querySelectorAll("main article")];
  let texts = null;

  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    texts ??= cards.map((c) => c.textContent.toLowerCase());
    let n = 0;
    cards.forEach((c, i) => {
      const fits = words.every((w) => texts[i].includes(w));
      c.classList.toggle("unfit", !fits);
      n += fits;
    });
    for (const s of sections) {
      s.classList.toggle("unfit", !s.querySelector("article:not(.unfit)"));
    }
    shown.textContent = words.length ? `${n} of ${cards.length}` : "";
  };
  let wait = 0;
  search?.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(find, 120);
  });
  document.querySelector("form")?.addEventListener("submit", (e) => e.preventDefault());

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      return document.execCommand("copy");
    }
    return true;
  };
  document.addEventListener("click", async (e) => {
    const button = e.target.closest(".mend button");
    if (!button) return;
    button.textContent = (await copy(button.parentElement.querySelector("code"))) ? "Copied" : "Selected";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });
})();

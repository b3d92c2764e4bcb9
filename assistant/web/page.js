/* What the Ask page does in the browser. Everything that is shown was rendered by the server; words that somebody typed
   are set as text alone. Gradio's components call `asking`, and two events go back to them: "delete" (ask the newest
   question alone) and "select" (Back or Forward led to another address). */

const asking = (() => {
  "use strict";

  const find = selector => document.querySelector(selector);
  const here = () => location.pathname + location.search;

  /* The address whose view is shown: a step within the page (#source-0-1) is no other view. */
  let shown = here();
  /* The number that led to the source in focus. */
  let cited = null;

  function wait(words) {
    if (!words?.trim()) return;
    find("#waiting .words").textContent = words.trim();
    document.body.classList.add("asking", "searching");
  }

  const again = () => wait(find("#latest .asked .words")?.textContent);

  /* An answer is there (`searching` ends), then what stands around it (`asking` ends), or neither will come. What was
     answered leaves the box; a question that was refused stays to be mended, and so does what was typed meanwhile. */
  function answered() {
    document.body.classList.remove("asking", "searching");
    const area = find("#question textarea");
    const asked = find("#latest .exchange[data-address] .asked .words")?.textContent;
    if (asked && alike(area.value, asked)) typed(area, "");
  }

  const alike = (...texts) => new Set(texts.map(text => text.trim().replace(/\s+/g, " "))).size === 1;

  function typed(area, words) {
    area.value = words;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* The address that the server gave the newest exchange becomes the page's; where it is already, nothing is pushed. */
  function arrived(latest) {
    document.body.classList.remove("searching");
    const exchange = latest.querySelector(".exchange");
    const address = exchange ? exchange.dataset.address : "/";
    if (exchange && exchange.dataset.title) document.title = exchange.dataset.title;
    if (!exchange) document.title = find("#header h1").textContent;
    if (!address) return;
    if (find("#first")) history.replaceState(null, "", address + location.hash);
    else if (address !== here()) history.pushState(null, "", address);
    shown = address;
  }

  function show(link) {
    const source = document.getElementById(link.hash.slice(1));
    if (!source) return;
    source.closest("details")?.setAttribute("open", "");
    for (const other of document.querySelectorAll(".excerpt.cited")) other.classList.remove("cited");
    source.classList.add("cited");
    source.focus({ preventScroll: true });
    source.scrollIntoView({ block: "nearest" });
    cited = link;
  }

  /* Each kind of component has a file of its own: on a slow line, one may come after the answer to the first event. */
  const whole = () => ["#filters > button", "#question textarea", "#header h1"].every(find);

  function takeOver() {
    if (whole()) return giveWay();
    const late = new MutationObserver(() => {
      if (!whole()) return;
      late.disconnect();
      giveWay();
    });
    late.observe(document.body, { subtree: true, childList: true });
  }

  /* The page as it was first painted gives way, with what was typed into it meanwhile. */
  function giveWay() {
    follow(find("#filters"));
    const first = find("#first");
    if (!first) return;
    const field = first.querySelector("[name=q]");
    const area = find("#question textarea");
    const words = field && field.value !== field.defaultValue ? field.value : "";
    first.remove();
    /* Gradio has put its own title, which knows no language, in the place of the one that was served. */
    if (!find("#latest .exchange")) document.title = find("#header h1").textContent;
    if (words) typed(area, words);
    area.focus({ preventScroll: true });
  }

  /* What Gradio's panel does not tell by itself: that it is open, what a group of boxes is about, and which value a cross
     removes. */
  function tell(panel) {
    const button = panel.querySelector(":scope > button");
    button?.setAttribute("aria-expanded", button.classList.contains("open"));
    for (const group of panel.querySelectorAll("fieldset")) {
      group.setAttribute("aria-label", group.querySelector("[data-testid=block-info]").textContent.trim());
    }
    for (const cross of panel.querySelectorAll(".token > .token-remove")) {
      cross.setAttribute("aria-label", `${cross.title.replace(/\s*\d+$/, "")}: ${cross.parentElement.textContent.trim()}`);
    }
  }

  function follow(panel) {
    new MutationObserver(() => tell(panel)).observe(panel, {
      subtree: true, childList: true, characterData: true, attributeFilter: ["class"],
    });
    tell(panel);
  }

  document.addEventListener("click", event => {
    if (!event.target.closest?.("a.skip")) return;
    const area = find("#first") ? find("#first-question") : find("#question textarea");
    if (!area) return;
    event.preventDefault();
    area.focus();
  });

  document.addEventListener("click", event => {
    const link = event.target.closest?.("a.number");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    /* Its address is that of the answer: without this, the browser would open the page anew. */
    event.preventDefault();
    show(link);
  });

  /* Another language leads to what is shown now: the header is older than the newest answer. */
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, event => {
      const link = event.target.closest?.(".tongues a");
      if (link) link.search = [location.search.slice(1), `lang=${link.hreflang}`].filter(Boolean).join("&");
    });
  }

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !cited || !document.activeElement?.closest(".sources")) return;
    cited.focus();
    cited = null;
  });

  return {
    wait,
    again,
    answered,
    takeOver,
    toAnswer: () => {
      answered();
      find("#latest .exchange")?.focus();
    },
    begin: (latest, trigger, watch) => {
      watch("value", () => arrived(latest));
      latest.addEventListener("click", event => {
        if (!event.target.closest("button.drop")) return;
        again();
        trigger("delete");
      });
      addEventListener("popstate", () => {
        if (here() === shown) return;
        shown = here();
        wait(new URLSearchParams(location.search).get("q"));
        trigger("select", { search: location.search });
      });
    },
  };
})();

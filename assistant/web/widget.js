/* A question box for a page of the organisation's own site:

     <script src="https://assistant.example.org/widget.js" data-label="Ask us" async></script>

   It asks the server that this file came from, and shows exact quotations. Whatever comes from there becomes text, never
   mark-up; links lead to http(s) alone. It stores nothing, sends no cookies, and works where the page forbids styles and
   scripts of its own (Content-Security-Policy, Trusted Types).

     data-label     what stands over the box             data-lang   en, fr, de, es or fi; else the page's language
     data-question  what stands in it to begin with      data-theme  light or dark; else the page's color-scheme
     data-target    selector of the element to stand in  --assistant-accent, --assistant-on-accent: colours, in CSS  */

((WORDS, STYLE) => {
  "use strict";

  const script = document.currentScript;
  if (!script) throw new Error("widget.js is a classic script: take type=\"module\" out of its element.");
  const server = new URL(script.src);
  const { label, lang, question: preset, theme, target } = script.dataset;

  const LONGEST_QUESTION = 1000; // characters, as the server has it
  const EXCHANGES = 8; // that a question may lean on, as the server has it
  const LONGEST_TURN = 2000; // characters of earlier quotations that are sent along
  const PATIENCE = 30000; // milliseconds

  const spoken = lang || (script.closest("[lang]") || document.documentElement).lang || "en";
  const language = Object.hasOwn(WORDS, primary(spoken)) ? primary(spoken) : "en";
  const words = WORDS[language];
  const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });

  // What came from the server is looked at before it is used: no value of it is taken for another type.

  function primary(tag) {
    return tag.toLowerCase().split("-")[0];
  }

  function text(value) {
    return typeof value === "string" ? value : "";
  }

  function list(value) {
    return Array.isArray(value) ? value : [];
  }

  function day(published) {
    const at = new Date(text(published));
    return Number.isNaN(at.getTime()) ? words.undated : days.format(at);
  }

  /** An address that a browser may follow; "" for any other. */
  function followed(address) {
    try {
      const url = new URL(text(address));
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
    } catch {
      return "";
    }
  }

  function pathOf(name) {
    return `${server.origin}/documents/${encodeURIComponent(text(name))}`;
  }

  function placeOf(cited) {
    return `${pathOf(cited.document)}?start=${Number(cited.start)}&end=${Number(cited.end)}#quote`;
  }

  // Elements.

  function made(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children); // strings become text nodes
    return element;
  }

  function unseen(told) {
    return made("span", { class: "unseen" }, told);
  }

  function link(href, shown, more = "") {
    const away = unseen(`${more} (${words.tab})`);
    return made("a", { href, target: "_blank", rel: "noopener noreferrer" }, shown, away);
  }

  function choice(shown, chosen) {
    const button = made("button", { type: "button", class: "choice" }, shown);
    button.addEventListener("click", chosen);
    return button;
  }

  function banner(cited) {
    if (cited.status === "historic") return [made("p", { class: "note warn" }, words.historic)];
    if (cited.status !== "superseded") return [];
    const newer = text(cited.superseded_by);
    const there = newer ? [" ", link(pathOf(newer), words.successor)] : [];
    return [made("p", { class: "note warn" }, words.superseded, ...there)];
  }

  function quotation(cited, pinned) {
    const page = Number.isInteger(cited.page) ? cited.page : 0;
    const number = `[${Number(cited.number)}]`;
    const facts = [text(cited.title), text(cited.kind), day(cited.published), text(cited.section)];
    facts.push(page ? `${words.page} ${page}` : "", pinned ? words.staff : "");
    const links = made("p", {}, link(placeOf(cited), words.read, ` ${number}`));
    const original = followed(cited.url);
    const there = page ? `${original.split("#")[0]}#page=${page}` : original;
    if (original) links.append(link(there, `${words.original}\u00a0↗`, ` ${number}`));
    const copies = list(cited.elsewhere).map((one) => link(placeOf(one), `${text(one.title)} (${day(one.published)})`));
    return made(
      "li",
      {},
      made("blockquote", { lang: text(cited.language) }, text(cited.quote)),
      made("p", { class: "small" }, `${number} ${facts.filter(Boolean).join(" · ")}`),
      ...banner(cited),
      ...(text(cited.speaker) ? [made("p", { class: "small" }, `${words.speaker} ${cited.speaker}`)] : []),
      ...(copies.length ? [made("p", { class: "small" }, `${words.copies} `, ...copies)] : []),
      links,
    );
  }

  /** What is said of an answer first, and read aloud; beside the words of this file the server's, which are English. */
  function headline(record) {
    const count = list(record.citations).length;
    if (count === 1) return [made("p", {}, words.found_one)];
    if (count) return [made("p", {}, words.found.replace("{n}", count))];
    const opening = text(record.text).split("\n\n")[0];
    const own = Object.hasOwn(words, text(record.status)) ? words[record.status] : words.not_found;
    if (language === "en") return [made("p", {}, opening || own)];
    return [made("p", {}, own), made("p", { class: "small", lang: "en" }, opening)];
  }

  function contrast([older, newer]) {
    const told = words.contrast.replace("{a}", Number(older)).replace("{b}", Number(newer));
    return made("p", { class: "note" }, told);
  }

  /** One answer; `ask` asks another question, `leaning` says whether this one was read with those before it. */
  function shown(question, record, leaning, ask) {
    const article = made("article", { "aria-label": words.answer });
    article.append(made("p", { class: "asked" }, unseen(`${words.question}: `), question));
    const about = text((record.understood || {}).about);
    if (about && leaning) {
      article.append(made("p", { class: "small" }, `${words.about} ${about} `, choice(words.alone, () => ask(question))));
    }
    article.append(...list(record.readings).map((one) => made("p", { class: "small", lang: "en" }, text(one))));
    const pinned = new Set(list(record.pinned));
    const quotations = list(record.citations).map((cited) => quotation(cited, pinned.has(cited.number)));
    if (quotations.length) article.append(made("ol", {}, ...quotations));
    article.append(...list(record.contrasts).map(contrast));
    const topics = list(record.suggestions).map((topic) => choice(text(topic), () => ask(text(topic))));
    if (topics.length) article.append(made("p", {}, `${words.topics} `, ...topics));
    article.append(...list(record.notices).map((notice) => made("p", { class: "note" }, text(notice))));
    return article;
  }

  // Asking.

  /** A failure with a sentence for the reader. */
  class Told extends Error {}

  /** Why a request did not come through. Browsers do not tell whether it was refused, but this file is for everybody. */
  async function unreached() {
    try {
      await fetch(server.origin + server.pathname, { method: "HEAD", credentials: "omit", cache: "no-store" });
    } catch {
      return new Told(words.gone);
    }
    return new Told(words.refused.replace("{origin}", location.origin));
  }

  async function refusal(response) {
    const told = await response.json().catch(() => null);
    const away = Boolean(told) && told.code === "unavailable";
    if (response.status === 429 || (response.status === 503 && !away)) return new Told(words.busy);
    if (response.status === 403) return new Told(words.refused.replace("{origin}", location.origin));
    if (response.status >= 500) return new Told(words.broken);
    return new Told(text(told && told.detail) || words.broken);
  }

  async function answerTo(question, history) {
    const stopped = new AbortController();
    const timer = setTimeout(() => stopped.abort(), PATIENCE);
    try {
      const response = await fetch(`${server.origin}/api/v1/ask`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Accept-Language": language },
        body: JSON.stringify({ question, history }),
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: stopped.signal,
      });
      if (!response.ok) throw await refusal(response);
      return await response.json();
    } catch (error) {
      if (stopped.signal.aborted) throw new Told(words.slow);
      throw error instanceof TypeError ? await unreached() : error;
    } finally {
      clearTimeout(timer);
    }
  }

  // The box.

  function box() {
    const heading = label || words.label;
    const input = made("input", { id: "question", type: "text", maxlength: LONGEST_QUESTION, autocomplete: "off" });
    const button = made("button", { type: "submit" }, words.ask);
    const form = made("form", {}, made("label", { for: "question" }, heading), input, button);
    const state = made("div", { role: "status" });
    const latest = made("div", {});
    const before = made("details", { hidden: "" }, made("summary", {}, words.earlier));
    const foot = made("p", { class: "small foot" }, `${words.foot} `, link(`${server.origin}/`, server.host));
    let said = []; // {question, quoted}, the oldest first
    let busy = false;
    input.value = text(preset).slice(0, LONGEST_QUESTION);

    function tell(className, ...told) {
      state.className = className;
      state.replaceChildren(...told);
    }

    function show(article) {
      if (latest.firstChild) before.firstChild.after(latest.firstChild);
      before.hidden = before.children.length < 2;
      latest.replaceChildren(article);
    }

    /** Ask what a button names, by itself. The button goes away with its answer, so the focus goes to the box. */
    function askAlone(question) {
      if (busy) return;
      said = [];
      input.value = question;
      input.focus();
      ask();
    }

    async function ask() {
      const question = input.value.trim();
      if (busy) return;
      if (!question) {
        tell("error", words.empty);
        input.focus();
        return;
      }
      busy = true;
      button.setAttribute("aria-disabled", "true"); // not disabled: that would lose the focus
      tell("busy", words.asking);
      const history = said.flatMap((one) => [["user", one.question], ...(one.quoted ? [["agent", one.quoted]] : [])]);
      try {
        const record = await answerTo(question, history);
        show(shown(question, record, history.length > 0, askAlone));
        tell("", ...headline(record));
        const quoted = list(record.citations).map((cited) => text(cited.quote)).join(" ").slice(0, LONGEST_TURN);
        said = [...said, { question, quoted }].slice(-EXCHANGES);
        input.select();
      } catch (error) {
        tell("error", error instanceof Told ? error.message : words.broken);
        if (!(error instanceof Told)) console.error(error);
      } finally {
        busy = false;
        button.removeAttribute("aria-disabled");
      }
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
    return made("section", { "aria-label": heading, lang: language }, form, state, latest, before, foot);
  }

  function start() {
    const host = made("assistant-widget", theme ? { "data-theme": theme } : {});
    const root = host.attachShadow({ mode: "open" }); // closed would shut out what checks a page's accessibility
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(box());
    const chosen = target ? document.querySelector(target) : null;
    if (chosen) chosen.append(host);
    else if (inBody()) script.after(host);
    else document.body.append(host);
  }

  function inBody() {
    return Boolean(document.body) && document.body.contains(script);
  }

  if (document.readyState === "loading" && (target || !inBody())) {
    document.addEventListener("DOMContentLoaded", start, { once: true });
  } else {
    start();
  }
})

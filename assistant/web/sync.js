// Follows a sync that runs. The page works without: a link looks again.
"use strict";
(() => {
  const LOOK = 2000, ALOUD = 10000; // milliseconds between two looks, and between two times that something is read out
  const section = document.getElementById("sync");
  if (!section) return;
  /* It has just ended, and the page came anew: that is read out. */
  if (location.hash === "#sync-heading") document.getElementById("sync-heading").focus();
  if (!("active" in section.dataset)) return;
  const [heading, bar, said, aloud] = ["heading", "bar", "said", "aloud"].map((name) => document.getElementById(`sync-${name}`));
  document.getElementById("sync-look").remove();
  let spoken = 0;

  function show(told) {
    heading.textContent = told.heading;
    said.textContent = told.said;
    if (told.total) {
      bar.max = told.total;
      bar.value = told.done;
    } else {
      bar.removeAttribute("value");
    }
    if (Date.now() - spoken > ALOUD || !told.active) {
      spoken = Date.now();
      aloud.textContent = told.active ? told.said : `${told.heading}. ${told.said}`;
    }
  }

  async function look() {
    let told = null;
    try {
      const answer = await fetch("/library/sync.json", { cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        said.textContent = section.dataset.signedOut;
        return;
      }
      if (answer.ok) told = await answer.json();
    } catch {
      said.textContent = section.dataset.silent;
    }
    if (told) show(told);
    if (!told || told.active) {
      setTimeout(look, LOOK);
    } else {
      location.replace("/library/sync#sync-heading");
      location.reload();
    }
  }
  setTimeout(look, LOOK);
})();

// SPDX-License-Identifier: Apache-2.0
// Adds to pages that are whole without it. Writes text only, never markup.
"use strict";

(() => {
  const saveAfter = 800;
  const askEvery = 15_000;
  const askAtMostEvery = 240_000;
  // What browsers let a page send while it is being left.
  const parcel = 60_000;

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  const element = (name, className, words) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) made.textContent = words;
    return made;
  };

  // Storage may be switched off; then words are kept in the page only.
  const store = {
    get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* see above */ } },
    remove(key) { try { sessionStorage.removeItem(key); } catch { /* see above */ } },
  };

  // ---- A refused form, or what has just been done: read out first

  const first = document.querySelector("[data-error-summary]") || document.querySelector("[data-notice]");
  if (first) first.focus();

  // ---- Filters stand open where there is room beside the list

  if (window.matchMedia("(min-width: 56.0625em)").matches) each("[data-filter]", (filter) => { filter.open = true; });

  // ---- Fields that belong to one answer

  const revealing = [...document.querySelectorAll("[data-reveals]")];
  const reveal = () => {
    for (const input of revealing) {
      const more = document.getElementById(input.dataset.reveals);
      if (more) more.hidden = !input.checked;
    }
  };
  if (revealing.length) {
    document.addEventListener("change", reveal);
    window.addEventListener("pageshow", reveal);
    reveal();
  }

  // ---- How many characters are left. Counts as the server does: by Unicode scalar, a line end being one

  const length = (text) => [...text.replace(/\r\n?/g, "\n")].length;

  each("[data-character-count]", (note) => {
    const area = document.getElementById(note.dataset.characterCount);
    const limit = Number(area && area.dataset.characterLimit);
    if (!limit) return;
    const said = element("div", "govuk-visually-hidden");
    said.setAttribute("role", "status");
    note.after(said);
    let pause;
    const count = () => {
      const left = limit - length(area.value);
      const number = Math.abs(left).toLocaleString("en-GB");
      const noun = Math.abs(left) === 1 ? "character" : "characters";
      note.textContent = left < 0 ? `You have ${number} ${noun} too many` : `You have ${number} ${noun} left`;
      note.dataset.state = left < 0 ? "over" : "within";
      return note.textContent;
    };
    area.addEventListener("input", () => {
      const words = count();
      clearTimeout(pause);
      pause = setTimeout(() => { said.textContent = words; }, 1000);
    });
    count();
  });

  // ---- Forms: sent once, saved as one types

  const secret = new Set(["_csrf", "revision"]);
  const typed = (field) => field.name && !secret.has(field.name)
    && !["hidden", "password", "file", "submit", "button", "reset", "fieldset", "output"].includes(field.type);

  // What somebody typed, as pairs: without tokens, passwords and files.
  const wordsOf = (form) => {
    const names = new Set([...form.elements].filter(typed).map((field) => field.name));
    return [...new FormData(form)].filter(([name, value]) => names.has(name) && typeof value === "string");
  };

  const putBack = (form, words) => {
    const given = new Map();
    for (const [name, value] of words) given.set(name, [...(given.get(name) || []), value]);
    for (const field of [...form.elements].filter(typed)) {
      const values = given.get(field.name) || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values.shift();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    reveal();
  };

  const parcelOf = (form) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  };

  const answerOf = async (response) => {
    try { return await response.json(); } catch { return {}; }
  };

  const kept = "concordat:";

  const autosave = (form) => {
    const status = form.querySelector("[data-autosave-status]");
    const key = kept + location.pathname + " " + form.dataset.autosave;
    const words = () => JSON.stringify(wordsOf(form));
    let saved = words();
    let running = null;
    let timer;
    let failures = 0;
    let refused = false;
    let leaving = false;

    const say = (state, text) => {
      if (!status) return;
      status.dataset.state = state;
      if (status.textContent !== text) status.textContent = text;
    };

    const failed = (why) => {
      store.set(key, words());
      say("failed", `Not saved: ${why} Your words are still here.`);
    };

    const later = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    };

    const send = async (now) => {
      let response;
      try {
        response = await fetch(form.dataset.autosave, {
          method: "POST", body: parcelOf(form), credentials: "same-origin", redirect: "manual",
          headers: { "X-Requested-With": "concordat", Accept: "application/json" },
        });
      } catch {
        failures += 1;
        failed("the server cannot be reached.");
        later(Math.min(askAtMostEvery, 5000 * 2 ** failures));
        return;
      }
      const answer = await answerOf(response);
      if (response.ok) {
        failures = 0;
        saved = now;
        store.remove(key);
        if (Number.isInteger(answer.revision) && form.elements.revision) form.elements.revision.value = answer.revision;
        if (typeof answer.read === "string" && form.elements.read) form.elements.read.value = answer.read;
        say("saved", "Saved");
        if (words() !== saved) later(saveAfter);
      } else if (response.status === 409) {
        // Saving again would overwrite what somebody else wrote.
        refused = true;
        failed(answer.message || "somebody else has changed this since you opened it.");
      } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        failed(answer.message || "you are no longer signed in. Sign in in another tab, then come back.");
        later(askAtMostEvery);
      } else if (response.status >= 500 || response.status === 429) {
        failures += 1;
        failed(answer.message || "the server could not do it.");
        later(Math.min(askAtMostEvery, 5000 * 2 ** failures));
      } else {
        failed(answer.message || "the server did not accept it.");
      }
    };

    const save = () => {
      clearTimeout(timer);
      const now = words();
      if (refused || running || leaving || now === saved) return;
      say("saving", "Saving…");
      running = send(now).finally(() => { running = null; });
    };

    form.addEventListener("input", () => {
      if (refused || failures) store.set(key, words());
      later(saveAfter);
    });
    form.addEventListener("change", () => later(saveAfter));
    window.addEventListener("online", save);

    window.addEventListener("pagehide", () => {
      if (leaving || words() === saved) return;
      // Nobody hears the answer, so the words are kept too; the next page forgets them if they arrived.
      store.set(key, words());
      const body = parcelOf(form);
      if (refused || body.toString().length > parcel) return;
      fetch(form.dataset.autosave, {
        method: "POST", body, keepalive: true, credentials: "same-origin", redirect: "manual",
        headers: { "X-Requested-With": "concordat", Accept: "application/json" },
      }).catch(() => {});
    });
    window.addEventListener("pageshow", (event) => {
      leaving = false;
      // The form that the browser kept has a revision from before the words were sent.
      if (event.persisted && words() !== saved) location.reload();
    });

    const offer = () => {
      const earlier = store.get(key);
      if (!earlier || earlier === saved) return store.remove(key);
      const box = element("div", "concordat-offer");
      box.setAttribute("role", "status");
      const button = (name, act) => {
        const made = element("button", "concordat-link-button", name);
        made.type = "button";
        made.addEventListener("click", () => {
          store.remove(key);
          box.remove();
          act();
        });
        return made;
      };
      box.append(
        element("p", "", "What you typed here earlier may not have been saved."),
        button("Put my words back", () => putBack(form, JSON.parse(earlier))), button("Throw them away", () => {}));
      form.prepend(box);
    };
    offer();

    return {
      // A save on its way changes the revision that the form is about to send, so the form waits for it.
      get running() { return running; },
      leave() {
        leaving = true;
        clearTimeout(timer);
      },
    };
  };

  each("form", (form) => {
    const saving = form.dataset.autosave ? autosave(form) : null;
    const once = "preventDouble" in form.dataset;
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (once && sent) return event.preventDefault();
      sent = true;
      setTimeout(() => { sent = false; }, 5000);
      if ("forget" in form.dataset) forget();
      if (!saving) return;
      saving.leave();
      if (!saving.running) return;
      event.preventDefault();
      saving.running.then(() => {
        sent = false;
        form.requestSubmit(event.submitter);
      });
    });
    window.addEventListener("pageshow", () => { sent = false; });
  });

  // Whoever sits down next must not be offered these words.
  const forget = () => {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(kept)) sessionStorage.removeItem(key);
    } catch { /* storage is switched off: nothing was kept */ }
  };

  // ---- "This page has changed since you opened it"

  each("[data-watch]", (place) => {
    const position = Number(place.dataset.position);
    let failures = 0;
    let asked = Date.now();
    let timer;

    const ask = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      asked = Date.now();
      try {
        const response = await fetch(place.dataset.watch, { credentials: "same-origin", headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error(String(response.status));
        failures = 0;
        if ((await response.json()).position > position) return tell();
      } catch {
        failures += 1;
      }
      wait();
    };

    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, Math.min(askAtMostEvery, askEvery * 2 ** failures));
    };

    const tell = () => {
      document.removeEventListener("visibilitychange", wake);
      const link = element("a", "govuk-link", "Show it as it is now");
      link.href = location.pathname + location.search;
      place.append("This page has changed since you opened it. ", link);
    };

    const wake = () => {
      if (document.hidden) return;
      if (Date.now() - asked >= askEvery) ask();
      else wait();
    };

    document.addEventListener("visibilitychange", wake);
    wait();
  });
})();

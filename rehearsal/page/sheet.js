// Questions inside one phone, and notes that pass. The other phones stay usable meanwhile.
import { el } from "./dom.js";
import { t } from "./words.js";

let counter = 0;

/**
 * Asks something over `host` (a phone's screen) and resolves with the id of the chosen action, or
 * null when it was dismissed. An action is {id, word | text, kind, check}: `check` returning false
 * keeps the sheet open.
 */
export function ask(host, { title, titleText, text, content, actions, list = false, wide = false }) {
  return new Promise((resolve) => {
    const opener = document.activeElement;
    const titleId = `sheet-${(counter += 1)}`;
    const heading = title || titleText
      ? el("h3", { id: titleId, class: "sheet-title", word: title, text: titleText })
      : null;
    const box = el("div", {
      class: `sheet${list ? " list" : ""}${wide ? " wide" : ""}`,
      role: "dialog",
      "aria-modal": "true",
      "aria-labelledby": heading ? titleId : null,
    });
    const veil = el("div", { class: "veil" }, box);
    const asleep = [...host.children].filter((child) => !child.inert && !child.classList.contains("toasts"));

    const finish = (id) => {
      veil.remove();
      for (const child of asleep) child.inert = false;
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
      resolve(id);
    };
    const buttons = (actions ?? []).map((action) =>
      el("button", {
        type: "button",
        class: `sheet-action ${action.kind ?? ""}`,
        word: action.word,
        text: action.text,
        on: { click: () => (action.check?.() === false ? null : finish(action.id)) },
      }),
    );
    box.append(
      ...[heading, text ? el("p", { class: "sheet-text", text }) : null, content ?? null].filter(Boolean),
      el("div", { class: "sheet-actions" }, buttons),
    );
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        finish(null);
      } else if (event.key === "Enter" && event.target.matches("input") && !event.isComposing) {
        event.preventDefault();
        box.querySelector(".sheet-action.primary")?.click();
      }
    });
    veil.addEventListener("click", (event) => (event.target === veil ? finish(null) : null));
    for (const child of asleep) child.inert = true;
    host.append(veil);
    (box.querySelector("input, textarea, select") ?? box.querySelector(".sheet-action.primary") ?? buttons[0])?.focus({ preventScroll: true });
    veil.dismiss = () => finish(null);
  });
}

/** Whatever question is open in `host` is dismissed. */
export function dismissSheets(host) {
  for (const veil of host.querySelectorAll(":scope > .veil")) veil.dismiss?.();
}

const OK = [{ id: "ok", word: "ok", kind: "primary" }];

/** Says one thing that must be acknowledged. */
export function tellAlert(host, text, titleText) {
  return ask(host, { titleText, text, actions: OK });
}

/** True when the person said yes. */
export async function confirmed(host, { title, text, yes = "ok", danger = false }) {
  const actions = [
    { id: "no", word: "cancel" },
    { id: "yes", word: yes, kind: danger ? "danger primary" : "primary" },
  ];
  return (await ask(host, { title, text, actions })) === "yes";
}

/** A note that goes away by itself after some seconds, longer for longer texts. */
export function toast(host, text, kind = "") {
  let rack = host.querySelector(":scope > .toasts");
  if (!rack) {
    rack = el("div", { class: "toasts", role: "status" });
    host.append(rack);
  }
  const note = el("div", { class: `toast ${kind}`, text });
  rack.append(note);
  setTimeout(() => note.classList.add("leaving"), 2600 + Math.min(text.length, 200) * 40);
  setTimeout(() => note.remove(), 3000 + Math.min(text.length, 200) * 40);
}

/** Tells in `host` why the stage would not do something. */
export function toastError(host, error) {
  const text = error?.status === 0 ? t("error.offline") : t("error.stage", { reason: error?.message ?? String(error) });
  toast(host, text, "bad");
}

/** A labelled field for the content of a sheet. */
export function field(word, control) {
  return el("label", { class: "field" }, el("span", { word }), control);
}

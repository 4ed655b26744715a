// The page's own words, in two languages. What the bot says comes from the bot.
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

const TONGUES = { zh, en };
const KEPT = "stage.language";
const listeners = new Set();
let current = remembered() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

function remembered() {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept in TONGUES ? kept : null;
  } catch {
    return null; // storage may be forbidden; then the browser's language decides each time
  }
}

/** "zh" or "en". */
export function language() {
  return current;
}

/** From now on `t` speaks `code`, the choice is kept, and every listener has been told. */
export function setLanguage(code) {
  current = code;
  document.documentElement.lang = code === "zh" ? "zh-Hans" : "en";
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    // not kept, and nothing else is lost
  }
  for (const listener of listeners) listener(code);
}

export function onLanguage(listener) {
  listeners.add(listener);
}

/** The sentence of `key` with `{facts}` filled in. A missing key shows itself, it never throws. */
export function t(key, facts = {}) {
  const sentence = TONGUES[current][key] ?? TONGUES.en[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** A label that the server gives as text or as {zh, en}. */
export function spoken(label) {
  if (label && typeof label === "object") return String(label[current] ?? label.zh ?? label.en ?? "");
  return label ? String(label) : "";
}

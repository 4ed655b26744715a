// The words of this page: data in the page, replaced by those of the account's language.
const given = document.getElementById("words");
const words = given ? JSON.parse(given.textContent) : {};

/** The sentence under a key; {n} is filled with a number that only the page knows. */
export function say(key, n = "") {
  return (words[key] ?? "").replaceAll("{n}", String(n));
}

/** Speaks the account's language from here on. */
export function speak(language, more) {
  Object.assign(words, more);
  document.documentElement.lang = language === "en" ? "en" : "zh-Hans";
  for (const node of document.querySelectorAll("[data-word]")) {
    if (words[node.dataset.word]) node.textContent = words[node.dataset.word];
  }
}

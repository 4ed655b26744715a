// Formatted text of a message. The server's HTML is parsed in a document without scripts, and only
// tags and attributes named here are built anew; everything else is left behind as plain text.

const KEPT = {
  B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s",
  CODE: "code", PRE: "pre", BR: "br",
};
const DROPPED = new Set(["SCRIPT", "STYLE", "IFRAME", "OBJECT", "EMBED", "TEMPLATE", "NOSCRIPT", "SVG", "MATH"]);
const SAFE_LINK = /^(https?|tg|mailto|tel):/i;
// A web address, a t.me link without scheme, or a bot command, as Telegram makes them clickable.
const LIVELY = /(https?:\/\/[^\s<>"'“”‘’「」『』《》〈〉（）()，。！？；、]+|\bt\.me\/[A-Za-z0-9_/?=&+%.-]+|(?<![\w/<])\/[a-z][a-z0-9_]{0,31}(?![\w/]))/g;

/** A fragment that shows `html`, with links, commands and spoilers that work. */
export function safeHtml(html) {
  const parsed = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  const fragment = document.createDocumentFragment();
  for (const child of parsed.body.childNodes) copy(child, fragment, false);
  return fragment;
}

/** A fragment that shows plain `text` with links and commands that work. */
export function lively(text) {
  const fragment = document.createDocumentFragment();
  enliven(text, fragment);
  return fragment;
}

function copy(node, parent, quiet) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (quiet) parent.append(node.data);
    else enliven(node.data, parent);
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase())) return;
  const made = make(node);
  const target = made ?? parent;
  const still = quiet || ["A", "CODE", "PRE"].includes(node.tagName);
  for (const child of node.childNodes) copy(child, target, still);
  if (made) parent.append(made);
}

function make(node) {
  if (node.tagName in KEPT) return document.createElement(KEPT[node.tagName]);
  if (node.tagName === "A") return link(node.getAttribute("href") ?? "");
  if (node.tagName === "BLOCKQUOTE") return quote(node.hasAttribute("expandable"));
  if (node.tagName === "TG-SPOILER" || (node.tagName === "SPAN" && node.className === "tg-spoiler")) return spoiler();
  return null;
}

function link(href) {
  const made = document.createElement("a");
  if (SAFE_LINK.test(href)) {
    made.href = href;
    made.rel = "noopener noreferrer";
    made.target = "_blank";
  }
  return made;
}

function quote(expandable) {
  const made = document.createElement("blockquote");
  if (expandable) {
    made.className = "folded";
    opens(made, () => made.classList.toggle("folded"));
  }
  return made;
}

function spoiler() {
  const made = document.createElement("span");
  made.className = "spoiler";
  opens(made, () => made.classList.add("shown"));
  return made;
}

function opens(node, act) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      act();
    }
  });
}

function enliven(text, parent) {
  let from = 0;
  for (const match of text.matchAll(LIVELY)) {
    const found = match[0].replace(/[.,;:!?]+$/, "");
    parent.append(text.slice(from, match.index));
    parent.append(found.startsWith("/") ? command(found) : address(found));
    from = match.index + found.length;
  }
  parent.append(text.slice(from));
}

function command(text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "command";
  made.dataset.command = text;
  made.textContent = text;
  return made;
}

function address(text) {
  const made = link(text.startsWith("t.me/") ? `https://${text}` : text);
  made.textContent = text;
  return made;
}

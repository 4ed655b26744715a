// Elements from plain data. Text is always set as text, so nothing that a server or a person sends
// can become markup here.
import { t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. `word`, `label`, `hint` and `tip` are keys of the dictionary: text, aria-label,
 * placeholder and title, and they follow a change of language. `on` maps events to listeners.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [type, fn] of Object.entries(value)) node.addEventListener(type, fn);
    else if (name === "style") for (const [key, css] of Object.entries(value)) node.style.setProperty(key, css);
    else if (name in WORDED) mark(node, name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const WORDED = { word: null, label: "aria-label", hint: "placeholder", tip: "title" };

function mark(node, kind, key) {
  node.dataset[kind] = key;
  const attribute = WORDED[kind];
  if (attribute === null) node.textContent = t(key);
  else node.setAttribute(attribute, t(key));
}

/** Every element made with a dictionary key says it in the language of now. */
export function retell(root) {
  for (const [kind, attribute] of Object.entries(WORDED)) {
    for (const node of root.querySelectorAll(`[data-${kind}]`)) {
      const text = t(node.dataset[kind]);
      if (attribute === null) node.textContent = text;
      else node.setAttribute(attribute, text);
    }
  }
}

const DRAWINGS = {
  back: "M15 5l-7 7 7 7",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  ticks: "M2.5 12.5l4 4L15 8M10 15.5l1 1L20.5 8",
  clip: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L10 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4",
  close: "M6 6l12 12M18 6L6 18",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 4-5.5 7.500-5.500s6.700 1.500 7.500 5.500",
  down: "M6 9.500l6 6 6-6",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  expand: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5",
  fault: "M12 4l9 16H3zM12 10v5M12 17.500v.5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.500 12h17M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500v.01",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  menu: "M5 7h14M5 12h14M5 17h14",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  next: "M5 5l7 7-7 7M13 5l7 7-7 7",
  phone: "M7 2.500h10v19H7zM11 18.500h2",
  pin: "M12 21s-6.500-6.200-6.500-11a6.500 6.500 0 0 1 13 0c0 4.800-6.500 11-6.500 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  plus: "M12 5v14M5 12h14",
  reload: "M19 12a7 7 0 1 1-2-5M19 4v4h-4",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10",
  screen: "M3 5h18v11H3zM9 20h6M12 16v4",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500",
  send: "M4 12l16-8-5 16-3.500-6.500z",
  swap: "M7 5L3 9l4 4M3 9h13M17 11l4 4-4 4M21 15H8",
};

/** A line drawing of our own, 24 by 24, in the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name]);
  svg.append(path);
  return svg;
}

/** A round button that shows a drawing and tells its name to a screen reader. */
export function iconButton(name, label, onClick, extra = {}) {
  return el("button", { type: "button", class: "icon-button", label, tip: label, on: { click: onClick }, ...extra }, icon(name));
}

const COLOURS = ["#b3432f", "#8a5a00", "#3f7a1f", "#00776b", "#1c6ea8", "#5a55b0", "#93408f", "#a03a5e"];

/** A person's round picture: first letters on the person's colour. */
export function avatar(person, size = "") {
  const given = String(person.colour ?? "");
  const colour = /^#[0-9a-f]{6}$/i.test(given) ? given : COLOURS[Math.abs(Number(person.id) || 0) % COLOURS.length];
  const words = String(person.name ?? "?").trim().split(/\s+/);
  const letters = words.length > 1 ? [...words[0]][0] + [...words.at(-1)][0] : [...words[0]][0] ?? "?";
  const style = { "--tint": colour, "--tint-ink": isLight(colour) ? "#1b1b1b" : "#ffffff" };
  return el("span", { class: `avatar ${size}`, style, "aria-hidden": "true", text: letters.toUpperCase() });
}

function isLight(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 140;
}

/** The children of `parent` are exactly `nodes`, in order; nodes already in place are not moved. */
export function arrange(parent, nodes) {
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

/** 1.2 MB, 14 KB: as a person reads it. */
export function humanSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

// The screens of the city beside the phones: station displays and other pages, each in a frame.
import { el, icon, iconButton } from "./dom.js";
import { ownPath } from "./links.js";
import { pictureFromFrame } from "./pixels.js";
import { spoken, t } from "./words.js";

const WIDTH = 960; // the page lies on a tablet of this many pixels and is shown smaller
const HEIGHT = 720;
const KEPT = "stage.screens";

export class Screens {
  #open = new Map(); // address → card
  #offered = "";

  constructor(store) {
    this.store = store;
    this.select = el("select", { label: "screens.choose", on: { change: () => this.#chosen() } });
    this.cards = el("div", { class: "screen-cards" });
    this.empty = el("p", { class: "quiet", word: "screens.none" });
    this.root = el(
      "aside",
      { class: "screens", label: "screens.title" },
      el("header", { class: "screens-head" }, icon("screen"), el("strong", { word: "screens.title" }), this.select),
      this.empty,
      this.cards,
    );
    this.resizer = new ResizeObserver(() => this.#fit());
    this.resizer.observe(this.cards);
  }

  /** Offers what the stage offers now; the first time, what was open last, or the first screen. */
  render() {
    const { screens } = this.store.state;
    const key = JSON.stringify([screens, t("screens.add")]);
    if (key === this.#offered) return;
    const first = this.#offered === "";
    this.#offered = key;
    this.select.replaceChildren(
      el("option", { value: "", text: t("screens.add") }),
      ...screens.map((screen) => el("option", { value: screen.url, text: spoken(screen.name) })),
    );
    this.select.hidden = screens.length === 0;
    for (const screen of screens) this.#open.get(screen.url)?.name(spoken(screen.name));
    if (first && screens.length > 0) this.#reopen(screens);
    this.#tidy();
  }

  #reopen(screens) {
    const kept = remembered();
    const wanted = screens.filter((screen) => kept?.includes(screen.url));
    for (const screen of wanted.length > 0 ? wanted : screens.slice(0, 1)) this.show(screen);
  }

  #chosen() {
    const screen = this.store.state.screens.find(({ url }) => url === this.select.value);
    this.select.value = "";
    if (screen) this.show(screen);
  }

  show(screen) {
    if (!this.#open.has(screen.url)) this.#card(screen);
    this.#open.get(screen.url).node.scrollIntoView({ block: "nearest" });
    this.#tidy();
  }

  #card(screen) {
    const path = ownPath(screen.url, this.store.state.public_url);
    if (path === null) return;
    const title = el("strong", { text: spoken(screen.name) });
    const frame = el("iframe", { class: "screen-page", src: path, title: spoken(screen.name), sandbox: "allow-scripts allow-same-origin allow-forms" });
    const box = el("div", { class: "screen-box" }, frame);
    const node = el("article", { class: "screen-card" });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && node.classList.contains("large")) this.#enlarge(node);
    });
    node.append(
      el(
        "header",
        {},
        title,
        iconButton("reload", "frame.reload", () => frame.contentWindow?.location.reload()),
        iconButton("expand", "screens.enlarge", () => this.#enlarge(node)),
        iconButton("close", "close", () => (node.classList.contains("large") ? this.#enlarge(node) : this.#close(screen.url))),
      ),
      box,
    );
    this.#open.set(screen.url, {
      node,
      frame,
      label: () => title.textContent,
      name: (text) => {
        title.textContent = text;
        frame.title = text;
      },
    });
    this.cards.append(node);
    this.#fit();
  }

  #close(url) {
    this.#open.get(url)?.node.remove();
    this.#open.delete(url);
    this.#tidy();
  }

  #enlarge(node) {
    node.classList.toggle("large");
    this.#fit();
  }

  #tidy() {
    this.empty.hidden = this.#open.size > 0;
    try {
      localStorage.setItem(KEPT, JSON.stringify([...this.#open.keys()]));
    } catch {
      // not kept
    }
  }

  #fit() {
    for (const { node, frame } of this.#open.values()) {
      const box = frame.parentElement;
      const scale = node.classList.contains("large")
        ? Math.min(box.clientWidth / WIDTH, (window.innerHeight - 96) / HEIGHT)
        : box.clientWidth / WIDTH;
      if (scale <= 0) continue;
      box.style.setProperty("--scale", scale);
      box.style.setProperty("height", `${Math.round(HEIGHT * scale)}px`);
    }
  }

  /** What a phone's camera could see here. */
  pictures() {
    return [...this.#open].map(([url, { frame, label }]) => ({
      id: `screen-${url}`,
      label: label(),
      live: true,
      grab: () => pictureFromFrame(frame),
    }));
  }
}

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(kept) ? kept : null;
  } catch {
    return null;
  }
}

// The desk: phones side by side, the screens beside them, one at a time where it is narrow.
import { ClockBar } from "./clock.js";
import { arrange, avatar, el, icon, iconButton, retell } from "./dom.js";
import { FaultPanel } from "./faults.js";
import { choosePerson } from "./people.js";
import { Phone } from "./phone.js";
import { Screens } from "./screens.js";
import { civilDay, now } from "./time.js";
import { language, onLanguage, setLanguage, spoken, t } from "./words.js";

const PHONES = 3;
const KEPT = "stage.phones";
const narrow = matchMedia("(max-width: 759px)");

export class Desk {
  phones = [];
  clipboard = null;
  #tabsKey = "";
  #today = "";
  #active = null; // the phone, or the screens, that is shown where only one thing fits

  constructor(store) {
    this.store = store;
    this.clock = new ClockBar(store);
    this.screens = new Screens(store);
    this.faults = new FaultPanel();
    this.tongue = el("button", { type: "button", class: "bar-button", on: { click: () => setLanguage(language() === "zh" ? "en" : "zh") } });
    this.screensButton = el("button", { type: "button", class: "bar-button for-wide", label: "screens.title", "aria-pressed": "true", on: { click: () => this.#toggleScreens() } }, icon("screen"), el("span", { word: "screens.title" }));
    this.bar = el(
      "header",
      { class: "bar" },
      el("div", { class: "brand" }, el("img", { src: "bot.svg", alt: "" }), el("div", {}, el("strong", { word: "brand" }), el("small", { word: "brand.sub" }))),
      this.clock.root,
      el(
        "div",
        { class: "bar-tools" },
        el("button", { type: "button", class: "bar-button for-wide", label: "phone.add", on: { click: () => void this.addPhone() } }, icon("plus"), el("span", { word: "phone.add" })),
        this.screensButton,
        el("button", { type: "button", class: "bar-button", label: "fault.title", "data-act": "faults", on: { click: () => this.faults.open() } }, icon("fault"), el("span", { word: "fault.button" })),
        this.tongue,
      ),
    );
    this.offline = el("div", { class: "offline", role: "alert", hidden: true, word: "offline" });
    this.tabs = el("nav", { class: "tabs", label: "tabs.title" });
    this.row = el("main", { class: "row" });
    this.light = this.#lightbox();
    this.root = el("div", { class: "desk" }, this.bar, this.offline, this.tabs, el("div", { class: "stage" }, this.row, this.screens.root), this.faults.root, this.light);
    this.#listen();
  }

  #listen() {
    const on = (type, fn) => this.store.addEventListener(type, ({ detail }) => fn(detail));
    on("people", () => this.render());
    on("chat", ({ id }) => this.#each(id, (phone) => phone.render()));
    on("message", ({ id, message }) => this.#each(id, (phone) => phone.arrived(message)));
    on("answer", ({ id, answer }) => this.#each(id, (phone) => phone.answered(answer)));
    on("action", ({ id }) => this.#each(id, (phone) => phone.renderState()));
    on("unread", () => this.#renderTabs());
    on("clock", () => this.#told());
    on("connection", () => {
      this.offline.hidden = this.store.connected;
    });
    narrow.addEventListener("change", () => this.#showActive());
    document.addEventListener("visibilitychange", () => this.phones.forEach((phone) => phone.readToNewest()));
    document.addEventListener("keydown", (event) => this.#hotkey(event));
    onLanguage(() => {
      retell(this.root);
      this.render();
    });
  }

  /** The clock stands elsewhere; on another day the chats name their days anew. */
  #told() {
    this.clock.told();
    const today = civilDay(now());
    if (today === this.#today) return;
    this.#today = today;
    for (const phone of this.phones) phone.render();
  }

  #each(id, act) {
    for (const phone of this.phones) if (phone.person.id === id) act(phone);
    this.#renderTabs();
  }

  /** Phones for those who held one last time, or for the first of each role. */
  open() {
    const kept = remembered().filter((id) => this.store.person(id));
    for (const id of kept.length > 0 ? kept : this.#firstOfEachRole()) this.#place(new Phone(this, id));
    this.#active = this.phones[0] ?? null;
    this.render();
    this.#showActive();
  }

  #firstOfEachRole() {
    const { people } = this.store.state;
    const roles = new Map();
    for (const person of people) {
      const role = spoken(person.role);
      if (!roles.has(role)) roles.set(role, person.id);
    }
    const chosen = [...roles.values()].slice(0, PHONES);
    for (const { id } of people) if (chosen.length < PHONES && !chosen.includes(id)) chosen.push(id);
    return chosen;
  }

  #place(phone) {
    this.phones.push(phone);
    this.row.append(phone.root);
  }

  render() {
    this.tongue.textContent = language() === "zh" ? "EN" : "中文";
    this.tongue.setAttribute("aria-label", language() === "zh" ? "English" : "中文");
    this.tongue.lang = language() === "zh" ? "en" : "zh-Hans";
    document.title = t("page.title");
    this.clock.render();
    this.screens.render();
    for (const phone of this.phones) phone.render();
    this.#renderTabs();
    this.#remember();
  }

  #renderTabs() {
    const facts = this.phones.map(({ person }) => [person.id, person.name, this.store.chats.get(person.id)?.unread ?? 0]);
    const key = JSON.stringify([facts, [...this.phones, this.screens].indexOf(this.#active), language()]);
    if (key === this.#tabsKey) return; // what has the focus keeps it
    this.#tabsKey = key;
    const tab = (thing, label, content, unread = 0) =>
      el(
        "button",
        {
          type: "button",
          class: "tab",
          "aria-label": label,
          "aria-current": this.#active === thing ? "true" : null,
          on: { click: () => this.#show(thing) },
        },
        content,
        unread > 0 ? el("span", { class: "badge", text: unread > 99 ? "99+" : String(unread) }) : null,
      );
    arrange(this.tabs, [
      ...this.phones.map((phone) =>
        tab(phone, phone.person.name, [avatar(phone.person, "small"), el("span", { text: phone.person.name })], this.store.chats.get(phone.person.id)?.unread),
      ),
      tab(this.screens, t("screens.title"), [icon("screen"), el("span", { text: t("screens.short") })]),
      iconButton("plus", "phone.add", () => void this.addPhone()),
    ]);
  }

  #show(thing) {
    this.#active = thing;
    this.#showActive();
    this.#renderTabs();
  }

  /** Where it is narrow one thing is in view; the others stay laid out, so that a camera sees them. */
  #showActive() {
    const things = [...this.phones, this.screens];
    for (const thing of things) {
      const away = narrow.matches && thing !== this.#active;
      thing.root.classList.toggle("away", away);
      thing.root.inert = away || (!narrow.matches && thing.root.classList.contains("folded"));
    }
    for (const phone of this.phones) phone.readToNewest();
  }

  #toggleScreens() {
    const shown = this.screens.root.classList.toggle("folded") === false;
    this.screensButton.setAttribute("aria-pressed", String(shown));
    this.screens.root.inert = !shown;
  }

  #hotkey(event) {
    if (!event.altKey || event.ctrlKey || !/^Digit[1-9]$/.test(event.code)) return;
    const phone = this.phones[Number(event.code.slice(5)) - 1];
    if (!phone) return;
    event.preventDefault();
    this.#show(phone);
    phone.root.scrollIntoView({ inline: "nearest" });
    phone.composer.text.focus();
  }

  #taken() {
    return new Set(this.phones.map((phone) => phone.person.id));
  }

  async changePerson(phone) {
    const id = await choosePerson(phone.screen, this.store, this.#taken());
    if (id === null) return;
    phone.setPerson(id);
    this.render();
  }

  async addPhone() {
    const phone = this.#active instanceof Phone ? this.#active : this.phones[0];
    const host = narrow.matches && phone ? phone.screen : document.body;
    const id = await choosePerson(host, this.store, this.#taken());
    if (id === null) return;
    const added = new Phone(this, id);
    this.#place(added);
    this.#show(added);
    this.render();
    added.root.scrollIntoView({ inline: "end", behavior: "smooth" });
  }

  remove(phone) {
    if (this.phones.length === 1) return;
    phone.closeFrame();
    phone.scanner?.close();
    phone.root.remove();
    this.phones = this.phones.filter((other) => other !== phone);
    if (this.#active === phone) this.#active = this.phones[0];
    this.render();
    this.#showActive();
  }

  #remember() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.phones.map((phone) => phone.person.id)));
    } catch {
      // not kept
    }
  }

  /** What the camera of `phone` could see: pictures and pages of the other phones, open screens. */
  pictures(phone) {
    return [...this.screens.pictures(), ...this.phones.filter((other) => other !== phone).flatMap((other) => other.pictures())];
  }

  #lightbox() {
    this.lightImage = el("img", { alt: "" });
    this.lightText = el("p", {});
    this.lightSave = el("a", { class: "light-save", label: "download", tip: "download" }, icon("download"));
    const box = el("dialog", { class: "light", label: "photo.open" }, el("header", {}, this.lightSave, iconButton("close", "close", () => box.close())), this.lightImage, this.lightText);
    box.addEventListener("click", (event) => (event.target === box || event.target === this.lightImage ? box.close() : null));
    return box;
  }

  /** A picture as large as the window. */
  enlarge(url, text, name) {
    this.lightImage.src = url;
    this.lightImage.alt = text || t("media.photo");
    this.lightText.textContent = text;
    this.lightSave.href = url;
    this.lightSave.download = name;
    this.light.showModal();
  }
}

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

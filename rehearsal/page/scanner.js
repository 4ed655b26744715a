// The camera of a phone. It sees what the other phones and the open screens show, or a picture
// from disk; what it sees is read by a real decoder.
import { api } from "./api.js";
import { avatar, el, iconButton } from "./dom.js";
import { pictureFromUrl, thumbnail, toBlob } from "./pixels.js";
import { toastError } from "./sheet.js";
import { t } from "./words.js";

const LIVE_MS = 2000;

/**
 * Modes: "scan" opens links and shows texts, "photo" sends the picture to the bot, "app" gives the
 * text to `onText` and stays open until it is closed; `onClose` is called once.
 */
export class Scanner {
  #timer = null;
  #busy = false;
  #sleeping = [];

  constructor(phone, mode, { hint = "", onText = null, onClose = null } = {}) {
    this.phone = phone;
    this.mode = mode;
    this.onText = onText;
    this.onClose = onClose;
    this.finder = el("div", { class: "finder" }, el("div", { class: "finder-corners" }));
    this.note = el("p", { class: "scanner-note", role: "status" });
    this.result = el("div", { class: "scanner-result", hidden: true });
    this.grid = el("div", { class: "scanner-grid" });
    const disk = el("button", { type: "button", class: "scanner-disk", word: "scan.disk", on: { click: () => void this.#fromDisk() } });
    this.switch = mode === "app" ? null : this.#modeSwitch();
    this.root = el(
      "div",
      { class: "scanner", role: "dialog", "aria-modal": "true", label: "scan.title" },
      el("header", { class: "scanner-head" }, iconButton("close", "close", () => this.close()), el("strong", { word: "scan.title" }), this.switch),
      this.finder,
      hint ? el("p", { class: "scanner-hint", text: hint }) : null,
      this.note,
      this.result,
      el("div", { class: "scanner-shelf" }, this.grid, disk),
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  open() {
    this.#sleeping = [...this.phone.screen.children].filter((child) => !child.inert && !child.classList.contains("toasts"));
    for (const child of this.#sleeping) child.inert = true;
    this.phone.screen.append(this.root);
    this.#say(this.mode === "photo" ? "scan.point_photo" : "scan.point");
    void this.refresh();
    this.#timer = setInterval(() => void this.#refreshLive(), LIVE_MS);
    this.root.querySelector(".icon-button").focus({ preventScroll: true });
  }

  close() {
    if (!this.root.isConnected) return;
    clearInterval(this.#timer);
    this.root.remove();
    for (const child of this.#sleeping) child.inert = false;
    this.phone.scanner = null;
    this.onClose?.();
  }

  #modeSwitch() {
    const choice = (mode, word) =>
      el("button", { type: "button", word, "aria-pressed": String(this.mode === mode), on: { click: () => this.#setMode(mode) } });
    return el("div", { class: "segments" }, choice("scan", "scan.mode_scan"), choice("photo", "scan.mode_photo"));
  }

  #setMode(mode) {
    this.mode = mode;
    [...this.switch.children].forEach((button, at) => button.setAttribute("aria-pressed", String(["scan", "photo"][at] === mode)));
    this.#say(mode === "photo" ? "scan.point_photo" : "scan.point");
  }

  #say(word, facts) {
    this.note.textContent = t(word, facts);
  }

  /** The shelf shows what is in front of the camera now. */
  async refresh() {
    this.sources = this.phone.desk.pictures(this.phone);
    const tiles = this.sources.map((source) => this.#tile(source));
    this.grid.replaceChildren(...tiles);
    if (tiles.length === 0) this.grid.append(el("p", { class: "quiet", word: "scan.nothing" }));
    await Promise.all(this.sources.map((source, at) => this.#paint(tiles[at], source)));
  }

  #tile(source) {
    const name = source.label ?? source.owner?.name ?? "";
    const caption = el("span", { class: "tile-name" }, source.owner ? avatar(source.owner, "tiny") : null, el("span", { text: name }));
    const tile = el("button", { type: "button", class: "tile", "data-source": source.id }, el("span", { class: "tile-picture" }), caption);
    tile.setAttribute("aria-label", t("scan.tile", { name }));
    tile.addEventListener("click", () => void this.#shoot(source));
    return tile;
  }

  async #paint(tile, source) {
    const picture = await source.grab().catch(() => null);
    tile.hidden = picture === null;
    if (picture) tile.firstChild.replaceChildren(thumbnail(picture));
  }

  async #refreshLive() {
    if (this.#busy) return;
    const tiles = new Map([...this.grid.children].map((tile) => [tile.dataset.source, tile]));
    for (const source of this.sources ?? []) {
      const tile = tiles.get(source.id);
      if (source.live && tile) await this.#paint(tile, source);
    }
  }

  async #fromDisk() {
    const [file] = await this.phone.composer.choose("image/*");
    if (!file) return;
    const url = URL.createObjectURL(file);
    await this.#shoot({ grab: () => pictureFromUrl(url).finally(() => URL.revokeObjectURL(url)) });
  }

  /** Takes the picture at this moment, so that a code that renews itself is the one of now. */
  async #shoot(source) {
    if (this.#busy) return;
    this.#busy = true;
    this.result.hidden = true;
    try {
      const picture = await source.grab();
      if (!picture) throw new Error("picture");
      this.finder.replaceChildren(thumbnail(picture, 640), el("div", { class: "finder-corners" }), el("div", { class: "finder-line" }));
      const blob = await toBlob(picture);
      if (this.mode === "photo") await this.#send(blob);
      else await this.#read(blob);
    } catch (error) {
      if (error?.status === undefined) this.#say("scan.no_picture");
      else toastError(this.phone.screen, error);
    } finally {
      this.finder.querySelector(".finder-line")?.remove();
      this.#busy = false;
    }
  }

  async #send(blob) {
    const { phone } = this;
    await api.photo(phone.person.id, blob, "photo.png", "");
    this.close();
  }

  async #read(blob) {
    this.#say("scan.reading");
    const { texts = [] } = await api.scan(blob);
    if (!this.root.isConnected) return;
    if (texts.length === 0) this.#say("scan.unread");
    else if (this.onText) this.#hand(texts[0]);
    else if (texts.length === 1) this.#follow(texts[0]);
    else this.#offer(texts);
  }

  #hand(text) {
    this.#say("scan.read");
    this.onText(text);
  }

  #follow(text) {
    const meant = this.phone.meaningOf(text);
    if (meant.kind === "text") return this.#offer([text]);
    this.close();
    return this.phone.openLink(text);
  }

  /** Texts that are no link of ours wait for a decision of the person. */
  #offer(texts) {
    this.#say(texts.length > 1 ? "scan.several" : "scan.text");
    this.result.hidden = false;
    this.result.replaceChildren(...texts.map((text) => this.#offered(text)));
    this.result.querySelector("button")?.focus();
  }

  #offered(text) {
    const isLink = this.phone.meaningOf(text).kind !== "text";
    const open = () => this.#follow(text);
    const send = async () => {
      if (await this.phone.say(text)) this.close();
    };
    return el(
      "div",
      { class: "scanned" },
      el("code", { text, dir: "auto" }),
      el(
        "div",
        { class: "scanned-actions" },
        isLink ? el("button", { type: "button", class: "solid", word: "open", on: { click: open } }) : null,
        el("button", { type: "button", class: isLink ? "" : "solid", word: "scan.send_it", on: { click: () => void send() } }),
        el("button", { type: "button", word: "copy", on: { click: () => void this.phone.copy(text) } }),
      ),
    );
  }
}

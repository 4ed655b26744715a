// The lower edge of a phone: menu button, text, attachments, START and unblock.
import { el, icon, iconButton } from "./dom.js";
import { t } from "./words.js";

/** The input of one phone. It tells `phone` what to do: say, openMenu, attach, pressStart, unblock. */
export class Composer {
  #file = null;

  constructor(phone) {
    this.phone = phone;
    this.text = el("textarea", {
      rows: "1",
      class: "composer-text",
      label: "composer.hint",
      hint: "composer.hint",
      maxlength: "4096",
      enterkeyhint: "send",
      on: { keydown: (event) => this.#key(event), input: () => this.#grow(), paste: (event) => this.#pasted(event) },
    });
    this.menu = el("button", { type: "button", class: "menu-button", hidden: true, on: { click: () => void phone.openMenu() } });
    this.toggle = iconButton("keyboard", "keyboard.toggle", () => phone.toggleKeyboard(), { "aria-pressed": "false", hidden: true });
    this.clip = iconButton("clip", "attach.title", () => void phone.attach());
    this.send = iconButton("send", "composer.send", () => void this.#say());
    this.send.classList.add("send");
    this.input = el(
      "div",
      { class: "composer-input" },
      this.menu,
      el("div", { class: "composer-box" }, this.text, this.toggle),
      this.clip,
      this.send,
    );
    this.bar = el("div", { class: "composer-bar", hidden: true });
    this.root = el("div", { class: "composer" }, this.input, this.bar);
    this.#grow();
  }

  /** The composer fits the chat: its menu button, its keyboard, blocked, or a START that waits. */
  render({ chat, startPayload, asked, keyboardShown, isNew }) {
    this.#showMenu(chat.menuButton);
    this.toggle.hidden = !chat.replyKeyboard;
    this.toggle.setAttribute("aria-pressed", String(keyboardShown));
    const placeholder = asked ?? chat.replyKeyboard?.input_field_placeholder;
    this.text.placeholder = placeholder || t("composer.hint");
    const bar = chat.blocked ? this.#unblockBar() : startPayload !== null || isNew ? this.#startBar(startPayload) : null;
    this.bar.hidden = bar === null;
    this.input.hidden = bar !== null;
    this.bar.replaceChildren(...(bar ?? []));
  }

  #showMenu(button) {
    const shown = button && (button.type === "web_app" || button.type === "commands");
    this.menu.hidden = !shown;
    if (!shown) return;
    const text = button.type === "web_app" ? button.text : t("menu.commands");
    this.menu.replaceChildren(icon(button.type === "web_app" ? "screen" : "menu"), el("span", { text }));
  }

  #startBar(payload) {
    const start = el("button", { type: "button", class: "start-button", word: "start", on: { click: () => void this.phone.pressStart() } });
    if (payload === null) return [start];
    return [start, iconButton("close", "start.leave", () => this.phone.leaveStart())];
  }

  #unblockBar() {
    return [el("button", { type: "button", class: "start-button", word: "unblock", on: { click: () => void this.phone.unblock() } })];
  }

  #key(event) {
    // A person who is still choosing Chinese characters presses Enter for those.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void this.#say();
  }

  async #say() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.#grow();
    if (!(await this.phone.say(text)) && this.text.value === "") {
      this.text.value = text; // not sent: nothing typed is lost
      this.#grow();
    }
  }

  #grow() {
    this.text.style.removeProperty("height");
    // A placeholder that does not fit must not make the empty box taller.
    if (this.text.value !== "") this.text.style.setProperty("height", `${Math.min(this.text.scrollHeight, 132)}px`);
    this.send.disabled = this.text.value.trim() === "";
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.phone.sendFiles(files);
  }

  /** Resolves with the files that the person chose from disk; an empty list when none. */
  choose(accept) {
    this.#file?.remove();
    this.#file = el("input", { type: "file", class: "hidden-file", accept, multiple: true, "aria-hidden": "true", tabindex: "-1" });
    this.root.append(this.#file);
    return new Promise((resolve) => {
      this.#file.addEventListener("change", () => resolve([...this.#file.files]));
      this.#file.addEventListener("cancel", () => resolve([]));
      this.#file.click();
    });
  }
}

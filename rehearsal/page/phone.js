// One phone in one person's hand: the chat with the bot, and whatever lies over it.
import { api } from "./api.js";
import { askPlace, attach, sendFiles } from "./attach.js";
import { largest } from "./bubble.js";
import { ChatView } from "./chat_view.js";
import { Composer } from "./composer.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { PageFrame } from "./frame.js";
import { replyKeyboard } from "./keyboards.js";
import { meaning, ownPath } from "./links.js";
import { MiniApp } from "./miniapp.js";
import { openMenu, phoneMenu } from "./phone_menu.js";
import { pictureFromUrl } from "./pixels.js";
import { Scanner } from "./scanner.js";
import { confirmed, dismissSheets, tellAlert, toast, toastError } from "./sheet.js";
import { spoken, t } from "./words.js";

const PICTURES_OFFERED = 8;

export class Phone {
  person = null;
  frame = null; // the page or Mini App that lies over the chat
  scanner = null;
  startPayload = null;
  asked = null; // what the bot wants to be answered, as the hint of the input
  keyboardShown = true;
  #pressed = new Map(); // callback query id → stops the button's waiting
  #shownKeyboard = null;

  constructor(desk, personId) {
    this.desk = desk;
    this.store = desk.store;
    this.#build();
    this.setPerson(personId);
  }

  #build() {
    this.view = new ChatView(this);
    this.composer = new Composer(this);
    this.keyboard = el("div", { class: "keyboard-area" });
    this.title = el("strong", { class: "bot-name" });
    this.subtitle = el("small", { class: "bot-state" });
    const head = el(
      "header",
      { class: "chat-head" },
      el("img", { class: "bot-face", src: "bot.svg", alt: "" }),
      el("div", { class: "bot-words" }, this.title, this.subtitle),
      iconButton("camera", "scan.title", () => this.scan("scan"), { "data-act": "scan" }),
      iconButton("more", "phone.menu", () => void phoneMenu(this)),
    );
    this.chatLayer = el("div", { class: "chat-layer" }, head, this.view.root, this.composer.root, this.keyboard);
    this.screen = el("div", { class: "screen" }, this.chatLayer);
    this.holder = el("header", { class: "holder" });
    this.root = el("section", { class: "seat" }, this.holder, el("div", { class: "phone" }, this.screen));
    this.view.scroll.addEventListener("click", (event) => this.#clickedWords(event));
    // A screen reader is told what comes on the phone in hand, and not on all of them at once.
    this.root.addEventListener("focusin", () => this.view.list.setAttribute("aria-live", "polite"));
    this.root.addEventListener("focusout", () => this.view.list.setAttribute("aria-live", "off"));
    this.screen.addEventListener("dragover", (event) => event.preventDefault());
    this.screen.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void this.sendFiles(files);
    });
  }

  setPerson(id) {
    this.closeFrame();
    this.scanner?.close();
    dismissSheets(this.screen);
    this.person = this.store.person(id) ?? { id, name: String(id) };
    this.startPayload = null;
    this.asked = null;
    this.keyboardShown = true;
    this.root.dataset.person = String(id);
    this.view.open();
    this.render();
  }

  get chat() {
    return this.store.chat(this.person.id);
  }

  botName() {
    return this.store.bot.name ?? this.store.bot.username ?? t("bot.name");
  }

  /** The phone shows what the store knows now. */
  render() {
    this.person = this.store.person(this.person.id) ?? this.person;
    const { chat } = this;
    this.#renderHolder();
    this.title.textContent = this.botName();
    this.renderState();
    this.composer.render({
      chat,
      startPayload: this.startPayload,
      asked: this.asked,
      keyboardShown: this.keyboardShown,
      isNew: chat.loaded && chat.messages.size === 0,
    });
    this.#renderKeyboard(chat);
    this.view.render(chat);
    this.readToNewest();
  }

  renderState() {
    const { action } = this.chat;
    const known = `action.${action}`;
    this.subtitle.textContent = action ? (t(known) === known ? t("action.typing") : t(known)) : t("bot.state");
    this.subtitle.classList.toggle("busy", Boolean(action));
  }

  #renderHolder() {
    const change = el(
      "button",
      { type: "button", class: "holder-person", label: "person.change", on: { click: () => void this.desk.changePerson(this) } },
      avatar(this.person),
      el("span", { class: "person-words" }, el("strong", { text: this.person.name, dir: "auto" }), el("small", { text: spoken(this.person.role) })),
      icon("down"),
    );
    change.setAttribute("aria-label", t("person.change_of", { name: this.person.name }));
    const remove = iconButton("close", "phone.remove", () => this.desk.remove(this), { hidden: this.desk.phones.length < 2 });
    this.holder.replaceChildren(change, remove);
    this.root.setAttribute("aria-label", t("phone.of", { name: this.person.name }));
  }

  #renderKeyboard(chat) {
    const bar = !this.composer.bar.hidden;
    const shown = this.keyboardShown && !bar ? chat.replyKeyboard : null;
    if (shown === this.#shownKeyboard) return;
    this.#shownKeyboard = shown;
    this.keyboard.replaceChildren(...(shown?.keyboard ? [replyKeyboard(shown, this)] : []));
  }

  /** A message has come or gone out in this phone's chat. */
  arrived(message) {
    if (message.reply_markup?.keyboard) this.keyboardShown = true;
    if (message.reply_markup?.force_reply) {
      this.asked = message.reply_markup.input_field_placeholder ?? null;
      this.composer.text.focus();
    }
    if (message.out) {
      this.asked = null;
      this.view.atNewest = true;
      this.view.forgetUnreadLine();
    }
    this.render();
  }

  answered({ callback_query_id: id, text, show_alert: alert, url }) {
    this.#pressed.get(id)?.();
    this.#pressed.delete(id);
    if (text && alert) void tellAlert(this.screen, text, this.botName());
    else if (text) toast(this.screen, text);
    if (url) this.openLink(url);
  }

  inView() {
    return document.visibilityState === "visible" && !this.root.classList.contains("away");
  }

  readToNewest() {
    if (this.view.atNewest && this.inView()) this.store.read(this.person.id);
  }

  // What the person does

  /** True when it was done; otherwise the phone has said why not. */
  async doing(deed) {
    try {
      await deed();
      return true;
    } catch (error) {
      toastError(this.screen, error);
      return false;
    }
  }

  say(text) {
    return this.doing(() => api.say(this.person.id, text));
  }

  attach() {
    return attach(this);
  }

  sendFiles(files) {
    return sendFiles(this, files);
  }

  toggleKeyboard(shown = !this.keyboardShown) {
    this.keyboardShown = shown;
    this.render();
  }

  async pressInline({ message, button, row, column, waiting }) {
    if (button.web_app) return this.openWebApp(button.web_app.url, "inline");
    if (button.url) return this.openLink(button.url);
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (button.callback_data === undefined) return toast(this.screen, t("button.unknown"));
    waiting(true);
    try {
      const { callback_query_id: id } = await api.press(this.person.id, message.message_id, row, column);
      // The answer may have overtaken us.
      if (this.chat.answers.has(id)) waiting(false);
      else this.#pressed.set(id, () => waiting(false));
    } catch (error) {
      waiting(false);
      toastError(this.screen, error);
    }
    return undefined;
  }

  async tapReply({ button, row, column }) {
    const { replyKeyboard: markup } = this.chat;
    if (button.web_app) return this.openWebApp(button.web_app.url, "keyboard", button.text);
    let place = {};
    if (button.request_contact) {
      const text = t("contact.share_text", { bot: this.botName() });
      if (!(await confirmed(this.screen, { title: "contact.share", text, yes: "contact.send" }))) return undefined;
    } else if (button.request_location) {
      place = await askPlace(this, "place.send", t("place.share_text", { bot: this.botName() }));
      if (!place) return undefined;
    }
    if (markup?.one_time_keyboard) this.toggleKeyboard(false); // folded, and still there
    return this.doing(() => api.tap(this.person.id, row, column, place));
  }

  openMenu() {
    return openMenu(this);
  }

  /** A deep link was opened: Telegram shows START, and sends the payload when it is pressed. */
  offerStart(payload) {
    this.closeFrame();
    this.startPayload = payload;
    this.render();
    this.composer.bar.querySelector(".start-button")?.focus();
  }

  leaveStart() {
    this.startPayload = null;
    this.render();
  }

  async pressStart() {
    const payload = this.startPayload;
    const { id } = this.person;
    if (await this.doing(() => (payload === null ? api.say(id, "/start") : api.start(id, payload)))) this.startPayload = null;
    this.render();
  }

  async unblock() {
    if (await this.doing(() => api.unblock(this.person.id))) this.chat.blocked = false;
    this.render();
  }

  async block() {
    if (await this.doing(() => api.block(this.person.id))) this.chat.blocked = true;
    this.render();
  }

  async copy(text) {
    this.desk.clipboard = text;
    await navigator.clipboard?.writeText(text).catch(() => {}); // kept on the page when the browser forbids it
    toast(this.screen, t("copied"));
  }

  // Links, pages and pictures

  #clickedWords(event) {
    const command = event.target.closest("[data-command]");
    if (command) return void this.say(command.dataset.command);
    const link = event.target.closest(".words a[href]");
    if (!link) return undefined;
    event.preventDefault();
    return this.openLink(link.href);
  }

  meaningOf(text) {
    return meaning(text, { username: this.store.bot.username, publicUrl: this.store.state.public_url });
  }

  /**
   * Opens what an address means on this phone; true when it meant something. A page that was opened
   * from another page lies over it, and closing it leads back.
   */
  openLink(address, over = false) {
    const meant = this.meaningOf(address);
    if (meant.kind === "start") this.offerStart(meant.payload);
    else if (meant.kind === "chat") this.closeFrame();
    else if (meant.kind === "page") this.openPage(meant.path, over);
    else if (meant.kind === "outside") void this.#leave(meant.url);
    else return false;
    return true;
  }

  async #leave(url) {
    if (await confirmed(this.screen, { title: "link.outside", text: url, yes: "open" })) window.open(url, "_blank", "noopener");
  }

  openPage(path, over = false) {
    if (!over) this.closeFrame();
    const page = new PageFrame(this, path);
    page.under = this.frame;
    this.frame = page;
    page.open();
  }

  async openWebApp(url, from, buttonText = null) {
    this.closeFrame();
    try {
      const launch = await api.webapp(this.person.id, { url, from });
      const path = ownPath(launch.url, this.store.state.public_url);
      if (path === null) return toast(this.screen, t("app.foreign", { url: launch.url }), "bad");
      this.frame = new MiniApp(this, path, { from, buttonText });
      this.frame.open();
    } catch (error) {
      toastError(this.screen, error);
    }
    return undefined;
  }

  /** The topmost page is gone; what lay under it is there again. */
  dropFrame() {
    const top = this.frame;
    this.frame = top?.under ?? null;
    top?.remove();
    if (this.frame) this.chatLayer.inert = true;
  }

  /** No page lies over the chat. */
  closeFrame() {
    while (this.frame) this.dropFrame();
  }

  openPhoto(message) {
    const size = largest(message.photo);
    this.desk.enlarge(api.fileUrl(size.file_id), message.caption ?? "", `photo-${message.message_id}.png`);
  }

  /** The camera of this phone. `mode`: scan (a code), photo (send a picture), app (for a Mini App). */
  scan(mode, options = {}) {
    this.scanner?.close();
    this.scanner = new Scanner(this, mode, options);
    this.scanner.open();
    return this.scanner;
  }

  /** What another phone's camera could see on this one, newest first. */
  pictures() {
    const shown = this.chat.ordered().reverse().flatMap((message) => pictureOf(message)).slice(0, PICTURES_OFFERED);
    const offered = shown.map((fileId) => ({
      id: `${this.person.id}-${fileId}`,
      owner: this.person,
      grab: () => pictureFromUrl(api.fileUrl(fileId)),
    }));
    const open = this.frame?.picture();
    return open ? [{ ...open, id: `${this.person.id}-frame`, owner: this.person, live: true }, ...offered] : offered;
  }
}

function pictureOf(message) {
  if (message.photo?.length) return [largest(message.photo).file_id];
  if (message.document?.mime_type?.startsWith("image/")) return [message.document.file_id];
  return [];
}

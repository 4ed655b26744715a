// The scrolling part of a phone: messages by day, what is unread, the way back to the newest.
import { bubble } from "./bubble.js";
import { arrange, el, icon } from "./dom.js";
import { civilDay, dayName } from "./time.js";
import { language, t } from "./words.js";

const SHOWN_AT_FIRST = 200;
const NEAR_PX = 60;
const DAY_SHOWN_MS = 1200;

/** Shows the chat of one person; the phone tells it what to show and hears what was pressed. */
export class ChatView {
  #nodes = new WeakMap(); // message → its list item; an edited message is a new object
  #days = new Map();
  #limit = SHOWN_AT_FIRST;
  #chat = null;
  #dividerAt = null;
  #tongue = language();
  #dayTimer = 0;

  constructor(phone) {
    this.phone = phone;
    this.list = el("ol", { class: "messages", role: "log", "aria-live": "off" });
    this.empty = el("div", { class: "empty-chat", hidden: true }, el("p", { word: "chat.empty" }));
    this.badge = el("span", { class: "badge" });
    this.jump = el(
      "button",
      { type: "button", class: "jump", label: "chat.newest", hidden: true, on: { click: () => this.toNewest(true) } },
      icon("down"),
      this.badge,
    );
    this.earlier = el("button", { type: "button", class: "earlier", word: "chat.earlier", on: { click: () => this.#showEarlier() } });
    this.divider = el("li", { class: "unread-line" }, el("span", { word: "chat.unread" }));
    this.scroll = el("div", { class: "chat-scroll", tabindex: "0", role: "region", label: "chat.title", on: { scroll: () => this.#scrolled() } }, this.list, this.empty);
    this.root = el("div", { class: "chat-area" }, this.scroll, this.jump);
    this.atNewest = true;
    this.#keepAtNewest();
  }

  /** Shows another person's chat, from its newest message. */
  open() {
    this.#chat = null;
    this.#limit = SHOWN_AT_FIRST;
    this.#dividerAt = null;
    this.atNewest = true;
  }

  /** Shows the chat as it is now; stays where the reader is, or at the newest. */
  render(chat) {
    if (this.#tongue !== language()) {
      this.#nodes = new WeakMap();
      this.#tongue = language();
    }
    if (this.#chat !== chat) {
      this.#chat = chat;
      this.#dividerAt = chat.unread > 0 ? chat.firstUnread : null;
    } else if (this.#dividerAt === null && chat.unread > 0 && !this.atNewest) {
      this.#dividerAt = chat.firstUnread;
    }
    const all = chat.ordered();
    const shown = all.slice(-this.#limit);
    const focused = this.#focused();
    arrange(this.list, this.#lines(shown, all.length > shown.length));
    focused?.();
    this.empty.hidden = all.length > 0 || !chat.loaded;
    if (this.atNewest) this.toNewest(false);
    this.showUnread(chat.unread);
  }

  /** How to give the focus back to the same button of a message that is drawn anew, if it has it. */
  #focused() {
    const item = document.activeElement?.closest?.("[data-message]");
    if (!item || !this.list.contains(item)) return null;
    const place = [...item.querySelectorAll("button, a")].indexOf(document.activeElement);
    return () => {
      if (item.isConnected) return;
      const again = [...this.list.querySelectorAll(`[data-message="${item.dataset.message}"] :is(button, a)`)];
      (again[place] ?? again[0] ?? this.scroll).focus({ preventScroll: true });
    };
  }

  /** The line above what was unread goes when the person has answered. */
  forgetUnreadLine() {
    this.#dividerAt = null;
  }

  #lines(messages, more) {
    const lines = more ? [el("li", { class: "service" }, this.earlier)] : [];
    let day = null;
    for (const message of messages) {
      const date = new Date(message.date * 1000);
      const its = civilDay(date);
      if (its !== day) lines.push(this.#dayLine(its, date));
      day = its;
      if (message.message_id === this.#dividerAt) lines.push(this.divider);
      lines.push(this.#item(message));
    }
    return lines;
  }

  #dayLine(day, date) {
    if (!this.#days.has(day)) this.#days.set(day, el("li", { class: "day" }, el("span")));
    const line = this.#days.get(day);
    line.firstChild.textContent = dayName(date);
    return line;
  }

  #item(message) {
    let node = this.#nodes.get(message);
    if (!node) {
      node = bubble(message, this.phone);
      this.#nodes.set(message, node);
    }
    return node;
  }

  #showEarlier() {
    const before = this.scroll.scrollHeight;
    this.#limit += SHOWN_AT_FIRST;
    this.render(this.#chat);
    this.scroll.scrollTop += this.scroll.scrollHeight - before;
  }

  toNewest(smooth) {
    this.atNewest = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    this.atNewest = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.showUnread(this.#chat?.unread ?? 0);
    if (this.atNewest) this.phone.readToNewest();
    else this.#showDay();
  }

  /** While the reader moves, the day of what is shown stands at the top. */
  #showDay() {
    this.scroll.classList.add("scrolling");
    clearTimeout(this.#dayTimer);
    this.#dayTimer = setTimeout(() => this.scroll.classList.remove("scrolling"), DAY_SHOWN_MS);
  }

  /** Pictures that load, keyboards that open and windows that turn must not hide the newest. */
  #keepAtNewest() {
    const watcher = new ResizeObserver(() => {
      if (this.atNewest) this.toNewest(false);
    });
    watcher.observe(this.list);
    watcher.observe(this.scroll);
  }

  showUnread(count) {
    this.badge.textContent = count > 99 ? "99+" : String(count);
    this.badge.hidden = count === 0;
    this.jump.hidden = this.atNewest;
    this.jump.title = count > 0 ? t("chat.unread_count", { count }) : t("chat.newest");
  }
}

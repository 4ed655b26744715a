// A Mini App over one phone: what the phone draws around it, and the wire to telegram-web-app.js.
import { el, icon } from "./dom.js";
import { PageFrame } from "./frame.js";
import { ANSWERS } from "./miniapp_answers.js";
import { confirmed, toast } from "./sheet.js";
import { theme } from "./theme.js";
import { t } from "./words.js";

const COLOUR = /^#[0-9a-f]{6}$/i;
const STORED = "__telegram__"; // the script keeps its launch data under this prefix, per tab

/** One running Mini App. `from`: inline, menu or keyboard; only the last may send data and close. */
export class MiniApp extends PageFrame {
  expanded = false;
  fullscreen = false;
  needsConfirmation = false;
  hasSettings = false;
  locationAsked = false;
  locationGranted = false;
  scanner = null;
  buttons = { main: { is_visible: false }, secondary: { is_visible: false, position: "left" } };
  #launch;

  constructor(phone, path, { from, buttonText }) {
    super(phone, path);
    this.from = from;
    this.buttonText = buttonText;
    this.path = withTheme(path);
    this.#launch = launchParams(this.path);
    this.root.classList.add("app", "compact");
    this.handle = el("button", { type: "button", class: "frame-handle", label: "frame.expand", on: { click: () => this.expand() } });
    this.root.prepend(this.handle);
    this.hear = (event) => this.#heard(event);
    this.watcher = new ResizeObserver(() => this.tellViewport(true));
    this.recolour = () => this.tell("theme_changed", { theme_params: theme() });
  }

  open() {
    window.addEventListener("message", this.hear);
    theme.changes.addEventListener("change", this.recolour);
    forgetLaunches();
    super.open();
    this.root.classList.add("loading");
    this.watcher.observe(this.body);
  }

  heading() {
    return this.phone.botName();
  }

  loaded() {
    super.loaded();
    this.root.classList.remove("loading");
    // Frames of one origin share the tab's storage; when this page goes on to its next one, the
    // script must find this person's launch there and not the one of the phone beside it.
    try {
      this.iframe.contentWindow?.addEventListener("pagehide", () => this.#remember());
    } catch {
      // a page of another origin has its own storage
    }
  }

  #remember() {
    sessionStorage.setItem(`${STORED}initParams`, JSON.stringify(this.#launch));
  }

  #heard(event) {
    if (event.source !== this.iframe.contentWindow || typeof event.data !== "string") return;
    let told;
    try {
      told = JSON.parse(event.data);
    } catch {
      return; // not for us
    }
    const answer = Object.hasOwn(ANSWERS, told?.eventType) ? ANSWERS[told.eventType] : null;
    if (!answer) return;
    let data = told.eventData;
    if (typeof data === "string" && data !== "") {
      try {
        data = JSON.parse(data);
      } catch {
        // a plain word stays one
      }
    }
    void answer(this, data && typeof data === "object" ? data : {});
  }

  /** Says something to the page, in the words of Telegram's clients. */
  tell(eventType, eventData = {}) {
    this.iframe.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), location.origin);
  }

  tellViewport(stable) {
    const { width, height } = this.body.getBoundingClientRect();
    if (height === 0) return;
    this.tell("viewport_changed", { width, height, is_state_stable: stable, is_expanded: this.expanded });
  }

  expand() {
    this.expanded = true;
    this.root.classList.remove("compact");
    this.tellViewport(true);
  }

  setFullscreen(on) {
    this.fullscreen = on;
    if (on) this.expand();
    this.root.classList.toggle("fullscreen", on);
    this.tell("fullscreen_changed", { is_fullscreen: on });
  }

  colour(part, { color, color_key: key }) {
    const value = color ?? theme()[key];
    if (!COLOUR.test(value ?? "")) return;
    const target = { header: this.head, background: this.body, bottom: this.bottom }[part];
    target.style.setProperty("background-color", value);
    if (part !== "header") return;
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16));
    this.head.style.setProperty("color", r * 0.299 + g * 0.587 + b * 0.114 > 150 ? "#17211c" : "#ffffff");
  }

  setBack(visible) {
    this.back.hidden = !visible;
    this.closer.hidden = visible;
  }

  pressedBack() {
    this.tell("back_button_pressed");
  }

  menuActions() {
    const settings = this.hasSettings ? [{ id: "settings", word: "frame.settings" }] : [];
    return [...settings, ...super.menuActions()];
  }

  chose(action) {
    if (action === "settings") this.tell("settings_button_pressed");
  }

  reload() {
    this.#remember();
    super.reload();
  }

  /** The main or the secondary button is drawn as the page wants it. */
  setButton(which, params) {
    this.buttons[which] = { ...this.buttons[which], ...params };
    const { main, secondary } = this.buttons;
    const shown = [main.is_visible ? this.#button("main", main) : null, secondary.is_visible ? this.#button("secondary", secondary) : null].filter(Boolean);
    this.bottom.className = `frame-bottom at-${["left", "right", "top", "bottom"].includes(secondary.position) ? secondary.position : "left"}`;
    this.bottom.hidden = shown.length === 0;
    const hadFocus = this.bottom.contains(document.activeElement) ? document.activeElement.dataset.button : null;
    this.bottom.replaceChildren(...shown);
    if (hadFocus) this.bottom.querySelector(`[data-button="${hadFocus}"]`)?.focus();
  }

  #button(which, { text, color, text_color: ink, is_active: active = true, is_progress_visible: busy, has_shine_effect: shine }) {
    const style = {};
    if (COLOUR.test(color ?? "")) style["background-color"] = color;
    if (COLOUR.test(ink ?? "")) style.color = ink;
    const node = el(
      "button",
      {
        type: "button",
        class: `frame-button ${which}${shine ? " shine" : ""}${busy ? " busy" : ""}`,
        "data-button": which,
        disabled: !active,
        "aria-busy": String(Boolean(busy)),
        style,
        on: { click: () => this.tell(`${which}_button_pressed`) },
      },
      el("span", { text: String(text ?? "") }),
      busy ? icon("reload") : null,
    );
    return node;
  }

  async close() {
    if (this.needsConfirmation) {
      const sure = await confirmed(this.phone.screen, { title: "app.close_title", text: t("app.close_text"), yes: "close", danger: true });
      if (!sure) return;
    }
    this.phone.closeFrame();
  }

  remove() {
    window.removeEventListener("message", this.hear);
    theme.changes.removeEventListener("change", this.recolour);
    this.watcher.disconnect();
    this.scanner?.close();
    super.remove();
  }

  /** A page that asks for what a stage cannot do is answered, and the player is told once. */
  unsupported(what) {
    toast(this.phone.screen, t("app.unsupported", { what }));
  }
}

/** The launch address with the colours of this page instead of the server's guess. */
function withTheme(path) {
  const [page, hash = ""] = splitHash(path);
  const params = new URLSearchParams(hash);
  params.set("tgWebAppThemeParams", JSON.stringify(theme()));
  // An empty value must be there: an absent one would be filled from an earlier launch.
  if (!params.has("tgWebAppData")) params.set("tgWebAppData", "");
  return `${page}#${params}`;
}

function splitHash(path) {
  const at = path.indexOf("#");
  return at < 0 ? [path] : [path.slice(0, at), path.slice(at + 1)];
}

function launchParams(path) {
  return Object.fromEntries(new URLSearchParams(splitHash(path)[1]));
}

function forgetLaunches() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(STORED)) sessionStorage.removeItem(key);
}

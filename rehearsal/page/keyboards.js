// Buttons: those under a message, and those below the input.
import { el, icon } from "./dom.js";
import { t } from "./words.js";

// Telegram's clients stop waiting for an answer after a while and let the button be pressed again.
const PATIENCE_MS = 15_000;

/** The inline keyboard of `message`; presses go to `chat.pressInline`. */
export function inlineKeyboard(message, chat) {
  const rows = message.reply_markup.inline_keyboard.map((buttons, row) =>
    el(
      "div",
      { class: "inline-row" },
      buttons.map((button, column) => inlineButton(message, button, row, column, chat)),
    ),
  );
  return el("div", { class: "inline-keyboard" }, rows);
}

function inlineButton(message, button, row, column, chat) {
  const node = el(
    "button",
    { type: "button", class: `inline-button ${styleOf(button)}` },
    el("span", { text: button.text, dir: "auto" }),
    cornerOf(button),
  );
  node.addEventListener("click", () => {
    if (node.classList.contains("waiting")) return;
    void chat.pressInline({ message, button, row, column, waiting: (on) => wait(node, on) });
  });
  return node;
}

function styleOf(button) {
  return ["primary", "success", "danger"].includes(button.style) ? button.style : "";
}

function cornerOf(button) {
  if (button.web_app) return el("span", { class: "corner" }, icon("screen"));
  if (button.url) return el("span", { class: "corner" }, icon("expand"));
  if (button.copy_text) return el("span", { class: "corner" }, icon("file"));
  return null;
}

function wait(node, on) {
  clearTimeout(Number(node.dataset.timer));
  node.classList.toggle("waiting", on);
  node.setAttribute("aria-busy", String(on));
  if (on) node.dataset.timer = String(setTimeout(() => wait(node, false), PATIENCE_MS));
}

/** The reply keyboard `markup`; taps go to `chat.tapReply({button, row, column})`. */
export function replyKeyboard(markup, chat) {
  const rows = markup.keyboard.map((buttons, row) =>
    el(
      "div",
      { class: "reply-row" },
      buttons.map((given, column) => {
        const button = typeof given === "string" ? { text: given } : given;
        return el(
          "button",
          { type: "button", class: `reply-button ${styleOf(button)}`, on: { click: () => void chat.tapReply({ button, row, column }) } },
          el("span", { text: button.text, dir: "auto" }),
          button.web_app ? el("span", { class: "corner" }, icon("screen")) : null,
        );
      }),
    ),
  );
  const small = markup.resize_keyboard ? "" : " tall";
  return el("div", { class: `reply-keyboard${small}`, role: "group", "aria-label": t("keyboard.title") }, rows);
}

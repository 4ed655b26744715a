// One message as it stands in a chat. Clicks are told to `chat`, this file decides nothing.
import { api } from "./api.js";
import { avatar, el, humanSize, icon } from "./dom.js";
import { inlineKeyboard } from "./keyboards.js";
import { lively, safeHtml } from "./safe_html.js";
import { hourMinute } from "./time.js";
import { t } from "./words.js";

const DEEP_LINK = /^\/start [A-Za-z0-9_-]{1,64}$/;

/** The list item of `message`. */
export function bubble(message, chat) {
  const service = serviceText(message);
  if (service) return el("li", { class: "service", "data-message": message.message_id }, el("span", { text: service }));
  const body = el("div", { class: "bubble" });
  const media = mediaOf(message, chat);
  if (message.reply_to_message) body.append(replied(message.reply_to_message));
  if (media) body.append(media);
  const words = wordsOf(message);
  if (words) body.append(words);
  body.append(footer(message));
  if (media?.matches(".photo") && !words) body.classList.add("bare");
  const keyboard = message.reply_markup?.inline_keyboard
    ? inlineKeyboard(message, chat)
    : null;
  return el(
    "li",
    { class: `message ${message.out ? "out" : "in"}${media?.matches(".photo") ? " has-photo" : ""}`, "data-message": message.message_id },
    el("div", { class: "stack" }, body, keyboard),
  );
}

function wordsOf(message) {
  const plain = message.text ?? message.caption;
  if (plain === undefined) return null;
  const node = el("div", { class: "words", dir: "auto" });
  // Telegram's clients send what a link carries and show the word alone.
  if (message.out && DEEP_LINK.test(plain)) node.append(lively("/start"));
  else if (typeof message.html === "string") node.append(safeHtml(message.html));
  else node.append(lively(plain));
  if (isJustEmoji(plain)) node.classList.add("big-emoji");
  return node;
}

function isJustEmoji(text) {
  return text.length <= 12 && /^(\p{Extended_Pictographic}[\u{FE0F}\u{200D}\u{1F3FB}-\u{1F3FF}]*\s?){1,3}$/u.test(text);
}

function footer(message) {
  const date = new Date(message.date * 1000);
  return el(
    "span",
    { class: "meta" },
    message.edit_date ? el("span", { word: "message.edited" }) : null,
    el("time", { datetime: date.toISOString(), text: hourMinute(date) }),
    message.out ? icon("ticks") : null,
  );
}

function replied(original) {
  const text = original.text ?? original.caption ?? t(original.photo ? "media.photo" : "media.other");
  return el("div", { class: "replied", text: text.slice(0, 120) });
}

function serviceText(message) {
  if (message.web_app_data) return t("service.webapp_data", { button: message.web_app_data.button_text });
  if (message.pinned_message) return t("service.pinned");
  if (message.write_access_allowed) return t("service.write_access");
  return null;
}

function mediaOf(message, chat) {
  if (Array.isArray(message.photo) && message.photo.length > 0) return photo(message, chat);
  if (message.document) return documentCard(message.document);
  if (message.contact) return contactCard(message.contact, chat);
  if (message.venue) return placeCard(message.venue.location, message.venue.title, message.venue.address);
  if (message.location) return placeCard(message.location);
  if (message.text === undefined && message.caption === undefined) return el("div", { class: "unknown", word: "media.unknown" });
  return null;
}

/** The largest size of a photo. */
export function largest(photos) {
  return photos.reduce((best, size) => (size.width * size.height > best.width * best.height ? size : best));
}

function photo(message, chat) {
  const size = largest(message.photo);
  const image = el("img", {
    src: api.fileUrl(size.file_id),
    width: size.width,
    height: size.height,
    alt: message.caption ?? t("media.photo"),
    loading: "lazy",
    draggable: "false",
  });
  const ratio = Math.min(Math.max(size.width / size.height, 0.5), 2.4);
  return el("button", { type: "button", class: "photo", label: "photo.open", style: { "--ratio": ratio }, on: { click: () => chat.openPhoto(message) } }, image);
}

function documentCard(file) {
  const name = file.file_name ?? t("media.file");
  return el(
    "a",
    { class: "document", href: api.fileUrl(file.file_id), download: name, "data-download": "" },
    el("span", { class: "document-icon" }, icon("file"), icon("download")),
    el(
      "span",
      { class: "document-name" },
      el("strong", { text: name, dir: "auto" }),
      el("small", { text: [humanSize(file.file_size), extension(name)].filter(Boolean).join(" · ") }),
    ),
  );
}

function extension(name) {
  const match = /\.([A-Za-z0-9]{1,5})$/.exec(name);
  return match ? match[1].toUpperCase() : "";
}

function contactCard(contact, chat) {
  const name = [contact.last_name, contact.first_name].filter(Boolean).join(" ") || contact.first_name;
  return el(
    "div",
    { class: "contact" },
    avatar({ ...chat.store.person(contact.user_id), id: contact.user_id ?? 0, name }),
    el("span", {}, el("strong", { text: name, dir: "auto" }), el("small", { text: contact.phone_number })),
  );
}

function placeCard(location, title, address) {
  const figures = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  const spread = location.horizontal_accuracy ? ` ±${Math.round(location.horizontal_accuracy)} m` : "";
  return el(
    "div",
    { class: "place" },
    el("div", { class: "place-map" }, icon("pin")),
    el("strong", { text: title ?? t("media.location") }),
    address ? el("span", { text: address }) : null,
    el("small", { text: figures + spread }),
  );
}

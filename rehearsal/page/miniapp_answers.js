// Telegram's side of what telegram-web-app.js asks: event → what a phone does about it.
// Events and fields are those of the script that we ship in web/static, unmodified.
import { api } from "./api.js";
import { askPlace } from "./attach.js";
import { publicPath } from "./links.js";
import { ask, confirmed, toast } from "./sheet.js";
import { theme } from "./theme.js";
import { t } from "./words.js";

const UNSUPPORTED = "UNSUPPORTED";
const NOWHERE = { top: 0, bottom: 0, left: 0, right: 0 };
const READY_BUTTONS = { ok: "ok", close: "close", cancel: "cancel" };

async function openPopup(app, { title, message, buttons = [] }) {
  const actions = buttons.slice(0, 3).map(({ id = "", type, text }, at) => ({
    id: `button-${at}`,
    answer: id,
    ...(type in READY_BUTTONS ? { word: READY_BUTTONS[type] } : { text: String(text ?? "") }),
    kind: type === "destructive" ? "danger" : at === 0 && type !== "cancel" ? "primary" : "",
  }));
  const chosen = await ask(app.phone.screen, { titleText: title, text: String(message ?? ""), actions });
  const button = actions.find(({ id }) => id === chosen);
  app.tell("popup_closed", button ? { button_id: button.answer } : {});
}

function openScanner(app, { text }) {
  app.scanner?.close();
  app.scanner = app.phone.scan("app", {
    hint: text ? String(text).slice(0, 64) : "",
    onText: (data) => app.tell("qr_text_received", { data }),
    onClose: () => {
      app.scanner = null;
      app.tell("scan_qr_popup_closed");
    },
  });
}

function checkLocation(app) {
  app.tell("location_checked", {
    available: true,
    access_requested: app.locationAsked,
    access_granted: app.locationGranted,
  });
}

async function requestLocation(app) {
  const place = await askPlace(app.phone, "place.allow", t("place.allow_text", { bot: app.phone.botName() }));
  app.locationAsked = true;
  app.locationGranted = place !== null;
  checkLocation(app);
  app.tell("location_requested", place === null ? { available: false } : { available: true, ...place });
}

async function requestPhone(app) {
  const { phone } = app;
  const text = t("contact.share_text", { bot: phone.botName() });
  const yes = await confirmed(phone.screen, { title: "contact.share", text, yes: "contact.send" });
  const sent = yes && (await phone.doing(() => api.contact(phone.person.id, {})));
  app.tell("phone_requested", { status: sent ? "sent" : "cancelled" });
}

async function requestWriteAccess(app) {
  const text = t("app.write_text", { bot: app.phone.botName() });
  const yes = await confirmed(app.phone.screen, { title: "app.write_title", text });
  app.tell("write_access_requested", { status: yes ? "allowed" : "cancelled" });
}

async function sendData(app, { data }) {
  if (app.from !== "keyboard") {
    toast(app.phone.screen, t("app.no_data"), "bad");
    return;
  }
  const { phone, buttonText } = app;
  if (await phone.doing(() => api.webappData(phone.person.id, buttonText, String(data ?? "")))) phone.closeFrame();
}

async function download(app, { url, file_name: name }) {
  const { phone } = app;
  const yes = await confirmed(phone.screen, { title: "app.download", text: String(name ?? ""), yes: "download" });
  app.tell("file_download_requested", { status: yes ? "downloading" : "cancelled" });
  if (!yes) return;
  const link = document.createElement("a");
  link.href = publicPath(url, phone.store.state.public_url) ?? url;
  link.download = String(name ?? "");
  link.click();
}

async function readClipboard(app, { req_id: request }) {
  const own = app.phone.desk.clipboard;
  const data = own ?? (await navigator.clipboard?.readText().catch(() => null)) ?? null;
  app.tell("clipboard_text_received", { req_id: request, data });
}

const refuse = (eventType, facts) => (app) => app.tell(eventType, { error: UNSUPPORTED, ...facts });

export const ANSWERS = {
  iframe_ready: (app) => app.tellViewport(true),
  iframe_will_reload: (app) => app.root.classList.add("loading"),
  web_app_ready: (app) => app.root.classList.remove("loading"),
  web_app_expand: (app) => app.expand(),
  web_app_close: (app) => app.phone.closeFrame(),
  web_app_request_theme: (app) => app.tell("theme_changed", { theme_params: theme() }),
  web_app_request_viewport: (app) => app.tellViewport(true),
  web_app_request_safe_area: (app) => app.tell("safe_area_changed", NOWHERE),
  web_app_request_content_safe_area: (app) => app.tell("content_safe_area_changed", NOWHERE),
  web_app_set_header_color: (app, data) => app.colour("header", data),
  web_app_set_background_color: (app, data) => app.colour("background", data),
  web_app_set_bottom_bar_color: (app, data) => app.colour("bottom", data),
  web_app_setup_main_button: (app, data) => app.setButton("main", data),
  web_app_setup_secondary_button: (app, data) => app.setButton("secondary", data),
  web_app_setup_back_button: (app, data) => app.setBack(Boolean(data.is_visible)),
  web_app_setup_settings_button(app, data) {
    app.hasSettings = Boolean(data.is_visible);
  },
  web_app_setup_closing_behavior(app, data) {
    app.needsConfirmation = Boolean(data.need_confirmation);
  },
  web_app_setup_swipe_behavior() {}, // nothing is swiped here
  web_app_toggle_orientation_lock() {},
  web_app_trigger_haptic_feedback() {}, // and nothing trembles
  web_app_open_popup: openPopup,
  web_app_open_scan_qr_popup: openScanner,
  web_app_close_scan_qr_popup: (app) => app.scanner?.close(),
  web_app_check_location: checkLocation,
  web_app_request_location: requestLocation,
  web_app_open_location_settings: requestLocation,
  web_app_request_phone: requestPhone,
  web_app_request_write_access: requestWriteAccess,
  web_app_data_send: sendData,
  web_app_request_file_download: download,
  web_app_read_text_from_clipboard: readClipboard,
  web_app_open_link: (app, { url }) => app.phone.openLink(String(url ?? ""), true),
  web_app_open_tg_link: (app, { path_full: path }) => {
    if (!app.phone.openLink(`https://t.me${path}`)) app.unsupported("t.me");
  },
  web_app_request_fullscreen: (app) =>
    app.fullscreen ? app.tell("fullscreen_failed", { error: "ALREADY_FULLSCREEN" }) : app.setFullscreen(true),
  web_app_exit_fullscreen: (app) => app.setFullscreen(false),
  web_app_invoke_custom_method: (app, { req_id: request }) =>
    app.tell("custom_method_invoked", { req_id: request, error: UNSUPPORTED }),
  web_app_biometry_get_info: (app) => app.tell("biometry_info_received", { available: false }),
  web_app_biometry_request_access: (app) => app.tell("biometry_info_received", { available: false }),
  web_app_biometry_request_auth: (app) => app.tell("biometry_auth_requested", { status: "failed" }),
  web_app_biometry_update_token: (app) => app.tell("biometry_token_updated", { status: "failed" }),
  web_app_biometry_open_settings: (app) => app.unsupported("biometry"),
  web_app_start_accelerometer: refuse("accelerometer_failed"),
  web_app_start_device_orientation: refuse("device_orientation_failed"),
  web_app_start_gyroscope: refuse("gyroscope_failed"),
  web_app_add_to_home_screen: (app) => app.unsupported("home screen"),
  web_app_check_home_screen: (app) => app.tell("home_screen_checked", { status: "unsupported" }),
  web_app_open_invoice: (app, { slug }) => app.tell("invoice_closed", { slug, status: "failed" }),
  web_app_send_prepared_message: refuse("prepared_message_failed"),
  web_app_set_emoji_status: refuse("emoji_status_failed"),
  web_app_request_emoji_status_access: (app) => app.tell("emoji_status_access_requested", { status: "cancelled" }),
  web_app_share_to_story: (app) => app.unsupported("story"),
  web_app_switch_inline_query: (app) => app.unsupported("inline query"),
};

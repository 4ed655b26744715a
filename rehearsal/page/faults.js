// What may go wrong on the way to Telegram: a small panel to make it go wrong.
import { api } from "./api.js";
import { el, iconButton } from "./dom.js";
import { field, toast, toastError } from "./sheet.js";
import { t } from "./words.js";

const KINDS = [
  "drop_reply", "delay", "hang", "http_500", "html_502", "html_403", "json_401",
  "too_many_requests", "blocked", "duplicate_updates", "reorder_updates",
];
// How late a reply is, or how long the bot is asked to wait.
const TIMED = new Set(["delay", "hang", "too_many_requests"]);

export class FaultPanel {
  constructor() {
    this.kind = el("select", { on: { change: () => this.#fit() } }, KINDS.map((kind) => el("option", { value: kind, word: `fault.${kind}` })));
    this.count = el("input", { type: "number", min: "1", max: "1000", value: "1" });
    this.seconds = el("input", { type: "number", min: "0", max: "600", step: "any", value: "5" });
    this.method = el("input", { type: "text", placeholder: "sendMessage", maxlength: "64" });
    this.secondsField = field("fault.seconds", this.seconds);
    this.list = el("ul", { class: "fault-list" });
    this.root = el(
      "dialog",
      { class: "panel faults", label: "fault.title" },
      el("header", {}, el("h2", { word: "fault.title" }), iconButton("close", "close", () => this.root.close())),
      el("p", { class: "quiet", word: "fault.explain" }),
      el(
        "form",
        { class: "fields", on: { submit: (event) => this.#add(event) } },
        field("fault.kind", this.kind),
        el("div", { class: "field-pair" }, field("fault.count", this.count), this.secondsField),
        field("fault.method", this.method),
        el("button", { type: "submit", class: "solid", word: "fault.add" }),
      ),
      el("h3", { word: "fault.active" }),
      this.list,
      el("button", { type: "button", class: "wide-button", word: "fault.clear", on: { click: () => void this.#clear() } }),
    );
    this.#fit();
  }

  open() {
    this.root.showModal();
    void this.refresh();
  }

  #fit() {
    this.secondsField.hidden = !TIMED.has(this.kind.value);
  }

  async refresh() {
    try {
      const told = await api.faults();
      const faults = Array.isArray(told) ? told : told.faults ?? [];
      this.list.replaceChildren(...faults.map((fault) => el("li", { text: sentence(fault) })));
      if (faults.length === 0) this.list.append(el("li", { class: "quiet", word: "fault.none" }));
    } catch (error) {
      toastError(this.root, error);
    }
  }

  async #add(event) {
    event.preventDefault();
    const fault = { kind: this.kind.value, count: this.count.valueAsNumber || 1 };
    if (TIMED.has(fault.kind)) fault.seconds = this.seconds.valueAsNumber || 5;
    if (this.method.value.trim()) fault.method = this.method.value.trim();
    try {
      await api.addFault(fault);
      toast(this.root, t("fault.added"));
      await this.refresh();
    } catch (error) {
      toastError(this.root, error);
    }
  }

  async #clear() {
    try {
      await api.clearFaults();
      await this.refresh();
    } catch (error) {
      toastError(this.root, error);
    }
  }
}

function sentence({ kind, method, count, seconds_left: left }) {
  const parts = [t(`fault.${kind}`)];
  if (method) parts.push(method);
  if (Number.isFinite(count)) parts.push(t("fault.times", { count }));
  if (Number.isFinite(left)) parts.push(t("fault.left", { seconds: left }));
  return parts.join(" · ");
}

// The stage's clock in the bar: what time it is in the city, and the ways to move it on.
import { api } from "./api.js";
import { el, icon } from "./dom.js";
import { toast, toastError } from "./sheet.js";
import { civilInput, clockFace, hourMinute, instantOf, now, tomorrowMorning } from "./time.js";
import { t } from "./words.js";

const MOVES = {
  ten: () => ({ forward_minutes: 10 }),
  hour: () => ({ forward_minutes: 60 }),
  morning: () => ({ to: tomorrowMorning().toISOString() }),
  next: () => ({ next: true }),
};

const narrow = matchMedia("(max-width: 759px)");

export class ClockBar {
  #journey = null; // {from, to} while the clock runs through what is due

  constructor(store) {
    this.store = store;
    this.day = el("span", { class: "clock-day" });
    this.time = el("time", { class: "clock-time" });
    this.face = el(
      "button",
      { type: "button", class: "clock-face", "aria-expanded": "false", label: "clock.open", on: { click: () => this.#toggle() } },
      icon("clock"),
      this.time,
      this.day,
      icon("down"),
    );
    this.progress = el("div", { class: "clock-progress", role: "status", hidden: true }, el("span"), el("i"));
    this.picker = el("input", { type: "datetime-local", label: "clock.pick" });
    this.panel = el(
      "div",
      { class: "clock-panel", hidden: true },
      el("p", { class: "quiet", word: "clock.explain" }),
      el("div", { class: "clock-moves" }, this.#buttons()),
      el(
        "div",
        { class: "clock-pick" },
        this.picker,
        el("button", { type: "button", class: "solid", word: "clock.go", "data-move": "", on: { click: () => this.#toPicked() } }),
      ),
    );
    this.root = el("div", { class: "clock" }, this.face, el("div", { class: "clock-quick" }, this.#buttons()), this.panel, this.progress);
    document.addEventListener("click", (event) => {
      if (!this.panel.hidden && !this.root.contains(event.target)) this.#toggle(false);
    });
    this.root.addEventListener("keydown", (event) => (event.key === "Escape" ? this.#toggle(false) : null));
    // The stage runs on with real time, and says so only when it is moved.
    setInterval(() => store.tell("clock", {}), 1000);
  }

  #buttons() {
    return Object.keys(MOVES).map((move) =>
      el("button", { type: "button", class: "clock-move", word: `clock.${move}`, "data-move": move, on: { click: () => void this.#move(MOVES[move]()) } }),
    );
  }

  render() {
    for (const button of this.root.querySelectorAll('[data-move="next"]')) button.hidden = !this.store.state.can_next;
    const face = clockFace(now(), !narrow.matches);
    if (this.time.textContent !== face.time) this.time.textContent = face.time;
    if (this.day.textContent !== face.day) this.day.textContent = face.day;
  }

  /** A word from the stage: it stands at another moment now. */
  told() {
    this.render();
    if (this.#journey) this.#showJourney();
  }

  #toggle(open = this.panel.hidden) {
    this.panel.hidden = !open;
    this.face.setAttribute("aria-expanded", String(open));
    if (open) this.picker.value = this.picker.min = civilInput(now());
  }

  #toPicked() {
    if (!this.picker.value) return;
    const to = instantOf(this.picker.value.slice(0, 16));
    if (to <= now()) {
      toast(document.body, t("clock.back"), "bad");
      return;
    }
    void this.#move({ to: to.toISOString() });
  }

  async #move(move) {
    if (this.#journey) return;
    const from = now();
    const to = move.to ? new Date(move.to) : new Date(from.getTime() + (move.forward_minutes ?? 0) * 60_000);
    this.#journey = { from, to: move.next ? null : to };
    this.#busy(true);
    this.#showJourney();
    try {
      const { now: stands, moved } = await api.clock(move);
      if (stands) this.store.clockStands(stands);
      if (moved === false) toast(document.body, t("clock.nothing"));
      this.#toggle(false);
    } catch (error) {
      toastError(document.body, error);
    } finally {
      this.#journey = null;
      this.#busy(false);
      this.render();
    }
  }

  #busy(on) {
    this.progress.hidden = !on;
    for (const button of this.root.querySelectorAll("[data-move]")) button.disabled = on;
  }

  #showJourney() {
    const { from, to } = this.#journey;
    const at = now();
    const share = to ? Math.min(1, Math.max(0.03, (at - from) / (to - from))) : 0.5;
    this.progress.lastChild.style.setProperty("--share", share);
    this.progress.firstChild.textContent = t("clock.moving", { day: clockFace(at).day, time: hourMinute(at) });
  }
}

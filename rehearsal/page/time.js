// The stage's clock as the page shows it, always in the city's zone.
import { language, t } from "./words.js";

let zone = "Asia/Shanghai";
let ahead = 0; // milliseconds from the browser's steady clock to the stage's clock
const formats = new Map();

export function setZone(name) {
  zone = name;
  formats.clear();
}

/** The stage said what time it is; between two such words the page counts on by itself. */
export function setNow(iso) {
  const at = Date.parse(iso);
  if (Number.isFinite(at)) ahead = at - performance.now();
}

export function now() {
  return new Date(performance.now() + ahead);
}

function format(name, options) {
  const key = `${language()} ${name}`;
  if (!formats.has(key)) {
    const tongue = language() === "zh" ? "zh-CN" : "en-GB";
    formats.set(key, new Intl.DateTimeFormat(tongue, { timeZone: zone, ...options }));
  }
  return formats.get(key);
}

/** 09:02 */
export function hourMinute(date) {
  return format("hm", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

/** 2027-03-12 in the city, whatever the browser's zone. */
export function civilDay(date) {
  const parts = civilParts(date);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

function civilParts(date) {
  const options = {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  };
  if (!formats.has("civil")) formats.set("civil", new Intl.DateTimeFormat("en-CA", options));
  return Object.fromEntries(formats.get("civil").formatToParts(date).map((part) => [part.type, part.value]));
}

/** 今天, 昨天, 3月12日 周五; the year only when it is another one. */
export function dayName(date) {
  const day = civilDay(date);
  const today = now();
  if (day === civilDay(today)) return t("day.today");
  if (day === civilDay(new Date(today.getTime() - 86_400_000))) return t("day.yesterday");
  const sameYear = day.slice(0, 4) === civilDay(today).slice(0, 4);
  const base = { month: language() === "zh" ? "long" : "short", day: "numeric", weekday: "short" };
  return sameYear
    ? format("day", base).format(date)
    : format("year", { ...base, year: "numeric" }).format(date);
}

/** The clock in the bar: date and time; year and weekday where there is room. */
export function clockFace(date, roomy = true) {
  const base = { month: language() === "zh" ? "long" : "short", day: "numeric" };
  const day = roomy ? format("face", { year: "numeric", ...base }) : format("short", base);
  const weekday = roomy ? ` ${format("weekday", { weekday: "short" }).format(date)}` : "";
  return { day: day.format(date) + weekday, time: hourMinute(date) };
}

/** For a date picker: 2027-03-12T09:02 as the city's clocks show it. */
export function civilInput(date) {
  const parts = civilParts(date);
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** The instant at which the city's clocks show `text` (2027-03-12T09:02). */
export function instantOf(text) {
  const wanted = Date.parse(`${text}:00Z`);
  let guess = wanted;
  for (let step = 0; step < 2; step += 1) guess += wanted - Date.parse(`${civilInput(new Date(guess))}:00Z`);
  return new Date(guess);
}

/** Eight o'clock tomorrow in the city. */
export function tomorrowMorning() {
  const noon = instantOf(`${civilDay(now())}T12:00`);
  const tomorrow = civilDay(new Date(noon.getTime() + 86_400_000));
  return instantOf(`${tomorrow}T08:00`);
}

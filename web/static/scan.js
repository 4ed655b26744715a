// The scanners. For the volunteer one scan is enough; for clerk and merchant the next one follows.
import { Refused, Unreachable, pause, randomWord } from "./asking.js";
import { Camera, beep, hasDetector, hasPopup, scanInPopup, textIn } from "./camera.js";
import { Kept, keepPage } from "./kept.js";
import { openSession, ready, telegram } from "./session.js";
import { say } from "./words.js";

const room = document.body.dataset.room;
const atTheDesk = room !== "scan"; // one after another
const PATH = room === "honour" ? "/page/honour" : "/page/scan";
const DAY = room === "honour" ? "/page/honoured-day" : "/page/day";
// A clerk goes on without a network; a voucher is honoured only where the till can be answered.
const kept = room === "scanner" ? new Kept(telegram?.initDataUnsafe?.user?.id ?? "") : null;
const LATER = "/page/scans-later";
const AT_ONCE = 50;
const AGAIN_MS = 5000;
const OPEN_MS = 3000; // then scanning begins, whether the server has answered or not
const RESULT_MS = 2500; // long enough to read a name, short enough for a queue
const $ = (id) => document.getElementById(id);
const camera = new Camera($("video"));

let session = null;
let waiting = 0;
let scanning = false;
let lastNonce = "";
// What the server's clock is ahead of this one, and the station, as it was last heard.
let { aheadMs = null, stationId = null } = kept?.lastHeard() ?? {};
let sending = false;
let over = false; // the server takes nothing more from this page

function show(state, words, name = "", why = "") {
  document.body.dataset.state = state;
  $("why").hidden = !why;
  $("why").open = false;
  $("why-words").textContent = why;
  $("result-name").textContent = name;
  $("result-words").textContent = words;
}

function showDay(day) {
  if (!day) return;
  if (kept && day.clock_ms) {
    aheadMs = day.clock_ms - Date.now();
    stationId = day.station_id;
    kept.heard(aheadMs, stationId);
  }
  // A clerk of several stations sees at once where a scan counts.
  $("count").textContent = [day.station, day.words].filter(Boolean).join(" · ");
  $("last").hidden = day.lines.length === 0;
  $("lines").replaceChildren(
    ...day.lines.map(({ name, words, inside }) => {
      const line = document.createElement("li");
      const who = document.createElement("b");
      const what = document.createElement("span");
      who.textContent = name;
      what.textContent = words;
      line.classList.toggle("inside", inside);
      line.append(who, what);
      return line;
    }),
  );
}

function showWaiting(change) {
  waiting += change;
  const count = waiting + (kept?.size ?? 0);
  $("waiting").hidden = count === 0;
  $("waiting").textContent = count ? say("page-waiting-count", count) : "";
}

/** Sends until there is an answer: the same word each time, so it counts once. */
async function send(path, body, asScan = true) {
  let counted = !asScan;
  try {
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
      try {
        return await session.ask(path, body);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        if (!counted) showWaiting(1);
        counted = true;
        await pause(wait);
      }
    }
  } finally {
    if (counted && asScan) showWaiting(-1);
  }
}

async function use(path, body) {
  $("move").hidden = true;
  show("waiting", say("page-wait"));
  try {
    const answer = await send(path, body);
    show(answer.good ? "good" : "bad", answer.words, answer.name ?? "", answer.why);
    $("move").hidden = !answer.may_move;
    $("close").hidden = atTheDesk || !answer.good;
    showDay(answer.day);
    beep(answer.good);
    return answer.good;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show("bad", error.words || say("page-only-in-chat"), "", error.why);
    beep(false);
    return false;
  }
}

/** Asks once; without a network the scan is kept, with its word, and sent when there is one. */
async function useOrKeep(code) {
  $("move").hidden = true;
  show("waiting", say("page-wait"));
  const scan = { code, nonce: randomWord(), at_ms: Date.now(), ahead_ms: aheadMs, station_id: stationId };
  // What is kept goes first: who came and left must not leave before he came.
  if (session && navigator.onLine && kept.size === 0) {
    try {
      const answer = await session.ask(PATH, { code, nonce: scan.nonce, desk: true });
      show(answer.good ? "good" : "bad", answer.words, answer.name ?? "", answer.why);
      showDay(answer.day);
      beep(answer.good);
      return answer.good;
    } catch (error) {
      if (error instanceof Refused) {
        show("bad", error.words || say("page-only-in-chat"), "", error.why);
        beep(false);
        return false;
      }
      if (!(error instanceof Unreachable)) throw error;
    }
  }
  const safe = kept.add(scan);
  show(safe ? "good" : "bad", say(safe ? "scanner-kept" : "page-offline"));
  beep(safe);
  showWaiting(0);
  void sendKept();
  return safe;
}

/** Sends what was kept, in its order, until nothing is left or the network is gone again. */
async function sendKept() {
  if (sending || over || !session || !navigator.onLine) return;
  sending = true;
  try {
    while (kept.size > 0) {
      const scans = kept.all().slice(0, AT_ONCE);
      const answer = await session.ask(LATER, { scans, clock_ms: Date.now() });
      kept.forget(answer.nonces);
      showWaiting(0);
      showDay(answer.day);
      show(answer.odd ? "bad" : "good", answer.words);
    }
  } catch (error) {
    // Whatever was not taken stays here and is sent by the next page that may.
    if (error instanceof Refused) {
      over = true;
      show("bad", say("scanner-again"));
    } else if (!(error instanceof Unreachable)) throw error;
  } finally {
    sending = false;
  }
}

function used(code) {
  if (kept) return useOrKeep(code);
  lastNonce = randomWord();
  return use(PATH, { code, nonce: lastNonce, desk: atTheDesk });
}

/** Reads a photo on this device if it can; for a clerk without a network there is no other way. */
async function usedPicture(picture) {
  if (kept && (!session || !navigator.onLine)) {
    const text = hasDetector() ? await textIn(picture) : "";
    if (text) return used(text);
    show("bad", say("scanner-no-photo"));
    return false;
  }
  lastNonce = randomWord();
  const form = new FormData();
  form.append("picture", picture);
  form.append("nonce", lastNonce);
  form.append("desk", String(atTheDesk));
  return use(`${PATH}-picture`, form);
}

/** Reads codes by the best means there is; returns when the person stopped, or had enough. */
async function scan() {
  if (scanning) return;
  scanning = true;
  try {
    // In the page a clerk sees name and camera at once; Telegram's scanner covers the page.
    if (hasDetector() && (atTheDesk || !hasPopup())) await scanInPage();
    else if (hasPopup()) await scanByPopup();
    else photoOnly();
  } finally {
    scanning = false;
  }
}

async function scanByPopup() {
  for (;;) {
    const text = await scanInPopup(say(`${room}-hint`));
    if (text === null) return;
    await used(text);
    if (!atTheDesk) return;
    await pause(RESULT_MS);
  }
}

async function scanInPage() {
  try {
    await camera.open();
  } catch {
    if (hasPopup()) await scanByPopup();
    else photoOnly();
    return;
  }
  $("finder").hidden = false;
  $("scan").hidden = true;
  try {
    await camera.watch(async (text) => (await used(text)) && !atTheDesk);
  } finally {
    camera.close();
    $("finder").hidden = true;
    $("scan").hidden = false;
  }
}

function photoOnly() {
  $("scan").hidden = true;
  show("ready", say("scan-camera-off"));
}

/** Opens the session and shows the day; false when the server says no. */
async function open() {
  try {
    session = await openSession(room);
    if (atTheDesk) showDay(await send(DAY, {}, false));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show("bad", error.words || say("page-only-in-chat"), "", error.why);
    return false;
  }
  if (kept) void sendKept();
  return true;
}

async function begin() {
  ready();
  const opened = open();
  if (kept && telegram?.initData) {
    keepPage();
    showWaiting(0);
    setInterval(() => void sendKept(), AGAIN_MS);
    window.addEventListener("online", () => void sendKept());
    if ((await Promise.race([opened, pause(OPEN_MS)])) === false) return;
  } else if (!(await opened)) {
    return;
  }
  show("ready", say(`${room}-how`));
  $("buttons").hidden = false;
  await scan();
}

$("scan").addEventListener("click", () => void scan());
$("close").addEventListener("click", () => telegram?.close());
$("move").addEventListener("click", () => void use("/page/move", { nonce: lastNonce }));
$("picture").addEventListener("change", () => {
  const [picture] = $("picture").files;
  if (picture) void usedPicture(picture);
  $("picture").value = "";
});
void begin();

// The scanners. For the volunteer one scan is enough; for clerk and merchant the next one follows.
import { Refused, Unreachable, pause, randomWord } from "./asking.js";
import { Camera, beep, hasDetector, hasPopup, scanInPopup } from "./camera.js";
import { openSession, ready, telegram } from "./session.js";
import { say } from "./words.js";

const room = document.body.dataset.room;
const atTheDesk = room !== "scan"; // one after another
const PATH = room === "honour" ? "/page/honour" : "/page/scan";
const DAY = room === "honour" ? "/page/honoured-day" : "/page/day";
const RESULT_MS = 2500; // long enough to read a name, short enough for a queue
const $ = (id) => document.getElementById(id);
const camera = new Camera($("video"));

let session = null;
let waiting = 0;
let scanning = false;
let lastNonce = "";

function show(state, words, name = "") {
  document.body.dataset.state = state;
  $("result-name").textContent = name;
  $("result-words").textContent = words;
}

function showDay(day) {
  if (!day) return;
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
  $("waiting").hidden = waiting === 0;
  $("waiting").textContent = waiting ? say("page-waiting-count", waiting) : "";
}

/** Sends until there is an answer: the same word each time, so it counts once. */
async function send(path, body) {
  let counted = false;
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
    if (counted) showWaiting(-1);
  }
}

async function use(path, body) {
  $("move").hidden = true;
  show("waiting", say("page-wait"));
  try {
    const answer = await send(path, body);
    show(answer.good ? "good" : "bad", answer.words, answer.name ?? "");
    $("move").hidden = !answer.may_move;
    $("close").hidden = atTheDesk || !answer.good;
    showDay(answer.day);
    beep(answer.good);
    return answer.good;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show("bad", error.words || say("page-only-in-chat"));
    beep(false);
    return false;
  }
}

function used(code) {
  lastNonce = randomWord();
  return use(PATH, { code, nonce: lastNonce, desk: atTheDesk });
}

function usedPicture(picture) {
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

async function begin() {
  ready();
  try {
    session = await openSession(room);
    if (atTheDesk) showDay(await send(DAY, {}));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show("bad", error.words || say("page-only-in-chat"));
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

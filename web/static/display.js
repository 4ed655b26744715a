// The station's screen. Only the server's clock counts: this device's may be wrong.
import { Refused, ask, pause, randomWord } from "./asking.js";
import { draw } from "./drawing.js";
import { say } from "./words.js";

const KEPT = "volunteer-city.display";
const POLL_SECONDS = 2; // who is in, and whether this screen still may
const DRIFT_SECONDS = 5; // a code this much past its time, or an answer this late, is not shown

const $ = (id) => document.getElementById(id);
const invitation = location.hash.slice(1);
const seconds = () => performance.now() / 1000;

let shown = null; // the server's last answer, and when by this device's stopwatch it was so

/** Secrets by the invitation they came by: one browser may be the screen of several stations. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep(changed) {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...changed }));
  } catch {
    // a browser that keeps nothing shows codes until it is closed
  }
}

function notice(title, how = "") {
  $("notice-title").textContent = say(title);
  $("notice-how").textContent = how && say(how);
  document.body.dataset.state = "notice";
  $("qr").replaceChildren();
}

const serverSeconds = () => shown.now + seconds() - shown.asked;

function show(answer, asked) {
  const anew = !shown || shown.svg !== answer.svg || document.body.dataset.state !== "shown";
  shown = { ...answer, asked };
  if (anew) draw($("qr"), answer.svg);
  const [chinese, english] = answer.lines;
  $("station").textContent = answer.station;
  $("clock").textContent = answer.clock;
  $("day").textContent = `${chinese.day}\n${english.day}`;
  $("steps").replaceChildren(...["how", "leaving"].map((key) => step(chinese[key], english[key])));
  $("inside").replaceChildren(chinese.inside, small(english.inside));
  document.body.dataset.state = "shown";
  tick();
}

function step(first, second) {
  const line = document.createElement("li");
  const strong = document.createElement("b");
  const quiet = document.createElement("span");
  strong.textContent = first;
  quiet.textContent = second;
  line.append(strong, quiet);
  return line;
}

function small(text) {
  const node = document.createElement("small");
  node.textContent = text;
  return node;
}

/** Draws what is left of this code, and takes it away when it is too old to be shown. */
function tick() {
  if (!shown || document.body.dataset.state !== "shown") return;
  const left = shown.changes_at - serverSeconds();
  if (left < -DRIFT_SECONDS) {
    notice("display-offline", "display-offline-how");
    return;
  }
  const share = Math.min(1, Math.max(0, left / shown.slot_seconds));
  $("ring-left").setAttribute("stroke-dashoffset", String(100 - share * 100));
  $("ring-number").textContent = String(Math.max(0, Math.ceil(left)));
}

async function poll(secret) {
  const asked = seconds();
  const answer = await ask("/display/code", {}, { "X-Display-Secret": secret });
  const trip = seconds() - asked;
  if (trip > DRIFT_SECONDS) {
    notice("display-slow", "display-offline-how");
    return;
  }
  // The answer was true somewhere on its way: half of the trip ago, as far as anyone can tell.
  show(answer, asked + trip / 2);
}

/** Returns a secret that the server takes, or null; pairs this browser when it was invited. */
async function paired() {
  const known = kept();
  if (!invitation) return known.last ?? null;
  if (known[invitation]) {
    // The answer to an earlier pairing may have been lost: perhaps we are paired already.
    const good = await works(known[invitation]);
    if (good) return known[invitation];
  }
  const secret = known[invitation] ?? randomWord();
  keep({ [invitation]: secret });
  await ask("/display/pair", { code: invitation, secret });
  keep({ [invitation]: secret, last: secret });
  return secret;
}

async function works(secret) {
  try {
    await poll(secret);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function refused(error) {
  if (error.code === "code-revoked") notice("display-cut-off", "display-cut-off-how");
  else notice("display-code-used", "display-code-used-how");
}

async function begin() {
  for (;;) {
    try {
      return await paired();
    } catch (error) {
      if (error instanceof Refused) {
        refused(error);
        return null;
      }
      notice("display-offline");
      await pause(POLL_SECONDS * 1000);
    }
  }
}

async function run() {
  const secret = await begin();
  if (secret === null) {
    if (!invitation) notice("display-unpaired", "display-unpaired-how");
    return;
  }
  for (;;) {
    try {
      await poll(secret);
    } catch (error) {
      if (error instanceof Refused) refused(error);
      else if (!shown) notice("display-offline", "display-offline-how");
    }
    const left = shown ? shown.changes_at - serverSeconds() : POLL_SECONDS;
    const wait = left > 0 ? Math.min(POLL_SECONDS, left + 0.05) : POLL_SECONDS / 2;
    await pause(wait * 1000);
  }
}

/** A screen that goes dark shows nothing; not every browser lets itself be kept awake. */
async function stayAwake() {
  if (document.hidden || !("wakeLock" in navigator)) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // low battery, or not allowed: then it sleeps
  }
}

addEventListener("hashchange", () => location.reload());
document.addEventListener("visibilitychange", () => void stayAwake());
void stayAwake();
setInterval(tick, 250);
void run();

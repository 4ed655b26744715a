// The own code: asked for anew in every slot, and more often to see whether it was scanned.
import { Refused, Unreachable, pause } from "./asking.js";
import { draw } from "./drawing.js";
import { openSession, ready } from "./session.js";
import { say } from "./words.js";

const POLL_SECONDS = 4;
const $ = (id) => document.getElementById(id);
const seconds = () => performance.now() / 1000;

let ends = 0; // when this code ends, by this device's stopwatch
let length = 1;
let drawn = "";

function notice(words) {
  $("notice").textContent = words;
  document.body.dataset.state = "notice";
  $("qr").replaceChildren();
  drawn = "";
}

function show(code) {
  ends = seconds() + code.seconds;
  length = code.slot_seconds;
  if (code.svg !== drawn) draw($("qr"), code.svg);
  drawn = code.svg;
  $("name").textContent = code.name;
  $("renews").textContent = code.renews;
  $("standing").textContent = code.standing;
  $("standing").classList.toggle("inside", code.inside);
  document.body.dataset.state = "shown";
}

function tick() {
  if (document.body.dataset.state !== "shown") return;
  const left = ends - seconds();
  // One slot later the code is still taken; after that it must not be shown.
  if (left < -length) notice(say("page-offline"));
  else $("bar").style.transform = `scaleX(${Math.min(1, Math.max(0, left / length))})`;
}

async function run() {
  ready();
  const { room, source, voucher } = document.body.dataset;
  const session = await openSession(room);
  const asked = Number(voucher) ? { voucher_id: Number(voucher) } : {};
  for (;;) {
    try {
      show(await session.ask(source, asked));
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    const left = ends - seconds();
    await pause((left > 0 ? Math.min(POLL_SECONDS, left + 0.05) : 1) * 1000);
  }
}

setInterval(tick, 250);
run().catch((error) => notice(error instanceof Refused && error.words ? error.words : say("page-only-in-chat")));

// Name and document: typed here, sent to our server, and forgotten by the page.
import { Refused, Unreachable, pause, randomWord } from "./asking.js";
import { openSession, ready, telegram } from "./session.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
const CLOSE_MS = 1200;
let session = null;

function tell(state, words, why = "") {
  document.body.dataset.state = state;
  $("why").hidden = !why;
  $("why-words").textContent = why;
  $("notice").textContent = words;
  // On a small phone it stands below the button, and nothing would seem to have happened.
  if (state === "bad") $("notice").scrollIntoView({ block: "end" });
}

function showMore(show) {
  $("more").hidden = !show;
  $("born").required = show;
  $("sex").required = show;
}

// A number that tells birth and sex by itself is not asked for them.
function chosen() {
  showMore(!$("form").dataset.selfTelling.split(" ").includes($("kind").value));
}

function filled() {
  const more = !$("more").hidden;
  return {
    name: $("name").value,
    kind: $("kind").value,
    number: $("number").value,
    sex: more ? $("sex").value : "",
    born_on: more ? $("born").value : "",
    nonce: randomWord(),
  };
}

/** Sends until there is an answer: the same word each time, so it counts once. */
async function send(body) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      return await session.ask("/page/registration", body);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      tell("waiting", say("page-offline"));
      await pause(wait);
    }
  }
}

async function submitted(event) {
  event.preventDefault();
  $("send").disabled = true;
  tell("waiting", say("page-wait"));
  try {
    const taken = await send(filled());
    $("form").reset();
    $("form").hidden = true;
    tell("good", taken.words);
    setTimeout(() => telegram?.close(), CLOSE_MS);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // The chat asks for a line with both; here there are fields for them.
    const unknown = error.code === "id-birth-missing";
    if (unknown) showMore(true);
    tell("bad", unknown ? say("form-birth-missing") : error.words, error.why);
  } finally {
    $("send").disabled = false;
  }
}

async function run() {
  ready();
  session = await openSession("form");
  $("kind").addEventListener("change", chosen);
  $("form").addEventListener("submit", submitted);
  chosen();
  $("form").hidden = false;
  tell("ready", "");
  $("name").focus();
}

run().catch((error) => tell("bad", error instanceof Refused && error.words ? error.words : say("page-only-in-chat")));

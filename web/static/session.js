// A Mini App's session: Telegram's launch data are exchanged once for a token of our server.
import { Refused, Unreachable, ask, pause, randomWord } from "./asking.js";
import { say, speak } from "./words.js";

const STAY_MS = 10 * 60 * 1000;
const telegram = window.Telegram?.WebApp;

/** Opens the session; waits while there is no network. Throws Refused when it cannot be had. */
export async function openSession(page) {
  const launch = telegram?.initData ?? "";
  if (!launch) throw new Refused("page-only-in-chat", say("page-only-in-chat"));
  const nonce = wordFor(launch);
  for (let wait = 1000; ; wait = Math.min(wait * 2, 10_000)) {
    try {
      const opened = await ask("/page/session", { init_data: launch, nonce, page });
      speak(opened.language, opened.words);
      return new Session(opened.token);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await pause(wait);
    }
  }
}

// The same launch after a reload is the same session, if the browser remembers its word.
function wordFor(launch) {
  const key = `page.${launch.slice(-64)}`;
  try {
    const kept = sessionStorage.getItem(key);
    if (kept) return kept;
    const made = randomWord();
    sessionStorage.setItem(key, made);
    return made;
  } catch {
    return randomWord();
  }
}

class Session {
  constructor(token) {
    this.headers = { "X-Page-Session": token };
    setInterval(() => {
      if (!document.hidden) ask("/page/stay", {}, this.headers).catch(() => {});
    }, STAY_MS);
  }

  ask(path, body) {
    return ask(path, body, this.headers);
  }
}

/** Tells Telegram that the page is there, and takes the whole height. */
export function ready() {
  telegram?.ready();
  telegram?.expand();
}

export { telegram };

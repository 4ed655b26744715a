// Asking our server: JSON in, JSON out, never longer than a few seconds.
const PATIENCE_MS = 8000;

/** The server could not be reached, or broke down: the same request may be sent again. */
export class Unreachable extends Error {}

/** The server said no: a code, a sentence for the reader, and the rule behind it. */
export class Refused extends Error {
  constructor(code, words, why = "") {
    super(code);
    this.code = code;
    this.words = words;
    this.why = why;
  }
}

/** Posts a form or plain data; throws Refused or Unreachable. */
export async function ask(path, body, headers = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  const isForm = body instanceof FormData;
  let reply;
  let answer;
  try {
    reply = await fetch(path, {
      method: "POST",
      headers: isForm ? headers : { "Content-Type": "application/json", ...headers },
      body: isForm ? body : JSON.stringify(body ?? {}),
      credentials: "omit",
      cache: "no-store",
      signal: stop.signal,
    });
    answer = await reply.json();
  } catch {
    throw new Unreachable(path);
  } finally {
    clearTimeout(timer);
  }
  if (reply.ok) return answer;
  if (reply.status >= 500) throw new Unreachable(path);
  throw new Refused(answer.error ?? "", answer.words ?? "", answer.why ?? "");
}

/** 128 random bits as 22 characters: a name for one deed, or a secret. */
export function randomWord() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

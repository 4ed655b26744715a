// What an address or a scanned text means to a phone that talks to this bot.

/**
 * {kind: "start", payload} for a deep link of this bot, {kind: "chat"} for the bot itself,
 * {kind: "page", path} for a page under PUBLIC_URL, {kind: "outside", url} for the rest of the web,
 * {kind: "text", text} for everything else.
 */
export function meaning(text, { username = "", publicUrl = "" }) {
  const trimmed = String(text).trim();
  let url;
  try {
    url = new URL(trimmed);
  } catch {
    return { kind: "text", text: trimmed };
  }
  const toBot = botLink(url, username);
  if (toBot) return toBot;
  const path = publicPath(trimmed, publicUrl);
  if (path !== null) return { kind: "page", path };
  if (url.protocol === "https:" || url.protocol === "http:") return { kind: "outside", url: url.href };
  return { kind: "text", text: trimmed };
}

function botLink(url, username) {
  const wanted = username.toLowerCase();
  let name = null;
  if (/^https?:$/.test(url.protocol) && /^(www\.)?(t|telegram)\.me$/i.test(url.hostname)) {
    name = url.pathname.split("/")[1];
  } else if (url.protocol === "tg:" && (url.hostname === "resolve" || url.pathname.startsWith("resolve"))) {
    name = url.searchParams.get("domain");
  }
  if (!wanted || !name || name.toLowerCase() !== wanted) return null;
  const payload = url.searchParams.get("start");
  return payload ? { kind: "start", payload } : { kind: "chat" };
}

/** `PUBLIC_URL/x` → `/x` on this origin; null when the address is not under PUBLIC_URL. */
export function publicPath(address, publicUrl) {
  if (!publicUrl) return null;
  let url;
  let home;
  try {
    url = new URL(address);
    home = new URL(publicUrl);
  } catch {
    return null;
  }
  const base = home.pathname.replace(/\/$/, "");
  if (url.origin !== home.origin || !(url.pathname === base || url.pathname.startsWith(`${base}/`))) return null;
  return (url.pathname.slice(base.length) || "/") + url.search + url.hash;
}

/** A page of ours as this page can open it: an address under PUBLIC_URL, or a path of this origin. */
export function ownPath(address, publicUrl) {
  const mapped = publicPath(address, publicUrl);
  if (mapped !== null) return mapped;
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin ? url.pathname + url.search + url.hash : null;
  } catch {
    return null;
  }
}

// Opens the clerk's scanner without a network. It keeps the page itself and never an answer.
const SHELF = "scanner-2";
const PATIENCE_MS = 4000;
const KEPT = [
  "/scanner",
  ...["page.css", "scan.css", "leaf.svg", "telegram-web-app.js", "scan.js", "asking.js",
    "camera.js", "kept.js", "session.js", "words.js"].map((name) => `/static/${name}`),
];

self.addEventListener("install", (event) => {
  const filled = caches.open(SHELF).then((shelf) => shelf.addAll(KEPT));
  event.waitUntil(filled.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (KEPT.includes(pathname)) event.respondWith(fresh(event.request, pathname));
});

/** The newest if the network answers in time, else what was kept. */
async function fresh(request, pathname) {
  const shelf = await caches.open(SHELF);
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS));
  try {
    const reply = await Promise.race([fetch(request), late]);
    if (reply.ok) await shelf.put(pathname, reply.clone());
    return reply;
  } catch {
    return (await shelf.match(pathname)) ?? Response.error();
  }
}

// What a clerk scanned without a network: kept on this device until the server has it.
const MOST = 500;
const SAME_MS = 60_000; // the same code again so soon is the same scan

export class Kept {
  constructor(whose) {
    this.key = `scans.${whose}`;
    this.heardKey = `heard.${whose}`;
  }

  /** Remembers, beyond a reload, what the server's clock was ahead of this one, and where. */
  heard(aheadMs, stationId) {
    try {
      localStorage.setItem(this.heardKey, JSON.stringify({ aheadMs, stationId }));
    } catch {
      // A device that keeps nothing asks again.
    }
  }

  lastHeard() {
    try {
      return JSON.parse(localStorage.getItem(this.heardKey) ?? "{}");
    } catch {
      return {};
    }
  }

  all() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  get size() {
    return this.all().length;
  }

  /** Keeps one scan, a code held up twice once; false when this device keeps nothing, or is full. */
  add(scan) {
    const scans = this.all();
    if (scans.some(({ code, at_ms }) => code === scan.code && scan.at_ms - at_ms < SAME_MS)) return true;
    if (scans.length >= MOST) return false;
    return this.#write([...scans, scan]);
  }

  /** Forgets those that the server has. */
  forget(nonces) {
    const gone = new Set(nonces);
    // Read anew: another one may have been scanned meanwhile.
    this.#write(this.all().filter(({ nonce }) => !gone.has(nonce)));
  }

  #write(scans) {
    try {
      localStorage.setItem(this.key, JSON.stringify(scans));
      return true;
    } catch {
      return false;
    }
  }
}

/** Lets the scanner open without a network too; a phone that knows no workers goes without. */
export function keepPage() {
  navigator.serviceWorker?.register("/scanner-worker.js", { scope: "/scanner" }).catch(() => {});
}

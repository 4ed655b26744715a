// Three ways to read a code: Telegram's own scanner, the camera in this page, a photo.
import { pause } from "./asking.js";
import { telegram } from "./session.js";

// Telegram's desktop and web clients take the call and show a box that says it cannot scan.
const WITHOUT_SCANNER = new Set(["tdesktop", "macos", "weba", "webk", "unigram", "unknown"]);
const LOOK_MS = 200;

export const hasPopup = () =>
  Boolean(telegram?.isVersionAtLeast("6.4")) && !WITHOUT_SCANNER.has(telegram.platform);

export const hasDetector = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

/** Opens Telegram's scanner and returns what it read, or null when it was closed. */
export function scanInPopup(hint) {
  return new Promise((resolve) => {
    let done = false;
    const finish = (text) => {
      if (done) return;
      done = true;
      telegram.offEvent("scanQrPopupClosed", closed);
      resolve(text);
    };
    const closed = () => finish(null);
    telegram.onEvent("scanQrPopupClosed", closed);
    telegram.showScanQrPopup({ text: hint.slice(0, 64) }, (text) => {
      finish(text);
      return true;
    });
  });
}

/** Reads the one code in a photo on this device, or returns nothing. */
export async function textIn(picture) {
  try {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    const found = await detector.detect(await createImageBitmap(picture));
    return found.length === 1 ? found[0].rawValue : "";
  } catch {
    return "";
  }
}

/** The camera inside the page; each code is told once until another comes or some time passes. */
export class Camera {
  #stream = null;

  constructor(video) {
    this.video = video;
  }

  async open() {
    this.#stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
      audio: false,
    });
    this.video.srcObject = this.#stream;
    await this.video.play();
  }

  /** Looks until `onText` says that it is enough. */
  async watch(onText) {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    let last = "";
    let since = 0;
    while (this.#stream) {
      const found = await detector.detect(this.video).catch(() => []);
      const text = found.length === 1 ? found[0].rawValue : "";
      if (text && (text !== last || performance.now() - since > 4000)) {
        last = text;
        since = performance.now();
        if (await onText(text)) break;
      }
      await pause(LOOK_MS);
    }
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }
}

let sounds = null;

/** Two tones that a counter hears without looking: high is good, low is not. */
export function beep(good) {
  telegram?.HapticFeedback?.notificationOccurred(good ? "success" : "error");
  try {
    sounds ??= new AudioContext();
    const start = sounds.currentTime;
    const tone = sounds.createOscillator();
    const volume = sounds.createGain();
    tone.frequency.value = good ? 1175 : 220;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + (good ? 0.15 : 0.45));
    tone.connect(volume).connect(sounds.destination);
    tone.start(start);
    tone.stop(start + 0.5);
  } catch {
    // a phone without sound still shows it
  }
}

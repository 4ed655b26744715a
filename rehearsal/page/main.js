// Opens the page: what the stage knows first, then the desk with its phones.
import { Desk } from "./desk.js";
import { el } from "./dom.js";
import { Store } from "./store.js";
import { language, setLanguage, t } from "./words.js";

const RETRY_MS = 1500;

async function open() {
  setLanguage(language());
  const waiting = document.getElementById("waiting");
  const store = new Store();
  for (;;) {
    try {
      await store.open();
      break;
    } catch {
      waiting.replaceChildren(el("p", { text: t("page.waiting") }));
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  const desk = new Desk(store);
  waiting.remove();
  document.body.append(desk.root);
  desk.open();
}

void open();

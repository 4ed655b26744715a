// A page over the chat of one phone: its header, the frame, the buttons that the phone draws.
import { el, iconButton } from "./dom.js";
import { publicPath } from "./links.js";
import { pictureFromFrame } from "./pixels.js";
import { ask } from "./sheet.js";
import { t } from "./words.js";

// Scripts and forms as in life; the page may not navigate the stage itself away.
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads allow-modals";
const ALLOWED = "camera; geolocation; clipboard-read; clipboard-write";

/** A page of ours, opened from a link as a phone's built-in browser does. */
export class PageFrame {
  under = null; // the page that this one was opened from

  constructor(phone, path) {
    this.phone = phone;
    this.path = path;
    this.back = iconButton("back", "back", () => this.pressedBack(), { hidden: true });
    this.closer = iconButton("close", "close", () => void this.close());
    this.titleNode = el("strong", { class: "frame-title" });
    this.bottom = el("footer", { class: "frame-bottom", hidden: true });
    this.iframe = el("iframe", { class: "frame-page", sandbox: SANDBOX, allow: ALLOWED, label: "frame.title" });
    this.body = el("div", { class: "frame-body" }, this.iframe);
    this.head = el(
      "header",
      { class: "frame-head" },
      this.back,
      this.closer,
      this.titleNode,
      iconButton("more", "frame.menu", () => void this.menu()),
    );
    this.root = el("div", { class: "frame", role: "region", label: "frame.title" }, this.head, this.body, this.bottom);
    this.iframe.addEventListener("load", () => this.loaded());
  }

  open() {
    this.titleNode.textContent = this.heading();
    this.phone.screen.append(this.root);
    this.phone.chatLayer.inert = true;
    this.iframe.src = this.path;
    this.closer.focus({ preventScroll: true });
  }

  heading() {
    const home = this.phone.store.state.public_url;
    return home ? new URL(home).host : t("frame.title");
  }

  /** After each page: its links to PUBLIC_URL lead to the same pages on this origin. */
  loaded() {
    const doc = this.document();
    if (!doc || doc.URL === "about:blank") return;
    doc.addEventListener(
      "click",
      (event) => {
        const link = event.target instanceof doc.defaultView.Element ? event.target.closest("a[href]") : null;
        if (link && !event.defaultPrevented) this.follow(link, event);
      },
      false,
    );
  }

  document() {
    try {
      return this.iframe.contentDocument;
    } catch {
      return null;
    }
  }

  follow(link, event) {
    const path = publicPath(link.href, this.phone.store.state.public_url);
    if (path !== null) {
      event.preventDefault();
      this.iframe.src = path;
    } else if (["start", "chat"].includes(this.phone.meaningOf(link.href).kind)) {
      event.preventDefault();
      this.phone.openLink(link.href);
    }
  }

  pressedBack() {
    this.iframe.contentWindow?.history.back();
  }

  async menu() {
    const chosen = await ask(this.phone.screen, { titleText: this.heading(), list: true, actions: this.menuActions() });
    if (chosen === "reload") this.reload();
    else if (chosen === "close") await this.close();
    else this.chose(chosen);
  }

  menuActions() {
    return [
      { id: "reload", word: "frame.reload" },
      { id: "close", word: "close" },
    ];
  }

  chose() {}

  reload() {
    this.iframe.contentWindow?.location.reload();
  }

  async close() {
    this.phone.dropFrame();
  }

  remove() {
    this.root.remove();
    this.phone.chatLayer.inert = false;
    this.phone.readToNewest();
  }

  /** What a camera would see of this page. */
  picture() {
    return { grab: () => pictureFromFrame(this.iframe) };
  }
}

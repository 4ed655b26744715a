// The lists that open from a phone: the bot's menu button, and the phone's own menu.
import { el } from "./dom.js";
import { ask, confirmed } from "./sheet.js";
import { t } from "./words.js";

/** The button beside the input: a page of the bot's, or its commands. */
export async function openMenu(phone) {
  const button = phone.chat.menuButton;
  if (button?.type === "web_app") return phone.openWebApp(button.web_app.url, "menu");
  const chosen = await ask(phone.screen, {
    title: "menu.commands",
    list: true,
    actions: phone.chat.commands.map(({ command, description }) => ({ id: `/${command}`, text: `/${command}  ${description}` })),
  });
  return chosen ? phone.say(chosen) : undefined;
}

/** What one does with the phone itself. */
export async function phoneMenu(phone) {
  const { blocked } = phone.chat;
  const chosen = await ask(phone.screen, {
    titleText: phone.person.name,
    list: true,
    actions: [
      { id: "person", word: "person.change" },
      { id: "link", word: "link.open" },
      { id: "block", word: blocked ? "unblock" : "block.title", kind: blocked ? "" : "danger" },
      { id: "remove", word: "phone.remove" },
    ],
  });
  const act = {
    person: () => phone.desk.changePerson(phone),
    link: () => typeLink(phone),
    block: () => (blocked ? phone.unblock() : block(phone)),
    remove: () => phone.desk.remove(phone),
  }[chosen];
  await act?.();
}

async function block(phone) {
  const text = t("block.text", { bot: phone.botName() });
  if (await confirmed(phone.screen, { title: "block.title", text, yes: "block.yes", danger: true })) await phone.block();
}

async function typeLink(phone) {
  const { username = "bot" } = phone.store.bot;
  const input = el("input", { type: "text", placeholder: `https://t.me/${username}?start=…`, label: "link.open" });
  const chosen = await ask(phone.screen, {
    title: "link.open",
    content: input,
    actions: [{ id: null, word: "cancel" }, { id: "open", word: "open", kind: "primary" }],
  });
  if (chosen === "open" && input.value.trim()) phone.openLink(input.value.trim());
}

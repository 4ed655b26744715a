// Who holds a phone: choosing among the people of the city, or someone new.
import { api } from "./api.js";
import { avatar, el } from "./dom.js";
import { ask, field, toastError } from "./sheet.js";
import { language, spoken, t } from "./words.js";

const SHOWN = 60;

/**
 * Asks over `host` who shall hold the phone; resolves with a person id or null. People in `taken`
 * hold a phone already and are marked so.
 */
export async function choosePerson(host, store, taken) {
  let chosen = null;
  const list = el("div", { class: "people-list", role: "listbox" });
  const search = el("input", { type: "search", hint: "person.search", label: "person.search", on: { input: () => fill() } });
  const pick = (person) => {
    chosen = person.id;
    host.querySelector(":scope > .veil")?.dismiss();
  };
  const fill = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = store.state.people.filter((person) => matches(person, wanted));
    found.sort((a, b) => Number(taken.has(a.id)) - Number(taken.has(b.id)));
    list.replaceChildren(
      ...found.slice(0, SHOWN).map((person) => row(person, store, taken, pick)),
      ...(found.length > SHOWN ? [el("p", { class: "quiet", text: t("person.more", { count: found.length - SHOWN }) })] : []),
      ...(found.length === 0 ? [el("p", { class: "quiet", word: "person.none" })] : []),
    );
  };
  fill();
  const answer = await ask(host, {
    title: "person.choose",
    content: el("div", { class: "people" }, search, list),
    actions: [{ id: null, word: "cancel" }, { id: "new", word: "person.new", kind: "primary" }],
    wide: true,
  });
  return answer === "new" ? newPerson(host, store) : chosen;
}

function matches(person, wanted) {
  return [person.name, spoken(person.role), String(person.id)].some((text) => String(text ?? "").toLowerCase().includes(wanted));
}

function row(person, store, taken, pick) {
  const unread = store.chats.get(person.id)?.unread ?? 0;
  const held = taken.has(person.id) ? t("person.held") : "";
  return el(
    "button",
    { type: "button", class: "person-row", role: "option", on: { click: () => pick(person) } },
    avatar(person),
    el(
      "span",
      { class: "person-words" },
      el("strong", { text: person.name, dir: "auto" }),
      el("small", { text: [spoken(person.role), held].filter(Boolean).join(" · ") }),
    ),
    unread > 0 ? el("span", { class: "badge", text: unread > 99 ? "99+" : String(unread) }) : null,
  );
}

async function newPerson(host, store) {
  const name = el("input", { type: "text", maxlength: "64", required: true, value: t("person.new_name") });
  const tongue = el(
    "select",
    {},
    el("option", { value: "zh-hans", text: "中文" }),
    el("option", { value: "en", text: "English" }),
  );
  tongue.value = language() === "zh" ? "zh-hans" : "en";
  const phone = el("input", { type: "tel", maxlength: "20", value: someNumber() });
  const answer = await ask(host, {
    title: "person.new",
    text: t("person.new_text"),
    content: el("div", { class: "fields" }, field("person.name", name), field("person.phone", phone), field("person.language", tongue)),
    actions: [
      { id: null, word: "cancel" },
      { id: "ok", word: "person.create", kind: "primary", check: () => name.value.trim() !== "" },
    ],
  });
  if (answer !== "ok") return null;
  try {
    const { person } = await api.newPerson({ name: name.value.trim(), language_code: tongue.value, phone: phone.value.trim() });
    store.addPerson(person);
    return person.id;
  } catch (error) {
    toastError(host, error);
    return null;
  }
}

// 199-0000 numbers are what the stage's made-up people have; nobody is called by mistake.
function someNumber() {
  return `+861990000${String(Math.floor(Math.random() * 10_000)).padStart(4, "0")}`;
}

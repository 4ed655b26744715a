// What a person can send besides text: pictures, files, contacts, a place.
import { api } from "./api.js";
import { el, humanSize } from "./dom.js";
import { ask, confirmed, field, toast } from "./sheet.js";
import { spoken, t } from "./words.js";

const PHOTO_TYPES = "image/png,image/jpeg,image/webp,image/bmp,image/gif";

/** Asks `phone`'s person what to attach, and sends it. */
export async function attach(phone) {
  const kind = await ask(phone.screen, {
    title: "attach.title",
    list: true,
    actions: [
      { id: "photo", word: "attach.photo" },
      { id: "shoot", word: "attach.shoot" },
      { id: "file", word: "attach.file" },
      { id: "own", word: "attach.own_contact" },
      { id: "other", word: "attach.other_contact" },
      { id: "place", word: "attach.place" },
    ],
  });
  const act = {
    photo: async () => sendFiles(phone, await phone.composer.choose(PHOTO_TYPES)),
    shoot: () => phone.scan("photo"),
    file: async () => sendFiles(phone, await phone.composer.choose(""), true),
    own: () => sendOwnContact(phone),
    other: () => sendOtherContact(phone),
    place: () => sendPlace(phone),
  }[kind];
  await act?.();
}

/** Sends files after a look and a caption; a picture goes as a photo unless it is to stay a file. */
export async function sendFiles(phone, files, asFile = false) {
  for (const file of files) {
    const picture = file.type.startsWith("image/") && !asFile;
    const url = picture ? URL.createObjectURL(file) : null;
    const caption = el("input", { type: "text", maxlength: "1024", hint: "attach.caption", label: "attach.caption" });
    const whole = el("input", { type: "checkbox" });
    const content = el(
      "div",
      { class: "send-preview" },
      picture
        ? el("img", { src: url, alt: file.name })
        : el("p", { class: "send-file", text: `${file.name} · ${humanSize(file.size)}` }),
      caption,
      picture ? el("label", { class: "check" }, whole, el("span", { word: "attach.as_file" })) : null,
    );
    const chosen = await ask(phone.screen, {
      title: picture ? "attach.send_photo" : "attach.send_file",
      content,
      actions: [{ id: null, word: "cancel" }, { id: "send", word: "composer.send", kind: "primary" }],
    });
    if (url) URL.revokeObjectURL(url);
    if (chosen !== "send") return;
    const send = picture && !whole.checked ? api.photo : api.document;
    await phone.doing(() => send(phone.person.id, file, file.name, caption.value.trim()));
  }
}

async function sendOwnContact(phone) {
  const text = t("contact.share_text", { bot: phone.botName() });
  // An empty card is the person's own: the stage knows the number.
  if (await confirmed(phone.screen, { title: "contact.share", text, yes: "contact.send" })) {
    await phone.doing(() => api.contact(phone.person.id, {}));
  }
}

function phoneInput() {
  return el("input", { type: "tel", placeholder: "+86 138 0000 0000", maxlength: "20" });
}

async function sendOtherContact(phone) {
  const others = phone.desk.store.state.people.filter((person) => person.id !== phone.person.id);
  const select = el(
    "select",
    {},
    others.map((person) => el("option", { value: person.id, text: [person.name, spoken(person.role)].filter(Boolean).join(" · ") })),
    el("option", { value: "", word: "contact.somebody" }),
  );
  const name = el("input", { type: "text", maxlength: "64" });
  const number = phoneInput();
  const typed = el("div", { class: "fields", hidden: others.length > 0 }, field("person.name", name), field("person.phone", number));
  select.addEventListener("change", () => {
    typed.hidden = select.value !== "";
  });
  const ready = () => select.value !== "" || (name.value.trim() !== "" && number.value.trim() !== "");
  const chosen = await ask(phone.screen, {
    title: "contact.other",
    content: el("div", { class: "fields" }, field("contact.whose", select), typed),
    actions: [{ id: null, word: "cancel" }, { id: "send", word: "composer.send", kind: "primary", check: ready }],
  });
  if (chosen !== "send") return;
  const person = others.find((other) => String(other.id) === select.value);
  const card = person
    ? { user_id: person.id, phone: String(person.phone ?? "").replace(/^\+/, ""), name: person.name }
    : { phone: number.value.trim(), name: name.value.trim() };
  await phone.doing(() => api.contact(phone.person.id, card));
}

async function sendPlace(phone) {
  const place = await askPlace(phone, "place.send");
  if (place) await phone.doing(() => api.location(phone.person.id, place));
}

let lastPlace = { latitude: 22.78654, longitude: 100.97721, horizontal_accuracy: 15 };

/**
 * Where the person stands: one of the places that the stage names, or figures. Null when the person
 * does not tell.
 */
export async function askPlace(phone, title, text) {
  const places = phone.desk.store.state.places ?? [];
  const latitude = el("input", { type: "number", step: "any", min: "-90", max: "90", value: lastPlace.latitude });
  const longitude = el("input", { type: "number", step: "any", min: "-180", max: "180", value: lastPlace.longitude });
  const accuracy = el("input", { type: "number", step: "1", min: "0", max: "1500", value: lastPlace.horizontal_accuracy });
  const select = el(
    "select",
    { on: { change: () => fill() } },
    el("option", { value: "", word: "place.figures" }),
    places.map((place, at) => el("option", { value: at, text: spoken(place.name) })),
  );
  const fill = () => {
    const place = places[Number(select.value)];
    if (select.value === "" || !place) return;
    latitude.value = place.latitude;
    longitude.value = place.longitude;
  };
  const read = () => ({
    latitude: latitude.valueAsNumber,
    longitude: longitude.valueAsNumber,
    ...(Number.isFinite(accuracy.valueAsNumber) ? { horizontal_accuracy: accuracy.valueAsNumber } : {}),
  });
  const valid = () => latitude.checkValidity() && longitude.checkValidity() && Number.isFinite(latitude.valueAsNumber) && Number.isFinite(longitude.valueAsNumber);
  const content = el(
    "div",
    { class: "fields" },
    places.length > 0 ? field("place.where", select) : null,
    el("div", { class: "field-pair" }, field("place.latitude", latitude), field("place.longitude", longitude)),
    field("place.accuracy", accuracy),
  );
  const chosen = await ask(phone.screen, {
    title,
    text,
    content,
    actions: [{ id: null, word: "cancel" }, { id: "send", word: "place.share", kind: "primary", check: () => valid() || (toast(phone.screen, t("place.invalid"), "bad"), false) }],
  });
  if (chosen !== "send") return null;
  lastPlace = { horizontal_accuracy: 15, ...read() };
  return read();
}


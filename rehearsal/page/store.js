// What the page knows: people, their chats, the clock. One stream of events keeps it true.
import { api } from "./api.js";
import { setNow, setZone } from "./time.js";

const RETRY_MS = [500, 1000, 2000, 5000];
const TYPING_MS = 5500; // Telegram shows an action for about five seconds
const ANSWERS_KEPT = 50;

/** One person's chat with the bot, as that person's phone shows it. */
class Chat {
  messages = new Map();
  replyKeyboard = null;
  menuButton = null;
  blocked = false;
  loaded = false;
  unread = 0;
  firstUnread = null;
  action = null;
  commands = [];
  seq = 0; // the number of the last event that the loaded messages already show
  answers = new Map(); // callback answers that came before anyone asked for them

  keepAnswer(answer) {
    this.answers.set(answer.callback_query_id, answer);
    if (this.answers.size > ANSWERS_KEPT) this.answers.delete(this.answers.keys().next().value);
  }

  /** Oldest first: ids grow with time in a private chat. */
  ordered() {
    return [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
  }
}

/** Tells listeners "people", "chat", "message", "answer", "clock", "connection". */
export class Store extends EventTarget {
  state = { people: [], screens: [], bot: {} };
  chats = new Map();
  connected = false;
  #seq = null;
  #tries = 0;
  #loading = new Map();
  #held = new Map(); // events that came while their chat was being fetched
  #typing = new Map();

  async open() {
    await this.#refresh();
    this.#listen();
  }

  get bot() {
    return this.state.bot ?? {};
  }

  person(id) {
    return this.state.people.find((person) => person.id === id) ?? null;
  }

  /** The chat of a person; its messages arrive a moment later and are announced by "chat". */
  chat(id) {
    const chat = this.#known(id);
    if (!chat.loaded && !this.#loading.has(id)) void this.load(id).catch(() => {});
    return chat;
  }

  /** What little is known of a chat that nobody has looked at yet. */
  #known(id) {
    if (!this.chats.has(id)) this.chats.set(id, new Chat());
    return this.chats.get(id);
  }

  load(id) {
    if (!this.#loading.has(id)) {
      this.#held.set(id, []);
      this.#loading.set(id, this.#load(id).finally(() => this.#catchUp(id)));
    }
    return this.#loading.get(id);
  }

  /** What happened while the chat was being fetched happens now, unless the chat shows it already. */
  #catchUp(id) {
    this.#loading.delete(id);
    const held = this.#held.get(id) ?? [];
    this.#held.delete(id);
    for (const event of held) this.#apply(event);
  }

  async #load(id) {
    const told = await api.chat(id);
    const chat = this.#known(id);
    chat.messages = new Map((told.messages ?? []).map((message) => [message.message_id, message]));
    chat.replyKeyboard = told.reply_keyboard ?? null;
    chat.menuButton = told.menu_button ?? null;
    chat.blocked = Boolean(told.blocked);
    chat.commands = told.commands ?? [];
    chat.seq = told.seq ?? 0;
    chat.loaded = true;
    this.#tell("chat", { id });
  }

  addPerson(person) {
    const known = this.state.people.findIndex((other) => other.id === person.id);
    if (known >= 0) this.state.people[known] = { ...this.state.people[known], ...person };
    else this.state.people.push(person);
    const chat = this.chats.get(person.id);
    if (chat && typeof person.blocked === "boolean") chat.blocked = person.blocked;
    this.#tell("people", { id: person.id });
  }

  /** The stage answered that it stands at this moment. */
  clockStands(iso) {
    setNow(iso);
    this.#tell("clock", {});
  }

  read(id) {
    const chat = this.chats.get(id);
    if (!chat || chat.unread === 0) return;
    chat.unread = 0;
    this.#tell("unread", { id });
  }

  async #refresh() {
    const state = await api.state();
    this.state = { ...state, people: state.people ?? [], screens: state.screens ?? [] };
    if (this.#seq === null && Number.isFinite(state.seq)) this.#seq = state.seq;
    if (state.zone) setZone(state.zone);
    if (state.now) setNow(state.now);
    this.#tell("people", {});
    this.#tell("clock", {});
    const shown = [...this.chats].filter(([, chat]) => chat.loaded);
    await Promise.all(shown.map(([id]) => this.load(id).catch(() => {})));
  }

  #listen() {
    const stream = new EventSource(api.eventsUrl(this.#seq));
    stream.onopen = () => this.#opened();
    stream.onmessage = (event) => this.#take(event.data);
    // A fresh stream with our own last number, instead of the browser's blind retry.
    stream.onerror = () => {
      stream.close();
      this.#setConnected(false);
      const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)];
      this.#tries += 1;
      setTimeout(() => this.#listen(), wait);
    };
  }

  #opened() {
    // After a break the stage may have been restarted and count from one again: ask for everything.
    if (this.#tries > 0) void this.#refresh().catch(() => {});
    this.#tries = 0;
    this.#setConnected(true);
  }

  #setConnected(value) {
    if (this.connected === value) return;
    this.connected = value;
    this.#tell("connection", {});
  }

  #take(data) {
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return; // half a line of a broken connection: the next one brings the truth
    }
    if (Number.isFinite(event.seq)) this.#seq = event.seq;
    if (this.#held.has(event.person)) this.#held.get(event.person).push(event);
    else this.#apply(event);
  }

  #apply(event) {
    const chat = event.person === undefined ? null : this.#known(event.person);
    if (chat && event.seq <= chat.seq) return;
    TAKES[event.kind]?.(this, event, chat);
  }

  /** Tells every listener of `type`. */
  tell(type, detail) {
    this.#tell(type, detail);
  }

  setAction(id, action) {
    const chat = this.chats.get(id);
    if (!chat) return;
    clearTimeout(this.#typing.get(id));
    chat.action = action;
    if (action) this.#typing.set(id, setTimeout(() => this.setAction(id, null), TYPING_MS));
    this.#tell("action", { id });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function takeMessage(store, event, chat) {
  const { message, person } = event;
  if (message.chat?.type !== "private") return; // a group is another chat, which no phone shows
  const known = chat.messages.has(message.message_id);
  if (chat.loaded) chat.messages.set(message.message_id, message);
  if (!message.out && !known) {
    if (chat.unread === 0) chat.firstUnread = message.message_id;
    chat.unread += 1;
  }
  if ("reply_keyboard" in event) chat.replyKeyboard = event.reply_keyboard;
  if (!message.out) store.setAction(person, null);
  store.tell("message", { id: person, message });
}

const TAKES = {
  message: takeMessage,
  edited(store, event, chat) {
    if (!chat.messages.has(event.message.message_id)) return;
    chat.messages.set(event.message.message_id, event.message);
    store.tell("chat", { id: event.person });
  },
  deleted(store, event, chat) {
    for (const id of event.message_ids ?? [event.message_id]) chat.messages.delete(id);
    store.tell("chat", { id: event.person });
  },
  answer(store, event, chat) {
    chat.keepAnswer(event);
    store.tell("answer", { id: event.person, answer: event });
  },
  action(store, event) {
    store.setAction(event.person, event.action ?? "typing");
  },
  menu(store, event, chat) {
    chat.menuButton = event.menu_button ?? null;
    store.tell("chat", { id: event.person });
  },
  clock(store, event) {
    setNow(event.now);
    store.tell("clock", event);
  },
  person(store, event) {
    if (event.card) store.addPerson(event.card);
  },
  blocked(store, event, chat) {
    chat.blocked = Boolean(event.blocked);
    store.tell("chat", { id: event.person });
  },
};

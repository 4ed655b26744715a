// Every request to the stage goes through here; a refusal becomes one kind of error.
const ROOT = "/stage/api";

/** What the stage would not do, in its own words. */
export class StageError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(method, path, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(ROOT + path, options);
  } catch {
    throw new StageError(0, "");
  }
  const raw = await response.text();
  let data = {};
  try {
    data = raw ? JSON.parse(raw) : {};
  } catch {
    // an error page is no JSON; the status below says enough
  }
  if (!response.ok) {
    const reason = data.error ?? data.description ?? data.detail ?? `HTTP ${response.status}`;
    throw new StageError(response.status, typeof reason === "string" ? reason : JSON.stringify(reason));
  }
  return data;
}

function upload(field, blob, name, caption) {
  const form = new FormData();
  form.append(field, blob, name);
  if (caption) form.append("caption", caption);
  return form;
}

const of = (person) => `/people/${encodeURIComponent(person)}`;

export const api = {
  state: () => ask("GET", "/state"),
  chat: (person) => ask("GET", `${of(person)}/chat`),
  say: (person, text) => ask("POST", `${of(person)}/say`, { text }),
  press: (person, messageId, row, column) => ask("POST", `${of(person)}/press`, { message_id: messageId, row, column }),
  tap: (person, row, column, place = {}) => ask("POST", `${of(person)}/tap`, { row, column, ...place }),
  contact: (person, card) => ask("POST", `${of(person)}/contact`, card),
  location: (person, place) => ask("POST", `${of(person)}/location`, place),
  start: (person, payload) => ask("POST", `${of(person)}/start`, { payload }),
  block: (person) => ask("POST", `${of(person)}/block`, {}),
  unblock: (person) => ask("POST", `${of(person)}/unblock`, {}),
  webapp: (person, request) => ask("POST", `${of(person)}/webapp`, request),
  webappData: (person, buttonText, data) => ask("POST", `${of(person)}/webapp_data`, { button_text: buttonText, data }),
  photo: (person, blob, name, caption) => ask("POST", `${of(person)}/photo`, upload("photo", blob, name, caption)),
  document: (person, blob, name, caption) => ask("POST", `${of(person)}/document`, upload("document", blob, name, caption)),
  newPerson: (facts) => ask("POST", "/people/new", facts),
  scan: (blob) => ask("POST", "/scan", upload("picture", blob, "picture.png")),
  clock: (move) => ask("POST", "/clock", move),
  faults: () => ask("GET", "/faults"),
  addFault: (fault) => ask("POST", "/fault", fault),
  clearFaults: () => ask("DELETE", "/faults"),
  fileUrl: (fileId) => `${ROOT}/file/${encodeURIComponent(fileId)}`,
  eventsUrl: (after) => `${ROOT}/events${after === null ? "" : `?after=${after}`}`,
};

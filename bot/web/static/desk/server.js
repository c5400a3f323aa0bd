// What the desk asks of the server, and how a failure is told to the officer.

import { language, say } from "./words.js";

/** The status of an answer to somebody who has not come in, or whose entry has ended. */
export const STRANGER = 401;
const UNREACHABLE = 0;
const UNREADABLE = 502;
const WORDS = {
  [UNREACHABLE]: "desk.error.unreachable",
  [STRANGER]: "desk.error.stranger",
  403: "desk.error.forbidden",
  404: "desk.error.missing",
};

/** An answer other than yes: its message is for the officer, status 0 means that none came. */
export class Failure extends Error {
  constructor(status, words) {
    super(words || say(WORDS[status] ?? "desk.error.server"));
    this.status = status;
  }
}

/** What the server says; throws a failure with words for the officer. */
export async function talk(path, options = {}) {
  const headers = { "Accept-Language": language(), ...options.headers };
  let response;
  try {
    response = await fetch(path, { ...options, headers, cache: "no-store" });
  } catch {
    throw new Failure(UNREACHABLE);
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new Failure(response.ok ? UNREADABLE : response.status, body?.error);
}

/** The same, for what changes something. */
export function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Sila": "desk" };
  return talk(path, { method: "POST", headers, body: JSON.stringify(body) });
}

const room = (reference) => `/desk/cases/${encodeURIComponent(reference)}`;

export const whoAmI = () => talk("/desk/me");
export const become = (officer) => post("/desk/officer", { id: officer });
export const listCases = (chosen) => talk(`/desk/cases?${new URLSearchParams(chosen)}`);
export const findCases = (text) => post("/desk/search", { text });
export const listDocuments = (reference) => talk(`${room(reference)}/documents`);
export const documentLink = (id) => post(`/desk/documents/${encodeURIComponent(id)}/link`, {});
export const readCase = (reference, lines) => talk(`${room(reference)}?lines=${lines}`);

const unsettled = new Map();

/** Makes a move. When no answer came, the same wish repeated keeps its id: it counts once. */
export async function move(reference, wish) {
  const key = JSON.stringify([reference, wish]);
  const id = unsettled.get(key) ?? uuid();
  unsettled.set(key, id);
  try {
    await post(`${room(reference)}/moves`, { id, ...wish });
  } catch (failure) {
    if (failure.status >= 400 && failure.status < 500) unsettled.delete(key);
    throw failure;
  }
  unsettled.delete(key);
}

/** Sends a file to the person, once however often its id is tried. */
export const sendFile = (reference, id, file) =>
  talk(`/desk/files?${new URLSearchParams({ case: reference, id })}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-Sila": "desk" },
    body: file,
  });

/** Where the file of a line is opened. */
export const fileOf = (line) => `/desk/files/${line}`;

/** One answer of the case's application in full; that it was looked at is recorded. */
export const reveal = (reference, about) =>
  post(`${room(reference)}/reveal`, { id: uuid(), about });

// crypto.randomUUID exists on https and localhost only; an association's own network may be neither.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

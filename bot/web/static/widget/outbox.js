// Lines wait here, in order and over reloads, until the server has taken them. A line keeps its id
// however often it is sent, so that it arrives once.

import { GREETING } from "./conversation.js";
import { exclusively, forget, keep, recallAll, uuid } from "./device.js";
import { backOff } from "./pause.js";
import { post, postFile, Unavailable } from "./server.js";

const FILE = "file"; // in place of an option, on the line of a file
const LATER = new Set([401, 408, 425, 429]); // and every 5xx

export class Outbox {
  #session;
  #conversation;
  #draining = false;
  #written = 0;

  constructor(session, conversation) {
    this.#session = session;
    this.#conversation = conversation;
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  greet() {
    this.#conversation.typing();
    this.#add({ text: GREETING });
  }

  write(text) {
    this.#add({ text });
  }

  /** Answers a prompt; a second tap on the same option says nothing new. */
  choose(prompt, option, label) {
    const said = (line) => line.prompt === prompt && line.option === option;
    if (!this.#conversation.lines.some(said)) this.#add({ prompt, option, text: label });
  }

  /** Files are too large for the browser's store: one waits as long as the page is there. Its name
   *  is shown here and never sent.
   */
  async attach(file) {
    const entry = { id: uuid(), at: new Date().toISOString(), text: file.name, option: FILE };
    this.#conversation.mark(entry, "sending");
    for (let failures = 0; this.#conversation.line(entry.id); failures += 1) {
      try {
        const response = await this.#take((token) => postFile(entry.id, file, token));
        if (this.#conversation.line(entry.id)) this.#conversation.mark(entry, fate(response));
        return;
      } catch (error) {
        this.#conversation.mark(entry, "waiting");
        await backOff(failures, error);
      }
    }
  }

  /** Shows the lines that another tab, or this page before a reload, has left to send. */
  adopt() {
    const entries = new Map(this.#entries.map((entry) => [entry.id, entry]));
    for (const { client, state, option } of this.#conversation.lines) {
      const gone = !entries.has(client) && option !== FILE && state === "waiting";
      if (gone) this.#conversation.withdraw(client);
    }
    for (const [id, entry] of entries) {
      if (!this.#conversation.line(id)) this.#conversation.mark(entry, "waiting");
    }
  }

  empty() {
    for (const { client } of this.#conversation.lines) this.#conversation.withdraw(client);
    for (const { name } of this.#entries) forget(name);
  }

  async drain() {
    if (this.#draining) return;
    this.#draining = true;
    let failures = 0;
    while (!this.isEmpty) {
      try {
        await exclusively("outbox", () => this.#sendFirst());
        failures = 0;
      } catch (error) {
        for (const entry of this.#entries) this.#conversation.mark(entry, "waiting");
        await backOff(failures++, error);
      }
    }
    this.#draining = false;
  }

  get #entries() {
    return recallAll("outbox ").map(([name, value]) => ({ name, ...JSON.parse(value) }));
  }

  /** Named so that the names sort in the order of writing. */
  #add(content) {
    const entry = { id: uuid(), at: new Date().toISOString(), ...content };
    const turn = String((this.#written += 1)).padStart(6, "0");
    keep(`outbox ${entry.at} ${turn} ${entry.id}`, JSON.stringify(entry));
    this.#conversation.mark(entry, "sending");
    this.drain();
  }

  async #sendFirst() {
    const [entry] = this.#entries;
    if (!entry) return; // another tab has sent it
    const { name, id, text, prompt, option } = entry;
    const body = option === undefined ? { id, text } : { id, prompt, option };
    const response = await this.#take((token) => post("/chat/messages", body, token));
    forget(name);
    if (this.#conversation.line(id)) this.#conversation.mark(entry, outcome(response));
  }

  /** The answer to what `send(token)` posts; throws when it is to be sent again later. */
  async #take(send) {
    const token = await this.#session.obtain();
    const response = await send(token);
    if (response.status === 401) this.#session.expire(token);
    if (LATER.has(response.status) || response.status >= 500) throw new Unavailable(response);
    return response;
  }
}

/** What became of a file: it is too large, or the question that asked for it is gone. */
function fate({ ok, status }) {
  if (ok) return "sent";
  return { 409: "unwanted", 413: "too_large" }[status] ?? "refused";
}

function outcome({ ok, status }) {
  if (ok) return "sent";
  return status === 413 ? "too_long" : "refused";
}

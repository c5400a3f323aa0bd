// What there is to see: the messages, our own lines the server has not echoed yet, and the signs
// around them. It fires "change", once for everything that happened together.

import { keep, recall } from "./device.js";

/** Asks the bot to greet a new session; never shown. */
export const GREETING = "/start";

const TYPING = 8_000; // ms a typing sign stays without a message
const QUIET = 300; // ms after which the history counts as told

export class Conversation extends EventTarget {
  #messages = new Map(); // number -> message
  #lines = new Map(); // client id -> our line, with its state
  #due = false;
  #typing = 0; // its timer
  #history = 0; // its timer
  #notice = null;
  #offline = false;

  /** The messages in their order, then our lines; each a new object when it has changed. */
  get items() {
    const messages = this.#ordered;
    const echoed = new Set(messages.map(({ client }) => client));
    const lines = [...this.#lines.values()].filter(({ client }) => !echoed.has(client));
    return [...messages, ...lines].filter((item) => item.author !== "me" || item.text !== GREETING);
  }

  /** The number of the newest question: only its options may still be chosen. */
  get prompt() {
    return this.#ordered.findLast(({ author, prompt }) => author !== "me" && prompt)?.prompt;
  }

  /** Whether the newest question asks for a file. */
  get wantsFile() {
    return this.#ordered.findLast(({ author, prompt }) => author !== "me" && prompt)?.wants === "file";
  }

  get unread() {
    const read = Number(recall("read"));
    return this.#ordered.filter(({ id, author }) => id > read && author !== "me").length;
  }

  get isTyping() {
    return this.#typing !== 0;
  }

  /** The history is being told: nothing in it is news. */
  get isRecalling() {
    return this.#history !== 0;
  }

  /** The name of the word that stands above the messages, or null. */
  get notice() {
    return this.#notice;
  }

  set notice(name) {
    this.#notice = name;
    this.#changed();
  }

  get isOffline() {
    return this.#offline;
  }

  set isOffline(offline) {
    this.#offline = offline;
    this.#changed();
  }

  put(message) {
    this.#messages.set(message.id, message);
    this.#lines.delete(message.client);
    if (message.author !== "me") this.stopTyping();
    if (this.isRecalling) this.recall();
    this.#changed();
  }

  edit(change) {
    const message = this.#messages.get(change.id);
    if (message) this.#messages.set(change.id, { ...message, ...change });
    this.#changed();
  }

  delete({ id }) {
    this.#messages.delete(id);
    this.#changed();
  }

  typing() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.stopTyping(), TYPING);
    this.#changed();
  }

  stopTyping() {
    clearTimeout(this.#typing);
    this.#typing = 0;
    this.#changed();
  }

  recall() {
    clearTimeout(this.#history);
    this.#history = setTimeout(() => {
      this.#history = 0;
      this.#changed();
    }, QUIET);
    this.#changed();
  }

  /** Our line and what became of it: sending, waiting, sent, or why it was not taken. */
  mark(entry, state) {
    this.#lines.set(entry.id, { ...entry, id: null, client: entry.id, author: "me", state });
    this.#changed();
  }

  /** The line we wait for under this client id. */
  line(client) {
    return this.#lines.get(client);
  }

  get lines() {
    return [...this.#lines.values()];
  }

  withdraw(client) {
    this.#lines.delete(client);
    this.#changed();
  }

  markRead() {
    const newest = Math.max(0, ...this.#messages.keys());
    if (newest > Number(recall("read"))) keep("read", newest);
  }

  clear(notice) {
    this.#messages.clear();
    this.#notice = notice;
    this.#offline = false;
    this.stopTyping();
  }

  get #ordered() {
    return [...this.#messages.values()].sort((one, other) => one.id - other.id);
  }

  #changed() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.dispatchEvent(new Event("change"));
    });
  }
}

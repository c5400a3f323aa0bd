// Follows the stream of events for as long as it is wanted, resuming after the last one seen.

import { backOff, wakeAll } from "./pause.js";
import { readEvents, stream, Unavailable } from "./server.js";

const SILENCE = 60_000; // ms without even a heartbeat: the stream is dead

export class Feed {
  #session;
  #conversation;
  #wanted = false;
  #running = false;
  #failures = 0;
  #last = null; // number of the newest event
  #connection = new AbortController();

  constructor(session, conversation) {
    this.#session = session;
    this.#conversation = conversation;
  }

  async follow() {
    this.#wanted = true;
    wakeAll();
    if (this.#running) return;
    this.#running = true;
    while (this.#wanted) {
      const error = await this.#connect().catch((failure) => failure);
      if (!this.#wanted) break;
      this.#failures += 1;
      // One failure is a proxy's cut and mended unseen; a second one is worth a word.
      this.#conversation.isOffline = this.#failures > 1;
      await backOff(this.#failures - 1, error);
    }
    this.#running = false;
  }

  /** Tries the connection again, for instance because the network has changed. */
  drop() {
    this.#connection.abort();
  }

  /** Lets go of the stream, to resume it later where it was. */
  rest() {
    this.#wanted = false;
    this.#failures = 0;
    this.drop();
  }

  /** Leaves the session. */
  stop() {
    this.rest();
    this.#last = null;
  }

  async #connect() {
    const token = await this.#session.obtain();
    const connection = new AbortController();
    this.#connection = connection;
    let watchdog = 0;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => connection.abort(), SILENCE);
    };
    alive();
    try {
      const response = await stream(token, this.#last, connection.signal);
      if (response.status === 401) this.#session.expire(token);
      if (!response.ok) throw new Unavailable(response);
      this.#failures = 0;
      this.#conversation.isOffline = false;
      if (this.#last === null && !this.#session.isNew) this.#conversation.recall();
      for await (const events of readEvents(response.body)) {
        if (connection.signal.aborted) return;
        alive();
        for (const event of events) this.#take(event);
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  #take({ event, id, data }) {
    if (id) this.#last = Math.max(this.#last ?? 0, Number(id));
    const content = JSON.parse(data);
    if (event === "message") this.#conversation.put(content);
    else if (event === "edit") this.#conversation.edit(content);
    else if (event === "delete") this.#conversation.delete(content);
    else if (event === "typing") this.#conversation.typing();
  }
}

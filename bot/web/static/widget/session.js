// The session with the server: made when the chat is first opened, shared by all tabs of the site.

import { exclusively, forget, keep, recall } from "./device.js";
import { post, Unavailable } from "./server.js";
import { language } from "./words.js";

/** Fires "begin", and "end" with the reason: "expired" or "forgotten". */
export class Session extends EventTarget {
  /** Made by this page, so that nothing in it is history. */
  isNew = false;

  get token() {
    return recall("token");
  }

  async obtain() {
    return this.token ?? exclusively("session", async () => this.token ?? this.#begin());
  }

  /** The server does not know this token any more; another tab may have replaced it already. */
  expire(token) {
    if (this.token === token) this.#end("expired");
  }

  forget() {
    this.#end("forgotten");
  }

  async #begin() {
    const response = await post("/chat/sessions", { language });
    if (response.status !== 201) throw new Unavailable(response);
    const { token } = await response.json();
    keep("token", token);
    this.isNew = true;
    this.dispatchEvent(new Event("begin"));
    return token;
  }

  #end(reason) {
    forget("token");
    forget("read");
    this.dispatchEvent(new CustomEvent("end", { detail: reason }));
  }
}

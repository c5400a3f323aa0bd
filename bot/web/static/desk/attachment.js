// One file that is to go out with the next words, or without any; what it may be, the server decides.

import { element } from "./dom.js";
import { sendFile, uuid } from "./server.js";
import { say } from "./words.js";

const LARGEST = 20; // MB: the server takes no more
const MEGABYTE = 1024 * 1024;
const KINDS = ".pdf,image/jpeg,image/png,audio/ogg,audio/mpeg,video/mp4,.ogg,.oga,.opus,.mp3";

export class Attachment {
  #input;
  #name = element("bdi", {});
  #chosen;
  #label;
  #file = null;
  #id = "";

  /** `changed(words)` is called once one was chosen or put away, with why it cannot be sent. */
  constructor(changed) {
    this.#input = element("input", {
      type: "file",
      accept: KINDS,
      class: "unseen",
      "aria-label": say("desk.attach"),
      change: () => this.#take(changed),
    });
    this.#label = element(
      "label",
      { class: "attach", title: say("desk.attach") },
      this.#input,
      element("span", { class: "clip", "aria-hidden": "true" }),
    );
    this.#chosen = element(
      "p",
      { class: "attached", hidden: true },
      this.#name,
      element(
        "button",
        {
          type: "button",
          class: "cancel",
          click: () => {
            this.clear();
            changed("");
            this.#input.focus();
          },
        },
        say("desk.attach.remove"),
      ),
    );
    this.button = this.#label;
    this.element = this.#chosen;
  }

  /** Whether there is one. */
  get there() {
    return this.#file !== null;
  }

  /** It may be chosen, or not. */
  allow(allowed) {
    this.#label.hidden = !allowed;
  }

  /** Sends it; throws a failure. */
  send(reference) {
    return sendFile(reference, this.#id, this.#file);
  }

  clear() {
    this.#file = null;
    this.#input.value = "";
    this.#chosen.hidden = true;
  }

  #take(changed) {
    const [file] = this.#input.files;
    if (!file) return;
    if (file.size > LARGEST * MEGABYTE) {
      this.clear();
      return changed(say("desk.attach.too_large", { most: LARGEST }));
    }
    this.#file = file;
    this.#id = uuid();
    this.#name.textContent = file.name;
    this.#chosen.hidden = false;
    changed("");
  }
}

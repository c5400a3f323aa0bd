// One file that is to go out with the next words, or without any; what it may be, the server decides.

import { element } from "./dom.js";
import { sendFile, uuid } from "./server.js";
import { say } from "./words.js";

const LARGEST = 20; // MB: the server takes no more
const MEGABYTE = 1024 * 1024;
const KINDS =
  ".pdf,image/jpeg,image/png,audio/ogg,audio/mpeg,audio/mp4,video/mp4,.ogg,.oga,.opus,.mp3,.m4a,.aac,.amr";

export class Attachment {
  #input;
  #name = element("bdi", {});
  #voice = element("audio", {
    controls: true,
    controlslist: "nodownload noplaybackrate",
    hidden: true,
  });
  #chosen;
  #changed;
  #label;
  #file = null;
  #id = "";

  /** `changed(words)` is called once one was chosen or put away, with why it cannot be sent. */
  constructor(changed) {
    this.#changed = changed;
    this.#input = element("input", {
      type: "file",
      accept: KINDS,
      class: "unseen",
      "aria-label": say("desk.attach"),
      change: () => this.#input.files[0] && this.take(this.#input.files[0]),
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
      this.#voice,
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

  /** Goes out next, unless it is too large; a recorded voice can be heard before. */
  take(file, name = file.name) {
    this.#forget();
    if (file.size > LARGEST * MEGABYTE) {
      this.#changed(say("desk.attach.too_large", { most: LARGEST }));
      return;
    }
    this.#file = file;
    this.#id = uuid();
    this.#name.textContent = name;
    this.#chosen.hidden = false;
    this.#voice.hidden = !file.type.startsWith("audio/");
    if (!this.#voice.hidden) this.#voice.src = URL.createObjectURL(file);
    this.#changed("");
  }

  clear() {
    this.#forget();
    this.#input.value = "";
  }

  #forget() {
    URL.revokeObjectURL(this.#voice.src);
    this.#voice.removeAttribute("src");
    this.#file = null;
    this.#chosen.hidden = true;
  }
}

// A voice recorded at the desk: one press begins, the next one ends it. Hidden where a browser cannot.

import { element } from "./dom.js";
import { say } from "./words.js";

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"]; // best first
const LONGEST = 300; // seconds
const SECOND = 1000;

export class Recorder {
  #hooks;
  #recorder = null;
  #seconds = 0;
  #length = element("span", { class: "length", dir: "ltr" });
  #type = globalThis.MediaRecorder && TYPES.find((type) => MediaRecorder.isTypeSupported(type));

  /** `hooks.changed()` when it begins, then `hooks.done(voice, name)`, or `changed` again where it
   *  was too short for a word; `hooks.barred(words)` when the browser gives no microphone. */
  constructor(hooks) {
    this.#hooks = hooks;
    this.button = element(
      "button",
      { type: "button", class: "record", hidden: true, click: () => this.#press() },
      element("span", { class: "microphone", "aria-hidden": "true" }),
      this.#length,
    );
    this.#dress();
  }

  /** Whether it listens. */
  get listens() {
    return this.#recorder !== null;
  }

  /** It may be pressed, or not. */
  allow(allowed) {
    const can = this.#type && navigator.mediaDevices;
    this.button.hidden = !(can && allowed);
  }

  #press() {
    if (this.listens) this.#recorder.stop();
    else this.#begin();
  }

  async #begin() {
    this.button.disabled = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#listen(stream);
    } catch {
      this.#hooks.barred(say("desk.record.barred"));
    }
    this.button.disabled = false;
  }

  #listen(stream) {
    const parts = [];
    const recorder = new MediaRecorder(stream, { mimeType: this.#type });
    const clock = setInterval(() => this.#tick(), SECOND);
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      for (const track of stream.getTracks()) track.stop();
      const name = say("desk.record.name", { length: this.#length.textContent });
      this.#recorder = null;
      this.#dress();
      if (this.#seconds) this.#hooks.done(new Blob(parts, { type: this.#type }), name);
      else this.#hooks.changed();
    });
    this.#recorder = recorder;
    this.#seconds = 0;
    recorder.start();
    this.#dress();
    this.#hooks.changed();
  }

  // Whoever went to another case does not mean to be heard any more.
  #tick() {
    this.#seconds += 1;
    this.#dress();
    if (this.#seconds >= LONGEST || !this.button.isConnected) this.#recorder.stop();
  }

  #dress() {
    const label = say(this.listens ? "desk.record.stop" : "desk.record");
    this.button.title = label;
    this.button.setAttribute("aria-label", label);
    this.button.setAttribute("aria-pressed", this.listens);
    const [minutes, seconds] = [Math.floor(this.#seconds / 60), this.#seconds % 60];
    this.#length.textContent = `${minutes}:${String(seconds).padStart(2, "0")}`;
    this.#length.hidden = !this.listens;
  }
}

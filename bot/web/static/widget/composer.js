// Where a message is written. Its length is told while writing, not after sending.

import { button, element, icon } from "./elements.js";
import { say, worded } from "./words.js";

const LIMIT = 4000; // characters, as the server counts them
const NEAR = 500; // characters before the limit from which they are counted aloud

export class Composer {
  #submit;
  #give;
  #field = element("textarea", { rows: "1", enterkeyhint: "send", "aria-describedby": "hint" });
  #hint = element("p", { class: "hint", id: "hint", role: "status" });
  #count = element("span", { class: "count", dir: "ltr", "aria-hidden": "true" });
  #files = element("input", {
    type: "file", accept: "application/pdf,image/jpeg,image/png", multiple: true, hidden: true,
    change: () => this.#attach(),
  });
  #clip = worded(button("clip", () => this.#files.click(), icon("clip")), "attach", "aria-label");
  #send = worded(button("send", () => this.#hand(), icon("send")), "send", "aria-label");

  element = element(
    "div", { class: "composer" },
    element("div", { class: "measure" }, this.#hint, this.#count),
    element("div", { class: "entry" }, this.#clip, this.#files, this.#field, this.#send),
  );

  /** `submit(text)` gets every message that is neither empty nor too long, `attach(file)` files. */
  constructor(submit, attach) {
    this.#submit = submit;
    this.#give = attach;
    this.wantsFile = false;
    worded(this.#field, "placeholder", "placeholder");
    worded(this.#field, "placeholder", "aria-label");
    this.#field.addEventListener("input", () => this.measure());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#hand();
    });
  }

  focus() {
    this.#field.focus();
  }

  write(text) {
    this.#field.value = text;
    this.measure();
  }

  measure() {
    const over = this.#excess;
    this.#field.dir = this.#field.value ? "auto" : "";
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    this.#field.setAttribute("aria-invalid", String(over > 0));
    this.#send.setAttribute("aria-disabled", String(over > 0 || this.#text === ""));
    this.#hint.textContent = over > 0 ? say("limit", { limit: LIMIT, over }) : "";
    this.#count.textContent = over > -NEAR ? `${LIMIT + over} / ${LIMIT}` : "";
  }

  set wantsFile(wanted) {
    this.#clip.hidden = !wanted;
  }

  #attach() {
    for (const file of this.#files.files) this.#give(file);
    this.#files.value = "";
    this.focus();
  }

  get #text() {
    return this.#field.value.trim();
  }

  get #excess() {
    return [...this.#text].length - LIMIT;
  }

  #hand() {
    const text = this.#text;
    this.focus();
    if (text === "" || this.#excess > 0) return;
    this.#submit(text);
    this.write("");
  }
}

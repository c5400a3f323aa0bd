// Looking for a case by its number, or by how an identity number ends. Each search is recorded.

import { findCases } from "./server.js";

export class Search {
  #form;
  #hooks;

  /** `hooks.found(cases)` shows what was found, `hooks.cleared()` the list again,
   *  `hooks.trouble(failure)` why nothing was looked for. */
  constructor(form, hooks) {
    this.#form = form;
    this.#hooks = hooks;
    form.addEventListener("submit", (event) => this.#seek(event));
    this.#box.addEventListener("input", () => this.#box.value || this.clear());
  }

  get #box() {
    return this.#form.querySelector("input");
  }

  /** Puts the cursor in the box. */
  focus() {
    this.#box.focus();
    this.#box.select();
  }

  /** Leaves what was found; false when nothing was looked for. */
  clear() {
    const active = this.#form.dataset.active === "true";
    this.#form.dataset.active = false;
    this.#box.value = "";
    if (active) this.#hooks.cleared();
    return active;
  }

  async #seek(event) {
    event.preventDefault();
    const text = this.#box.value.trim();
    if (!text) return;
    this.#form.dataset.active = true;
    try {
      const { cases } = await findCases(text);
      this.#hooks.found(cases);
    } catch (failure) {
      this.#hooks.trouble(failure);
    }
  }
}

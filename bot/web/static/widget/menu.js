// The small menu in the panel's header: the other language, and forgetting the chat on this device.

import { button, element, icon } from "./elements.js";
import { otherLanguage, worded } from "./words.js";

export class Menu {
  #opener = worded(button("round", () => this.toggle(), icon("more")), "menu", "aria-label");
  #language = worded(button("choice", () => this.#pick(this.#acts.switchLanguage)), "language");
  #forget = worded(button("choice", () => this.#pick(() => this.#question.showModal())), "forget");
  #list = element("div", { class: "menu", id: "menu" }, this.#language, this.#forget);
  #question = element(
    "dialog", { "aria-labelledby": "question", "aria-describedby": "explained" },
    worded(element("h3", { id: "question" }), "forget_title"),
    worded(element("p", { id: "explained" }), "forget_explained"),
    worded(button("choice keep", () => this.#question.close()), "forget_cancel"),
    worded(button("choice lose", () => this.#lose()), "forget_confirm"),
  );
  #acts;

  element = element("div", { class: "options-menu" }, this.#opener, this.#list, this.#question);

  /** `acts` are switchLanguage() and forget(). */
  constructor(acts) {
    this.#acts = acts;
    this.#list.hidden = true;
    this.#opener.setAttribute("aria-controls", "menu");
    this.draw();
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  get isAsking() {
    return this.#question.open;
  }

  draw() {
    this.#language.lang = otherLanguage();
    this.#opener.setAttribute("aria-expanded", String(this.isOpen));
  }

  toggle() {
    this.#list.hidden = this.isOpen;
    this.draw();
    if (this.isOpen) this.#language.focus();
  }

  close() {
    if (this.isOpen) this.toggle();
  }

  /** Closes and gives the focus back to the button that opened it. */
  leave() {
    this.close();
    this.#opener.focus();
  }

  #pick(act) {
    this.leave();
    act();
  }

  #lose() {
    this.#question.close();
    this.#acts.forget();
  }
}

// The answers of an application: matched one by one, masked until the owner asks to see one.

import { element } from "./dom.js";
import { Failure, reveal } from "./server.js";
import { say } from "./words.js";

const ALL = "*";

export class Checklist {
  element = element("section", { class: "checklist", hidden: true });
  #reference;
  #act;
  #shown = new Map(); // what was revealed, until the page is left
  #drawn = "";
  #trouble = element("p", { class: "trouble", role: "alert" });
  #how = null;

  /** `act(wish)` makes a move and reads the case again. */
  constructor(reference, act) {
    this.#reference = reference;
    this.#act = act;
    this.element.setAttribute("aria-label", say("desk.checklist"));
  }

  /** Shows the checklist of a case, or nothing where there is none. */
  show(checklist) {
    this.element.hidden = !checklist;
    const drawn = JSON.stringify(checklist);
    if (!checklist || drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#draw(checklist);
  }

  #draw(checklist) {
    const chosen = this.#how?.value;
    this.#how = element(
      "select",
      { "aria-label": say("desk.checklist.how") },
      checklist.hows.map(({ id, label }) =>
        element("option", { value: id, selected: id === chosen }, label),
      ),
    );
    const left = checklist.fields.some(({ mark }) => !mark);
    this.element.replaceChildren(
      element("h3", {}, say("desk.checklist"), " ", element("bdi", {}, checklist.state_label)),
      element("ul", {}, checklist.fields.map((field) => this.#row(field, checklist))),
      this.#trouble,
      element(
        "p",
        { class: "checklist-foot", hidden: !checklist.may_mark },
        this.#how,
        left && this.#button(say("desk.checklist.all"), () => this.#mark(ALL, this.#how.value)),
      ),
    );
  }

  #row(field, { may_mark, may_reveal }) {
    const { key, label } = field;
    const value = element("bdi", {}, this.#shown.get(key) ?? field.value);
    const state = field.confirmed ? "confirmed" : field.mark ? "wrong" : "unmarked";
    return element(
      "li",
      { "data-mark": state, "data-field": key },
      element("span", { class: "checklist-label" }, label),
      element("span", { class: "checklist-value" }, value),
      element("span", { class: "checklist-mark" }, found(field)),
      field.lapsed && element("span", { class: "checklist-lapsed" }, field.lapsed),
      element(
        "span",
        { class: "checklist-acts" },
        may_reveal &&
          this.#button("👁", () => this.#reveal(key, value), say("desk.checklist.show", { label })),
        may_mark &&
          this.#button(
            "✓",
            () => this.#mark(key, this.#how.value),
            say("desk.checklist.confirm", { label }),
          ),
        may_mark &&
          this.#button("✗", () => this.#mark(key, "wrong"), say("desk.checklist.wrong", { label })),
      ),
    );
  }

  #button(text, click, label = null) {
    return element("button", { type: "button", click, "aria-label": label, title: label }, text);
  }

  async #mark(about, outcome) {
    await this.#try(() => this.#act({ move: "mark", about, outcome }));
  }

  async #reveal(key, place) {
    await this.#try(async () => {
      const { value } = await reveal(this.#reference, key);
      this.#shown.set(key, value);
      place.textContent = value;
    });
  }

  async #try(work) {
    this.#trouble.textContent = "";
    const buttons = [...this.element.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      this.#trouble.textContent = failure.message;
    }
    for (const button of buttons) button.disabled = false;
  }
}

function found({ mark, mark_label: how, officer }) {
  if (!mark) return say("desk.checklist.unmarked");
  return officer ? say("desk.checklist.by", { how, officer }) : how;
}

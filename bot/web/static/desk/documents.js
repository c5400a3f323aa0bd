// The documents of a case's application: each is opened by a link of its own, made when asked for,
// and destroyed when it shows an identity document.

import { button, element } from "./dom.js";
import { documentLink, listDocuments } from "./server.js";
import { say } from "./words.js";

export class DocumentList {
  #reference;
  #tell;
  #act;
  #list = element("ul", {});

  /** `tell(words)` shows why something was not done; `act(wish)` makes a move or throws. */
  constructor(reference, { tell, act }) {
    this.#reference = reference;
    this.#tell = tell;
    this.#act = act;
    const heading = element("h3", {}, say("desk.documents"));
    this.element = element("section", { class: "documents", hidden: true }, heading, this.#list);
  }

  async read() {
    const { documents } = await listDocuments(this.#reference);
    this.element.hidden = documents.length === 0;
    this.#list.replaceChildren(...documents.map((one) => this.#item(one)));
  }

  #item({ id, label, detail, gone }) {
    const words = [element("bdi", {}, label), " ", element("small", {}, detail), " "];
    if (gone) return element("li", {}, ...words, element("small", {}, say("desk.document.gone")));
    const click = () => this.#open(id);
    const open = button(say("desk.document.open"), click);
    return element("li", {}, ...words, open, " ", this.#identity(id));
  }

  // What cannot be undone is asked once more.
  #identity(id) {
    const place = element("span", {});
    const ask = button(say("desk.document.identity"), () => {
      const sure = element("span", { role: "alert" }, say("desk.document.sure"));
      place.replaceChildren(sure, " ", yes, " ", no);
      no.focus();
    });
    const yes = button(say("desk.document.destroy"), () => this.#destroy(id, [yes, no]));
    const no = button(say("desk.cancel"), () => {
      place.replaceChildren(ask);
      ask.focus();
    });
    place.append(ask);
    return place;
  }

  async #destroy(id, buttons) {
    for (const one of buttons) one.disabled = true;
    try {
      await this.#act({ move: "destroy", about: id });
    } catch (failure) {
      this.#tell(failure.message);
      for (const one of buttons) one.disabled = false;
    }
  }

  async #open(id) {
    try {
      const { url } = await documentLink(id);
      location.assign(url);
    } catch (failure) {
      this.#tell(failure.message);
    }
  }
}

// The documents of a case's application: each is opened by a link of its own, made when asked for.

import { element } from "./dom.js";
import { documentLink, listDocuments } from "./server.js";
import { say } from "./words.js";

export class DocumentList {
  #reference;
  #tell;
  #list = element("ul", {});

  /** `tell(words)` shows why one could not be opened. */
  constructor(reference, tell) {
    this.#reference = reference;
    this.#tell = tell;
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
    const open = element("button", { type: "button", click }, say("desk.document.open"));
    return element("li", {}, ...words, open);
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

// One message of the log. Its parts stay the same elements for as long as it is shown, so that an
// echo or an edit is neither read aloud nor drawn twice.

import { uuid } from "./device.js";
import { button, element, icon, linked, unseen } from "./elements.js";
import { there } from "./server.js";
import { clockTime, language, say } from "./words.js";

export class Message {
  #acts;
  #author = element("p", { class: "author" });
  #text = element("p", { class: "text", dir: "auto", id: `text-${uuid()}` });
  #meta = element("p", { class: "meta", "aria-live": "off" });
  #options = element("div", { class: "options", role: "group", "aria-labelledby": this.#text.id });
  #item = {};
  #language = null;

  node = element(
    "article", { class: "message" },
    this.#author, this.#text, this.#meta, this.#options,
  );

  /** `acts` are choose(prompt, option, label) and takeBack(item). */
  constructor(acts) {
    this.#acts = acts;
  }

  /** Shows the item; `prompt` is the newest question, `continued` that the speaker is the same. */
  show(item, prompt, continued) {
    if (item !== this.#item || language !== this.#language) this.#fill(item);
    this.node.classList.toggle("continued", continued);
    for (const option of this.#options.children) option.disabled = item.prompt !== prompt;
  }

  #fill(item) {
    if (item.text !== this.#item.text) {
      this.#text.replaceChildren(...(item.file ? [fileOf(item)] : linked(item.text)));
    }
    if (item.options !== this.#item.options) this.#options.replaceChildren(...this.#choices(item));
    this.#options.hidden = this.#options.children.length === 0;
    this.#author.replaceChildren(...authorOf(item));
    const time = element("time", { datetime: item.at }, clockTime(item.at));
    this.#meta.replaceChildren(time, ...this.#fate(item));
    this.node.dataset.author = item.author;
    this.node.dataset.state = item.state ?? "";
    this.#item = item;
    this.#language = language;
  }

  #choices({ prompt, options }) {
    return (options ?? []).map(({ id, label }) => {
      const option = button("option", () => this.#acts.choose(prompt, id, label), label);
      option.dir = "auto";
      return option;
    });
  }

  #fate(item) {
    const { author, state = "sent", option } = item;
    if (author !== "me") return [];
    if (state === "sent") return [icon("sent"), unseen(say("sent"))];
    if (state === "sending") return [icon("waiting"), unseen(say("sending"))];
    if (state === "waiting") return [icon("waiting"), element("span", {}, say("waiting"))];
    const refusal = element("span", { class: "refusal", role: "alert" }, say(state));
    if (option !== undefined) return [refusal];
    return [refusal, button("again", () => this.#acts.takeBack(item), say("edit"))];
  }
}

// An officer's file, at the server this chat came from; it is opened beside the page.
function fileOf({ file, text }) {
  return element("a", { href: there(file), target: "_blank", rel: "noopener noreferrer" }, text);
}

function authorOf({ author, name }) {
  if (author === "me") return [unseen(say("me"))];
  if (author !== "officer") return [name || say("bot")];
  return [element("bdi", {}, name || ""), element("span", { class: "tag" }, say("officer"))];
}

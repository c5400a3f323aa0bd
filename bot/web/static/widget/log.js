// The messages on the screen: brought to what the conversation is, touching only what has changed.

import { button, element, icon, unseen } from "./elements.js";
import { Message } from "./message.js";
import { dayName, say, worded } from "./words.js";

const NEAR = 48; // px from the end that still count as being there
const AIR = 16; // px above the first new message

export class Log {
  #conversation;
  #acts;
  #rows = new Map(); // key -> a message, or a line between messages, each with its node
  #following = true; // the end is in view, and stays there
  #list = worded(element("div", { class: "log", role: "log", tabindex: "0" }), "log", "aria-label");
  #latest = worded(
    button("latest", () => this.scrollToEnd(), icon("down")), "latest", "aria-label",
  );
  #typing = element(
    "div", { class: "typing" },
    element("i"), element("i"), element("i"), worded(unseen(""), "typing"),
  );

  element = element(
    "div", { class: "stage" },
    this.#list, element("div", { role: "status" }, this.#typing), this.#latest,
  );

  /** `acts` are choose, takeBack (see Message) and restart(). */
  constructor(conversation, acts) {
    this.#conversation = conversation;
    this.#acts = acts;
    this.#latest.hidden = true;
    this.#list.addEventListener("scroll", () => this.#look());
    new ResizeObserver(() => this.#following && this.scrollToEnd()).observe(this.#list);
  }

  focus() {
    this.#list.focus({ preventScroll: true });
  }

  scrollToEnd() {
    this.#scrollTo(this.#list.scrollHeight);
  }

  draw() {
    const { isRecalling, isTyping } = this.#conversation;
    const root = this.#list.getRootNode();
    const focused = this.#list.contains(root.activeElement) ? root.activeElement : null;
    this.#list.setAttribute("aria-live", isRecalling ? "off" : "polite");
    this.#typing.hidden = !isTyping;

    const added = this.#arrange(this.#nodes());
    const fresh = added.filter(({ dataset }) => dataset.author);
    if (!isRecalling) for (const node of fresh) node.classList.add("arriving");
    // The log takes the focus of a button that has gone: a second press of the same key must not
    // answer the next question.
    if (focused && (!focused.isConnected || focused.disabled)) this.focus();

    const spoken = fresh.some(({ dataset }) => dataset.author === "me");
    if (isRecalling || spoken || (this.#following && fresh.length === 0)) this.scrollToEnd();
    else if (this.#following) this.#scrollTo(added[0].offsetTop - AIR);
    if (fresh.length > 0) this.#latest.hidden = this.#following;
  }

  /** As far as it goes: a new message taller than the log is read from its beginning. */
  #scrollTo(top) {
    this.#list.scrollTop = top;
    this.#look();
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR;
    this.#latest.hidden ||= this.#following;
  }

  /** Puts the nodes into the list and returns those that are new there. */
  #arrange(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.#list.children]) if (!wanted.has(child)) child.remove();
    const present = new Set(this.#list.children);
    nodes.forEach((node, index) => {
      const here = this.#list.children[index];
      if (here !== node) this.#list.insertBefore(node, here ?? null);
    });
    return nodes.filter((node) => !present.has(node));
  }

  #nodes() {
    const { items, notice, prompt } = this.#conversation;
    const used = new Map();
    const row = (key, create) => {
      used.set(key, this.#rows.get(key) ?? create());
      return used.get(key);
    };
    if (notice) row(`notice ${say(notice)}`, () => this.#noticeRow(notice));
    let day = null;
    let voice = null;
    for (const item of items) {
      const name = dayName(item.at);
      const speaker = `${name} ${item.author} ${item.name}`;
      if (name !== day) row(`day ${name}`, () => dayRow(name));
      const message = row(item.client ?? item.id, () => new Message(this.#acts));
      message.show(item, prompt, speaker === voice);
      [day, voice] = [name, speaker];
    }
    this.#rows = used;
    return Array.from(used.values(), ({ node }) => node);
  }

  #noticeRow(notice) {
    const node = element("div", { class: "notice" }, element("p", {}, say(notice)));
    if (notice === "forgotten") node.append(button("option", this.#acts.restart, say("restart")));
    return { node };
  }
}

const dayRow = (name) => ({ node: element("p", { class: "day" }, name) });

// What was said in a case, by whom and when, and what became of each line we sent.

import { arrange, element } from "./dom.js";
import { fileOf } from "./server.js";
import { day, hijri, hour } from "./times.js";
import { say } from "./words.js";

const NEAR = 60; // pixels from the end that still count as reading the last line
const MARKS = {
  queued: "◷",
  sending: "◷",
  sent: "✓",
  delivered: "✓✓",
  read: "✓✓",
  failed: "✗",
  parked: "◷",
  asked: "◷",
  expired: "✗",
};

export class Transcript {
  #lines = element("ol", { class: "lines" });
  #scroller = element("div", { class: "transcript", tabindex: 0, role: "region" }, this.#lines);
  #newer = element("button", { type: "button", class: "newer", hidden: true });
  #known = new Map();
  #shown = false;
  #last = 0; // the newest line that was shown
  #atEnd = true;

  #earlier;
  #act;

  /** `earlier()` reads more of what was said before, `act(line, move)` changes a line. */
  constructor({ earlier, act }) {
    this.#act = act;
    this.#earlier = element(
      "button",
      { type: "button", class: "more", hidden: true, click: () => this.#before(earlier) },
      say("desk.earlier"),
    );
    this.#scroller.prepend(this.#earlier);
    this.element = element("div", { class: "talk" }, this.#scroller, this.#newer);
    this.#scroller.setAttribute("aria-label", say("desk.transcript"));
    this.#newer.textContent = say("desk.newer");
    this.#newer.addEventListener("click", () => this.toEnd());
    this.#scroller.addEventListener("scroll", () => this.#noticeEnd(), { passive: true });
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#scroller);
  }

  /** Shows the messages and returns those that were not there before (none the first time). */
  show(messages, earlier) {
    this.#earlier.hidden = !earlier;
    const first = !this.#shown;
    this.#shown = true;
    const last = this.#last;
    this.#last = messages.at(-1)?.id ?? last;
    const fresh = messages.filter(({ id }) => id > last);
    arrange(this.#lines, this.#arranged(messages));
    if (first || this.#atEnd) this.toEnd();
    else if (fresh.length) this.#newer.hidden = false;
    return first ? [] : fresh;
  }

  /** Scrolls to the last line. */
  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#atEnd = true;
    this.#newer.hidden = true;
  }

  // What was being read stays where it is, under what came before it.
  async #before(earlier) {
    const { scrollHeight, scrollTop } = this.#scroller;
    this.#atEnd = false;
    await earlier();
    this.#scroller.scrollTop = scrollTop + this.#scroller.scrollHeight - scrollHeight;
  }

  #noticeEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#atEnd) this.#newer.hidden = true;
  }

  #arranged(messages) {
    const known = new Map();
    const nodes = [];
    let before = null;
    for (const message of messages) {
      const date = day(message.at);
      const newDay = !before || day(before.at) !== date;
      if (newDay) nodes.push(this.#keep(known, `day ${date}`, "", () => separator(message.at)));
      const follows = !newDay && before.author === message.author && before.name === message.name;
      const face = JSON.stringify([message, follows]);
      nodes.push(this.#keep(known, message.id, face, () => bubble(message, follows, this.#act)));
      before = message;
    }
    this.#known = known;
    return nodes;
  }

  // A line whose face did not change keeps its node, so that nothing flickers and selections stay.
  #keep(known, key, face, draw) {
    const kept = this.#known.get(key);
    const entry = kept?.face === face ? kept : { face, node: draw() };
    known.set(key, entry);
    return entry.node;
  }
}

function separator(at) {
  return element("li", { class: "day" }, element("span", {}, `${day(at)} · ${hijri(at)}`));
}

/** Who wrote a message: a name, or else what they are. */
export const writer = ({ author, name }) => name || say(`desk.author.${author}`);

function bubble(message, follows, act) {
  const { author, text, at, mark } = message;
  const head = element(
    "span",
    { class: follows ? "unseen" : "who" },
    author === "note" && element("span", { class: "inside" }, say("desk.inside")),
    element("bdi", {}, writer(message)),
  );
  const foot = element(
    "span",
    { class: "foot" },
    mark && element("span", { class: "mark-label" }, message.mark_label),
    element("time", { datetime: at }, hour(at)),
    fate(message),
  );
  return element(
    "li",
    { class: "line", "data-author": author, "data-follows": follows, "data-mark": mark },
    element(
      "div",
      { class: "bubble" },
      head,
      element("p", { dir: "auto" }, text),
      message.file && opening(message),
      foot,
    ),
    trouble(message),
    acts(message, act),
  );
}

// The file is looked at beside the desk: what is being written here stays.
function opening({ id }) {
  const link = { href: fileOf(id), target: "_blank", rel: "noopener" };
  return element("p", { class: "file" }, element("a", link, say("desk.file.open")));
}

// What may be done with a line of one's own; the words of each button are the form's title too.
function acts(message, act) {
  if (!message.acts?.length) return null;
  const buttons = message.acts.map((id) => {
    const label = say(`desk.line.${id}`);
    const click = () => act(message, { id, label, needs: "text" });
    return element("button", { type: "button", "data-act": id, click }, label);
  });
  return element("p", { class: "line-acts" }, buttons);
}

function fate({ status, status_label }) {
  if (!status) return null;
  return element(
    "span",
    { class: "fate", "data-status": status, title: status_label },
    element("span", { "aria-hidden": "true" }, MARKS[status]),
    element("span", { class: "unseen" }, status_label),
  );
}

// Only a fate that asks something of the officer is spelt out under the line.
function trouble({ status, status_label, reason }) {
  if (!["failed", "expired", "parked", "asked"].includes(status)) return null;
  const words = reason ? say("desk.fate.because", { fate: status_label, reason }) : status_label;
  return element("p", { class: "outcome", "data-status": status }, words);
}

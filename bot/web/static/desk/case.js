// One open case: what it is, what was said, what may be done, and where one writes.

import { channelBadge, dueTime, parkedChip, priorityChip, reference, stateChip } from "./chips.js";
import { Checklist } from "./checklist.js";
import { Composer } from "./composer.js";
import { DocumentList } from "./documents.js";
import { arrange, element, focusOn } from "./dom.js";
import { once } from "./live.js";
import { MoveForm, moveButtons } from "./moves.js";
import { move as makeMove, readCase, STRANGER } from "./server.js";
import { away, day, hour, passed } from "./times.js";
import { Transcript, writer } from "./transcript.js";
import { language, say } from "./words.js";

const LINES = 100; // of the talk at first, and as many more with every press
const WIDE = matchMedia("(min-width: 72rem)"); // as in case.css: the facts have a column of their own

export class CaseView {
  #officer;
  #hooks;
  #title = element("bdi", {});
  #heading = element("h2", { tabindex: -1 }, this.#title);
  #marks = element("p", { class: "marks" });
  #moves = element("div", { class: "moves", role: "group" });
  #trouble = element("p", { class: "trouble", role: "alert" });
  #gist = element("bdi", {});
  #facts = element("dl", {});
  #documents;
  #checklist;
  #lines = LINES;
  #transcript = new Transcript({
    earlier: () => this.#readEarlier(),
    act: (line, move) => this.#choose({ ...move, about: line.id, text: line.text }),
  });
  #composer;
  #form = null;
  #writing;
  #case = null;
  #drawnMoves = "";

  /** `load` reads the case again and shows what changed in it. `hooks.changed()` is called after
   *  a move; `hooks.announce(words)` speaks to a screen reader. */
  constructor(officer, number, hooks) {
    this.reference = number;
    this.load = once(() => this.#read());
    this.#officer = officer;
    this.#hooks = hooks;
    this.#checklist = new Checklist(number, (wish) => this.#act(wish));
    this.#composer = new Composer(officer, number, (...wishes) => this.#act(...wishes));
    this.#composer.element.hidden = true;
    this.#moves.setAttribute("aria-label", say("desk.moves"));
    this.#writing = element("div", { class: "writing" }, this.#composer.element);
    this.#documents = new DocumentList(number, {
      tell: (words) => this.#tell(words, "move"),
      act: (wish) => this.#act(wish),
    });
    const facts = element(
      "details",
      { class: "facts", open: WIDE.matches },
      element("summary", {}, say("desk.facts"), element("span", { class: "gist" }, this.#gist)),
      this.#facts,
      this.#documents.element,
      this.#checklist.element,
      this.#printed(),
    );
    this.element = element(
      "article",
      { class: "open-case", "aria-busy": "true" },
      element("header", {}, this.#back(), this.#heading, this.#marks, this.#moves, this.#trouble),
      facts,
      this.#transcript.element,
      this.#writing,
    );
  }

  /** The whole as PDF, masked as it is here. */
  #printed() {
    const href = `/desk/cases/${this.reference}/transcript.pdf?language=${language()}`;
    return element("p", { class: "print" }, element("a", { href, download: "" }, say("desk.print")));
  }

  /** Writes the times again. */
  refresh() {
    if (this.#case) this.#head();
  }

  /** Puts the cursor where an officer writes, or on the title for those who came by pointer. */
  focus(toWrite) {
    if (toWrite && this.#case) (this.#form ?? this.#composer).focus();
    else focusOn(this.#heading, { preventScroll: true });
  }

  /** Puts the cursor where a reply ("write") or a note is written. */
  write(what) {
    this.leaveForm();
    this.#composer.choose(what);
  }

  /** Puts away an open form; false when there was none. */
  leaveForm() {
    if (!this.#form) return false;
    this.#form.element.remove();
    this.#form = null;
    this.#composer.element.hidden = false;
    this.#composer.focus();
    return true;
  }

  async #read() {
    try {
      this.#show(await readCase(this.reference, this.#lines));
      await this.#documents.read();
      if (this.#trouble.dataset.from === "load") this.#tell("");
    } catch (failure) {
      if (failure.status !== STRANGER) this.#tell(failure.message, "load"); // the page tells that
    }
    this.element.removeAttribute("aria-busy");
  }

  async #readEarlier() {
    this.#lines += LINES;
    await this.load();
  }

  #show({ case: one, messages, earlier }) {
    this.#case = one;
    this.#head();
    this.#gist.textContent = one.fields.map(({ value }) => value).join(" · ");
    this.#facts.replaceChildren(...facts(one));
    this.#checklist.show(one.checklist);
    this.#drawMoves();
    this.#composer.show(one);
    this.#composer.element.hidden = this.#form !== null;
    for (const message of this.#transcript.show(messages, earlier)) {
      if (message.author !== "beneficiary") continue;
      const words = { name: writer(message), text: message.text };
      this.#hooks.announce(say("desk.announce", words));
    }
  }

  #head() {
    const one = this.#case;
    this.#title.textContent = one.title;
    this.#marks.replaceChildren(
      reference(one.reference),
      channelBadge(one),
      stateChip(one),
      ...[priorityChip(one), parkedChip(one), dueTime(one)].filter(Boolean),
    );
  }

  // Buttons that did not change stay as they are: one may be under a finger just now.
  #drawMoves() {
    const drawn = JSON.stringify(this.#case.moves);
    if (drawn === this.#drawnMoves) return;
    this.#drawnMoves = drawn;
    arrange(this.#moves, moveButtons(this.#case.moves, (move) => this.#choose(move)));
  }

  async #choose(move) {
    this.#tell("");
    if (move.needs !== "none") return this.#ask(move);
    for (const button of this.#moves.querySelectorAll("button")) button.disabled = true;
    try {
      await this.#act({ move: move.id });
      this.#composer.focus();
    } catch (failure) {
      this.#tell(failure.message, "move");
    }
    for (const button of this.#moves.querySelectorAll("button")) button.disabled = false;
  }

  #ask(move) {
    this.leaveForm();
    this.#form = new MoveForm(this.#officer, this.reference, move, {
      act: (wish) => this.#act(wish),
      leave: () => this.leaveForm(),
    });
    this.#composer.element.hidden = true;
    this.#writing.append(this.#form.element);
    this.#form.focus();
  }

  // After a refusal the case is read again too: it is no longer as it was shown.
  async #act(...wishes) {
    try {
      for (const wish of wishes) {
        await (typeof wish === "function" ? wish() : makeMove(this.reference, wish));
      }
      this.#transcript.toEnd();
    } finally {
      this.#hooks.changed();
      await this.load();
    }
  }

  #tell(words, from = "") {
    this.#trouble.textContent = words;
    this.#trouble.dataset.from = from;
  }

  #back() {
    return element("a", { class: "back", href: "#", "aria-label": say("desk.back") });
  }
}

function facts(one) {
  const told = [
    ...(one.checklist ? [] : one.fields), // there they stand with what was found
    { label: say("desk.fact.reason"), value: one.reason },
    { label: say("desk.fact.programme"), value: one.programme },
    { label: say("desk.fact.department"), value: one.department },
    { label: say("desk.fact.owner"), value: one.owner_name },
    { label: say("desk.fact.opened"), value: away(one.opened_at) },
    { label: say("desk.fact.window"), value: windowWords(one) },
  ];
  return told
    .filter(({ value }) => value)
    .map(({ label, value }) =>
      element("div", {}, element("dt", {}, label), element("dd", {}, element("bdi", {}, value))),
    );
}

// WhatsApp lets us write freely for a day after the person last wrote.
function windowWords({ window_until: until }) {
  if (!until) return null;
  if (passed(until)) return say("desk.window.closed");
  return say("desk.window.open", { hour: hour(until), day: day(until) });
}

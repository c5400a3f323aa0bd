// Where an officer writes: to the beneficiary, or inside. What is typed in one never becomes the other.

import { Attachment } from "./attachment.js";
import { draft } from "./drafts.js";
import { element, focusOn } from "./dom.js";
import { Recorder } from "./recorder.js";
import { passed } from "./times.js";
import { say } from "./words.js";

const REPLY = "reply";
const NOTE = "note";
const NOTE_MARK = "//";

export class Composer {
  #act;
  #drafts;
  #case = null;
  #mode = REPLY;
  #busy = false;
  #text;
  #hint = element("p", { class: "hint", id: "composer-hint" });
  #trouble = element("p", { class: "trouble", role: "alert" });
  #send = element("button", { type: "submit", class: "send" });
  #attachment = new Attachment((words) => this.#attached(words));
  #recorder = new Recorder({
    changed: () => this.#attached(""),
    done: (voice, name) => this.#attachment.take(voice, name),
    barred: (words) => this.#attached(words),
  });
  #reference;

  /** `act(...wishes)` makes moves one after the other, a function among them is called in its
   *  turn, and throws the first failure. */
  constructor(officer, reference, act) {
    this.#act = act;
    this.#reference = reference;
    this.#drafts = {
      [REPLY]: draft(officer, reference, REPLY),
      [NOTE]: draft(officer, reference, NOTE),
    };
    // A note without a reply beside it was what the officer was busy with.
    if (this.#drafts[NOTE].read() && !this.#drafts[REPLY].read()) this.#mode = NOTE;
    this.#text = element("textarea", {
      dir: "auto",
      rows: 2,
      "aria-describedby": "composer-hint",
      input: () => this.#typed(),
    });
    this.#text.value = this.#drafts[this.#mode].read();
    this.element = element(
      "form",
      { class: "composer", submit: (event) => this.#submit(event) },
      this.#modes(),
      this.#text,
      this.#attachment.element,
      this.#trouble,
      element(
        "div",
        { class: "composer-foot" },
        this.#hint,
        this.#recorder.button,
        this.#attachment.button,
        this.#send,
      ),
    );
  }

  /** Follows the case: whether one may speak in it, or could after claiming it. */
  show(one) {
    const first = this.#case === null;
    this.#case = one;
    if (first && this.#purpose() === "barred" && !this.#text.value) this.#choose(NOTE);
    this.#dress();
  }

  /** Puts the cursor in the text. */
  focus() {
    focusOn(this.#text);
  }

  /** Turns to the reply ("write") or the note, with the cursor in it. */
  choose(what) {
    if (!this.#busy) this.#turn(what === NOTE ? NOTE : REPLY);
  }

  #modes() {
    const choice = (mode) =>
      element(
        "label",
        { "data-mode": mode },
        element("input", {
          type: "radio",
          name: "mode",
          value: mode,
          checked: mode === this.#mode,
          change: () => this.#turn(mode),
        }),
        element("span", {}, say(`desk.mode.${mode}`)),
      );
    const legend = element("legend", { class: "unseen" }, say("desk.mode"));
    return element("fieldset", { class: "modes" }, legend, choice(REPLY), choice(NOTE));
  }

  #choose(mode) {
    this.#mode = mode;
    this.#text.value = this.#drafts[mode].read();
    this.element.elements.mode.value = mode;
  }

  #turn(mode) {
    this.#choose(mode);
    this.#trouble.textContent = "";
    this.#dress();
    this.focus();
  }

  #typed() {
    this.#drafts[this.#mode].keep(this.#text.value);
    this.#dress();
  }

  // Internal by the chosen box, or by the mark that officers know from the staff group.
  #internal() {
    return this.#mode === NOTE || this.#text.value.trimStart().startsWith(NOTE_MARK);
  }

  #claimable() {
    return this.#case?.moves.some(({ id }) => id === "claim");
  }

  #purpose() {
    if (this.#internal()) return "note";
    if (this.#case?.may_speak) return "reply";
    return this.#claimable() ? "claim" : "barred";
  }

  #dress() {
    if (this.#case === null) return; // it is typed faster than the case is read
    const purpose = this.#purpose();
    this.element.dataset.purpose = purpose;
    this.#text.setAttribute(
      "aria-label",
      say(`desk.text.${purpose}`, { reference: this.#case.reference }),
    );
    this.#text.placeholder = say(`desk.placeholder.${purpose}`);
    this.#hint.textContent = this.#advice(purpose);
    this.#send.textContent = say(`desk.send.${purpose}`);
    const listens = this.#recorder.listens;
    const files = !this.#busy && (purpose === "reply" || purpose === "claim");
    this.#send.disabled = this.#busy || listens || purpose === "barred";
    this.#recorder.allow(listens || files);
    this.#attachment.allow(files && !listens);
  }

  #attached(words) {
    this.#trouble.textContent = words;
    this.#dress();
    if (!this.#recorder.listens) this.focus();
  }

  #advice(purpose) {
    const outside = purpose === "reply" || purpose === "claim";
    if (outside && passed(this.#case.window_until)) return say("desk.hint.window");
    return say(`desk.hint.${purpose}`);
  }

  #wishes(purpose, text) {
    if (purpose === "note") return [{ move: "note", text }];
    return [
      ...(purpose === "claim" ? [{ move: "claim" }] : []),
      ...(this.#attachment.there ? [() => this.#sendFile()] : []),
      ...(text ? [{ move: "say", text }] : []),
    ];
  }

  async #sendFile() {
    await this.#attachment.send(this.#reference);
    this.#attachment.clear();
  }

  async #submit(event) {
    event.preventDefault();
    const purpose = this.#purpose();
    const typed = this.#text.value.trim();
    const marked = this.#internal() && typed.startsWith(NOTE_MARK);
    const text = marked ? typed.slice(NOTE_MARK.length).trim() : typed;
    const empty = !text && (purpose === "note" || !this.#attachment.there);
    if (empty || this.#send.disabled) return this.focus();
    this.#wait(true);
    try {
      await this.#act(...this.#wishes(purpose, text));
      this.#drafts[this.#mode].keep("");
      this.#text.value = "";
    } catch (failure) {
      this.#trouble.textContent = failure.message;
    }
    this.#wait(false);
    this.focus();
  }

  // The box is still while its words are under way: what is cleared is what was sent.
  #wait(busy) {
    this.#busy = busy;
    this.#text.readOnly = busy;
    this.element.setAttribute("aria-busy", busy);
    for (const radio of this.element.elements.mode) radio.disabled = busy;
    if (busy) this.#trouble.textContent = "";
    this.#dress();
  }
}

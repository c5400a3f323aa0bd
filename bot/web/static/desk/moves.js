// The moves a case allows now: a button each, and a short form where a move needs words.

import { draft } from "./drafts.js";
import { element } from "./dom.js";
import { say } from "./words.js";

// What is done now and then; where there are many of these they stand together behind one button.
const RARER = [
  "hand_back",
  "release",
  "assign",
  "transfer",
  "merge",
  "clause",
  "answer",
  "sensitive",
  "not_sensitive",
];
const TOGETHER = 3;

/** The buttons; `choose(move)` is called with the move that was pressed. */
export function moveButtons(moves, choose) {
  const rarer = moves.filter(({ id }) => RARER.includes(id));
  if (rarer.length < TOGETHER) return moves.map((move) => button(move, choose));
  const often = moves.filter(({ id }) => !RARER.includes(id));
  return [...often.map((move) => button(move, choose)), menu(rarer, choose)];
}

function button(move, choose) {
  return element(
    "button",
    { type: "button", class: "move", "data-move": move.id, click: () => choose(move) },
    move.label,
  );
}

function menu(moves, choose) {
  const chosen = (move) => {
    whole.open = false;
    choose(move);
  };
  const whole = element(
    "details",
    {
      class: "more-moves",
      focusout: ({ relatedTarget }) => {
        if (!whole.contains(relatedTarget)) whole.open = false;
      },
    },
    element("summary", { class: "move" }, say("desk.moves.more")),
    element(
      "div",
      { class: "menu" },
      moves.map((move) => button(move, chosen)),
    ),
  );
  return whole;
}

// What the form of a move asks; a move that is not here asks as "other" does.
const ASKS = {
  close: "close",
  deliver: "deliver",
  reject: "reject",
  ask_correction: "ask_correction",
  grant: "decide",
  uphold: "decide",
  assign: "give",
  transfer: "give",
  merge: "merge",
  sensitive: "sensitive",
  not_sensitive: "not_sensitive",
  amend: "amend",
  retract: "retract",
  canned: "canned",
  clause: "clause",
};
// Whose form asks for no words.
const WORDLESS = ["merge", "retract", "canned", "sensitive", "not_sensitive"];

export class MoveForm {
  #act;
  #leave;
  #move;
  #draft;
  #text;
  #trouble = element("p", { class: "trouble", role: "alert" });
  #done;

  /** `act(wish)` makes the move and throws a failure; `leave()` puts the form away. */
  constructor(officer, reference, move, { act, leave }) {
    this.#act = act;
    this.#leave = leave;
    this.#move = move;
    this.#draft = draft(officer, reference, `${move.id}:${move.about ?? ""}`);
    const words = ASKS[move.id] ?? "other";
    this.#text = element("textarea", {
      dir: "auto",
      rows: 2,
      required: true,
      placeholder: WORDLESS.includes(move.id) ? null : say(`desk.move.${words}.example`),
      input: () => this.#draft.keep(this.#text.value),
    });
    this.#text.value = this.#draft.read() || (move.text ?? "");
    this.#done = element("button", { type: "submit", class: "send" }, move.label);
    this.element = element(
      "form",
      { class: "move-form", "data-move": move.id, submit: (event) => this.#submit(event) },
      element("h3", {}, move.label),
      move.outcomes?.length > 0 && this.#outcomes(),
      !this.#wordless &&
        element("label", {}, element("span", {}, say(`desk.move.${words}.text`)), this.#text),
      element("p", { class: "hint" }, say(`desk.move.${words}.hint`)),
      this.#trouble,
      element(
        "div",
        { class: "composer-foot" },
        element("button", { type: "button", class: "cancel", click: leave }, say("desk.cancel")),
        this.#done,
      ),
    );
  }

  /** Puts the cursor where the form begins. */
  focus() {
    this.element.querySelector("input, textarea, .send").focus();
  }

  get #wordless() {
    return WORDLESS.includes(this.#move.id);
  }

  #outcomes() {
    const choices = this.#move.outcomes.map(({ id, label }) =>
      element(
        "label",
        { class: "outcome-choice" },
        element("input", { type: "radio", name: "outcome", value: id, required: true }),
        element("span", {}, label),
      ),
    );
    const asked = {
      reject: "clause",
      clause: "clause",
      canned: "reply",
      assign: "to",
      transfer: "to",
      merge: "into",
    };
    const legend = element("legend", {}, say(`desk.move.${asked[this.#move.id] ?? "outcome"}`));
    return element("fieldset", { class: "outcomes" }, legend, ...choices);
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if ((!text && !this.#wordless) || this.#done.disabled) return this.#text.focus();
    const wish = { move: this.#move.id, ...this.#chosen(), ...(!this.#wordless && { text }) };
    this.#wait(true);
    try {
      await this.#act(wish);
      this.#draft.keep("");
      this.#leave();
    } catch (failure) {
      this.#trouble.textContent = failure.message;
      this.#wait(false);
    }
  }

  // What was picked is an outcome, or whom or what the move is about.
  #chosen() {
    const picked = this.element.elements.outcome?.value;
    if (this.#move.needs === "target") return { about: picked };
    return { ...(picked && { outcome: picked }), ...(this.#move.about && { about: String(this.#move.about) }) };
  }

  #wait(busy) {
    this.#done.disabled = busy;
    this.#text.readOnly = busy;
    if (busy) this.#trouble.textContent = "";
  }
}

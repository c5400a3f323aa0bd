// The logbook: a call, a visit or a letter is written down; a survey is read out and answered.

import { act, begin, place } from "./board.js";
import { button, element } from "./dom.js";
import { post, talk, uuid } from "./server.js";
import { say } from "./words.js";

const survey = (reference) => `/desk/logbook/surveys/${encodeURIComponent(reference)}`;

const field = (label, control) => element("label", {}, element("span", {}, label), control);

const choice = (name, options, empty) =>
  element(
    "select",
    { name },
    empty != null && element("option", { value: "" }, empty),
    ...options.map(({ id, name: words }) => element("option", { value: id }, words)),
  );

/** Low ratings of people who are at no chat: made good over the telephone, then rated again. */
const CALLS = ["recovery", "rerating"];

const value = (form, name) => form.elements[name]?.value.trim() ?? "";

function lineForm(board) {
  const label = (name) => say(`desk.logbook.${name}`);
  let id = uuid();
  const form = element(
    "form",
    {
      id: "line",
      submit: (event) => {
        event.preventDefault();
        const wish = Object.fromEntries(
          ["way", "phone", "name", "programme", "summary"].map((name) => [name, value(form, name)]),
        );
        act(() => post("/desk/logbook/lines", { id, ...wish }), label("written"));
      },
    },
    element(
      "div",
      { class: "pair" },
      field(label("way"), choice("way", board.ways)),
      field(label("phone"), element("input", { name: "phone", inputmode: "tel", dir: "ltr" })),
      field(label("name"), element("input", { name: "name", dir: "auto" })),
      field(label("programme"), choice("programme", board.programmes, label("no_programme"))),
    ),
    field(
      label("summary"),
      element("textarea", { name: "summary", rows: 3, dir: "auto", required: true, maxlength: 1000 }),
    ),
    element("div", { class: "actions" }, element("button", { class: "main" }, label("write"))),
  );
  form.addEventListener("input", () => {
    id = uuid();
  });
  return form;
}

function surveyRow(board, one) {
  const here = element("li", { "data-survey": one.reference });
  const open = button(say(`desk.logbook.${one.kind === "recovery" ? "call" : "read_out"}`), () => readOut(here, board, one));
  here.append(
    element("div", { class: "title" }, element("bdi", {}, one.service)),
    element("p", { class: "facts" }, say("desk.logbook.since", { reference: one.reference, day: one.since })),
    ...(CALLS.includes(one.kind) ? [element("p", { class: "hint" }, say(`desk.logbook.${one.kind}`))] : []),
    one.yours
      ? element("p", { class: "hint" }, say("desk.logbook.yours"))
      : element("div", { class: "actions" }, open),
  );
  return here;
}

function readOut(here, board, one) {
  const id = uuid();
  const empty = say("desk.logbook.not_said");
  const ask = (name) => field(say(`desk.logbook.ask.${name}`), choice(name, board[name], empty));
  const given = () => {
    const score = Number(value(form, "score")) || null;
    const low = score !== null && score <= board.low;
    const scale = (name) => (low ? null : Number(value(form, name)) || null);
    return {
      received: value(form, "received") || null,
      score,
      effort: scale("effort"),
      conduct: scale("conduct"),
      reason: low ? value(form, "reason") : "",
      comment: value(form, "comment"),
    };
  };
  const send = (answers, words) => act(() => post(survey(one.reference), { id, ...answers }), words);
  const number = element("p", { class: "facts", dir: "ltr", "data-number": true });
  const isService = one.kind === "service";
  const isRated = one.kind !== "recovery";
  const form = element(
    "form",
    { submit: (event) => event.preventDefault() },
    number,
    one.owes && ask("received"),
    isRated && ask("score"),
    isService && ask("reason"),
    isService && element("div", { class: "pair" }, ask("effort"), ask("conduct")),
    !CALLS.includes(one.kind) &&
      field(say("desk.logbook.ask.comment"), element("textarea", { name: "comment", rows: 2, dir: "auto" })),
    element(
      "div",
      { class: "actions" },
      button(say("desk.logbook.number"), async () => {
        try {
          number.textContent = (await post(`${survey(one.reference)}/number`, {})).number;
        } catch (failure) {
          place("trouble").textContent = failure.message;
        }
      }),
      isRated && button(say("desk.logbook.keep"), () => send(given(), say("desk.logbook.kept")), true),
      isRated && button(say("desk.logbook.refused"), () => send({}, say("desk.logbook.kept"))),
      button(say("desk.cancel"), () => form.remove()),
    ),
  );
  here.querySelector("form")?.remove();
  here.append(form);
  form.querySelector("select, button").focus();
}

async function show() {
  const board = await talk("/desk/logbook/board");
  const rows = board.surveys.map((one) => surveyRow(board, one));
  place("board").replaceChildren(
    element("section", {}, element("h2", {}, say("desk.logbook.line")), lineForm(board)),
    element(
      "section",
      {},
      element("h2", {}, say("desk.logbook.surveys")),
      rows.length
        ? element("ul", { class: "list" }, ...rows)
        : element("p", { class: "empty" }, say("desk.logbook.none")),
    ),
  );
}

begin("desk.logbook.title", show);

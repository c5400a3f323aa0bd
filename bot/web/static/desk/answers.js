// The answers page: what waits for approval, what nears its date, and what nothing answered.

import { act, begin, place } from "./board.js";
import { button, element } from "./dom.js";
import { approve, discard, phrase, readAnswer, readBoard, save, settle } from "./answers_server.js";
import { say } from "./words.js";

const section = (name, rows) =>
  element(
    "section",
    { "data-part": name },
    element("h2", {}, say(`desk.answers.${name}`)),
    rows.length
      ? element("ul", { class: "list" }, ...rows)
      : element("p", { class: "empty" }, say("desk.answers.none")),
  );

function row(one, facts, late = false) {
  const here = element("li", { "data-answer": one.id });
  const open = button(say("desk.answers.open"), () => edit(here, one.id));
  here.append(
    element("div", { class: "title" }, element("bdi", {}, one.title)),
    element("p", { class: late ? "facts late" : "facts" }, facts),
    element("div", { class: "actions" }, open),
  );
  return here;
}

const drafted = (one) =>
  row(
    one,
    say(one.yours ? "desk.answers.yours" : "desk.answers.theirs", {
      authors: one.authors.join(" · "),
      owner: one.owner,
    }),
  );

const spoken = (one) =>
  row(
    one,
    say(`desk.answers.state.${one.state}`, { owner: one.owner, until: one.valid_until }),
    one.state !== "valid",
  );

function asked(group) {
  const near = group.near.map((its) =>
    button(say("desk.answers.phrase", { title: its.title }), () =>
      act(() => phrase(group.ids, its.id, group.texts[0]), say("desk.answers.phrased")),
    ),
  );
  const away = button(say("desk.answers.settle"), () =>
    act(() => settle(group.ids), say("desk.answers.settled")),
  );
  return element(
    "li",
    { "data-questions": group.ids.join(" ") },
    element("p", { class: "facts" }, say("desk.answers.times", { n: group.ids.length })),
    ...group.texts.map((text) => element("div", { dir: "auto" }, text)),
    element("div", { class: "actions" }, ...near, away),
  );
}

let departments = [];

async function show() {
  const board = await readBoard();
  departments = board.departments;
  const late = board.answers.filter((one) => one.state !== "valid");
  const rest = board.answers.filter((one) => one.state === "valid");
  place("board").replaceChildren(
    section("drafts", board.drafts.map(drafted)),
    section("expiring", late.map(spoken)),
    section("questions", board.questions.map(asked)),
    section("spoken", rest.map(spoken)),
  );
}

// One answer, open in its row.

const field = (name, control) =>
  element("label", {}, element("span", {}, say(`desk.answers.field.${name}`)), control);

const line = (name, value, more = {}) => element("input", { name, value, dir: "auto", ...more });

const text = (name, value, rows, dir) => {
  const area = element("textarea", { name, rows, dir });
  area.value = value;
  return area;
};

const pair = (name, wording, control) =>
  element(
    "div",
    { class: "pair" },
    ...["ar", "en"].map((language) =>
      field(`${name}_${language}`, control(`${name}.${language}`, wording[language], language)),
    ),
  );

function owner(chosen) {
  const options = departments.map(({ id, name }) =>
    element("option", { value: id, selected: id === chosen }, name),
  );
  return element("select", { name: "owner" }, ...options);
}

async function edit(here, id) {
  let one;
  try {
    one = await readAnswer(id);
  } catch (failure) {
    place("trouble").textContent = failure.message;
    return;
  }
  const says = one.proposal;
  const direction = { ar: "rtl", en: "ltr" };
  const short = (name, value, language) => line(name, value, { dir: direction[language] });
  const long = (name, value, language) => text(name, value, 6, direction[language]);
  const form = element(
    "form",
    { submit: (event) => event.preventDefault() },
    says.question && element("p", { class: "hint" }, say("desk.answers.asked"), " ", element("bdi", {}, says.question)),
    pair("title", says.title, short),
    pair("text", says.text, long),
    pair("source", says.source, short),
    field("phrasings", text("phrasings", says.phrasings.join("\n"), 5, "auto")),
    element(
      "div",
      { class: "pair" },
      field("owner", owner(says.owner)),
      field("valid_until", line("valid_until", says.valid_until, { type: "date", dir: "ltr" })),
      one.draft &&
        one.spoken &&
        field("corrects", line("corrects", "0", { type: "number", min: 0, max: 366, dir: "ltr" })),
    ),
    one.refused && element("p", { class: "hint", "data-refused": true }, one.refused),
    element(
      "div",
      { class: "actions" },
      one.draft &&
        !one.refused &&
        button(
          say("desk.answers.approve"),
          () => act(() => approve(one, read(form, says), days(form)), say("desk.answers.approved")),
          true,
        ),
      button(say("desk.answers.save"), () =>
        act(() => save(one, read(form, says)), say("desk.answers.saved")),
      ),
      one.draft &&
        button(say("desk.answers.discard"), () =>
          act(() => discard(one), say("desk.answers.discarded")),
        ),
      button(say("desk.cancel"), () => form.remove()),
    ),
    one.versions.length > 0 &&
      element(
        "ul",
        { class: "facts" },
        ...one.versions.map((version) =>
          element("li", {}, say("desk.answers.version", version)),
        ),
      ),
  );
  here.querySelector("form")?.remove();
  here.append(form);
  form.querySelector("input").focus();
}

const days = (form) => Number(form.elements.corrects?.value ?? 0);

function read(form, before) {
  const value = (name) => form.elements[name].value.trim();
  const wording = (name) => ({ ar: value(`${name}.ar`), en: value(`${name}.en`) });
  return {
    ...before,
    title: wording("title"),
    text: wording("text"),
    source: wording("source"),
    phrasings: value("phrasings").split("\n").map((each) => each.trim()).filter(Boolean),
    owner: value("owner"),
    valid_until: value("valid_until"),
  };
}

begin("desk.answers.title", show);

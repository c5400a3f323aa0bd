// The desk: who is here, which cases there are, which one is open, and what changes them.

import { CaseView } from "./desk/case.js";
import { element } from "./desk/dom.js";
import { CaseList } from "./desk/list.js";
import { follow, once } from "./desk/live.js";
import { become, listCases, STRANGER, whoAmI } from "./desk/server.js";
import { dress, language, learn, say } from "./desk/words.js";

const TICK = 30_000; // how often the times in words are written again
const RETRY = 5_000;

const place = (id) => document.getElementById(id);
const chosenCase = () => location.hash.slice(1) || null;

class Desk {
  #me;
  #list;
  #state = "open";
  #view = null;
  #byKeyboard = false;

  constructor(me) {
    this.#me = me;
    this.#list = new CaseList(place("list"), place("list-empty"), (byKeyboard) => {
      this.#byKeyboard = byKeyboard;
    });
    this.loadList = once(() => this.#readList());
  }

  start() {
    place("desk").hidden = false;
    for (const radio of document.getElementsByName("state")) {
      radio.addEventListener("change", () => this.#filter(radio.value));
    }
    addEventListener("hashchange", () => this.#open());
    document.addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#tick(), TICK);
    this.loadList();
    this.#open();
    follow({ changed: (number) => this.#changed(number), heard: showConnection });
  }

  async #readList() {
    const state = this.#state;
    try {
      const { cases } = await listCases(state);
      if (state !== this.#state) return;
      this.#list.show(cases, say(`desk.empty.${state}`));
      place("list-trouble").replaceChildren();
      showEntry(false);
      showUnread(cases);
    } catch (failure) {
      this.#listTrouble(failure);
    }
  }

  #listTrouble(failure) {
    if (failure.status === STRANGER) return showEntry(true);
    const again = element(
      "button",
      { type: "button", class: "again", click: () => this.loadList() },
      say("desk.again"),
    );
    place("list-trouble").replaceChildren(failure.message, again);
  }

  #filter(state) {
    this.#state = state;
    this.loadList();
  }

  async #open() {
    const number = chosenCase();
    const toWrite = this.#byKeyboard;
    this.#byKeyboard = false;
    const closed = this.#view?.reference ?? null;
    this.#view = null;
    this.#list.choose(number);
    document.body.dataset.view = number ? "case" : "list";
    if (!number) {
      place("case").replaceChildren(nothingOpen());
      if (closed) this.#list.focus(closed);
      return;
    }
    const view = new CaseView(this.#me.id, number, {
      changed: () => this.loadList(),
      announce: (words) => {
        place("announcement").textContent = words;
      },
    });
    this.#view = view;
    place("case").replaceChildren(view.element);
    await view.load();
    if (this.#view === view) view.focus(toWrite);
  }

  #changed(number) {
    this.loadList();
    if (this.#view && (number === null || number === this.#view.reference)) this.#view.load();
  }

  #tick() {
    this.#list.refresh();
    this.#view?.refresh();
  }

  // Letters by their place on the keyboard: an Arabic layout has no «j».
  #key(event) {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.target.closest("form")?.requestSubmit();
      return;
    }
    if (event.key === "Escape") {
      if (!this.#view?.leaveForm()) location.hash = "";
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const arrows = this.#list.focused() || document.activeElement === document.body;
    const down = event.code === "KeyJ" || (arrows && event.key === "ArrowDown");
    const up = event.code === "KeyK" || (arrows && event.key === "ArrowUp");
    if (!down && !up) return;
    event.preventDefault();
    this.#list.step(down ? 1 : -1);
  }
}

function nothingOpen() {
  const keys = ["move", "open", "send", "back"].map((name) =>
    element(
      "div",
      {},
      element("dt", {}, element("kbd", { dir: "ltr" }, say(`desk.key.${name}`))),
      element("dd", {}, say(`desk.key.${name}.does`)),
    ),
  );
  return element(
    "div",
    { class: "nothing" },
    element("img", { src: "/static/sila.svg", alt: "", width: 56, height: 56 }),
    element("p", {}, say("desk.nothing")),
    element("dl", { class: "keys" }, ...keys),
  );
}

function showConnection(heard) {
  place("connection").textContent = heard ? "" : say("desk.lost");
}

function showUnread(cases) {
  const unread = cases.reduce((sum, one) => sum + one.unread, 0);
  document.title = unread ? `(${unread}) ${say("desk.title")}` : say("desk.title");
}

function showEntry(needed) {
  place("entry").hidden = !needed;
}

function showOfficer(me) {
  if (!me.demo) {
    place("name").textContent = me.name;
    return;
  }
  const names = me.officers.map(({ id, name }) =>
    element("option", { value: id, selected: id === me.id }, name),
  );
  const select = place("officer");
  select.replaceChildren(...names);
  select.parentElement.hidden = false;
  select.addEventListener("change", async () => {
    try {
      await become(select.value);
      location.reload();
    } catch (failure) {
      select.value = me.id;
      place("connection").textContent = failure.message;
    }
  });
}

function offerLanguage() {
  const link = place("language");
  link.hidden = parent !== window; // the page around it offers its own
  const other = language() === "ar" ? "en" : "ar";
  link.textContent = say("desk.language");
  link.lang = other;
  const aim = () => {
    link.href = `?language=${other}${location.hash}`;
  };
  aim();
  addEventListener("hashchange", aim);
}

async function start() {
  const me = await whoAmI().catch((failure) => {
    if (failure.status === STRANGER) return null;
    throw failure;
  });
  const wanted = new URLSearchParams(location.search).get("language");
  await learn(wanted ?? me?.language ?? "ar");
  dress(document);
  document.title = say("desk.title");
  offerLanguage();
  document.body.dataset.view = "list";
  if (!me) return showEntry(true);
  showOfficer(me);
  new Desk(me).start();
}

start().catch(() => setTimeout(() => location.reload(), RETRY)); // no words yet to say it in

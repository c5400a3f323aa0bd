// The desk: who is here, which cases there are, which one is open, and what changes them.

import { Alerts } from "./desk/alerts.js";
import { CaseView } from "./desk/case.js";
import { element } from "./desk/dom.js";
import { offerDuty } from "./desk/duty.js";
import { Filters } from "./desk/filters.js";
import { help, keys, meant } from "./desk/keys.js";
import { CaseList } from "./desk/list.js";
import { follow, once } from "./desk/live.js";
import { Search } from "./desk/search.js";
import { become, listCases, STRANGER, whoAmI } from "./desk/server.js";
import { dress, language, learn, say } from "./desk/words.js";

const TICK = 30_000; // how often the times in words are written again
const RETRY = 5_000;
const LEADING = ["supervisor", "admin"];

const place = (id) => document.getElementById(id);
const chosenCase = () => location.hash.slice(1) || null;

class Desk {
  #me;
  #list;
  #filters;
  #search;
  #alerts = new Alerts(place("alerts"));
  #found = false;
  #view = null;
  #byKeyboard = false;

  constructor(me) {
    this.#me = me;
    this.#list = new CaseList(place("list"), place("list-empty"), (byKeyboard) => {
      this.#byKeyboard = byKeyboard;
    });
    this.loadList = once(() => this.#readList());
    this.#filters = new Filters({ departments: me.departments, more: place("more") }, () => {
      this.#search.clear();
      this.loadList();
    });
    this.#search = new Search(place("search"), {
      found: (cases) => this.#showFound(cases),
      cleared: () => {
        this.#found = false;
        this.loadList();
      },
      trouble: (failure) => this.#listTrouble(failure),
    });
  }

  start() {
    place("desk").hidden = false;
    place("help").textContent = say("desk.key.help");
    place("help").addEventListener("click", () => help(place("helping")));
    addEventListener("hashchange", () => this.#open());
    document.addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#tick(), TICK);
    this.loadList();
    this.#open();
    follow({ changed: (number) => this.#changed(number), heard: showConnection });
  }

  async #readList() {
    const chosen = this.#filters.chosen;
    try {
      const page = await listCases(chosen);
      this.#alerts.hear(page.newest);
      this.#filters.show(page);
      showEntry(false);
      if (this.#found || chosen.state !== this.#filters.chosen.state) return;
      this.#list.show(page.cases, say(`desk.empty.${chosen.state}`));
      this.#alerts.count(page.cases.reduce((sum, one) => sum + one.unread, 0));
      place("list-trouble").replaceChildren();
    } catch (failure) {
      this.#listTrouble(failure);
    }
  }

  #showFound(cases) {
    this.#found = true;
    place("list-trouble").replaceChildren();
    place("more").hidden = true;
    this.#list.show(cases, say("desk.search.none"));
    place("announcement").textContent = say("desk.search.count", { n: cases.length });
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
    const isInUse = view.element.contains(document.activeElement); // somebody writes already
    if (this.#view === view && !isInUse) view.focus(toWrite);
  }

  #changed(number) {
    this.loadList();
    if (this.#view && (number === null || number === this.#view.reference)) this.#view.load();
  }

  #tick() {
    this.#list.refresh();
    this.#view?.refresh();
  }

  #key(event) {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.target.closest("form")?.requestSubmit();
      return;
    }
    if (event.key === "Escape") return this.#leave(event);
    const does = meant(event, this.#list.focused() || document.activeElement === document.body);
    if (!does) return;
    event.preventDefault();
    if (does === "help") help(place("helping"));
    else if (does === "search") this.#search.focus();
    else if (does === "write" || does === "note") this.#view?.write(does);
    else this.#list.step(does === "down" ? 1 : -1);
  }

  // One step back: out of the help, the form, the search, and then the case.
  #leave(event) {
    if (event.target.closest("dialog") || this.#view?.leaveForm()) return;
    if (event.target.closest("#search") && this.#search.clear()) return;
    location.hash = "";
  }
}

function nothingOpen() {
  return element(
    "div",
    { class: "nothing" },
    element("img", { src: "/static/sila.svg", alt: "", width: 56, height: 56 }),
    element("p", {}, say("desk.nothing")),
    keys(),
  );
}

function showConnection(heard) {
  place("connection").textContent = heard ? "" : say("desk.lost");
}

function showEntry(needed) {
  place("entry").hidden = !needed;
}

function showOfficer(me) {
  offerDuty(place("duty"), (words) => {
    place("connection").textContent = words;
  });
  place("reports").href = me.roles.some((role) => LEADING.includes(role))
    ? "/desk/reports"
    : "/desk/reports/own";
  place("reports").hidden = false;
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

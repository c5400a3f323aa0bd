// The pane of cases, in the server's order: one link a row, walked with the arrows.

import { channelBadge, dueTime, parkedChip, priorityChip, reference, stateChip } from "./chips.js";
import { arrange, element, focusOn } from "./dom.js";
import { say } from "./words.js";

export class CaseList {
  #place;
  #empty;
  #rows = new Map();
  #cases = [];
  #chosen = null;

  /** `open(byKeyboard)` is called when a row is followed, before the address changes. */
  constructor(place, empty, open) {
    this.#place = place;
    this.#empty = empty;
    place.addEventListener("click", (event) => {
      if (event.target.closest("a")) open(event.detail === 0);
    });
  }

  /** Shows these cases, or the words for an empty list. */
  show(cases, emptyWords) {
    this.#cases = cases;
    const rows = new Map();
    for (const one of cases) {
      const row = this.#rows.get(one.reference) ?? this.#row(one.reference);
      row.firstElementChild.replaceChildren(...face(one));
      row.dataset.unread = one.unread > 0;
      rows.set(one.reference, row);
    }
    this.#rows = rows;
    arrange(this.#place, [...rows.values()]);
    this.#empty.textContent = emptyWords;
    this.#empty.hidden = cases.length > 0;
    this.choose(this.#chosen);
  }

  /** Writes the same cases again, for the time that passed. */
  refresh() {
    if (this.#cases.length) this.show(this.#cases, "");
  }

  /** Marks the open case; one row, it or the first, is the list's place in the tab order. */
  choose(number) {
    this.#chosen = number;
    const tabbed = this.#rows.get(number) ?? this.#place.firstElementChild;
    for (const [key, row] of this.#rows) {
      const link = row.firstElementChild;
      link.tabIndex = row === tabbed ? 0 : -1;
      if (key === number) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  /** Moves the focus by `by` rows from the focused row, else to the open or first one. */
  step(by) {
    const links = [...this.#place.querySelectorAll("a")];
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? links.find((link) => link.tabIndex === 0) : links[here + by];
    next?.focus();
  }

  /** Puts the focus on a case's row, or on the list's place in the tab order. */
  focus(number) {
    const row = this.#rows.get(number) ?? this.#place.querySelector("[tabindex='0']")?.parentElement;
    if (row) focusOn(row.firstElementChild);
  }

  /** Whether the focus is on a row. */
  focused() {
    return this.#place.contains(document.activeElement);
  }

  #row(number) {
    return element("li", {}, element("a", { class: "row", href: `#${number}` }));
  }
}

function face(one) {
  const unread = one.unread > 0 && [
    element("span", { class: "unread", "aria-hidden": "true" }, String(one.unread)),
    element("span", { class: "unseen" }, say("desk.unread", { n: one.unread })),
  ];
  // Why a talk came says that it is one.
  const tells = one.kind !== "handoff" && one.title !== one.kind_label;
  return [
    line(
      "row-top",
      element("bdi", { class: "row-title" }, one.title),
      tells && element("span", { class: "kind" }, one.kind_label),
      dueTime(one),
    ),
    line("row-snippet", element("bdi", {}, one.snippet), unread),
    line(
      "row-foot",
      channelBadge(one),
      reference(one.reference),
      stateChip(one),
      one.title !== one.priority_label && priorityChip(one),
      parkedChip(one),
    ),
  ];
}

const line = (name, ...parts) => element("span", { class: name }, ...parts);

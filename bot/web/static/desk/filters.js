// Which cases the list shows: by whose they are, by department, and how many there are of each.

import { element } from "./dom.js";
import { say } from "./words.js";

const PAGE = 100; // as many cases as one page has

export class Filters {
  #state = "open";
  #department;
  #count = PAGE;
  #more;

  /** `changed()` is called when other cases are asked for. */
  constructor({ departments, more }, changed) {
    this.#department = document.getElementById("department");
    this.#more = more;
    const every = element("option", { value: "" }, say("desk.filter.department.all"));
    const named = departments.map(({ id, name }) => element("option", { value: id }, name));
    this.#department.replaceChildren(every, ...named);
    this.#department.hidden = departments.length < 2;
    const anew = () => {
      this.#count = PAGE;
      changed();
    };
    for (const radio of document.getElementsByName("state")) {
      radio.addEventListener("change", () => {
        this.#state = radio.value;
        anew();
      });
    }
    this.#department.addEventListener("change", anew);
    more.addEventListener("click", () => {
      this.#count += PAGE;
      changed();
    });
  }

  /** What is asked of the server. */
  get chosen() {
    return { state: this.#state, department: this.#department.value, count: this.#count };
  }

  /** Shows how many cases each filter has, and whether there are more than are shown. */
  show({ counts, more }) {
    for (const place of document.querySelectorAll("[data-count]")) {
      place.textContent = counts[place.dataset.count] || "";
    }
    this.#more.hidden = !more;
  }
}

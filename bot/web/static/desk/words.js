// The words of the page, by their catalogue ids, in the language it is read in.

const DIRECTIONS = { ar: "rtl", en: "ltr" };
const OPEN = "\u2068"; // an inserted value keeps its own direction
const CLOSE = "\u2069";

let catalogue = {};

/** The language the page is read in: "ar" or "en". */
export const language = () => document.documentElement.lang;

/** Fetches the words of a language (an unknown one is Arabic) and turns the page its way. */
export async function learn(wanted) {
  const chosen = wanted in DIRECTIONS ? wanted : "ar";
  const response = await fetch(`/desk/strings?language=${chosen}`);
  if (!response.ok) throw new Error(`strings: ${response.status}`);
  catalogue = await response.json();
  document.documentElement.lang = chosen;
  document.documentElement.dir = DIRECTIONS[chosen];
}

/** The words of an id with its {values} put in, each isolated from the direction around it. */
export function say(id, values = {}) {
  const words = catalogue[id] ?? id;
  return words.replace(/\{(\w+)\}/g, (_, name) => `${OPEN}${values[name]}${CLOSE}`);
}

/** Writes the words that the elements under `root` ask for. */
export function dress(root) {
  for (const place of root.querySelectorAll("[data-say]")) {
    place.textContent = say(place.dataset.say);
  }
  for (const place of root.querySelectorAll("[data-say-label]")) {
    place.setAttribute("aria-label", say(place.dataset.sayLabel));
  }
  for (const place of root.querySelectorAll("[data-say-hint]")) {
    place.placeholder = say(place.dataset.sayHint);
  }
}

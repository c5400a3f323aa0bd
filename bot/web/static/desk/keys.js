// The keys of the desk, and the help that lists them.

import { element } from "./dom.js";
import { say } from "./words.js";

const NAMES = ["move", "open", "write", "note", "search", "send", "back", "help"];

/** The keys and what they do. */
export function keys() {
  const rows = NAMES.map((name) =>
    element(
      "div",
      {},
      element("dt", {}, element("kbd", { dir: "ltr" }, say(`desk.key.${name}`))),
      element("dd", {}, say(`desk.key.${name}.does`)),
    ),
  );
  return element("dl", { class: "keys" }, ...rows);
}

/** Opens the help over the desk; it closes as every dialog does. */
export function help(dialog) {
  const close = element(
    "button",
    { type: "button", class: "send", click: () => dialog.close() },
    say("desk.help.close"),
  );
  dialog.replaceChildren(element("h2", {}, say("desk.help")), keys(), close);
  dialog.showModal();
}

// Letters by their place on the keyboard: an Arabic layout has no «j».
const LETTERS = { KeyJ: "down", KeyK: "up", KeyR: "write", KeyN: "note" };
const ARROWS = { ArrowDown: "down", ArrowUp: "up" };

/** What a key asks for where nothing is typed: a name, or null. `arrows`: whether they walk. */
export function meant(event, arrows) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.target.closest("input, select, textarea, dialog")) return null;
  if (event.key === "?" || event.key === "؟") return "help";
  if (event.code === "Slash") return "search";
  return LETTERS[event.code] ?? (arrows ? (ARROWS[event.key] ?? null) : null);
}

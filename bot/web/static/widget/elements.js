// Elements without markup: what people wrote only ever becomes text.

/** An element; functions among the attributes listen, true is an empty attribute. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export const button = (name, click, ...children) =>
  element("button", { type: "button", class: name, click }, ...children);

/** Text for those who listen, not for those who look. */
export const unseen = (text) => element("span", { class: "unseen" }, text);

const DRAWINGS = {
  sila: "M10.6 16.7H8.2a4.7 4.7 0 0 1 0-9.4h2.4M13.4 7.3h2.4a4.7 4.7 0 0 1 0 9.4h-2.4M8.8 12h6.4",
  chat:
    "M5.5 4.5h13a3 3 0 0 1 3 3v6.5a3 3 0 0 1-3 3h-6l-5 3.8V17h-2a3 3 0 0 1-3-3V7.5a3 3 0 0 1 3-3z" +
    "M7.5 9h9M7.5 12.6h5.5",
  down: "M5.5 9l6.5 6.5L18.5 9",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M20.5 12L4.5 4.5 7.3 12l-2.8 7.5zM7.3 12h5.7",
  clip: "M8 12.5l6-6a3 3 0 0 1 4.2 4.2l-7.4 7.4a5 5 0 0 1-7.1-7.1L11 3.8",
  sent: "M5 12.6l4.5 4.4L19 7.5",
  waiting: "M12 7.5V12l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
};

export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(namespace, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.dataset.icon = name;
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "path");
  line.setAttribute("d", DRAWINGS[name]);
  picture.append(line);
  return picture;
}

// https addresses and telephone numbers, Saudi ones also unmarked; an identity number (1…, 2…, 7…)
// never. Closing punctuation does not belong to an address. A value the server has isolated (U+2066
// to U+2069) becomes an element of its own, so that it is copied without them.
const WEB = /https:\/\/[^\s<>"'«»،؛\u2066-\u2069]*[^\s<>"'«»،؛؟.,:;!?)\]\u2066-\u2069]/;
const PHONE = /tel:\+?\d{3,15}|(?<![\d+])(?:\+966\d{9}|0[15]\d{8}|9200\d{5}|800\d{7})(?!\d)/;
const VALUE = /\u2066[^\u2066-\u2069]*\u2069/;
const SPECIAL = new RegExp(`${VALUE.source}|${WEB.source}|${PHONE.source}`, "g");
const SHORT = 28; // characters of a value that are kept on one line

/** The text in pieces: strings, isolated values, and links for addresses and telephone numbers. */
export function linked(text) {
  const pieces = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(SPECIAL)) {
    pieces.push(text.slice(end, index), special(found));
    end = index + found.length;
  }
  return [...pieces, text.slice(end)];
}

function special(found) {
  if (found.startsWith("\u2066")) {
    const value = found.slice(1, -1);
    const length = value.length > SHORT ? "long" : "short";
    return element("bdi", { dir: "ltr", class: length }, ...linked(value));
  }
  if (found.startsWith("https:")) {
    const outside = { target: "_blank", rel: "noopener noreferrer" };
    return element("a", { href: found, dir: "ltr", ...outside }, found);
  }
  const number = found.replace("tel:", "");
  return element("a", { href: `tel:${number}`, dir: "ltr" }, number);
}

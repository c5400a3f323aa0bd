// Every word shown, in the language shown now; the words themselves come from the server.

import { recall } from "./device.js";
import { get } from "./server.js";

const DIRECTIONS = { ar: "rtl", en: "ltr" };

const catalogs = {}; // language -> id -> text
const spoken = []; // [element, word, attribute or null for its text]

export let language = "ar";
export const direction = () => DIRECTIONS[language];
export const otherLanguage = () => (language === "ar" ? "en" : "ar");

/** The visitor's own choice, else the site's, else the page's, else Arabic. */
export function preferredLanguage(wish) {
  return [recall("language"), wish, document.documentElement.lang]
    .map((tag) => tag?.slice(0, 2))
    .find((tag) => Object.hasOwn(DIRECTIONS, tag)) ?? "ar";
}

/** Fetches the words of a language once, then speaks it; RangeError for a language not spoken. */
export async function speak(wanted) {
  if (!Object.hasOwn(DIRECTIONS, wanted)) throw new RangeError(wanted);
  catalogs[wanted] ??= await (await get(`/chat/strings?language=${wanted}`)).json();
  language = wanted;
  for (const [element, name, attribute] of spoken) utter(element, name, attribute);
}

export function say(name, values = {}) {
  const text = catalogs[language][`widget.${name}`];
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Gives the element its word, as text or as an attribute, now and after a change of language. */
export function worded(element, name, attribute = null) {
  spoken.push([element, name, attribute]);
  utter(element, name, attribute);
  return element;
}

function utter(element, name, attribute) {
  if (attribute) element.setAttribute(attribute, say(name));
  else element.textContent = say(name);
}

const written = (at, style) =>
  new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, style).format(at);

/** The time of day on this device's clock, in Western digits. */
export const clockTime = (at) => written(new Date(at), { hour: "numeric", minute: "2-digit" });

/** Today, yesterday, or the day with its month; the year only where it is another. */
export function dayName(at) {
  const [then, now] = [new Date(at), new Date()];
  const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.min(0, Math.round((midnight(then) - midnight(now)) / 86_400_000));
  const inWords = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (days > -2) return inWords.format(days, "day");
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return written(then, { weekday: "long", day: "numeric", month: "long", year });
}

// Moments in words: the association's clock, both calendars, Latin digits.

import { language } from "./words.js";

const ZONE = "Asia/Riyadh"; // deadlines are promised in the association's time, wherever one reads them
const LOCALES = { ar: "ar-SA-u-ca-gregory-nu-latn", en: "en-GB" };
const HIJRI = { ar: "ar-SA-u-ca-islamic-umalqura-nu-latn", en: "en-GB-u-ca-islamic-umalqura" };
const MINUTE = 60_000;

function format(at, options, locales = LOCALES) {
  const formatter = new Intl.DateTimeFormat(locales[language()], { timeZone: ZONE, ...options });
  return formatter.format(new Date(at));
}

/** «14:35» */
export const hour = (at) => format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** «الأحد، 22 نوفمبر» */
export const day = (at) => format(at, { weekday: "long", day: "numeric", month: "long" });

/** «12 جمادى الآخرة 1448 هـ» */
export const hijri = (at) => format(at, { day: "numeric", month: "long", year: "numeric" }, HIJRI);

/** Whether a moment, if there is one, has passed. */
export const passed = (at) => at != null && Date.parse(at) < Date.now();

/** «خلال 10 دقائق» or «قبل ساعتين», in minutes, hours or days. */
export function away(at) {
  const minutes = Math.round((Date.parse(at) - Date.now()) / MINUTE);
  const words = new Intl.RelativeTimeFormat(LOCALES[language()], { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 24 * 60) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 60 / 24), "day");
}

// What this device keeps for the site: the token, the language, the number of the last message read
// and the lines not sent yet. Where storage is blocked, it is kept for as long as the page is.

const shelf = (() => {
  try {
    localStorage.setItem("sila.probe", "");
    localStorage.removeItem("sila.probe");
    return localStorage;
  } catch {
    return Object.create({
      getItem(key) {
        return this[key] ?? null;
      },
      setItem(key, value) {
        this[key] = String(value);
      },
      removeItem(key) {
        delete this[key];
      },
    });
  }
})();

export const recall = (name) => shelf.getItem(`sila.${name}`);
export const keep = (name, value) => shelf.setItem(`sila.${name}`, value);
export const forget = (name) => shelf.removeItem(`sila.${name}`);

/** [name, value] of everything whose name begins so, in the order of the names. What several tabs
    add to is kept thing by thing: a shared list would lose what another tab has just added. */
export function recallAll(beginning) {
  return Object.entries(shelf)
    .filter(([key]) => key.startsWith(`sila.${beginning}`))
    .map(([key, value]) => [key.slice("sila.".length), value])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Calls `heard(name, value)` when another tab keeps something or forgets it (null). */
export function hearOtherTabs(heard) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key?.startsWith("sila.")) heard(key.slice("sila.".length), newValue);
  });
}

/** Does `work` in one tab at a time; where locks are missing, the server's idempotence suffices. */
export function exclusively(name, work) {
  return navigator.locks ? navigator.locks.request(`sila.${name}`, work) : work();
}

/** A random UUID; crypto.randomUUID is missing on pages without https. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

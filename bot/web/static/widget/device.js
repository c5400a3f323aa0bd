// What this device keeps for the site: the token, the language, the number of the last message read
// and the lines not sent yet. Where storage is blocked, it is kept for as long as the page is.

const shelf = (() => {
  try {
    localStorage.setItem("sila.probe", "");
    localStorage.removeItem("sila.probe");
    return localStorage;
  } catch {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, String(value)),
      removeItem: (key) => kept.delete(key),
    };
  }
})();

export const recall = (name) => shelf.getItem(`sila.${name}`);
export const keep = (name, value) => shelf.setItem(`sila.${name}`, value);
export const forget = (name) => shelf.removeItem(`sila.${name}`);

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

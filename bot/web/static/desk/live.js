// What the server tells by itself: which case changed, and whether we still hear it.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** Calls `changed(reference)`, or `changed(null)` when anything may have, and `heard(boolean)`. */
export function follow({ changed, heard }) {
  let wait = FIRST_WAIT;

  function listen() {
    const source = new EventSource("/desk/events");
    source.addEventListener("open", () => {
      wait = FIRST_WAIT;
      heard(true);
      changed(null); // what happened while nobody listened
    });
    source.addEventListener("changed", (event) => changed(JSON.parse(event.data).case));
    source.addEventListener("error", () => {
      heard(false);
      // The browser repeats a dropped connection itself, but gives up on an answer such as 502.
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  listen();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") changed(null);
  });
}

/** `work`, never twice at a time: calls during a run together ask for one more. */
export function once(work) {
  let running = null;
  let again = false;

  async function run() {
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = null; // at once: a call between the end and this would be answered by neither
    }
  }

  return () => {
    again = true;
    running ??= run();
    return running;
  };
}

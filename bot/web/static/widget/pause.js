// Waiting between two attempts: longer after every failure, never in step with other visitors.

const FIRST = 500; // ms
const LONGEST = 30_000; // ms

const sleepers = new Set();

/** Resolves after `milliseconds`, or as soon as everybody is woken. */
export function pause(milliseconds) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    sleepers.add(wake);
  });
}

/** Ends every pause: the network is back, or somebody is looking again. */
export function wakeAll() {
  for (const wake of [...sleepers]) wake();
}

/** Pauses after the given number of failures in a row, at least as long as the server asked for. */
export function backOff(failures, error) {
  const longest = Math.min(LONGEST, FIRST * 2 ** failures);
  const jittered = longest * (0.5 + Math.random() / 2);
  return pause(Math.max(jittered, (error?.retryAfter ?? 0) * 1000));
}

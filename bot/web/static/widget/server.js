// The calls to Sila's server, which is wherever this file came from.

const base = new URL(import.meta.url).origin;
const PATIENCE = 20_000; // ms for the answer to a POST

/** The server cannot take this now; `retryAfter` is in seconds, 0 where it did not say. */
export class Unavailable extends Error {
  constructor(response) {
    super(`HTTP ${response.status}`);
    this.retryAfter = Number(response.headers.get("Retry-After")) || 0;
  }
}

const call = (path, options) => fetch(base + path, { credentials: "omit", ...options });
const bearing = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

/** Sends JSON; resolves to the response, whatever its status. */
export function post(path, body, token = null) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...bearing(token) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** Sends a file as it is, under a line's id; resolves to the response, whatever its status. */
export function postFile(id, file, token) {
  return call(`/chat/files?id=${encodeURIComponent(id)}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", ...bearing(token) },
    body: file,
    signal: AbortSignal.timeout(6 * PATIENCE),
  });
}

/** The whole address of a path of the server. */
export const there = (path) => base + path;

/** A file or answer that may be cached. */
export async function get(path) {
  const response = await call(path);
  if (!response.ok) throw new Unavailable(response);
  return response;
}

/** Opens the stream of events after number `last`, or from the beginning when it is null. */
export function stream(token, last, signal) {
  const headers = { Accept: "text/event-stream", ...bearing(token) };
  if (last !== null) headers["Last-Event-ID"] = String(last);
  return call("/chat/events", { headers, signal, cache: "no-store" });
}

/** Yields the events of a stream in the batches they arrive in; comments make an empty batch. */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    yield blocks.map(parseEvent).filter(({ data }) => data);
  }
}

function parseEvent(block) {
  const fields = { event: "message", id: "", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = line.match(/^([^:]*):? ?(.*)$/);
    if (name === "data") fields.data += value;
    else if (name in fields) fields[name] = value;
  }
  return fields;
}

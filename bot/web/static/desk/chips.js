// The small labelled marks that the list and the case both wear.

import { element } from "./dom.js";
import { away, passed } from "./times.js";
import { say } from "./words.js";

/** Where the person writes from. */
export function channelBadge({ channel }) {
  const words = say(`desk.channel.${channel}`);
  return element("span", { class: "channel", "data-channel": channel }, words);
}

/** Where the case stands, and in whose hands. */
export function stateChip({ state, state_label, owner, owner_name }) {
  const hands = owner ? [" · ", element("bdi", {}, owner_name)] : [];
  return element("span", { class: "chip", "data-state": state }, state_label, hands);
}

/** How pressing it is; nothing when it is as any other. */
export function priorityChip({ priority, priority_label }) {
  if (!priority) return null;
  return element("span", { class: "chip", "data-priority": priority }, priority_label);
}

/** Whether a reply waits for the person to write. */
export function parkedChip({ parked }) {
  return parked ? element("span", { class: "chip", "data-parked": "" }, say("desk.parked")) : null;
}

/** By when something is due, said as time left or time over; nothing when nothing is. */
export function dueTime({ due_at }) {
  if (!due_at) return null;
  const late = passed(due_at);
  const words = say(late ? "desk.due.late" : "desk.due.in", { when: away(due_at) });
  return element("time", { class: "due", datetime: due_at, "data-late": late }, words);
}

/** A number that identifies, kept left to right among Arabic words. */
export function reference(number) {
  return element("bdi", { class: "reference", dir: "ltr" }, number);
}

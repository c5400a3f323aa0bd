// A page of its own beside the desk: a board that is drawn anew after everything an officer did.

import { dress, learn, say } from "./words.js";

let draw;

export const place = (id) => document.getElementById(id);

/** Begins the page: its words in the language asked for, its title, then what `show` draws. */
export async function begin(title, show) {
  draw = show;
  await learn(new URLSearchParams(location.search).get("language") ?? "ar");
  dress(document);
  document.title = say(title);
  try {
    await draw();
  } catch (failure) {
    place("trouble").textContent = failure.message;
  }
}

/** Runs what an officer wished for, and shows the board as it is then, with `words` above it. */
export async function act(wish, words) {
  place("trouble").textContent = "";
  place("done").textContent = "";
  try {
    await wish();
    await draw();
    place("done").textContent = words;
  } catch (failure) {
    place("trouble").textContent = failure.message;
    place("trouble").scrollIntoView({ block: "nearest" });
  }
}

// The officer's own switch: on duty, or on leave, while what they had goes to the others.

import { post, talk, uuid } from "./server.js";
import { say } from "./words.js";

const DUTY = "/desk/duty";

/** Shows where the officer stands and lets them change it; `trouble` is told why it did not work. */
export async function offerDuty(button, trouble) {
  let on = true;

  async function dress(asked) {
    try {
      ({ on } = await asked);
    } catch (failure) {
      trouble(failure.message);
      return;
    }
    button.textContent = say(on ? "desk.duty.on" : "desk.duty.off");
    button.setAttribute("aria-pressed", on);
    button.title = say(on ? "desk.duty.leave" : "desk.duty.back");
    button.hidden = false;
  }

  button.addEventListener("click", () => dress(post(DUTY, { id: uuid(), on: !on })));
  await dress(talk(DUTY));
}

// The demo: the beneficiary's chat and the officers' desk side by side, for one person to play both.

import { dress, language, learn, say } from "./desk/words.js";

const RETRY = 5_000;
const SIDES = ["beneficiary", "desk"];

const place = (id) => document.getElementById(id);

// The line a website would carry; written here because the demo speaks two languages.
function embedWidget() {
  const script = document.createElement("script");
  script.async = true;
  script.src = "/widget.js";
  script.dataset.target = "#beneficiary";
  script.dataset.language = language();
  document.body.append(script);
}

function embedDesk() {
  place("desk").title = say("demo.desk");
  place("desk").src = `/desk?language=${language()}`;
}

function offerLanguage() {
  const other = language() === "ar" ? "en" : "ar";
  Object.assign(place("language"), {
    href: `?language=${other}`,
    lang: other,
    textContent: say("demo.language"),
  });
}

// On a phone there is room for one side at a time.
function showSide(side) {
  document.body.dataset.side = side;
  for (const name of SIDES) {
    const tab = place(`${name}-tab`);
    tab.setAttribute("aria-selected", name === side);
    tab.tabIndex = name === side ? 0 : -1;
  }
}

function walkTabs(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = SIDES.find((name) => name !== document.body.dataset.side);
  showSide(other);
  place(`${other}-tab`).focus();
}

async function start() {
  await learn(new URLSearchParams(location.search).get("language") ?? "ar");
  dress(document);
  document.title = say("demo.title");
  document.querySelector(".hints").open = matchMedia("(min-width: 46rem)").matches;
  offerLanguage();
  for (const name of SIDES) {
    place(`${name}-tab`).addEventListener("click", () => showSide(name));
    place(`${name}-tab`).addEventListener("keydown", walkTabs);
  }
  showSide("beneficiary");
  embedWidget();
  embedDesk();
}

start().catch(() => setTimeout(() => location.reload(), RETRY)); // no words yet to say it in

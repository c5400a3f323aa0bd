// The chat put together: who tells whom what has happened.

import { Conversation } from "./conversation.js";
import { hearOtherTabs, keep } from "./device.js";
import { element } from "./elements.js";
import { Feed } from "./feed.js";
import { Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { backOff, wakeAll } from "./pause.js";
import { get } from "./server.js";
import { Session } from "./session.js";
import { otherLanguage, preferredLanguage, speak } from "./words.js";

const STYLES = ["base", "panel", "log", "composer"];
const HIDDEN = 30_000; // ms a hidden tab keeps its stream: a browser allows six to one host

/** Shows the chat as `settings` (the script's data attributes) say, once its words are there. */
export async function start(settings) {
  const words = insist(() => speak(preferredLanguage(settings.language)));
  const sheets = await Promise.all(STYLES.map((name) => insist(() => style(name))));
  await Promise.all([words, pageIsRead()]);
  const target = settings.target ? document.querySelector(settings.target) : null;

  const side = settings.position === "start" ? "start" : "end";
  const chat = new Chat({ inline: target !== null, side });
  const host = element("sila-chat");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = sheets;
  root.append(chat.panel.element);
  (target ?? document.body).append(host);

  chat.begin();
  if (target || settings.open === "true") chat.panel.open({ takesFocus: false });
  return chat;
}

class Chat {
  #session = new Session();
  #conversation = new Conversation();
  #outbox = new Outbox(this.#session, this.#conversation);
  #feed = new Feed(this.#session, this.#conversation);

  panel;

  /** `place` is {inline: boolean, side: "start" or "end"}. */
  constructor(place) {
    this.panel = new Panel(this.#conversation, place, {
      write: (text) => this.#write(text),
      attach: (file) => this.#outbox.attach(file),
      choose: (prompt, option, label) => this.#outbox.choose(prompt, option, label),
      withdraw: (client) => this.#conversation.withdraw(client),
      restart: () => this.#restart(),
      switchLanguage: () => this.#switchLanguage(),
      forget: () => this.#forget(),
    });
    this.#conversation.addEventListener("change", () => this.panel.draw());
    this.panel.addEventListener("open", () => this.#opened());
    this.#session.addEventListener("begin", () => this.#begun());
    this.#session.addEventListener("end", ({ detail }) => this.#ended(detail));
    hearOtherTabs((name, value) => this.#heard(name, value));
    this.#watchPage();
  }

  /** Takes up what an earlier page of this visitor has left. */
  begin() {
    this.panel.draw();
    this.#outbox.adopt();
    this.#outbox.drain();
    if (this.#session.token) this.#feed.follow();
  }

  async setLanguage(wanted) {
    await speak(wanted);
    this.panel.draw();
  }

  async #switchLanguage() {
    const chosen = otherLanguage();
    await this.setLanguage(chosen);
    keep("language", chosen);
  }

  #write(text) {
    this.#conversation.notice = null;
    this.#outbox.write(text);
  }

  #restart() {
    this.#conversation.notice = null;
    this.#feed.follow();
  }

  #forget() {
    this.#outbox.empty();
    this.#session.forget();
    this.panel.clear();
  }

  #opened() {
    if (this.#conversation.notice !== "forgotten") this.#feed.follow();
  }

  #begun() {
    if (this.#outbox.isEmpty) this.#outbox.greet();
    this.#feed.follow();
  }

  #ended(reason) {
    this.#feed.stop();
    this.#conversation.clear(reason);
    if (reason === "expired" && this.panel.isOpen) this.#feed.follow();
  }

  #heard(name, value) {
    if (name === "token") this.#ended(value ? null : "forgotten");
    if (name === "token" && value) this.#feed.follow();
    if (name.startsWith("outbox ")) this.#outbox.adopt();
    this.panel.draw();
  }

  #watchPage() {
    let resting = 0;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(resting);
      if (document.hidden) resting = setTimeout(() => this.#feed.rest(), HIDDEN);
      else if (this.#session.token) this.#feed.follow();
      this.panel.draw();
    });
    addEventListener("online", wakeAll);
    addEventListener("offline", () => this.#feed.drop());
  }
}

/** Constructed sheets are not stopped by the embedding site's policy for styles. */
async function style(name) {
  const sheet = new CSSStyleSheet();
  return sheet.replace(await (await get(`/static/widget/${name}.css`)).text());
}

async function insist(attempt) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      await backOff(failures, error);
    }
  }
}

function pageIsRead() {
  if (document.readyState !== "loading") return null;
  return new Promise((read) => document.addEventListener("DOMContentLoaded", read));
}

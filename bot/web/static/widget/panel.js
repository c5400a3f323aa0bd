// The launcher and the panel: how they open and close, and where the focus goes meanwhile.

import { Composer } from "./composer.js";
import { button, element, icon } from "./elements.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { direction, language, say, worded } from "./words.js";

const phone = matchMedia("(width < 667px)");
const touch = matchMedia("(pointer: coarse)");

/** Fires "open" when it opens. */
export class Panel extends EventTarget {
  #conversation;
  #inline;
  #isOpen = false;
  #opener = null; // what gets the focus back
  #badge = element("span", { class: "badge" });
  #launcher = button("launcher", () => this.toggle(), icon("chat"), icon("down"), this.#badge);
  #offline = worded(element("p", { class: "offline" }), "offline");
  #menu;
  #log;
  #composer;
  #frame;
  #shell;

  /** The element to put into a shadow root. */
  get element() {
    return this.#shell;
  }

  /** `acts` are write, choose, withdraw, restart, switchLanguage and forget. */
  constructor(conversation, { inline, side }, acts) {
    super();
    this.#conversation = conversation;
    this.#inline = inline;
    this.#menu = new Menu(acts);
    this.#composer = new Composer(acts.write, acts.attach);
    this.#log = new Log(conversation, {
      choose: acts.choose,
      takeBack: ({ client, text }) => {
        acts.withdraw(client);
        this.#composer.write(text);
        this.#composer.focus();
      },
      restart: () => {
        acts.restart();
        this.#enter();
      },
    });
    this.#launcher.setAttribute("aria-haspopup", "dialog");
    this.#frame = this.#build();
    this.#shell = element("div", { class: "shell" }, this.#launcher, this.#frame);
    this.#shell.classList.toggle("inline", inline);
    this.#shell.dataset.side = side;
    this.#listen();
  }

  get isOpen() {
    return this.#isOpen;
  }

  open({ takesFocus = true } = {}) {
    if (this.#isOpen) return;
    this.#opener = this.#frame.getRootNode().activeElement ?? document.activeElement;
    this.#isOpen = true;
    this.#fit();
    this.draw();
    this.#composer.measure();
    this.#log.scrollToEnd();
    if (takesFocus) this.#enter();
    this.dispatchEvent(new Event("open"));
  }

  close() {
    if (!this.#isOpen || this.#inline) return;
    this.#isOpen = false;
    this.#menu.close();
    this.draw();
    const back = this.#opener;
    (back?.isConnected && back !== document.body ? back : this.#launcher).focus();
  }

  toggle() {
    if (this.#isOpen) this.close();
    else this.open();
  }

  /** What was being written is forgotten too; the focus stays in the panel. */
  clear() {
    this.#composer.write("");
    this.#log.focus();
  }

  draw() {
    const { isOffline } = this.#conversation;
    this.#shell.lang = language;
    this.#shell.dir = direction();
    this.#shell.classList.toggle("open", this.#isOpen);
    this.#frame.hidden = !this.#isOpen;
    this.#offline.hidden = !isOffline;
    this.#menu.draw();
    this.#log.draw();
    this.#composer.wantsFile = this.#conversation.wantsFile;
    if (this.#isOpen && !document.hidden) this.#conversation.markRead();
    this.#drawLauncher(this.#isOpen ? 0 : this.#conversation.unread);
  }

  #drawLauncher(unread) {
    const label = [say(this.#isOpen ? "close" : "open")];
    if (unread > 0) label.push(say("unread", { count: unread }));
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    this.#launcher.setAttribute("aria-label", label.join(" · "));
    this.#launcher.setAttribute("aria-expanded", String(this.#isOpen));
  }

  #build() {
    const close = button("round close", () => this.close(), icon("close"));
    worded(close, "close", "aria-label");
    const names = element(
      "div", { class: "names" },
      worded(element("h2", { id: "title" }), "title"), worded(element("p"), "subtitle"),
    );
    const emblem = element("span", { class: "emblem" }, icon("sila"));
    return element(
      "section",
      {
        class: "panel",
        role: this.#inline ? "region" : "dialog",
        "aria-labelledby": "title",
        tabindex: "-1",
      },
      element("header", {}, emblem, names, this.#menu.element, close),
      element("div", { role: "status" }, this.#offline),
      this.#log.element,
      this.#composer.element,
    );
  }

  /** Where the focus goes inside; a finger's keyboard would hide half of what there is to read. */
  #enter() {
    if (touch.matches) this.#frame.focus();
    else this.#composer.focus();
  }

  #listen() {
    this.#shell.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#escape(event);
      if (event.key === "Tab" && this.#coversPage && this.#isOpen) this.#keepInside(event);
    });
    this.#shell.addEventListener("click", ({ target }) => {
      if (!this.#menu.element.contains(target)) this.#menu.close();
    });
    visualViewport.addEventListener("resize", () => this.#fit());
    visualViewport.addEventListener("scroll", () => this.#fit());
  }

  get #coversPage() {
    return phone.matches && !this.#inline;
  }

  #escape(event) {
    if (!this.#isOpen || this.#menu.isAsking) return;
    event.stopPropagation();
    if (this.#menu.isOpen) this.#menu.leave();
    else this.close();
  }

  #keepInside(event) {
    const stops = [...this.#frame.querySelectorAll("button, textarea, a, [tabindex='0']")].filter(
      (stop) => !stop.disabled && stop.getClientRects().length > 0,
    );
    const [edge, next] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    const { activeElement } = this.#frame.getRootNode();
    if (this.#menu.isAsking || (activeElement !== edge && activeElement !== this.#frame)) return;
    event.preventDefault();
    next.focus();
  }

  /** A phone's keyboard shrinks only the visual viewport; pinching is the reader's own business. */
  #fit() {
    this.#frame.setAttribute("aria-modal", String(this.#coversPage));
    if (visualViewport.scale > 1) return;
    this.#shell.style.setProperty("--visible", `${visualViewport.height}px`);
    this.#shell.style.setProperty("--top", `${visualViewport.offsetTop}px`);
  }
}

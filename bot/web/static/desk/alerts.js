// What tells of a new case while the officer looks elsewhere: a mark in the title, and a quiet
// sound for those who switched it on.

import { say } from "./words.js";

const KEPT = "desk:alerts";
const MARK = "● ";
const TONES = [660, 880]; // hertz
const LOUDNESS = 0.06;
const LENGTH = 0.18; // seconds of each

export class Alerts {
  #button;
  #newest = null;
  #fresh = false;
  #sound = null;
  #unread = 0;

  constructor(button) {
    this.#button = button;
    button.addEventListener("click", () => this.#turn(!this.#on));
    this.#dress();
    document.addEventListener("visibilitychange", () => this.#seen());
  }

  get #on() {
    return localStorage.getItem(KEPT) === "on";
  }

  /** Hears of the newest open case; the first one heard of is nobody's news. */
  hear(newest) {
    const before = this.#newest;
    this.#newest = newest ?? before ?? "";
    if (before === null || this.#newest <= before) return;
    this.#fresh = document.visibilityState !== "visible";
    this.#title();
    if (this.#on) this.#ring();
  }

  /** How many lines of the cases that are listed nobody answered yet. */
  count(unread) {
    this.#unread = unread;
    this.#title();
  }

  #seen() {
    if (document.visibilityState !== "visible") return;
    this.#fresh = false;
    this.#title();
  }

  #title() {
    const unread = this.#unread ? `(${this.#unread}) ` : "";
    document.title = `${this.#fresh ? MARK : ""}${unread}${say("desk.title")}`;
  }

  #turn(on) {
    localStorage.setItem(KEPT, on ? "on" : "off");
    this.#dress();
    if (on) this.#ring(); // a browser allows a sound only after a press like this one
  }

  #dress() {
    const words = say(this.#on ? "desk.alerts.on" : "desk.alerts.off");
    this.#button.setAttribute("aria-pressed", this.#on);
    this.#button.setAttribute("aria-label", words);
    this.#button.title = words;
  }

  #ring() {
    this.#sound ??= new AudioContext();
    const loudness = this.#sound.createGain();
    loudness.gain.value = LOUDNESS;
    loudness.connect(this.#sound.destination);
    TONES.forEach((tone, index) => {
      const source = this.#sound.createOscillator();
      source.frequency.value = tone;
      source.connect(loudness);
      source.start(this.#sound.currentTime + index * LENGTH);
      source.stop(this.#sound.currentTime + (index + 1) * LENGTH);
    });
  }
}

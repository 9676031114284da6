// A finished game, move by move.
import { byId } from "./page.js";

const PACE_MS = 700;

/** The controls under "Move by move": they show a game's moves up to any of them. */
export class Watching {
  #show;
  #moves = "";
  #timer = 0;

  /** @param show called with the moves to show and whether these are all */
  constructor(show) {
    this.#show = show;
    const to = (move) => () => this.#go(move(), true);
    byId("step").addEventListener("input", to(() => byId("step").valueAsNumber));
    byId("step-first").addEventListener("click", to(() => 0));
    byId("step-back").addEventListener("click", to(() => this.#at - 1));
    byId("step-on").addEventListener("click", to(() => this.#at + 1));
    byId("step-last").addEventListener("click", to(() => this.#moves.length));
    byId("step-play").addEventListener("click", () => (this.#timer ? this.#pause() : this.#play()));
  }

  open(moves) {
    this.#moves = moves;
    byId("step").max = moves.length;
    byId("steps").hidden = false;
    this.#go(moves.length, true);
  }

  close() {
    this.#pause();
    byId("steps").hidden = true;
  }

  get #at() {
    return byId("step").valueAsNumber;
  }

  #play() {
    if (this.#at === this.#moves.length) this.#go(0, false);
    byId("step-play").textContent = "Pause";
    this.#timer = setInterval(() => {
      this.#go(this.#at + 1, false);
      if (this.#at === this.#moves.length) this.#pause();
    }, PACE_MS);
  }

  #pause() {
    clearInterval(this.#timer);
    this.#timer = 0;
    byId("step-play").textContent = "Play";
  }

  #go(move, pause) {
    if (pause) this.#pause();
    const at = Math.max(0, Math.min(move, this.#moves.length));
    byId("step").value = at;
    byId("step-shown").textContent = `${at} of ${this.#moves.length}`;
    this.#show(this.#moves.slice(0, at), at === this.#moves.length);
  }
}

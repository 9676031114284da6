// Draws a game, which is the text of its moves: columns 1 to 7 in the order in which they were played.

export const COLUMNS = 7;
export const ROWS = 6;
const COLOURS = ["one", "two"];

/** The discs by column, from the bottom up: 1 or 2. */
export function discsOf(moves) {
  const columns = Array.from({ length: COLUMNS }, () => []);
  [...moves].forEach((column, move) => columns[column - 1].push((move % 2) + 1));
  return columns;
}

/** A board that can be played with the mouse, with fingers and with the keyboard. Event: "drop" with the column. */
export class Board extends EventTarget {
  #columns;
  #shown = "";

  constructor(element) {
    super();
    this.#columns = Array.from({ length: COLUMNS }, (_, index) => {
      const column = document.createElement("button");
      column.type = "button";
      column.className = "column";
      column.tabIndex = index === 3 ? 0 : -1;
      column.append(...Array.from({ length: ROWS }, () => Object.assign(document.createElement("span"), { className: "cell" })));
      column.addEventListener("click", () => this.#drop(index));
      return column;
    });
    element.replaceChildren(...this.#columns);
    element.addEventListener("keydown", (event) => this.#steer(event));
    document.addEventListener("keydown", (event) => {
      if (element.offsetParent && event.target.localName !== "input") this.#choose(event);
    });
  }

  /** Shows a game; `names` are read to those who do not see it, `line` are the cells that won. */
  show(moves, { names = ["first", "second"], line = [], canPlay = false } = {}) {
    const isNext = moves.length === this.#shown.length + 1 && moves.startsWith(this.#shown);
    discsOf(moves).forEach((discs, index) => {
      const column = this.#columns[index];
      const isLast = isNext && Number(moves.at(-1)) === index + 1;
      [...column.children].forEach((cell, row) => {
        const isWinning = line.some(([c, r]) => c === index + 1 && r === row + 1);
        const isFresh = isLast && row === discs.length - 1;
        cell.className = ["cell", COLOURS[discs[row] - 1] ?? "", isWinning && "winning", isFresh && "fresh"].filter(Boolean).join(" ");
        cell.style.setProperty("--fall", ROWS - row);
      });
      const filled = discs.map((disc) => names[disc - 1]).join(", ");
      column.setAttribute("aria-label", `Column ${index + 1}, ${filled ? `from the bottom: ${filled}` : "empty"}`);
      column.setAttribute("aria-disabled", String(!canPlay || discs.length === ROWS));
    });
    this.#shown = moves;
  }

  focus() {
    (this.#columns.find((column) => column.tabIndex === 0) ?? this.#columns[3]).focus({ preventScroll: true });
  }

  #drop(index) {
    this.#enter(index);
    if (this.#columns[index].getAttribute("aria-disabled") === "true") return;
    this.dispatchEvent(new CustomEvent("drop", { detail: index + 1 }));
  }

  /** A digit drops into that column, wherever the focus is. */
  #choose(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-7]$/.test(event.key)) return;
    this.#drop(Number(event.key) - 1);
    event.preventDefault();
  }

  #steer(event) {
    const step = { ArrowLeft: COLUMNS - 1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = (this.#columns.indexOf(document.activeElement) + step) % COLUMNS;
    this.#enter(index);
    this.#columns[index].focus();
    event.preventDefault();
  }

  /** Only one column takes part in going by tabs; arrows move between them. */
  #enter(index) {
    this.#columns.forEach((column, other) => { column.tabIndex = other === index ? 0 : -1; });
  }
}

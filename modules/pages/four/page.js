// Which game the page plays, and small helpers for its elements.

/** The game as the server knows it: in Lua, or with ?in=js in JavaScript. */
export const GAME = new URLSearchParams(location.search).get("in") === "js" ? "four_js" : "four";

export const byId = (id) => document.getElementById(id);

/** Makes an element with these properties and children. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Fills a list, and shows another element in its place when there is nothing to fill it with. */
export function fill(id, children, emptyId) {
  byId(id).replaceChildren(...children);
  byId(emptyId).hidden = children.length > 0;
}

/** Shows only these of the page's parts. */
export function show(...ids) {
  for (const id of ["sign-in", "lobby", "game"]) byId(id).hidden = !ids.includes(id);
}

let fading;

/** Tells the player something that went wrong, for a while. */
export function notice(text) {
  clearTimeout(fading);
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
  if (text) fading = setTimeout(() => notice(""), 8_000);
}

/** Makes the copy buttons copy; where the browser does not allow that, the text is marked for the player to copy. */
export function enableCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const source = byId(button.dataset.copy);
      getSelection().selectAllChildren(source);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 1_500);
      } catch {
        notice("This browser lets no page copy; the text is marked for you.");
      }
    });
  }
}

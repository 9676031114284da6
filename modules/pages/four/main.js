// Four in a row: from signing in, by the lobby, to the end of a game. The server decides everything; this only shows it and asks.
import { deviceOf, Player } from "../kaos.js";
import { Board } from "./board.js";
import { finishedGames, outcomeOf, showLobby } from "./lobby.js";
import { byId, enableCopying, GAME, notice, show } from "./page.js";
import { Watching } from "./watching.js";

const OP_MOVE = 1, OP_RESIGN = 2, OP_GAME = 3, OP_REFUSED = 4;
const LOOK_AGAIN_MS = 3_000;
const HOW = { resigned: "gave up", left: "did not come back", time: "took too long" };

let player;
/** The match this page is in: its id, and the game as the server sent it last. */
let match = null;
let looking = 0;
let ticking = 0;
const board = new Board(byId("board"));
const watching = new Watching((moves, isAll) => draw({ moves, isAll }));

// --- signing in -------------------------------------------------------------------------------------------------------------

async function signIn(name) {
  player = await Player.signIn(deviceOf(name), name, new URLSearchParams(location.search).get("key") ?? undefined);
  sessionStorage.setItem("four.name", name);
  byId("my-name").textContent = player.name;
  byId("me").hidden = false;
  player.addEventListener("online", comeBack);
  player.addEventListener("offline", () => { byId("connection").textContent = "Connection lost, trying again…"; });
  player.addEventListener("data", ({ detail }) => receive(detail));
  player.open();
}

/** The socket is there, for the first time or again: back to the match that this page was in, or that its address names. */
async function comeBack() {
  byId("connection").textContent = "";
  const named = new URLSearchParams(location.hash.slice(1)).get("match");
  if (match && !match.game?.over) await join(match.id);
  else if (named && !match) await join(named);
  else if (!match) await toLobby();
}

// --- lobby ------------------------------------------------------------------------------------------------------------------

async function toLobby() {
  stopLooking();
  match = null;
  watching.close();
  history.replaceState(null, "", location.pathname + location.search);
  show("lobby");
  await refreshLobby();
  looking = setInterval(() => refreshLobby().catch(() => {}), LOOK_AGAIN_MS);
}

function refreshLobby() {
  return showLobby(player, { onJoin: (id) => attempt(() => join(id)), onWatch: watch });
}

function stopLooking() {
  clearInterval(looking);
  looking = 0;
}

async function find() {
  const { match_id: id } = await player.call(`${GAME}_find`);
  await join(id);
  // Somebody else may have begun to wait at the same moment: the server says where all of them meet.
  looking = setInterval(() => attempt(meet), LOOK_AGAIN_MS);
}

async function meet() {
  const waitingIn = match;
  if (waitingIn?.game?.seats.length > 1) return stopLooking();
  if (waitingIn?.game?.seats.length !== 1 || !player.isOnline) return;
  const { match_id: id } = await player.call(`${GAME}_find`, { waiting: waitingIn.id });
  if (id === waitingIn.id || match !== waitingIn || waitingIn.game.seats.length !== 1) return;
  await player.leave(waitingIn.id);
  await join(id, true);
}

async function create(options) {
  await join((await player.call(`${GAME}_create`, options)).match_id);
}

// --- playing ----------------------------------------------------------------------------------------------------------------

async function join(id, goOnLooking = false) {
  if (!goOnLooking) stopLooking();
  if (match?.id !== id) match = { id, game: null };
  try {
    await player.join(id);
  } catch (refused) {
    const ended = (await finishedGames(player)).find((game) => game.match_id === id);
    if (ended) return watch(ended);
    await toLobby();
    throw refused.code === 4 ? new Error("That game is over.") : refused;
  }
  if (match?.id !== id) return;
  history.replaceState(null, "", `#match=${encodeURIComponent(id)}`);
  byId("link").textContent = location.href;
  byId("replay").textContent = `./kaos replay match ${id}`;
  board.focus();
}

function receive({ matchId, op, content }) {
  if (matchId !== match?.id) return;
  if (op === OP_REFUSED) notice(content.refused);
  if (op !== OP_GAME) return;
  notice("");
  match.game = content;
  match.until = performance.now() + (content.seconds ?? 0) * 1000;
  const isOver = Boolean(content.over);
  show("game");
  byId("waiting").hidden = content.seats.length > 1;
  byId("record").hidden = !isOver;
  byId("hint").hidden = isOver || content.seats.length < 2;
  byId("again").hidden = !isOver;
  byId("back").hidden = !isOver && content.seats.length > 1;
  byId("resign").hidden = isOver || content.seats.length < 2;
  if (content.seats.length > 1) stopLooking();
  byId("replay").textContent = `./kaos replay match ${matchId}`;
  if (isOver) watching.open(content.moves);
  else draw({ moves: content.moves });
}

function watch(finished) {
  stopLooking();
  const { opponent, seat, moves, winner, how, line, match_id: id } = finished;
  const seats = [{ name: opponent }, { name: opponent }];
  seats[seat - 1] = { name: player.name, user_id: player.id };
  match = { id, game: null };
  receive({ matchId: id, op: OP_GAME, content: { seats, moves, over: { winner, how, line } } });
  history.replaceState(null, "", `#match=${encodeURIComponent(id)}`);
}

// --- showing ----------------------------------------------------------------------------------------------------------------

function draw({ moves, isAll = true }) {
  const { seats, turn, over } = match.game;
  const isMine = Boolean(turn) && seats[turn - 1].user_id === player.id;
  const names = seats.map((seat) => (seat.user_id === player.id ? "you" : seat.name));
  board.show(moves, { names, line: (isAll && over?.line) || [], canPlay: isMine });
  for (const number of [1, 2]) {
    const shown = byId(`seat-${number}`);
    shown.classList.toggle("turn", turn === number);
    shown.classList.toggle("away", Boolean(seats[number - 1]?.away));
    shown.querySelector(".who").textContent = names[number - 1] ?? "…";
  }
  byId("status").textContent = statusOf(match.game, names, isMine);
  document.title = isMine ? "● Your turn, four in a row" : "Four in a row";
  clearInterval(ticking);
  ticking = setInterval(tick, 250);
  tick();
}

function statusOf({ seats, turn, over }, names, isMine) {
  if (!over) {
    if (seats.length < 2) return "Nobody is here yet.";
    return isMine ? "Your turn" : `${seats[turn - 1].name} is thinking…`;
  }
  if (!over.winner) return "The board is full: a draw.";
  const loser = names[2 - over.winner];
  const mySeat = seats.findIndex((seat) => seat.user_id === player.id) + 1;
  const isWon = outcomeOf({ winner: over.winner, seat: mySeat }) === "won";
  const why = HOW[over.how];
  if (isWon) return why ? `You win: ${loser} ${why}.` : "You win!";
  return `${names[over.winner - 1]} wins${why ? `: you ${why}` : ""}.`;
}

function tick() {
  const { turn } = match?.game ?? {};
  const left = Math.max(0, Math.ceil(((match?.until ?? 0) - performance.now()) / 1000));
  for (const number of [1, 2]) byId(`seat-${number}`).querySelector(".clock").textContent = turn === number ? `${left} s` : "";
  if (!turn) clearInterval(ticking);
}

// --- what the player does ---------------------------------------------------------------------------------------------------

async function attempt(action) {
  try {
    await action();
  } catch (failure) {
    notice(failure.message);
  }
}

function onClick(id, action) {
  byId(id).addEventListener("click", () => attempt(action));
}

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  notice("");
  attempt(() => signIn(byId("name").value.trim()));
});
board.addEventListener("drop", ({ detail: column }) => player.tell(match.id, OP_MOVE, { column }));
onClick("find", find);
onClick("invite", () => create({ private: true }));
onClick("alone", () => create({ computer: true }));
onClick("again", toLobby);
onClick("resign", () => player.tell(match.id, OP_RESIGN));
onClick("back", async () => {
  if (match.game && !match.game.over) await player.leave(match.id);
  await toLobby();
});
onClick("sign-out", async () => {
  sessionStorage.removeItem("four.name");
  location.assign(location.pathname + location.search);
});
enableCopying();

const known = sessionStorage.getItem("four.name");
if (known) await attempt(() => signIn(known));
if (!player) {
  show("sign-in");
  byId("name").focus();
}

// Four in a row in JavaScript: the same rules, messages and page as four.lua, under the name "four_js".
//   ./kaos run, then http://127.0.0.1:7350/play/four/?in=js; on a server of one's own --runtime.js_entrypoint four.js
//
// A server runs one bundle, so the rules stand here too, instead of in a file of their own. Nothing that is to last stands in a global variable: every
// match runs this file anew in a world of its own, and all it knows is its state.
//
// RPCs: "four_js_find" answers {"match_id":…} of a game that waits for somebody, or of a new one; "four_js_create" opens one. The messages are those of
// four.lua.

var GAME = "four_js";
var TICK_RATE = 5;
var TURN_SECONDS = 90, AWAY_SECONDS = 60, EMPTY_SECONDS = 60;
var OP_MOVE = 1, OP_RESIGN = 2, OP_GAME = 3, OP_REFUSED = 4;

// --- rules ------------------------------------------------------------------------------------------------------------------
// A game is the text of its moves: the columns 1 to 7, a digit each, in the order in which they were played. A cell is [column, row], row 1 at the bottom.

var COLUMNS = 7, ROWS = 6, PLAYERS = 2, IN_A_ROW = 4;
var DIRECTIONS = [[1, 0], [0, 1], [1, 1], [1, -1]];

/** Whose turn it is, 1 or 2. */
function turnOf(moves) {
  return (moves.length % PLAYERS) + 1;
}

function isFull(moves) {
  return moves.length === COLUMNS * ROWS;
}

/** The discs by column, from 1, each from the bottom: the players' numbers. */
function boardOf(moves) {
  const board = Array.from({ length: COLUMNS + 1 }, () => []);
  for (let at = 0; at < moves.length; at++) board[Number(moves[at])].push((at % PLAYERS) + 1);
  return board;
}

/** The cells that win for this player when the topmost disc of the column is theirs; null when there is no such line. */
function lineAt(board, column, player) {
  const row = board[column].length;
  const isTheirs = (c, r) => board[c] !== undefined && board[c][r - 1] === player;
  for (const [dc, dr] of DIRECTIONS) {
    let [c, r] = [column, row];
    while (isTheirs(c - dc, r - dr)) [c, r] = [c - dc, r - dr];
    const cells = [];
    for (; isTheirs(c, r); [c, r] = [c + dc, r + dr]) cells.push([c, r]);
    if (cells.length >= IN_A_ROW) return cells;
  }

  return null;
}

/** The cells that win the game by its last move; null when it did not. */
function lineOf(moves) {
  return moves === "" ? null : lineAt(boardOf(moves), Number(moves.at(-1)), ((moves.length - 1) % PLAYERS) + 1);
}

/** Whether a disc of this player's in that column wins. */
function wins(board, column, player) {
  if (board[column].length >= ROWS) return false;
  board[column].push(player);
  const line = lineAt(board, column, player);
  board[column].pop();
  return line !== null;
}

/**
 * A move for whose turn it is: wins when it can, prevents a loss when it must, never opens the way for one, and likes the middle. Chance decides among
 * equals; random() answers 0 to 1.
 */
function chooseFor(moves, random) {
  const board = boardOf(moves), me = turnOf(moves), other = PLAYERS + 1 - me;
  let best = 0, bestWorth = -Infinity;
  for (let column = 1; column <= COLUMNS; column++) {
    if (board[column].length >= ROWS) continue;
    let worth = random() - Math.abs(column - (COLUMNS + 1) / 2);
    if (wins(board, column, me)) worth += 1000;
    if (wins(board, column, other)) worth += 100;
    board[column].push(me);
    if (wins(board, column, other)) worth -= 50;
    board[column].pop();
    if (worth > bestWorth) [best, bestWorth] = [column, worth];
  }

  return best;
}

// --- lobby ------------------------------------------------------------------------------------------------------------------

/** How a match that waits for somebody says so. */
function labelOf(state) {
  const host = state.seats[0];
  const isOpen = host && host.awayAt === undefined && state.seats.length < PLAYERS && !state.isPrivate;
  return JSON.stringify({ game: GAME, open: isOpen ? "yes" : "no", host: host?.userId, name: host?.name });
}

/** What a client sent; an empty object for anything that is no JSON object. */
function read(text) {
  try {
    const sent = JSON.parse(text);
    return sent !== null && typeof sent === "object" ? sent : {};
  } catch {
    return {};
  }
}

function textOf(nk, data) {
  try {
    return data ? nk.binaryToString(data) : "";
  } catch {
    return "";
  }
}

/**
 * The open match to join. Two players who open one at the same moment both wait; so who waits asks again and says where ("waiting"), and all of them go
 * to the match with the lowest id.
 */
function find(ctx, logger, nk, payload) {
  const { waiting } = read(payload);
  let lowest = typeof waiting === "string" ? waiting : null;
  for (const match of nk.matchList(100, true, null, null, null, `+label.game:${GAME} +label.open:yes`)) {
    if (JSON.parse(match.label).host !== ctx.userId && (lowest === null || match.matchId < lowest)) lowest = match.matchId;
  }

  return JSON.stringify({ match_id: lowest ?? nk.matchCreate(GAME) });
}

/** Opens a game: {"private":true} for whoever has its id, {"computer":true} against the server. */
function create(ctx, logger, nk, payload) {
  const sent = read(payload);
  return JSON.stringify({ match_id: nk.matchCreate(GAME, { private: sent.private === true, computer: sent.computer === true }) });
}

// --- match ------------------------------------------------------------------------------------------------------------------

function isStarted(state) {
  return state.seats.length === PLAYERS;
}

/** The number of a player's seat, from 1; 0 for none. */
function seatOf(state, userId) {
  return state.seats.findIndex((seat) => seat.userId === userId) + 1;
}

function show(state, dispatcher, tick) {
  const isOn = isStarted(state) && !state.over;
  dispatcher.broadcastMessage(OP_GAME, JSON.stringify({
    seats: state.seats.map((seat) => ({ user_id: seat.userId, name: seat.name, away: seat.awayAt !== undefined })),
    moves: state.moves,
    turn: isOn ? turnOf(state.moves) : undefined,
    seconds: isOn ? Math.ceil((state.deadline - tick) / TICK_RATE) : undefined,
    over: state.over,
  }));
}

function beginTurn(state, tick) {
  state.deadline = tick + TURN_SECONDS * TICK_RATE;
  state.thinksUntil = tick + TICK_RATE;
}

/** What is left of a game: a point for who won it, and for both players an object that only the server can have written. */
function keep(ctx, nk, state) {
  const winner = state.seats[state.over.winner - 1];
  if (winner && state.seats.every((seat) => seat.userId)) {
    nk.leaderboardRecordWrite(GAME, winner.userId, winner.name, 1, 0, { match_id: ctx.matchId });
  }

  const now = Math.floor(Date.now() / 1000);
  nk.storageWrite(state.seats.flatMap((seat, at) => (!seat.userId ? [] : [{
    collection: GAME,
    // Lists go by key: the latest game first.
    key: `${String(9999999999 - now).padStart(10, "0")}-${ctx.matchId.slice(0, 36)}`,
    userId: seat.userId,
    permissionRead: 1,
    permissionWrite: 0,
    value: {
      match_id: ctx.matchId, opponent: state.seats[1 - at].name, seat: at + 1, moves: state.moves, ...state.over, ended: now,
    },
  }])));
}

function finish(ctx, nk, dispatcher, tick, state, over) {
  state.over = over;
  keep(ctx, nk, state);
  show(state, dispatcher, tick);
}

function play(ctx, nk, dispatcher, tick, state, column) {
  const player = turnOf(state.moves);
  state.moves += column;
  const line = lineOf(state.moves);
  if (line) return finish(ctx, nk, dispatcher, tick, state, { how: "line", winner: player, line });
  if (isFull(state.moves)) return finish(ctx, nk, dispatcher, tick, state, { how: "full" });
  beginTurn(state, tick);
  show(state, dispatcher, tick);
}

/** Why this player cannot play that column now; null when they can. */
function refusalOf(state, number, column) {
  if (!isStarted(state)) return "Nobody is there to play with yet.";
  if (number !== turnOf(state.moves)) return "It is not your turn.";
  if (!Number.isInteger(column) || column < 1 || column > COLUMNS) return "There is no such column.";
  if (boardOf(state.moves)[column].length >= ROWS) return "That column is full.";
  return null;
}

function matchInit(ctx, logger, nk, params) {
  const state = {
    seats: params.computer ? [{ name: "the server" }] : [],
    moves: "", isPrivate: Boolean(params.private || params.computer), emptySince: 0, deadline: 0, thinksUntil: 0,
  };
  return { state, tickRate: TICK_RATE, label: JSON.stringify({ game: GAME, open: "no" }) };
}

function matchJoinAttempt(ctx, logger, nk, dispatcher, tick, state, presence, metadata) {
  const accept = seatOf(state, presence.userId) > 0 || !isStarted(state);
  return { state, accept, rejectMessage: accept ? undefined : "This game already has two players." };
}

function matchJoin(ctx, logger, nk, dispatcher, tick, state, presences) {
  for (const presence of presences) {
    let seat = state.seats[seatOf(state, presence.userId) - 1];
    if (!seat && isStarted(state)) {
      // Two were let in for one seat.
      dispatcher.matchKick([presence]);
      continue;
    }

    if (!seat) {
      seat = { userId: presence.userId, name: presence.username };
      // Chance decides who begins.
      state.seats.splice(Math.floor(Math.random() * (state.seats.length + 1)), 0, seat);
      if (isStarted(state)) beginTurn(state, tick);
    }

    seat.sessionId = presence.sessionId;
    delete seat.awayAt;
  }

  dispatcher.matchLabelUpdate(labelOf(state));
  show(state, dispatcher, tick);
  return { state };
}

function matchLeave(ctx, logger, nk, dispatcher, tick, state, presences) {
  for (const presence of presences) {
    // Who is also there with a later socket is not away.
    const seat = state.seats.find((taken) => taken.sessionId === presence.sessionId);
    if (seat) seat.awayAt = tick;
  }

  dispatcher.matchLabelUpdate(labelOf(state));
  show(state, dispatcher, tick);
  return { state };
}

function matchLoop(ctx, logger, nk, dispatcher, tick, state, messages) {
  for (const message of messages) {
    const number = seatOf(state, message.sender.userId);
    if (number === 0 || state.over) continue;
    if (message.opCode === OP_RESIGN && isStarted(state)) {
      finish(ctx, nk, dispatcher, tick, state, { how: "resigned", winner: PLAYERS + 1 - number });
    } else if (message.opCode === OP_MOVE) {
      const { column } = read(textOf(nk, message.data));
      const reason = refusalOf(state, number, column);
      if (reason) dispatcher.broadcastMessage(OP_REFUSED, JSON.stringify({ refused: reason }), [message.sender]);
      else play(ctx, nk, dispatcher, tick, state, column);
    }
  }

  if (!state.over) passTime(ctx, nk, dispatcher, tick, state);
  return state.over || tick - state.emptySince > EMPTY_SECONDS * TICK_RATE ? null : { state };
}

/** Ends a game whose players have gone or take too long, and moves for the server where it plays. */
function passTime(ctx, nk, dispatcher, tick, state) {
  if (state.seats.some((seat) => seat.userId && seat.awayAt === undefined)) state.emptySince = tick;
  if (!isStarted(state)) return;
  const gone = state.seats.findIndex((seat) => seat.awayAt !== undefined && tick - seat.awayAt > AWAY_SECONDS * TICK_RATE) + 1;
  const turn = turnOf(state.moves);
  if (gone > 0) finish(ctx, nk, dispatcher, tick, state, { how: "left", winner: PLAYERS + 1 - gone });
  else if (tick > state.deadline) finish(ctx, nk, dispatcher, tick, state, { how: "time", winner: PLAYERS + 1 - turn });
  else if (!state.seats[turn - 1].userId && tick > state.thinksUntil) play(ctx, nk, dispatcher, tick, state, chooseFor(state.moves, Math.random));
}

function matchTerminate(ctx, logger, nk, dispatcher, tick, state, graceSeconds) {
  // Games outlive their server (match.resume): nothing has to be settled here.
  return { state };
}

function matchSignal(ctx, logger, nk, dispatcher, tick, state, data) {
  return { state, data: JSON.stringify({ seats: state.seats.length, moves: state.moves }) };
}

function InitModule(ctx, logger, nk, initializer) {
  // One point for every game won against a player.
  nk.leaderboardCreate(GAME, true, "descending", "increment", null, {}, true);
  initializer.registerRpc("four_js_find", find);
  initializer.registerRpc("four_js_create", create);
  initializer.registerMatch(GAME, { matchInit, matchJoinAttempt, matchJoin, matchLeave, matchLoop, matchTerminate, matchSignal });
}

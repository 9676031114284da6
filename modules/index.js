// The demo games in JavaScript: the rules, messages and clients of four.lua and riders.lua, under the names "four_js" and "riders_js".
//   ./kaos run, then http://127.0.0.1:7350/play/four/?in=js in a browser, or ./kaos play --in js in two terminals
//
// A server runs one bundle, so both games stand here with their rules. Nothing that is to last stands in a global variable: every match runs this file anew
// in a world of its own, and all it knows is its state.
//
// RPCs: "four_js_find" and "riders_js_find" answer {"match_id":…} of a match that waits for somebody, or of a new one; "four_js_create" and
// "riders_js_create" open one.

var SEATS = 2;
var EMPTY_SECONDS = 60;

// --- lobby ------------------------------------------------------------------------------------------------------------------

/** How a match that waits for somebody says so. */
function labelOf(game, state) {
  const host = state.seats[0];
  const isOpen = host && host.awayAt === undefined && state.seats.length < SEATS && !state.isPrivate;
  return JSON.stringify({ game, open: isOpen ? "yes" : "no", host: host?.userId, name: host?.name });
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
function find(game, ctx, nk, payload) {
  const { waiting } = read(payload);
  let lowest = typeof waiting === "string" ? waiting : null;
  for (const match of nk.matchList(100, true, null, null, null, `+label.game:${game} +label.open:yes`)) {
    if (JSON.parse(match.label).host !== ctx.userId && (lowest === null || match.matchId < lowest)) lowest = match.matchId;
  }

  return JSON.stringify({ match_id: lowest ?? nk.matchCreate(game) });
}

function isStarted(state) {
  return state.seats.length === SEATS;
}

/** The number of a player's seat, from 1; 0 for none. */
function seatOf(state, userId) {
  return state.seats.findIndex((seat) => seat.userId === userId) + 1;
}

/** Who has a seat comes back to it; others find one while there is one. */
function letIn(state, presence, refusal) {
  const accept = seatOf(state, presence.userId) > 0 || !isStarted(state);
  return { state, accept, rejectMessage: accept ? undefined : refusal };
}

/** Seats those who were let in: "sit" finds a place for a new one, "comeBack" is told of who had one already. */
function takeSeats(state, dispatcher, presences, sit, comeBack) {
  for (const presence of presences) {
    let seat = state.seats[seatOf(state, presence.userId) - 1];
    if (!seat && isStarted(state)) {
      // Two were let in for one seat.
      dispatcher.matchKick([presence]);
      continue;
    }

    if (seat) {
      comeBack(seat, presence);
    } else {
      seat = { userId: presence.userId, name: presence.username };
      sit(seat);
    }

    seat.sessionId = presence.sessionId;
    delete seat.awayAt;
  }
}

/** Who is also there with a later socket is not away. */
function leaveSeats(state, tick, presences) {
  for (const presence of presences) {
    const seat = state.seats.find((taken) => taken.sessionId === presence.sessionId);
    if (seat) seat.awayAt = tick;
  }
}

function matchTerminate(ctx, logger, nk, dispatcher, tick, state, graceSeconds) {
  // Matches outlive their server (match.resume): nothing has to be settled here.
  return { state };
}

// --- four in a row: rules ---------------------------------------------------------------------------------------------------
// A game is the text of its moves: the columns 1 to 7, a digit each, in the order in which they were played. A cell is [column, row], row 1 at the bottom.

var COLUMNS = 7, ROWS = 6, IN_A_ROW = 4;
var DIRECTIONS = [[1, 0], [0, 1], [1, 1], [1, -1]];

/** Whose turn it is, 1 or 2. */
function turnOf(moves) {
  return (moves.length % SEATS) + 1;
}

function isFull(moves) {
  return moves.length === COLUMNS * ROWS;
}

/** The discs by column, from 1, each from the bottom: the players' numbers. */
function boardOf(moves) {
  const board = Array.from({ length: COLUMNS + 1 }, () => []);
  for (let at = 0; at < moves.length; at++) board[Number(moves[at])].push((at % SEATS) + 1);
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
  return moves === "" ? null : lineAt(boardOf(moves), Number(moves.at(-1)), ((moves.length - 1) % SEATS) + 1);
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
  const board = boardOf(moves), me = turnOf(moves), other = SEATS + 1 - me;
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

// --- four in a row: match ---------------------------------------------------------------------------------------------------

var FOUR = "four_js";
var FOUR_TICK_RATE = 5;
var TURN_SECONDS = 90, AWAY_SECONDS = 60;
var OP_MOVE = 1, OP_RESIGN = 2, OP_GAME = 3, OP_REFUSED = 4;

/** Opens a game: {"private":true} for whoever has its id, {"computer":true} against the server. */
function createFour(ctx, logger, nk, payload) {
  const sent = read(payload);
  return JSON.stringify({ match_id: nk.matchCreate(FOUR, { private: sent.private === true, computer: sent.computer === true }) });
}

function findFour(ctx, logger, nk, payload) {
  return find(FOUR, ctx, nk, payload);
}

function showFour(state, dispatcher, tick) {
  const isOn = isStarted(state) && !state.over;
  dispatcher.broadcastMessage(OP_GAME, JSON.stringify({
    seats: state.seats.map((seat) => ({ user_id: seat.userId, name: seat.name, away: seat.awayAt !== undefined })),
    moves: state.moves,
    turn: isOn ? turnOf(state.moves) : undefined,
    seconds: isOn ? Math.ceil((state.deadline - tick) / FOUR_TICK_RATE) : undefined,
    over: state.over,
  }));
}

function beginFourTurn(state, tick) {
  state.deadline = tick + TURN_SECONDS * FOUR_TICK_RATE;
  state.thinksUntil = tick + FOUR_TICK_RATE;
}

/** What is left of a game: a point for who won it, and for both players an object that only the server can have written. */
function keepFour(ctx, nk, state) {
  const winner = state.seats[state.over.winner - 1];
  if (winner && state.seats.every((seat) => seat.userId)) {
    nk.leaderboardRecordWrite(FOUR, winner.userId, winner.name, 1, 0, { match_id: ctx.matchId });
  }

  const now = Math.floor(Date.now() / 1000);
  nk.storageWrite(state.seats.flatMap((seat, at) => (!seat.userId ? [] : [{
    collection: FOUR,
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

function finishFour(ctx, nk, dispatcher, tick, state, over) {
  state.over = over;
  keepFour(ctx, nk, state);
  showFour(state, dispatcher, tick);
}

function playFour(ctx, nk, dispatcher, tick, state, column) {
  const player = turnOf(state.moves);
  state.moves += column;
  const line = lineOf(state.moves);
  if (line) return finishFour(ctx, nk, dispatcher, tick, state, { how: "line", winner: player, line });
  if (isFull(state.moves)) return finishFour(ctx, nk, dispatcher, tick, state, { how: "full" });
  beginFourTurn(state, tick);
  showFour(state, dispatcher, tick);
}

/** Why this player cannot play that column now; null when they can. */
function refusalOfMove(state, number, column) {
  if (!isStarted(state)) return "Nobody is there to play with yet.";
  if (number !== turnOf(state.moves)) return "It is not your turn.";
  if (!Number.isInteger(column) || column < 1 || column > COLUMNS) return "There is no such column.";
  if (boardOf(state.moves)[column].length >= ROWS) return "That column is full.";
  return null;
}

function fourInit(ctx, logger, nk, params) {
  const state = {
    seats: params.computer ? [{ name: "the server" }] : [],
    moves: "", isPrivate: Boolean(params.private || params.computer), emptySince: 0, deadline: 0, thinksUntil: 0,
  };
  return { state, tickRate: FOUR_TICK_RATE, label: JSON.stringify({ game: FOUR, open: "no" }) };
}

function fourJoinAttempt(ctx, logger, nk, dispatcher, tick, state, presence, metadata) {
  return letIn(state, presence, "This game already has two players.");
}

function fourJoin(ctx, logger, nk, dispatcher, tick, state, presences) {
  const sit = (seat) => {
    // Chance decides who begins.
    state.seats.splice(Math.floor(Math.random() * (state.seats.length + 1)), 0, seat);
    if (isStarted(state)) beginFourTurn(state, tick);
  };
  takeSeats(state, dispatcher, presences, sit, () => {});
  dispatcher.matchLabelUpdate(labelOf(FOUR, state));
  showFour(state, dispatcher, tick);
  return { state };
}

function fourLeave(ctx, logger, nk, dispatcher, tick, state, presences) {
  leaveSeats(state, tick, presences);
  dispatcher.matchLabelUpdate(labelOf(FOUR, state));
  showFour(state, dispatcher, tick);
  return { state };
}

function fourLoop(ctx, logger, nk, dispatcher, tick, state, messages) {
  for (const message of messages) {
    const number = seatOf(state, message.sender.userId);
    if (number === 0 || state.over) continue;
    if (message.opCode === OP_RESIGN && isStarted(state)) {
      finishFour(ctx, nk, dispatcher, tick, state, { how: "resigned", winner: SEATS + 1 - number });
    } else if (message.opCode === OP_MOVE) {
      const { column } = read(textOf(nk, message.data));
      const reason = refusalOfMove(state, number, column);
      if (reason) dispatcher.broadcastMessage(OP_REFUSED, JSON.stringify({ refused: reason }), [message.sender]);
      else playFour(ctx, nk, dispatcher, tick, state, column);
    }
  }

  if (!state.over) passFourTime(ctx, nk, dispatcher, tick, state);
  return state.over || tick - state.emptySince > EMPTY_SECONDS * FOUR_TICK_RATE ? null : { state };
}

/** Ends a game whose players have gone or take too long, and moves for the server where it plays. */
function passFourTime(ctx, nk, dispatcher, tick, state) {
  if (state.seats.some((seat) => seat.userId && seat.awayAt === undefined)) state.emptySince = tick;
  if (!isStarted(state)) return;
  const gone = state.seats.findIndex((seat) => seat.awayAt !== undefined && tick - seat.awayAt > AWAY_SECONDS * FOUR_TICK_RATE) + 1;
  const turn = turnOf(state.moves);
  if (gone > 0) finishFour(ctx, nk, dispatcher, tick, state, { how: "left", winner: SEATS + 1 - gone });
  else if (tick > state.deadline) finishFour(ctx, nk, dispatcher, tick, state, { how: "time", winner: SEATS + 1 - turn });
  else if (!state.seats[turn - 1].userId && tick > state.thinksUntil) playFour(ctx, nk, dispatcher, tick, state, chooseFor(state.moves, Math.random));
}

function fourSignal(ctx, logger, nk, dispatcher, tick, state, data) {
  return { state, data: JSON.stringify({ seats: state.seats.length, moves: state.moves }) };
}

// --- light riders: rules ----------------------------------------------------------------------------------------------------
// Cells are counted from 1, x to the right and y down. A rider's way is text: "R12U3" is twelve cells to the right, then three up.

var STEPS = { R: [1, 0], L: [-1, 0], U: [0, -1], D: [0, 1] };
var OPPOSITE = { R: "L", L: "R", U: "D", D: "U" };
var FREE = ".", WALL = "#";

function newRider(x, y, heading) {
  return { x, y, fromX: x, fromY: y, heading, run: 0, way: "" };
}

function isWall(arena, x, y) {
  return x < 1 || y < 1 || x > arena.width || y > arena.height || arena.rows[y - 1][x - 1] === WALL;
}

function buildAt(arena, x, y) {
  const row = arena.rows[y - 1];
  arena.rows[y - 1] = row.slice(0, x - 1) + WALL + row.slice(x);
}

/** An empty arena with both riders at its ends, heading for each other. */
function newArena(width, height) {
  const middle = Math.floor((height + 1) / 2), edge = Math.floor(width / 5);
  const riders = [newRider(edge, middle, "R"), newRider(width + 1 - edge, height + 1 - middle, "L")];
  const arena = { width, height, rows: Array.from({ length: height }, () => FREE.repeat(width)), riders };
  for (const rider of riders) buildAt(arena, rider.x, rider.y);
  return arena;
}

function isHeading(text) {
  return Object.hasOwn(STEPS, text);
}

/** The whole way of a rider so far, for those who look on. */
function wayOf(rider) {
  return rider.run > 0 ? rider.way + rider.heading + rider.run : rider.way;
}

/** Turns a rider; back into its own wall it cannot. */
function turnRider(rider, heading) {
  if (OPPOSITE[rider.heading] === heading || rider.heading === heading) return;
  rider.way = wayOf(rider);
  rider.heading = heading;
  rider.run = 0;
}

/** Moves both by one cell. Answers null while the round goes on, else who has won it: 1, 2, or 0 when both crashed. */
function stepArena(arena) {
  const [one, two] = arena.riders;
  const crashed = arena.riders.map((rider) => {
    const [dx, dy] = STEPS[rider.heading];
    rider.x += dx;
    rider.y += dy;
    rider.run++;
    return isWall(arena, rider.x, rider.y);
  });
  // Head on into one cell.
  if (one.x === two.x && one.y === two.y) crashed.fill(true);
  arena.riders.forEach((rider, at) => {
    if (!crashed[at]) buildAt(arena, rider.x, rider.y);
  });
  if (crashed[0] && crashed[1]) return 0;
  return crashed[0] ? 2 : crashed[1] ? 1 : null;
}

// --- light riders: match ----------------------------------------------------------------------------------------------------

var RIDERS = "riders_js";
var RIDERS_TICK_RATE = 20;
// Ten cells a second; twenty once a round has lasted so long that it has to end.
var TICKS_A_STEP = 2, HURRY_TICKS = 20 * RIDERS_TICK_RATE;
var START_SECONDS = 2;
var TURNS_WAITING_MAX = 4, TURNS_SENT_MAX = 16, TURN_NUMBER_MAX = 1000000, ROUNDS_MAX = 20;
var OP_TURNS = 1, OP_STATE = 2, OP_ROUND = 3, OP_RESULT = 4, OP_OVER = 5;

function findRiders(ctx, logger, nk, payload) {
  return find(RIDERS, ctx, nk, payload);
}

/** Opens a match for whoever has its id: {"wins":1,"width":24,"height":16} says how many rounds win it and how large the arena is. */
function createRiders(ctx, logger, nk, payload) {
  const { wins, width, height } = read(payload);
  return JSON.stringify({ match_id: nk.matchCreate(RIDERS, { private: true, wins, width, height }) });
}

function within(value, lowest, highest, otherwise) {
  return Number.isInteger(value) && value >= lowest && value <= highest ? value : otherwise;
}

function announceRound(state, dispatcher, tick, presences) {
  dispatcher.broadcastMessage(OP_ROUND, JSON.stringify({
    round: state.round, wins: state.wins, to_win: state.toWin,
    seats: state.seats.map((seat) => ({ user_id: seat.userId, name: seat.name })),
    width: state.width, height: state.height,
    starts: state.arena.riders.map((rider) => ({ x: rider.fromX, y: rider.fromY })),
    seconds: Math.max(0, Math.ceil((state.startsAt - tick) / RIDERS_TICK_RATE)),
  }), presences);
}

function beginRound(state, dispatcher, tick) {
  state.round++;
  state.arena = newArena(state.width, state.height);
  state.startsAt = tick + START_SECONDS * RIDERS_TICK_RATE;
  for (const seat of state.seats) seat.turns = "";
  announceRound(state, dispatcher, tick);
}

function showRiders(state, dispatcher, tick) {
  const riders = state.arena.riders.map((rider, at) => ({ way: wayOf(rider), last: state.seats[at].last }));
  dispatcher.broadcastMessage(OP_STATE, JSON.stringify({ tick, riders }), null, null, false);
}

function finishRiders(ctx, nk, state, dispatcher, winner) {
  const seat = state.seats[winner - 1];
  const rank = seat && nk.leaderboardRecordWrite(RIDERS, seat.userId, seat.name, 1, 0, { match_id: ctx.matchId }).rank;
  dispatcher.broadcastMessage(OP_OVER, JSON.stringify({ winner, wins: state.wins, rank }));
}

/** Turns that this rider has not seen yet are those after its last one; what comes too fast is dropped. */
function takeTurns(seat, sent) {
  const last = within(sent.last, 1, TURN_NUMBER_MAX, 0);
  const turns = typeof sent.turns === "string" ? sent.turns : "";
  for (let place = 1; place <= Math.min(turns.length, TURNS_SENT_MAX); place++) {
    const number = last - turns.length + place, heading = turns[place - 1];
    if (number <= seat.last || !isHeading(heading)) continue;
    seat.last = number;
    if (seat.turns.length < TURNS_WAITING_MAX) seat.turns += heading;
  }
}

function stepRiders(state) {
  state.arena.riders.forEach((rider, at) => {
    const seat = state.seats[at];
    if (seat.turns === "") return;
    turnRider(rider, seat.turns[0]);
    seat.turns = seat.turns.slice(1);
  });
  return stepArena(state.arena);
}

function ridersInit(ctx, logger, nk, params) {
  const state = {
    seats: [], wins: [0, 0], round: 0, startsAt: 0, emptySince: 0, isPrivate: params.private === true,
    toWin: within(params.wins, 1, 5, 3), width: within(params.width, 16, 120, 60), height: within(params.height, 12, 60, 30),
  };
  return { state, tickRate: RIDERS_TICK_RATE, label: labelOf(RIDERS, state) };
}

function ridersJoinAttempt(ctx, logger, nk, dispatcher, tick, state, presence, metadata) {
  return letIn(state, presence, "This match already has two riders.");
}

function ridersJoin(ctx, logger, nk, dispatcher, tick, state, presences) {
  const sit = (seat) => {
    state.seats.push(Object.assign(seat, { turns: "", last: 0 }));
    if (isStarted(state)) beginRound(state, dispatcher, tick);
  };
  const comeBack = (seat, presence) => {
    if (!isStarted(state)) return;
    // What it is about comes again. Its client counts its turns anew.
    seat.last = 0;
    announceRound(state, dispatcher, tick, [presence]);
  };
  takeSeats(state, dispatcher, presences, sit, comeBack);
  dispatcher.matchLabelUpdate(labelOf(RIDERS, state));
  return { state };
}

// Nobody steers while its player is away, so that settles itself; who comes back goes on.
function ridersLeave(ctx, logger, nk, dispatcher, tick, state, presences) {
  leaveSeats(state, tick, presences);
  dispatcher.matchLabelUpdate(labelOf(RIDERS, state));
  return { state };
}

function ridersLoop(ctx, logger, nk, dispatcher, tick, state, messages) {
  for (const message of messages) {
    const seat = state.seats[seatOf(state, message.sender.userId) - 1];
    if (seat && message.opCode === OP_TURNS) takeTurns(seat, read(textOf(nk, message.data)));
  }

  if (state.seats.some((seat) => seat.awayAt === undefined)) state.emptySince = tick;
  if (tick - state.emptySince > EMPTY_SECONDS * RIDERS_TICK_RATE) return null;
  if (!isStarted(state)) return { state };

  const since = tick - state.startsAt;
  const isStep = since >= 0 && (since > HURRY_TICKS || since % TICKS_A_STEP === 0);
  const winner = isStep ? stepRiders(state) : null;
  showRiders(state, dispatcher, tick);
  return winner === null || endRound(ctx, nk, state, dispatcher, tick, winner) ? { state } : null;
}

/** Tells who won, and begins the next round; false when there is none. */
function endRound(ctx, nk, state, dispatcher, tick, winner) {
  if (winner > 0) state.wins[winner - 1]++;
  dispatcher.broadcastMessage(OP_RESULT, JSON.stringify({ round: state.round, winner, wins: state.wins }));
  const isWon = winner > 0 && state.wins[winner - 1] === state.toWin;
  if (isWon || state.round === ROUNDS_MAX) {
    finishRiders(ctx, nk, state, dispatcher, isWon ? winner : 0);
    return false;
  }

  beginRound(state, dispatcher, tick);
  return true;
}

function ridersSignal(ctx, logger, nk, dispatcher, tick, state, data) {
  return { state, data: JSON.stringify({ round: state.round, wins: state.wins }) };
}

// --- what the server finds here ---------------------------------------------------------------------------------------------

function InitModule(ctx, logger, nk, initializer) {
  // One point for every game won against a player.
  nk.leaderboardCreate(FOUR, true, "descending", "increment", null, {}, true);
  initializer.registerRpc("four_js_find", findFour);
  initializer.registerRpc("four_js_create", createFour);
  initializer.registerMatch(FOUR, {
    matchInit: fourInit, matchJoinAttempt: fourJoinAttempt, matchJoin: fourJoin, matchLeave: fourLeave, matchLoop: fourLoop, matchTerminate,
    matchSignal: fourSignal,
  });

  // One point for every match won.
  nk.leaderboardCreate(RIDERS, true, "descending", "increment", null, {}, true);
  initializer.registerRpc("riders_js_find", findRiders);
  initializer.registerRpc("riders_js_create", createRiders);
  initializer.registerMatch(RIDERS, {
    matchInit: ridersInit, matchJoinAttempt: ridersJoinAttempt, matchJoin: ridersJoin, matchLeave: ridersLeave, matchLoop: ridersLoop, matchTerminate,
    matchSignal: ridersSignal,
  });
}

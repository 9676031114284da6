// Daily rewards, an inventory, guilds, matchmaking and tic-tac-toe in one bundle, as a build of TypeScript leaves it. It offers what examples/lua offers:
//
// RPCs for players, payloads and answers in JSON:
//   daily_reward_status  {}                                        ->  {"claimable":true,"streak":0,"gold":100,"next":1767225600}
//   daily_reward_claim   {}                                        ->  {"claimed":true,"streak":1,"gold":100,"balance":1100,"next":1767225600}
//   inventory_list       {}                                        ->  {"items":{"potion":2},"gold":980}
//   inventory_buy        {"item":"potion","count":2}               ->  {"items":{"potion":2},"gold":980}      potion 10, shield 75, sword 100
//   inventory_give       {"user_id":…,"item":"potion","count":1}   ->  {"items":{"potion":1}}                 the other gets notification 101
//   guild_found          {"name":"Owls","open":true,"most":20}     ->  {"guild_id":…,"gold":800}              costs 200 gold
//   guild_donate         {"guild_id":…,"gold":50}                  ->  {"treasury":50,"level":1,"gold":750}   for members
//   guild_treasury       {"guild_id":…}                            ->  {"name":"Owls","treasury":50,"level":1,"members":3,"mine":50}
//   rating_get           {}                                        ->  {"rating":1000,"games":0}
//   tictactoe_find       {}                                        ->  {"match_id":…}
//   tictactoe_challenge  {"user_id":…}                             ->  {"match_id":…}                         the other gets notification 103
// RPC for servers, with the HTTP key:
//   gold_grant           {"user_id":…,"gold":500,"order":"A-17"}   ->  {"granted":true,"gold":1480}           each order once
//
// Messages of a match, in JSON: op 1 {"position":5} from a player; op 2 the game, op 3 {"refused":…}, op 4 the result from the server.
// The matchmaker makes a match of two who search with the string property game = "tictactoe".
"use strict";

var INVALID = 3, NOT_FOUND = 5, DENIED = 7, NOT_NOW = 9, TRY_AGAIN = 10;
var ATTEMPTS = 25;

// ---- What all of it needs ----

function refuse(text, code) {
  throw { message: text, code: code };
}

function readPayload(payload) {
  if (!payload) return {};
  var sent;
  try {
    sent = JSON.parse(payload);
  } catch (error) {
    sent = null;
  }
  if (sent === null || typeof sent !== "object") refuse("The payload is not a JSON object.", INVALID);
  return sent;
}

function readOfPlayer(ctx, payload) {
  if (!ctx.userId) refuse("This is for players.", DENIED);
  return readPayload(payload);
}

function whole(number, least, most, name) {
  if (typeof number !== "number" || number !== Math.floor(number) || number < least || number > most)
    refuse(name + " must be a whole number from " + least + " to " + most + ".", INVALID);
  return number;
}

function playerOf(nk, id) {
  var users = [];
  try {
    users = nk.usersGetId([id || ""]);
  } catch (error) {
    // An id that is none.
  }
  if (!users.length) refuse("There is no such player.", NOT_FOUND);
  return users[0];
}

// The object and its version; a new one with the version that only a first write has.
function stored(nk, collection, key, userId, fresh) {
  var id = { collection: collection, key: key };
  if (userId) id.userId = userId;
  var objects = nk.storageRead([id]);
  return objects.length ? { value: objects[0].value, version: objects[0].version } : { value: fresh, version: "*" };
}

// What only the server writes, and everybody may read.
function writeOf(collection, key, userId, value, version) {
  var write = { collection: collection, key: key, value: value, version: version, permissionRead: 2, permissionWrite: 0 };
  if (userId) write.userId = userId;
  return write;
}

// Runs a function that reads objects and writes them back with their versions, anew as long as others were faster.
function commit(attempt) {
  for (var tries = 0; tries < ATTEMPTS; tries++) {
    try {
      return attempt();
    } catch (error) {
      var text = String(error && error.message);
      if (text.indexOf("negative value") >= 0) refuse("Not enough gold.", NOT_NOW);
      if (text.indexOf("version check failed") < 0) throw error;
    }
  }
  return refuse("Too many calls at once; try again.", TRY_AGAIN);
}

function unixNow() {
  return Math.floor(Date.now() / 1000);
}

// ---- Daily rewards: object daily_rewards/claims of the player ----

var FIRST_DAY = 100, EACH_FURTHER_DAY = 20, DAYS_OF_WEEK = 7;
var NOTICE_OF_A_WEEK = 100;

function rewardOf(streak) {
  return FIRST_DAY + EACH_FURTHER_DAY * (Math.min(streak, DAYS_OF_WEEK) - 1);
}

// The streak that a claim on that day makes; 0 if there was one.
function streakOn(day, claims) {
  if (claims.day === day) return 0;
  return claims.day === day - 1 ? claims.streak + 1 : 1;
}

function claimsOf(nk, userId) {
  return stored(nk, "daily_rewards", "claims", userId, { day: 0, streak: 0, total: 0 });
}

function dailyRewardStatus(ctx, logger, nk, payload) {
  readOfPlayer(ctx, payload);
  var now = unixNow(), day = Math.floor(now / 86400), claims = claimsOf(nk, ctx.userId).value, streak = streakOn(day, claims);
  return JSON.stringify({
    claimable: streak > 0,
    streak: day - claims.day <= 1 ? claims.streak : 0,
    gold: streak > 0 ? rewardOf(streak) : 0,
    next: nk.cronNext("0 0 * * *", now)
  });
}

function dailyRewardClaim(ctx, logger, nk, payload) {
  readOfPlayer(ctx, payload);
  var answer = commit(function () {
    var now = unixNow(), day = Math.floor(now / 86400), next = nk.cronNext("0 0 * * *", now);
    var claims = claimsOf(nk, ctx.userId), streak = streakOn(day, claims.value);
    if (streak === 0) return { claimed: false, streak: claims.value.streak, gold: 0, next: next };
    // The claim and the gold are one change: of two calls at once only one finds the version that it read.
    var gold = rewardOf(streak);
    var done = nk.multiUpdate(
      [],
      [writeOf("daily_rewards", "claims", ctx.userId, { day: day, streak: streak, total: claims.value.total + 1 }, claims.version)],
      [],
      [{ userId: ctx.userId, changeset: { gold: gold }, metadata: { reason: "daily_reward", day: day } }],
      true);
    return { claimed: true, streak: streak, gold: gold, balance: done.walletUpdateAcks[0].updated.gold, next: next };
  });
  if (answer.claimed && answer.streak % DAYS_OF_WEEK === 0)
    nk.notificationSend(ctx.userId, "A week in a row!", { streak: answer.streak }, NOTICE_OF_A_WEEK, null, true);
  return JSON.stringify(answer);
}

// ---- Inventory: object inventory/items of the player ----

var PRICES = { potion: 10, shield: 75, sword: 100 };
var STARTING_GOLD = 1000, MOST_AT_ONCE = 99, MOST_GOLD = 1000000;
var NOTICE_OF_A_PRESENT = 101;
var SERVER_OWNED = ["daily_rewards", "inventory", "gold_orders", "guilds", "guild_donations", "guild_welcomes", "ratings", "tictactoe_games"];

function itemOf(sent) {
  if (typeof sent.item !== "string" || !Object.prototype.hasOwnProperty.call(PRICES, sent.item)) refuse("There is no such item.", NOT_FOUND);
  return { name: sent.item, count: whole(sent.count === undefined ? 1 : sent.count, 1, MOST_AT_ONCE, "count") };
}

function inventoryOf(nk, userId) {
  return stored(nk, "inventory", "items", userId, { items: {} });
}

function goldOf(nk, userId) {
  return nk.accountGetId(userId).wallet.gold || 0;
}

function inventoryList(ctx, logger, nk, payload) {
  readOfPlayer(ctx, payload);
  return JSON.stringify({ items: inventoryOf(nk, ctx.userId).value.items, gold: goldOf(nk, ctx.userId) });
}

function inventoryBuy(ctx, logger, nk, payload) {
  var item = itemOf(readOfPlayer(ctx, payload));
  return JSON.stringify(commit(function () {
    var inventory = inventoryOf(nk, ctx.userId), items = inventory.value.items;
    items[item.name] = (items[item.name] || 0) + item.count;
    // The wallet refuses to become negative, and nothing is written then.
    var done = nk.multiUpdate(
      [],
      [writeOf("inventory", "items", ctx.userId, { items: items }, inventory.version)],
      [],
      [{
        userId: ctx.userId,
        changeset: { gold: -PRICES[item.name] * item.count },
        metadata: { reason: "purchase", item: item.name, count: item.count }
      }],
      true);
    return { items: items, gold: done.walletUpdateAcks[0].updated.gold };
  }));
}

function inventoryGive(ctx, logger, nk, payload) {
  var sent = readOfPlayer(ctx, payload), item = itemOf(sent), receiver = playerOf(nk, sent.user_id);
  if (receiver.userId === ctx.userId) refuse("That is yours already.", NOT_NOW);
  var answer = commit(function () {
    var mine = inventoryOf(nk, ctx.userId), theirs = inventoryOf(nk, receiver.userId);
    var left = (mine.value.items[item.name] || 0) - item.count;
    if (left < 0) refuse("You do not have that many.", NOT_NOW);
    // None is none, not zero.
    if (left > 0) mine.value.items[item.name] = left;
    else delete mine.value.items[item.name];
    theirs.value.items[item.name] = (theirs.value.items[item.name] || 0) + item.count;
    nk.storageWrite([
      writeOf("inventory", "items", ctx.userId, mine.value, mine.version),
      writeOf("inventory", "items", receiver.userId, theirs.value, theirs.version)
    ]);
    return { items: mine.value.items };
  });
  nk.notificationSend(
    receiver.userId, ctx.username + " has something for you", { item: item.name, count: item.count }, NOTICE_OF_A_PRESENT, ctx.userId, true);
  return JSON.stringify(answer);
}

// A payment service tells of an order until it hears that it was heard, so it may tell of one twice, and twice at once.
function goldGrant(ctx, logger, nk, payload) {
  if (ctx.userId) refuse("This is for servers.", DENIED);
  var sent = readPayload(payload);
  if (typeof sent.order !== "string" || sent.order === "" || sent.order.length > 64) refuse("An order needs its number.", INVALID);
  var gold = whole(sent.gold, 1, MOST_GOLD, "gold"), player = playerOf(nk, sent.user_id);
  return JSON.stringify(commit(function () {
    var order = stored(nk, "gold_orders", sent.order, player.userId, null);
    if (order.value) return { granted: false, gold: goldOf(nk, player.userId) };
    var done = nk.multiUpdate(
      [],
      [writeOf("gold_orders", sent.order, player.userId, { gold: gold }, order.version)],
      [],
      [{ userId: player.userId, changeset: { gold: gold }, metadata: { reason: "order", order: sent.order } }],
      true);
    return { granted: true, gold: done.walletUpdateAcks[0].updated.gold };
  }));
}

// Whoever signs in for the first time gets something to spend.
function afterAuthenticate(ctx, logger, nk, session, request) {
  if (session.created) nk.walletUpdate(ctx.userId, { gold: STARTING_GOLD }, { reason: "welcome" }, true);
}

// An object without write permission is safe from its owner, but nobody else keeps a client from being the first to write one.
function beforeWriteStorageObjects(ctx, logger, nk, request) {
  request.objects.forEach(function (object) {
    if (SERVER_OWNED.indexOf(object.collection) >= 0) refuse("Only the server writes there.", DENIED);
  });
  return request;
}

// ---- Guilds: object guilds/<guild id> of the server, guild_donations/<guild id> of each donor ----

var GUILD_BOARD = "guild_treasury";
var GUILD_PRICE = 200, LEVEL_UP = 500, MOST_MEMBERS = 100;
var MEMBER = 2, GROUP_CHANNEL = 3;
var NOTICE_OF_WELCOME = 102;

function findGuild(nk, id) {
  try {
    return nk.groupsGetId([id || ""])[0];
  } catch (error) {
    // An id that is none.
    return undefined;
  }
}

function guildOf(nk, id) {
  return findGuild(nk, id) || refuse("There is no such guild.", NOT_FOUND);
}

function treasuryOf(nk, guildId) {
  return stored(nk, "guilds", guildId, null, { gold: 0, level: 1 });
}

function donationsOf(nk, guildId, userId) {
  return stored(nk, "guild_donations", guildId, userId, { gold: 0 });
}

// Superadmins, admins and members have the states 0 to 2; 3 only asks to be let in.
function isMember(nk, userId, guildId) {
  var cursor = "";
  do {
    var page = nk.userGroupsList(userId, 100, undefined, cursor), memberships = page.userGroups || [];
    for (var i = 0; i < memberships.length; i++)
      if (memberships[i].group.id === guildId) return memberships[i].state <= MEMBER;
    cursor = page.cursor;
  } while (cursor);
  return false;
}

// What only tells of something that is done already. It may fail, as when a guild ends just now, and is done all the same.
function tell(logger, telling) {
  try {
    telling();
  } catch (error) {
    logger.warn("Not told: %s", error.message);
  }
}

function say(ctx, nk, guildId, content) {
  // The server asks for the channel, as the player may have left on another device just now.
  nk.channelMessageSend(nk.channelIdBuild("", guildId, GROUP_CHANNEL), content, ctx.userId, ctx.username, true);
}

function guildFound(ctx, logger, nk, payload) {
  var sent = readOfPlayer(ctx, payload);
  if (typeof sent.name !== "string" || sent.name.length < 3 || sent.name.length > 30) refuse("A name has 3 to 30 letters.", INVALID);
  var most = whole(sent.most === undefined ? 20 : sent.most, 2, MOST_MEMBERS, "most");
  var wallet = commit(function () {
    return nk.walletUpdate(ctx.userId, { gold: -GUILD_PRICE }, { reason: "guild_founded", name: sent.name }, true).updated;
  });
  var group;
  try {
    group = nk.groupCreate(ctx.userId, sent.name, ctx.userId, "en", sent.description || "", "", sent.open !== false, { level: 1 }, most);
  } catch (error) {
    // A wallet and a group are not one change, so the gold goes back. A taken name is the only reason that a player can help.
    nk.walletUpdate(ctx.userId, { gold: GUILD_PRICE }, { reason: "guild_not_founded", name: sent.name }, true);
    refuse("There is a guild of that name.", NOT_NOW);
  }
  return JSON.stringify({ guild_id: group.id, gold: wallet.gold });
}

// The metadata repeat the level for lists of guilds. Who was overtaken on the way here writes what is true by now.
function showLevel(nk, guildId, level) {
  var shown;
  do {
    shown = level;
    nk.groupUpdate(guildId, null, null, null, null, null, null, null, { level: shown });
    level = treasuryOf(nk, guildId).value.level;
  } while (level !== shown);
}

function guildDonate(ctx, logger, nk, payload) {
  var sent = readOfPlayer(ctx, payload), gold = whole(sent.gold, 1, MOST_GOLD, "gold"), guild = guildOf(nk, sent.guild_id);
  if (!isMember(nk, ctx.userId, guild.id)) refuse("You are not in that guild.", DENIED);

  var hasRisen = false;
  var answer = commit(function () {
    var treasury = treasuryOf(nk, guild.id), mine = donationsOf(nk, guild.id, ctx.userId);
    var total = treasury.value.gold + gold, level = 1 + Math.floor(total / LEVEL_UP);
    var done = nk.multiUpdate(
      [],
      [
        writeOf("guilds", guild.id, null, { gold: total, level: level }, treasury.version),
        writeOf("guild_donations", guild.id, ctx.userId, { gold: mine.value.gold + gold }, mine.version)
      ],
      [],
      [{ userId: ctx.userId, changeset: { gold: -gold }, metadata: { reason: "guild_donation", guild_id: guild.id } }],
      true);
    hasRisen = level > treasury.value.level;
    return { treasury: total, level: level, gold: done.walletUpdateAcks[0].updated.gold };
  });

  tell(logger, function () {
    // The best score counts, so it does not matter in which order donations come here.
    nk.leaderboardRecordWrite(GUILD_BOARD, guild.id, guild.name, answer.treasury);
    if (hasRisen) showLevel(nk, guild.id, answer.level);
    say(ctx, nk, guild.id, { donation: gold, text: ctx.username + " gives " + gold + " gold." });
  });
  return JSON.stringify(answer);
}

function guildTreasury(ctx, logger, nk, payload) {
  var guild = guildOf(nk, readOfPlayer(ctx, payload).guild_id), treasury = treasuryOf(nk, guild.id).value;
  return JSON.stringify({
    name: guild.name,
    treasury: treasury.gold,
    level: treasury.level,
    members: guild.edgeCount,
    mine: donationsOf(nk, guild.id, ctx.userId).value.gold
  });
}

function beforeCreateGroup(ctx, logger, nk, request) {
  return refuse("Guilds are founded with guild_found.", DENIED);
}

// Whoever comes in is welcomed, once. A guild that is not open lets them ask first; then there is nothing to say yet.
function afterJoinGroup(ctx, logger, nk, answer, request) {
  var guild = findGuild(nk, request.groupId);
  if (!guild || !isMember(nk, ctx.userId, guild.id)) return;
  try {
    nk.storageWrite([writeOf("guild_welcomes", guild.id, ctx.userId, { welcomed: true }, "*")]);
  } catch (error) {
    return;
  }
  nk.notificationSend(ctx.userId, "Welcome to " + guild.name, { guild_id: guild.id }, NOTICE_OF_WELCOME, null, true);
  tell(logger, function () {
    say(ctx, nk, guild.id, { joined: ctx.userId, text: ctx.username + " has joined." });
  });
}

// ---- Matchmaking: object ratings/tictactoe of the player ----

var FIRST_RATING = 1000, MOST_AT_STAKE = 32, RATINGS_APART = 300;

function ratingOf(nk, userId) {
  return stored(nk, "ratings", "tictactoe", userId, { rating: FIRST_RATING, games: 0 });
}

// Writes of both players' ratings after a game; score is 1 if the first has won, 0 if the second has, and a half for a draw.
function ratedWrites(nk, first, second, score) {
  var mine = ratingOf(nk, first), theirs = ratingOf(nk, second);
  var expected = 1 / (1 + Math.pow(10, (theirs.value.rating - mine.value.rating) / 400));
  var gain = Math.floor(MOST_AT_STAKE * (score - expected) + 0.5);
  return [
    writeOf("ratings", "tictactoe", first, { rating: mine.value.rating + gain, games: mine.value.games + 1 }, mine.version),
    writeOf("ratings", "tictactoe", second, { rating: theirs.value.rating - gain, games: theirs.value.games + 1 }, theirs.version)
  ];
}

function ratingGet(ctx, logger, nk, payload) {
  readOfPlayer(ctx, payload);
  return JSON.stringify(ratingOf(nk, ctx.userId).value);
}

// Everything about a search is filled in here, from what the server knows: nobody can say of themselves how strong they are.
function beforeMatchmakerAdd(ctx, logger, nk, envelope) {
  var search = envelope.matchmakerAdd, words = search.stringProperties || {};
  if (words.game !== "tictactoe") return envelope;

  var rating = ratingOf(nk, ctx.userId).value.rating;
  // Without its hyphens, which have a meaning in queries.
  words.player = ctx.userId.replace(/-/g, "");
  search.stringProperties = words;
  search.numericProperties = { rating: rating };
  search.minCount = 2;
  search.maxCount = 2;
  // Not against oneself on another device either.
  search.query = "+properties.game:tictactoe +properties.rating:>=" + (rating - RATINGS_APART) +
    " +properties.rating:<=" + (rating + RATINGS_APART) + " -properties.player:" + words.player;
  return envelope;
}

function matchmakerMatched(ctx, logger, nk, entries) {
  for (var i = 0; i < entries.length; i++)
    // Other games' players meet in relayed matches.
    if (entries[i].properties.game !== "tictactoe") return null;
  return nk.matchCreate("tictactoe", { players: entries.map(function (entry) { return entry.presence.userId; }) });
}

// ---- Tic-tac-toe: object tictactoe_games/<match id> of both ----

var WINS_BOARD = "tictactoe_wins", WEEK_BOARD = "tictactoe_week";
var TICK_RATE = 10, TURN_SECONDS = 30, WAIT_SECONDS = 60, ATTEMPTS_TO_KEEP = 50;
var OP_MOVE = 1, OP_GAME = 2, OP_REFUSED = 3, OP_OVER = 4;
var NOTICE_OF_A_CHALLENGE = 103, NOTICE_OF_A_PRIZE = 104;
var GOLD_OF_A_WIN = 25, GOLD_OF_A_DRAW = 10, PRIZES = [30, 20, 10];
var LINES = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 4, 7], [2, 5, 8], [3, 6, 9], [1, 5, 9], [3, 5, 7]];

function tictactoeFind(ctx, logger, nk, payload) {
  readOfPlayer(ctx, payload);
  // New games are found after a moment only, so two who look at the same time may each open one.
  var waiting = nk.matchList(1, true, null, 1, 1, "+label.game:tictactoe +label.open:1");
  return JSON.stringify({ match_id: waiting.length ? waiting[0].matchId : nk.matchCreate("tictactoe", {}) });
}

function tictactoeChallenge(ctx, logger, nk, payload) {
  var opponent = playerOf(nk, readOfPlayer(ctx, payload).user_id);
  if (opponent.userId === ctx.userId) refuse("Nobody plays alone.", NOT_NOW);
  var matchId = nk.matchCreate("tictactoe", { players: [ctx.userId, opponent.userId] });
  nk.notificationSend(opponent.userId, ctx.username + " wants to play", { match_id: matchId }, NOTICE_OF_A_CHALLENGE, ctx.userId, true);
  return JSON.stringify({ match_id: matchId });
}

function leaderboardReset(ctx, logger, nk, leaderboard, reset) {
  if (leaderboard.id !== WEEK_BOARD) return;
  // The week that is over is named by its end.
  var records = nk.leaderboardRecordsList(WEEK_BOARD, null, PRIZES.length, null, reset).records || [];
  if (!records.length) return;
  nk.walletsUpdate(
    records.map(function (record, place) {
      return { userId: record.ownerId, changeset: { gems: PRIZES[place] }, metadata: { reason: "tictactoe_week", place: place + 1, week: reset } };
    }),
    true);
  nk.notificationsSend(records.map(function (record, place) {
    return {
      userId: record.ownerId,
      subject: "The week is over",
      content: { place: place + 1, gems: PRIZES[place] },
      code: NOTICE_OF_A_PRIZE,
      persistent: true
    };
  }));
}

function seatOf(state, userId) {
  for (var number = 0; number < state.seats.length; number++) if (state.seats[number].userId === userId) return number;
  return -1;
}

function isHere(seat) {
  return Object.keys(seat.sessions).length > 0;
}

function turnOf(state) {
  return state.moves.length % 2;
}

function labelOf(state) {
  return JSON.stringify({ game: "tictactoe", open: !state.invited && !state.hasBegun && state.seats.length < 2 ? 1 : 0 });
}

function show(state, dispatcher, tick, presences) {
  dispatcher.broadcastMessage(OP_GAME, JSON.stringify({
    players: state.seats.map(function (seat, number) { return { user_id: seat.userId, username: seat.username, mark: "XO"[number] }; }),
    moves: state.moves,
    turn: state.hasBegun && !state.over ? state.seats[turnOf(state)].userId : undefined,
    seconds: Math.max(0, Math.ceil((state.deadline - tick) / TICK_RATE))
  }), presences);
}

function finish(state, how, winner) {
  state.over = { how: how, winner: winner, attempts: 0, isKept: false, countedOn: "" };
}

function hasLine(moves, number) {
  var mine = moves.split("").filter(function (_, index) { return index % 2 === number; });
  return LINES.some(function (line) { return line.every(function (position) { return mine.indexOf(String(position)) >= 0; }); });
}

// Why this player cannot play there now; empty when they can.
function refusalOf(state, number, position) {
  if (!state.hasBegun) return "It has not begun.";
  if (number !== turnOf(state)) return "It is not your turn.";
  if (typeof position !== "number" || position < 1 || position > 9 || position !== Math.floor(position)) return "There is no such position.";
  return state.moves.indexOf(String(position)) >= 0 ? "That is taken." : "";
}

function play(nk, state, dispatcher, tick, message) {
  var number = seatOf(state, message.sender.userId), move = null;
  try {
    move = JSON.parse(nk.binaryToString(message.data));
  } catch (error) {
    // No move at all.
  }
  var position = move ? move.position : undefined, no = refusalOf(state, number, position);
  if (no) {
    dispatcher.broadcastMessage(OP_REFUSED, JSON.stringify({ refused: no }), [message.sender]);
    return;
  }
  state.moves += position;
  if (hasLine(state.moves, number)) {
    finish(state, "line", number);
  } else if (state.moves.length === 9) {
    finish(state, "full", -1);
  } else {
    state.deadline = tick + TURN_SECONDS * TICK_RATE;
    show(state, dispatcher, tick, null);
  }
}

// What is left of a game, all of it at once. The objects are new ones, so it cannot be kept twice.
function keepGame(ctx, nk, state) {
  var over = state.over, game = ctx.matchId.substring(0, 36);
  commit(function () {
    var score = over.winner < 0 ? 0.5 : 1 - over.winner;
    var writes = ratedWrites(nk, state.seats[0].userId, state.seats[1].userId, score), wallets = [];
    state.seats.forEach(function (seat, number) {
      var result = over.winner < 0 ? "drawn" : over.winner === number ? "won" : "lost";
      var value = { opponent: state.seats[1 - number].userId, result: result, how: over.how, moves: state.moves };
      writes.push(writeOf("tictactoe_games", game, seat.userId, value, "*"));
      if (result !== "lost") {
        wallets.push({
          userId: seat.userId,
          changeset: { gold: result === "won" ? GOLD_OF_A_WIN : GOLD_OF_A_DRAW },
          metadata: { reason: "tictactoe", match_id: ctx.matchId }
        });
      }
    });
    nk.multiUpdate([], writes, [], wallets, true);
  });
}

function keep(ctx, nk, state) {
  var over = state.over;
  if (!over.isKept) {
    keepGame(ctx, nk, state);
    over.isKept = true;
  }
  if (over.winner < 0) return;
  var winner = state.seats[over.winner];
  [WINS_BOARD, WEEK_BOARD].forEach(function (board) {
    if (over.countedOn === board) return;
    nk.leaderboardRecordWrite(board, winner.userId, winner.username, 1);
    over.countedOn = board;
  });
}

// The game ends for the players when its result is kept, so that what they are told is so. What fails is tried again with the next tick.
function settle(ctx, logger, nk, dispatcher, state) {
  var over = state.over;
  try {
    keep(ctx, nk, state);
  } catch (error) {
    over.attempts++;
    if (over.attempts < ATTEMPTS_TO_KEEP) return { state: state };
    logger.error("A game was lost: %s", error.message);
  }
  var winner = over.winner < 0 ? undefined : state.seats[over.winner].userId;
  dispatcher.broadcastMessage(OP_OVER, JSON.stringify({ how: over.how, winner: winner, moves: state.moves }));
  return null;
}

function matchInit(ctx, logger, nk, params) {
  var state = { seats: [], moves: "", hasBegun: false, deadline: WAIT_SECONDS * TICK_RATE, invited: params.players || null, over: null };
  return { state: state, tickRate: TICK_RATE, label: labelOf(state) };
}

function matchJoinAttempt(ctx, logger, nk, dispatcher, tick, state, presence, metadata) {
  if (state.over) return { state: state, accept: false, rejectMessage: "This game is over." };
  if (seatOf(state, presence.userId) >= 0) return { state: state, accept: true };
  if (state.invited && state.invited.indexOf(presence.userId) < 0) return { state: state, accept: false, rejectMessage: "This game is for others." };
  if (state.seats.length === 2) return { state: state, accept: false, rejectMessage: "This game has two players." };
  // The seat is taken now, since the next attempt may come before this player is in.
  state.seats.push({ userId: presence.userId, username: presence.username, sessions: {} });
  return { state: state, accept: true };
}

function matchJoin(ctx, logger, nk, dispatcher, tick, state, presences) {
  presences.forEach(function (presence) {
    var number = seatOf(state, presence.userId);
    if (number >= 0) state.seats[number].sessions[presence.sessionId] = true;
  });
  if (!state.hasBegun && state.seats.length === 2 && state.seats.every(isHere)) {
    // Chance decides who begins.
    if (Math.random() < 0.5) state.seats.reverse();
    state.hasBegun = true;
    state.deadline = tick + TURN_SECONDS * TICK_RATE;
    show(state, dispatcher, tick, null);
  } else {
    show(state, dispatcher, tick, presences);
  }
  dispatcher.matchLabelUpdate(labelOf(state));
  return { state: state };
}

function matchLeave(ctx, logger, nk, dispatcher, tick, state, presences) {
  presences.forEach(function (presence) {
    var number = seatOf(state, presence.userId);
    if (number < 0) return;
    delete state.seats[number].sessions[presence.sessionId];
    // Who is there on another device is still there.
    if (isHere(state.seats[number])) return;
    if (!state.hasBegun) state.seats.splice(number, 1);
    else if (!state.over) finish(state, "left", 1 - number);
  });
  dispatcher.matchLabelUpdate(labelOf(state));
  return { state: state };
}

function matchLoop(ctx, logger, nk, dispatcher, tick, state, messages) {
  messages.forEach(function (message) {
    if (message.opCode === OP_MOVE && !state.over) play(nk, state, dispatcher, tick, message);
  });
  if (!state.over && tick >= state.deadline) {
    // Nobody came, and nothing is left of it.
    if (!state.hasBegun) return null;
    finish(state, "time", 1 - turnOf(state));
  }
  return state.over ? settle(ctx, logger, nk, dispatcher, state) : { state: state };
}

function matchTerminate(ctx, logger, nk, dispatcher, tick, state, graceSeconds) {
  return { state: state };
}

function matchSignal(ctx, logger, nk, dispatcher, tick, state, data) {
  return { state: state, data: state.moves };
}

// ---- What the server calls when ----

function InitModule(ctx, logger, nk, initializer) {
  nk.leaderboardCreate(GUILD_BOARD, true, "desc", "best", null, {}, true);
  nk.leaderboardCreate(WINS_BOARD, true, "desc", "incr", null, {}, true);
  // Monday 0:00 UTC, or as runtime.env tictactoe_week=<cron> says.
  nk.leaderboardCreate(WEEK_BOARD, true, "desc", "incr", ctx.env.tictactoe_week || "0 0 * * 1", {}, true);

  initializer.registerRpc("daily_reward_status", dailyRewardStatus);
  initializer.registerRpc("daily_reward_claim", dailyRewardClaim);
  initializer.registerRpc("inventory_list", inventoryList);
  initializer.registerRpc("inventory_buy", inventoryBuy);
  initializer.registerRpc("inventory_give", inventoryGive);
  initializer.registerRpc("gold_grant", goldGrant);
  initializer.registerRpc("guild_found", guildFound);
  initializer.registerRpc("guild_donate", guildDonate);
  initializer.registerRpc("guild_treasury", guildTreasury);
  initializer.registerRpc("rating_get", ratingGet);
  initializer.registerRpc("tictactoe_find", tictactoeFind);
  initializer.registerRpc("tictactoe_challenge", tictactoeChallenge);

  initializer.registerAfterAuthenticateDevice(afterAuthenticate);
  initializer.registerAfterAuthenticateCustom(afterAuthenticate);
  initializer.registerAfterAuthenticateEmail(afterAuthenticate);
  initializer.registerBeforeWriteStorageObjects(beforeWriteStorageObjects);
  initializer.registerBeforeCreateGroup(beforeCreateGroup);
  initializer.registerAfterJoinGroup(afterJoinGroup);
  initializer.registerRtBefore("MatchmakerAdd", beforeMatchmakerAdd);
  initializer.registerMatchmakerMatched(matchmakerMatched);
  initializer.registerLeaderboardReset(leaderboardReset);
  initializer.registerMatch("tictactoe", {
    matchInit: matchInit,
    matchJoinAttempt: matchJoinAttempt,
    matchJoin: matchJoin,
    matchLeave: matchLeave,
    matchLoop: matchLoop,
    matchTerminate: matchTerminate,
    matchSignal: matchSignal
  });
  logger.info("Examples loaded.");
}

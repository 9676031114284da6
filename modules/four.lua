-- Four in a row, for two players in a browser: /play/four/ when the server runs with --runtime.pages_path modules/pages, as ./kaos run does.
-- The rules are in four/rules.lua; this is the match around them: seats, turns, time, leaving and coming back, and what becomes of the result.
--
-- RPCs: "four_find" answers {"match_id":…} of a game that waits for somebody, or of a new one; "four_create" opens one,
-- {"private":true} for whoever has its id, {"computer":true} against the server.
--   client -> server  op 1  {"column":4}
--   client -> server  op 2  gives up
--   server -> client  op 3  the whole game, after everything that happens:
--     {"seats":[{"user_id":…,"name":"ann","away":false},…],"moves":"4453","turn":1,"seconds":58,"over":{"winner":1,"how":"line","line":[[1,1],…]}}
--   server -> client  op 4  {"refused":"That column is full."}
local nk = require("nakama")
local lobby = require("lobby")
local rules = require("four.rules")

local GAME, BOARD, HISTORY = "four", "four", "four"
local TICK_RATE = 5
local TURN_SECONDS, AWAY_SECONDS, EMPTY_SECONDS = 90, 60, 60
local OP_MOVE, OP_RESIGN, OP_GAME, OP_REFUSED = 1, 2, 3, 4
local COMPUTER = { name = "the server" }

-- One point for every game won against a player.
nk.leaderboard_create(BOARD, true, "desc", "incr", nil, {}, true)

nk.register_rpc(function(context, payload)
  return lobby.find(GAME, "four", context.user_id, lobby.read(payload))
end, "four_find")

nk.register_rpc(function(context, payload)
  local sent = lobby.read(payload)
  return nk.json_encode({ match_id = nk.match_create("four", { private = sent.private == true, computer = sent.computer == true }) })
end, "four_create")

local function seat_of(state, user_id)
  for number, seat in ipairs(state.seats) do
    if seat.user_id == user_id then return number, seat end
  end
end

local function other(number)
  return rules.PLAYERS + 1 - number
end

local function is_started(state)
  return #state.seats == rules.PLAYERS
end

local function show(state, dispatcher, tick, presences)
  local seats = {}
  for number, seat in ipairs(state.seats) do seats[number] = { user_id = seat.user_id, name = seat.name, away = seat.away_at ~= nil } end
  dispatcher.broadcast_message(OP_GAME, nk.json_encode({
    seats = seats,
    moves = state.moves,
    turn = is_started(state) and not state.over and rules.turn(state.moves) or nil,
    seconds = is_started(state) and not state.over and math.ceil((state.deadline - tick) / TICK_RATE) or nil,
    over = state.over
  }), presences)
end

local function begin_turn(state, tick)
  state.deadline = tick + TURN_SECONDS * TICK_RATE
  state.thinks_until = tick + TICK_RATE
end

-- What is left of a game: a point for who won it, and for both players an object that only the server can have written.
local function keep(context, state)
  local is_against_computer = false
  for _, seat in ipairs(state.seats) do is_against_computer = is_against_computer or seat.user_id == nil end

  local winner = state.seats[state.over.winner]
  if winner and not is_against_computer then
    nk.leaderboard_record_write(BOARD, winner.user_id, winner.name, 1, 0, { match_id = context.match_id })
  end

  local now = nk.time() // 1000
  local objects = {}
  for number, seat in ipairs(state.seats) do
    if seat.user_id then
      objects[#objects + 1] = {
        collection = HISTORY,
        -- Lists go by key: the latest game first.
        key = string.format("%010d-%s", 9999999999 - now, context.match_id:sub(1, 36)),
        user_id = seat.user_id,
        permission_read = 1,
        permission_write = 0,
        value = {
          match_id = context.match_id, opponent = state.seats[other(number)].name, seat = number, moves = state.moves,
          winner = state.over.winner, how = state.over.how, line = state.over.line, ended = now
        }
      }
    end
  end
  nk.storage_write(objects)
end

local function finish(context, state, dispatcher, tick, how, winner, line)
  state.over = { how = how, winner = winner, line = line }
  keep(context, state)
  show(state, dispatcher, tick)
end

local function play(context, state, dispatcher, tick, column)
  local player = rules.turn(state.moves)
  state.moves = state.moves .. column
  local line = rules.line(state.moves)
  if line then return finish(context, state, dispatcher, tick, "line", player, line) end
  if rules.is_full(state.moves) then return finish(context, state, dispatcher, tick, "full") end
  begin_turn(state, tick)
  show(state, dispatcher, tick)
end

-- Why this player cannot play that column now; nil when they can.
local function refusal(state, number, column)
  if not is_started(state) then return "Nobody is there to play with yet." end
  if number ~= rules.turn(state.moves) then return "It is not your turn." end
  if type(column) ~= "number" or column < 1 or column > rules.COLUMNS or column ~= math.floor(column) then return "There is no such column." end
  if not rules.is_allowed(state.moves, column) then return "That column is full." end
end

local M = {}

function M.match_init(context, params)
  local state = { seats = {}, moves = "", private = params.private or params.computer, empty_since = 0, deadline = 0, thinks_until = 0 }
  if params.computer then state.seats[1] = { name = COMPUTER.name } end
  return state, TICK_RATE, lobby.label(GAME, {}, rules.PLAYERS, true)
end

function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
  if seat_of(state, presence.user_id) or not is_started(state) then return state, true end
  return state, false, "This game already has two players."
end

function M.match_join(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do
    local _, seat = seat_of(state, presence.user_id)
    if not seat and is_started(state) then
      -- Two were let in for one seat.
      dispatcher.match_kick({ presence })
    elseif not seat then
      seat = { user_id = presence.user_id, name = presence.username }
      -- Chance decides who begins.
      table.insert(state.seats, math.random(#state.seats + 1), seat)
      if is_started(state) then begin_turn(state, tick) end
    end
    if seat then seat.session_id, seat.away_at = presence.session_id, nil end
  end
  dispatcher.match_label_update(lobby.label(GAME, state.seats, rules.PLAYERS, state.private))
  show(state, dispatcher, tick)
  return state
end

function M.match_leave(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do
    local _, seat = seat_of(state, presence.user_id)
    -- Who is also there with a later socket is not away.
    if seat and seat.session_id == presence.session_id then seat.away_at = tick end
  end
  dispatcher.match_label_update(lobby.label(GAME, state.seats, rules.PLAYERS, state.private))
  show(state, dispatcher, tick)
  return state
end

function M.match_loop(context, dispatcher, tick, state, messages)
  for _, message in ipairs(messages) do
    local number, seat = seat_of(state, message.sender.user_id)
    if seat and not state.over then
      if message.op_code == OP_RESIGN and is_started(state) then
        finish(context, state, dispatcher, tick, "resigned", other(number))
      elseif message.op_code == OP_MOVE then
        local column = lobby.read(message.data).column
        local reason = refusal(state, number, column)
        if reason then dispatcher.broadcast_message(OP_REFUSED, nk.json_encode({ refused = reason }), { message.sender })
        else play(context, state, dispatcher, tick, math.floor(column)) end
      end
    end
  end
  if state.over then return nil end

  local anybody = false
  for number, seat in ipairs(state.seats) do
    anybody = anybody or (seat.user_id ~= nil and seat.away_at == nil)
    if is_started(state) and seat.away_at and tick - seat.away_at > AWAY_SECONDS * TICK_RATE then
      finish(context, state, dispatcher, tick, "left", other(number))
      return nil
    end
  end
  if anybody then state.empty_since = tick end
  if tick - state.empty_since > EMPTY_SECONDS * TICK_RATE then return nil end

  if is_started(state) then
    local turn = rules.turn(state.moves)
    if tick > state.deadline then
      finish(context, state, dispatcher, tick, "time", other(turn))
      return nil
    end
    if state.seats[turn].user_id == nil and tick > state.thinks_until then
      play(context, state, dispatcher, tick, rules.choose(state.moves, math.random))
      if state.over then return nil end
    end
  end
  return state
end

function M.match_terminate(context, dispatcher, tick, state, grace_seconds)
  -- Games outlive their server (match.resume): nothing has to be settled here.
  return state
end

function M.match_signal(context, dispatcher, tick, state, data)
  return state, nk.json_encode({ seats = #state.seats, moves = state.moves })
end

return M

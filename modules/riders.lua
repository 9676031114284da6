-- Light riders, a fast game for two over rUDP: ./kaos play in two terminals, or ./kaos play --alone in one.
-- The rules are in riders/rules.lua; this is the match around them, 20 ticks a second.
--
-- RPC: "riders_find" answers {"match_id":…} of a match that waits for somebody, or of a new one; "riders_create" opens one for whoever has its
-- id, {"wins":1,"width":24,"height":16} says how many rounds win it and how large the arena is.
--   client -> server  op 1  unreliable  {"last":7,"turns":"UL"}   its latest turns, of which the last is its 7th. It repeats them until a
--     state says that they have come, so a lost packet delays a turn by one tick, and a doubled one does nothing.
--   server -> client  op 2  unreliable  {"tick":412,"riders":[{"way":"R12U3","last":7},…]}   all there is to draw; of two, the later tick counts
--   server -> client  op 3  {"round":1,"wins":[0,0],"to_win":3,"seats":[{"user_id":…,"name":"ann"},…],"width":60,"height":30,
--     "starts":[{"x":12,"y":15},…],"seconds":2}                            a round begins in so many seconds
--   server -> client  op 4  {"round":1,"winner":1,"wins":[1,0]}           a round is over; winner 0: both crashed
--   server -> client  op 5  {"winner":1,"wins":[3,1],"rank":1}            the match is over
local nk = require("nakama")
local lobby = require("lobby")
local rules = require("riders.rules")

local GAME, BOARD = "riders", "riders"
local TICK_RATE = 20
-- Ten cells a second; twenty once a round has lasted so long that it has to end.
local TICKS_A_STEP, HURRY_TICKS = 2, 20 * TICK_RATE
local START_SECONDS, EMPTY_SECONDS = 2, 60
local TURNS_WAITING_MAX, ROUNDS_MAX = 4, 20
local OP_TURNS, OP_STATE, OP_ROUND, OP_RESULT, OP_OVER = 1, 2, 3, 4, 5

-- One point for every match won.
nk.leaderboard_create(BOARD, true, "desc", "incr", nil, {}, true)

nk.register_rpc(function(context, payload)
  return lobby.find(GAME, "riders", context.user_id, lobby.read(payload))
end, "riders_find")

local function within(value, lowest, highest, otherwise)
  if type(value) ~= "number" or value ~= math.floor(value) or value < lowest or value > highest then return otherwise end
  return math.floor(value)
end

nk.register_rpc(function(context, payload)
  local sent = lobby.read(payload)
  return nk.json_encode({ match_id = nk.match_create("riders", { private = true, wins = sent.wins, width = sent.width, height = sent.height }) })
end, "riders_create")

local function seat_of(state, user_id)
  for number, seat in ipairs(state.seats) do
    if seat.user_id == user_id then return number, seat end
  end
end

local function is_started(state)
  return #state.seats == rules.RIDERS
end

local function announce_round(state, dispatcher, tick, presences)
  local seats, starts = {}, {}
  for number, seat in ipairs(state.seats) do seats[number] = { user_id = seat.user_id, name = seat.name } end
  for number, rider in ipairs(state.arena.riders) do starts[number] = { x = rider.from_x, y = rider.from_y } end
  dispatcher.broadcast_message(OP_ROUND, nk.json_encode({
    round = state.round, wins = state.wins, to_win = state.to_win, seats = seats, width = state.width, height = state.height, starts = starts,
    seconds = math.max(0, math.ceil((state.starts_at - tick) / TICK_RATE))
  }), presences)
end

local function begin_round(state, dispatcher, tick)
  state.round = state.round + 1
  state.arena = rules.new(state.width, state.height)
  state.starts_at = tick + START_SECONDS * TICK_RATE
  for _, seat in ipairs(state.seats) do seat.turns = "" end
  announce_round(state, dispatcher, tick)
end

local function show(state, dispatcher, tick)
  local riders = {}
  for number, rider in ipairs(state.arena.riders) do riders[number] = { way = rules.way(rider), last = state.seats[number].last } end
  dispatcher.broadcast_message(OP_STATE, nk.json_encode({ tick = tick, riders = riders }), nil, nil, false)
end

local function finish(context, state, dispatcher, winner)
  local message = { winner = winner, wins = state.wins }
  local seat = state.seats[winner]
  if seat then
    message.rank = nk.leaderboard_record_write(BOARD, seat.user_id, seat.name, 1, 0, { match_id = context.match_id }).rank
  end
  dispatcher.broadcast_message(OP_OVER, nk.json_encode(message))
end

-- Turns that this rider has not seen yet are those after its last one; what comes too fast is dropped.
local function take_turns(seat, sent)
  local last = within(sent.last, 1, 1000000, 0)
  local turns = type(sent.turns) == "string" and sent.turns or ""
  for place = 1, math.min(#turns, 16) do
    local number, heading = last - #turns + place, turns:sub(place, place)
    if number > seat.last and rules.is_heading(heading) then
      seat.last = number
      if #seat.turns < TURNS_WAITING_MAX then seat.turns = seat.turns .. heading end
    end
  end
end

local function step(state)
  for number, rider in ipairs(state.arena.riders) do
    local seat = state.seats[number]
    if seat.turns ~= "" then
      rules.turn(rider, seat.turns:sub(1, 1))
      seat.turns = seat.turns:sub(2)
    end
  end
  return rules.step(state.arena)
end

local M = {}

function M.match_init(context, params)
  local state = {
    seats = {}, wins = { 0, 0 }, round = 0, starts_at = 0, empty_since = 0, private = params.private,
    to_win = within(params.wins, 1, 5, 3), width = within(params.width, 16, 120, 60), height = within(params.height, 12, 60, 30)
  }
  return state, TICK_RATE, lobby.label(GAME, {}, rules.RIDERS, true)
end

function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
  if seat_of(state, presence.user_id) or not is_started(state) then return state, true end
  return state, false, "This match already has two riders."
end

function M.match_join(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do
    local _, seat = seat_of(state, presence.user_id)
    if not seat and is_started(state) then
      -- Two were let in for one seat.
      dispatcher.match_kick({ presence })
    elseif not seat then
      seat = { user_id = presence.user_id, name = presence.username, turns = "", last = 0 }
      table.insert(state.seats, seat)
      if is_started(state) then begin_round(state, dispatcher, tick) end
    elseif is_started(state) then
      -- Back: what it is about comes again. Its client counts its turns anew.
      seat.last = 0
      announce_round(state, dispatcher, tick, { presence })
    end
    if seat then seat.session_id, seat.away_at = presence.session_id, nil end
  end
  dispatcher.match_label_update(lobby.label(GAME, state.seats, rules.RIDERS, state.private))
  return state
end

function M.match_leave(context, dispatcher, tick, state, presences)
  -- Nobody steers while its player is away, so that settles itself; who comes back goes on.
  for _, presence in ipairs(presences) do
    local _, seat = seat_of(state, presence.user_id)
    if seat and seat.session_id == presence.session_id then seat.away_at = tick end
  end
  dispatcher.match_label_update(lobby.label(GAME, state.seats, rules.RIDERS, state.private))
  return state
end

function M.match_loop(context, dispatcher, tick, state, messages)
  for _, message in ipairs(messages) do
    local _, seat = seat_of(state, message.sender.user_id)
    if seat and message.op_code == OP_TURNS then take_turns(seat, lobby.read(message.data)) end
  end

  local anybody = false
  for _, seat in ipairs(state.seats) do anybody = anybody or seat.away_at == nil end
  if anybody then state.empty_since = tick end
  if tick - state.empty_since > EMPTY_SECONDS * TICK_RATE then return nil end
  if not is_started(state) then return state end

  local since = tick - state.starts_at
  if since >= 0 and (since > HURRY_TICKS or since % TICKS_A_STEP == 0) then
    local winner = step(state)
    if winner then
      if winner > 0 then state.wins[winner] = state.wins[winner] + 1 end
      show(state, dispatcher, tick)
      dispatcher.broadcast_message(OP_RESULT, nk.json_encode({ round = state.round, winner = winner, wins = state.wins }))
      if winner > 0 and state.wins[winner] == state.to_win then
        finish(context, state, dispatcher, winner)
        return nil
      end
      if state.round == ROUNDS_MAX then
        finish(context, state, dispatcher, 0)
        return nil
      end
      begin_round(state, dispatcher, tick)
      return state
    end
  end
  show(state, dispatcher, tick)
  return state
end

function M.match_terminate(context, dispatcher, tick, state, grace_seconds)
  -- Matches outlive their server (match.resume): nothing has to be settled here.
  return state
end

function M.match_signal(context, dispatcher, tick, state, data)
  return state, nk.json_encode({ round = state.round, wins = state.wins })
end

return M

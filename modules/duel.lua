-- Duel: two players, three rounds of rock, paper, scissors. The server decides every round and writes the winner's score.
--
-- A game calls the RPC "create_duel", both players join the match it names, and each round both send their choice:
--   client -> server  op 1  {"choice":"rock"}
--   server -> client  op 2  {"round":1,"of":3}                                  a round begins
--   server -> client  op 3  {"round":1,"choices":{"<user>":"rock",…},"winner":"<user>"}   (no winner: a draw)
--   server -> client  op 4  {"winner":"<user>","wins":{"<user>":2,…},"rank":1}            the duel is over
local nk = require("nakama")

local BOARD = "duels"
local ROUNDS = 3
local TICK_RATE = 10
local ROUND_SECONDS = 30
local OP_CHOICE, OP_ROUND, OP_RESULT, OP_OVER = 1, 2, 3, 4
local BEATS = { rock = "scissors", paper = "rock", scissors = "paper" }

-- Three points a duel won, added up for ever.
nk.leaderboard_create(BOARD, true, "desc", "incr", nil, {}, true)

nk.register_rpc(function(context, payload)
  return nk.json_encode({ match_id = nk.match_create("duel", { rounds = ROUNDS }) })
end, "create_duel")

local function begin_round(state, dispatcher, tick)
  state.round = state.round + 1
  state.choices = {}
  state.deadline = tick + ROUND_SECONDS * TICK_RATE
  dispatcher.broadcast_message(OP_ROUND, nk.json_encode({ round = state.round, of = state.rounds }))
end

-- The player whose choice beats the other's; nil when they are the same. A player without a choice loses to one with a choice.
local function winner_of(state)
  local a, b = state.players[1], state.players[2]
  local first, second = state.choices[a.user_id], state.choices[b.user_id]
  if first == second then return nil end
  if second == nil or BEATS[first] == second then return a end
  return b
end

local function finish_round(state, dispatcher)
  local winner = winner_of(state)
  if winner then state.wins[winner.user_id] = state.wins[winner.user_id] + 1 end
  dispatcher.broadcast_message(OP_RESULT, nk.json_encode({
    round = state.round, choices = state.choices, winner = winner and winner.user_id
  }))
end

local function finish_duel(context, state, dispatcher)
  local a, b = state.players[1], state.players[2]
  local difference = state.wins[a.user_id] - state.wins[b.user_id]
  local message = { wins = state.wins }
  if difference ~= 0 then
    local winner = difference > 0 and a or b
    local record = nk.leaderboard_record_write(BOARD, winner.user_id, winner.username, 3, 0, { match_id = context.match_id })
    message.winner = winner.user_id
    message.rank = record.rank
  end
  nk.logger_info("duel over: " .. nk.json_encode(message))
  dispatcher.broadcast_message(OP_OVER, nk.json_encode(message))
end

local M = {}

function M.match_init(context, params)
  local state = { rounds = params.rounds or ROUNDS, round = 0, players = {}, choices = {}, wins = {}, deadline = 0 }
  return state, TICK_RATE, nk.json_encode({ game = "duel" })
end

function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
  if #state.players >= 2 then return state, false, "This duel already has two players." end
  for _, player in ipairs(state.players) do
    if player.user_id == presence.user_id then return state, false, "You can't duel with yourself." end
  end
  return state, true
end

function M.match_join(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do
    table.insert(state.players, presence)
    state.wins[presence.user_id] = 0
  end
  if #state.players == 2 then begin_round(state, dispatcher, tick) end
  return state
end

function M.match_leave(context, dispatcher, tick, state, presences)
  -- Who leaves before the end gives the duel away.
  if state.round > 0 and #state.players == 2 then
    local left = presences[1].user_id
    local stayed = state.players[1].user_id == left and state.players[2] or state.players[1]
    state.wins[stayed.user_id] = state.rounds + 1
    finish_duel(context, state, dispatcher)
  end
  return nil
end

function M.match_loop(context, dispatcher, tick, state, messages)
  if #state.players < 2 then return state end
  for _, message in ipairs(messages) do
    local ok, sent = pcall(nk.json_decode, message.data or "")
    local user = message.sender.user_id
    if message.op_code == OP_CHOICE and ok and type(sent) == "table" and BEATS[sent.choice] and not state.choices[user] then
      state.choices[user] = sent.choice
    end
  end
  local a, b = state.players[1], state.players[2]
  local both = state.choices[a.user_id] and state.choices[b.user_id]
  if not both and tick < state.deadline then return state end

  finish_round(state, dispatcher)
  if state.round < state.rounds then
    begin_round(state, dispatcher, tick)
    return state
  end
  finish_duel(context, state, dispatcher)
  return nil
end

function M.match_terminate(context, dispatcher, tick, state, grace_seconds)
  return nil
end

function M.match_signal(context, dispatcher, tick, state, data)
  return state, nk.json_encode({ round = state.round, players = #state.players })
end

return M

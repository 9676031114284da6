-- Tic-tac-toe: a match handler that decides everything, and what becomes of a game: gold, ratings, two boards, an object each.
--
-- RPCs for players:
--   tictactoe_find       {}               ->  {"match_id":…}   of a game that waits for somebody, or of a new one
--   tictactoe_challenge  {"user_id":…}    ->  {"match_id":…}   for these two alone; the other gets notification 103 {"match_id":…}
-- The matchmaker makes games too: matchmaking.lua. Messages of a match:
--   client -> server  op 1  {"position":5}        1 to 9, row by row
--   server -> client  op 2  the game, to all when it begins and after each move, and to who comes in:
--     {"players":[{"user_id":…,"username":"ann","mark":"X"},{…}],"moves":"519","turn":"<user id>","seconds":30}
--   server -> client  op 3  {"refused":"It is not your turn."}
--   server -> client  op 4  {"how":"line"|"full"|"left"|"time","winner":"<user id>" or none,"moves":"51928"}
-- Object tictactoe_games/<id of the match> of both: {"opponent":"<user id>","result":"won"|"lost"|"drawn","how":"line","moves":"51928"}.
-- Boards tictactoe_wins and tictactoe_week count games won. When a week ends (Monday 0:00 UTC, or as runtime.env tictactoe_week=<cron> says) its first three
-- get 30, 20 and 10 gems and notification 104.
local nk = require("nakama")
local requests = require("requests")
local matchmaking = require("matchmaking")

local WINS, WEEK, GAMES = "tictactoe_wins", "tictactoe_week", "tictactoe_games"
local TICK_RATE, TURN_SECONDS, WAIT_SECONDS, ATTEMPTS_TO_KEEP = 10, 30, 60, 50
local OP_MOVE, OP_GAME, OP_REFUSED, OP_OVER = 1, 2, 3, 4
local NOTICE_OF_A_CHALLENGE, NOTICE_OF_A_PRIZE = 103, 104
local GOLD_OF_A_WIN, GOLD_OF_A_DRAW, PRIZES = 25, 10, { 30, 20, 10 }
local MARKS = { "X", "O" }
local LINES = { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 }, { 1, 4, 7 }, { 2, 5, 8 }, { 3, 6, 9 }, { 1, 5, 9 }, { 3, 5, 7 } }

nk.leaderboard_create(WINS, true, "desc", "incr", nil, {}, true)
nk.leaderboard_create(WEEK, true, "desc", "incr", nk.get_context().env.tictactoe_week or "0 0 * * 1", {}, true)

nk.register_rpc(function(context, payload)
  requests.read_of_player(context, payload)
  -- New games are found after a moment only, so two who look at the same time may each open one.
  local waiting = nk.match_list(1, true, nil, 1, 1, "+label.game:tictactoe +label.open:1")[1]
  return nk.json_encode({ match_id = waiting and waiting.match_id or nk.match_create("tictactoe", {}) })
end, "tictactoe_find")

nk.register_rpc(function(context, payload)
  local opponent = requests.player(requests.read_of_player(context, payload).user_id)
  if opponent.user_id == context.user_id then requests.refuse("Nobody plays alone.", requests.NOT_NOW) end
  local match_id = nk.match_create("tictactoe", { players = { context.user_id, opponent.user_id } })
  nk.notification_send(
    opponent.user_id, context.username .. " wants to play", { match_id = match_id }, NOTICE_OF_A_CHALLENGE, context.user_id, true)
  return nk.json_encode({ match_id = match_id })
end, "tictactoe_challenge")

nk.register_leaderboard_reset(function(context, leaderboard, reset)
  if leaderboard.id ~= WEEK then return end
  -- The week that is over is named by its end.
  local prizes, notices = {}, {}
  for place, record in ipairs((nk.leaderboard_records_list(WEEK, nil, #PRIZES, nil, reset))) do
    prizes[place] = {
      user_id = record.owner_id, changeset = { gems = PRIZES[place] }, metadata = { reason = "tictactoe_week", place = place, week = reset }
    }
    notices[place] = {
      user_id = record.owner_id, subject = "The week is over", content = { place = place, gems = PRIZES[place] }, code = NOTICE_OF_A_PRIZE, persistent = true
    }
  end
  if #prizes == 0 then return end
  nk.wallets_update(prizes, true)
  nk.notifications_send(notices)
end)

local function seat_of(state, user_id)
  for number, seat in ipairs(state.seats) do
    if seat.user_id == user_id then return number, seat end
  end
end

local function is_here(seat)
  return next(seat.sessions) ~= nil
end

local function turn(state)
  return #state.moves % 2 + 1
end

local function label(state)
  return nk.json_encode({ game = "tictactoe", open = not state.invited and not state.has_begun and #state.seats < 2 and 1 or 0 })
end

local function show(state, dispatcher, tick, presences)
  local players = {}
  for number, seat in ipairs(state.seats) do players[number] = { user_id = seat.user_id, username = seat.username, mark = MARKS[number] } end
  dispatcher.broadcast_message(OP_GAME, nk.json_encode({
    players = players,
    moves = state.moves,
    turn = state.has_begun and not state.over and state.seats[turn(state)].user_id or nil,
    seconds = math.max(0, math.ceil((state.deadline - tick) / TICK_RATE))
  }), presences)
end

local function wait_for_a_move(state, tick)
  state.deadline = tick + TURN_SECONDS * TICK_RATE
end

local function finish(state, how, winner)
  state.over = { how = how, winner = winner, attempts = 0 }
end

-- The marks on the board by position, from the moves.
local function board_of(moves)
  local board = {}
  for number = 1, #moves do board[tonumber(moves:sub(number, number))] = 2 - number % 2 end
  return board
end

local function has_line(board, number)
  for _, line in ipairs(LINES) do
    if board[line[1]] == number and board[line[2]] == number and board[line[3]] == number then return true end
  end
  return false
end

-- Why this player cannot play there now; nil when they can.
local function refusal(state, number, position)
  if not state.has_begun then return "It has not begun." end
  if number ~= turn(state) then return "It is not your turn." end
  if type(position) ~= "number" or position < 1 or position > 9 or position ~= math.floor(position) then return "There is no such position." end
  if board_of(state.moves)[position] then return "That is taken." end
end

local function play(state, dispatcher, tick, message)
  local number = seat_of(state, message.sender.user_id)
  local is_json, move = pcall(nk.json_decode, message.data or "")
  local position = is_json and type(move) == "table" and move.position or nil
  local no = refusal(state, number, position)
  if no then return dispatcher.broadcast_message(OP_REFUSED, nk.json_encode({ refused = no }), { message.sender }) end
  state.moves = state.moves .. string.format("%d", position)
  if has_line(board_of(state.moves), number) then
    finish(state, "line", number)
  elseif #state.moves == 9 then
    finish(state, "full")
  else
    wait_for_a_move(state, tick)
    show(state, dispatcher, tick)
  end
end

-- What is left of a game, all of it at once. The objects are new ones, so it cannot be kept twice.
local function keep_game(context, state)
  local over, first, second = state.over, state.seats[1], state.seats[2]
  requests.commit(function()
    local writes = matchmaking.rated(first.user_id, second.user_id, over.winner == 1 and 1 or over.winner == 2 and 0 or 0.5)
    local wallets = {}
    for number, seat in ipairs(state.seats) do
      local result = not over.winner and "drawn" or over.winner == number and "won" or "lost"
      local value = { opponent = state.seats[3 - number].user_id, result = result, how = over.how, moves = state.moves }
      writes[#writes + 1] = requests.write(GAMES, context.match_id:sub(1, 36), seat.user_id, value, "*")
      local gold = result == "won" and GOLD_OF_A_WIN or result == "drawn" and GOLD_OF_A_DRAW
      if gold then
        wallets[#wallets + 1] = { user_id = seat.user_id, changeset = { gold = gold }, metadata = { reason = "tictactoe", match_id = context.match_id } }
      end
    end
    nk.multi_update({}, writes, {}, wallets, true)
  end)
end

local function keep(context, state)
  local over = state.over
  if not over.is_kept then
    keep_game(context, state)
    over.is_kept = true
  end
  local winner = state.seats[over.winner]
  for _, board in ipairs({ WINS, WEEK }) do
    if winner and over.counted_on ~= board then
      nk.leaderboard_record_write(board, winner.user_id, winner.username, 1)
      over.counted_on = board
    end
  end
end

-- The game ends for the players when its result is kept, so that what they are told is so. What fails is tried again with the next tick.
local function settle(context, dispatcher, state)
  local over = state.over
  local is_kept, why = pcall(keep, context, state)
  if not is_kept then
    over.attempts = over.attempts + 1
    if over.attempts < ATTEMPTS_TO_KEEP then return state end
    nk.logger_error("A game was lost: " .. tostring(type(why) == "table" and why[1] or why))
  end
  local winner = state.seats[over.winner]
  dispatcher.broadcast_message(OP_OVER, nk.json_encode({ how = over.how, winner = winner and winner.user_id or nil, moves = state.moves }))
  return nil
end

local M = {}

function M.match_init(context, params)
  local state = { seats = {}, moves = "", has_begun = false, deadline = WAIT_SECONDS * TICK_RATE }
  if params.players then
    state.invited = {}
    for _, user_id in ipairs(params.players) do state.invited[user_id] = true end
  end
  return state, TICK_RATE, label(state)
end

function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
  if state.over then return state, false, "This game is over." end
  if seat_of(state, presence.user_id) then return state, true end
  if state.invited and not state.invited[presence.user_id] then return state, false, "This game is for others." end
  if #state.seats == 2 then return state, false, "This game has two players." end
  -- The seat is taken now, since the next attempt may come before this player is in.
  state.seats[#state.seats + 1] = { user_id = presence.user_id, username = presence.username, sessions = {} }
  return state, true
end

function M.match_join(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do
    local _, seat = seat_of(state, presence.user_id)
    if seat then seat.sessions[presence.session_id] = true end
  end
  if not state.has_begun and #state.seats == 2 and is_here(state.seats[1]) and is_here(state.seats[2]) then
    -- Chance decides who begins.
    if math.random(2) == 2 then state.seats[1], state.seats[2] = state.seats[2], state.seats[1] end
    state.has_begun = true
    wait_for_a_move(state, tick)
    show(state, dispatcher, tick)
  else
    show(state, dispatcher, tick, presences)
  end
  dispatcher.match_label_update(label(state))
  return state
end

function M.match_leave(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do
    local number, seat = seat_of(state, presence.user_id)
    if seat then
      seat.sessions[presence.session_id] = nil
      -- Who is there on another device is still there.
      if not is_here(seat) then
        if not state.has_begun then
          table.remove(state.seats, number)
        elseif not state.over then
          finish(state, "left", 3 - number)
        end
      end
    end
  end
  dispatcher.match_label_update(label(state))
  return state
end

function M.match_loop(context, dispatcher, tick, state, messages)
  for _, message in ipairs(messages) do
    if message.op_code == OP_MOVE and not state.over then play(state, dispatcher, tick, message) end
  end
  if not state.over and tick >= state.deadline then
    -- Nobody came, and nothing is left of it.
    if not state.has_begun then return nil end
    finish(state, "time", 3 - turn(state))
  end
  if state.over then return settle(context, dispatcher, state) end
  return state
end

function M.match_terminate(context, dispatcher, tick, state, grace_seconds)
  return state
end

function M.match_signal(context, dispatcher, tick, state, data)
  return state, state.moves
end

return M

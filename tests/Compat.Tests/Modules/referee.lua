-- A match whose handler tells everything that happens to it: op 1 is answered to all, op 2 only to its sender, op 3 kicks the sender,
-- op 4 ends the match, op 5 makes the handler fail, op 6 writes the sender's score, op 7 changes the label, op 8 is answered after op 9 of the same loop,
-- op 10 has its sender buy what it names for a coin, in a transaction.
local nk = require("nakama")
local M = {}

function M.match_init(context, params)
  return { joined = 0, password = params.password }, 20, params.label or "referee"
end

function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
  if state.password and metadata.password ~= state.password then return state, false, "wrong password" end
  return state, true
end

function M.match_join(context, dispatcher, tick, state, presences)
  state.joined = state.joined + #presences
  dispatcher.broadcast_message(100, nk.json_encode({ joined = state.joined }))
  return state
end

function M.match_leave(context, dispatcher, tick, state, presences)
  state.joined = state.joined - #presences
  dispatcher.broadcast_message(101, nk.json_encode({ joined = state.joined, reason = presences[1].reason }))
  return state
end

-- Whoever asks for nothing is told so when everything is done already.
local function buy(sender, what)
  nk.wallet_update(sender.user_id, { coins = -1 }, { bought = what }, true)
  nk.storage_write({ { collection = "bought", key = what, user_id = sender.user_id, value = {} } })
  if what == "nothing" then error({ "sold out", 9 }) end
  return what
end

function M.match_loop(context, dispatcher, tick, state, messages)
  for _, message in ipairs(messages) do
    if message.op_code == 1 then
      dispatcher.broadcast_message(1, message.data, nil, message.sender)
    elseif message.op_code == 2 then
      dispatcher.broadcast_message(2, message.data, { message.sender })
    elseif message.op_code == 3 then
      dispatcher.match_kick({ message.sender })
    elseif message.op_code == 4 then
      dispatcher.broadcast_message(4, "goodbye")
      return nil
    elseif message.op_code == 5 then
      error("the referee stumbles")
    elseif message.op_code == 6 then
      local sender = message.sender
      local record = nk.leaderboard_record_write("judged", sender.user_id, sender.username, 77, 0, {})
      dispatcher.broadcast_message(6, nk.json_encode({ rank = record.rank, score = record.score }))
    elseif message.op_code == 7 then
      dispatcher.match_label_update(message.data)
      dispatcher.broadcast_message(7, context.match_label)
    elseif message.op_code == 8 then
      dispatcher.broadcast_message_deferred(8, "later", nil, message.sender, false)
      dispatcher.broadcast_message(9, "sooner")
    elseif message.op_code == 10 then
      local done, said = pcall(nk.transaction, function() return buy(message.sender, message.data) end)
      state.bought = (state.bought or 0) + (done and 1 or 0)
      dispatcher.broadcast_message(10, nk.json_encode({ done = done, said = type(said) == "table" and (said.message or said[1]) or said, bought = state.bought }))
    end
  end
  return state
end

function M.match_terminate(context, dispatcher, tick, state, grace_seconds)
  return state
end

function M.match_signal(context, dispatcher, tick, state, data)
  return state, data .. " heard by " .. context.match_id
end

return M

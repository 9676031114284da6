-- A match for ./kaos bench matches: every tick does some sums, and what a player sends goes to all.
local M = {}

function M.match_init(context, params)
  return { sum = 0, steps = params.steps, players = {} }, params.rate, '{"game":"bench"}'
end

function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
  return state, true
end

function M.match_join(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do state.players[presence.session_id] = { said = 0 } end
  return state
end

function M.match_leave(context, dispatcher, tick, state, presences)
  for _, presence in ipairs(presences) do state.players[presence.session_id] = nil end
  return state
end

function M.match_loop(context, dispatcher, tick, state, messages)
  for _, message in ipairs(messages) do
    local player = state.players[message.sender.session_id]
    player.said = player.said + 1
    dispatcher.broadcast_message(message.op_code, message.data, nil, message.sender)
  end
  for i = 1, state.steps do state.sum = (state.sum + i) % 1000003 end
  return state
end

function M.match_terminate(context, dispatcher, tick, state, grace)
  return state
end

function M.match_signal(context, dispatcher, tick, state, data)
  return state, tostring(state.sum)
end

return M

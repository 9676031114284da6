-- A match that calls all of its dispatcher's functions when it is signalled, and answers their names.
local nk = require("nakama")
local handler = {}

function handler.match_init(context, params) return { wanted = params.wanted }, 10, "walk" end

function handler.match_join_attempt(context, dispatcher, tick, state, presence, metadata) return state, true end

function handler.match_join(context, dispatcher, tick, state, presences) return state end

function handler.match_leave(context, dispatcher, tick, state, presences) return state end

function handler.match_loop(context, dispatcher, tick, state, messages) return state end

function handler.match_terminate(context, dispatcher, tick, state, grace_seconds) return state end

function handler.match_signal(context, dispatcher, tick, state, data)
  local called = {}
  local function call(name, ...)
    dispatcher[name](...)
    called[#called + 1] = "dispatcher." .. name
  end
  call("broadcast_message", 1, "now")
  call("broadcast_message_deferred", 1, "later")
  call("match_label_update", "walked")
  call("match_kick", {})
  return state, nk.json_encode(called)
end

return handler

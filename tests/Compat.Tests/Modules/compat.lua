-- Server code that the compatibility tests call.
local nk = require("nakama")

nk.leaderboard_create("open", false, "desc", "best", nil, { season = 1 }, true)
nk.leaderboard_create("fastest", false, "asc", "best", nil, {}, true)
nk.leaderboard_create("total", false, "desc", "incr", nil, {}, true)
nk.leaderboard_create("judged", true, "desc", "best", nil, {}, true)
nk.leaderboard_create("daily", false, "desc", "set", "0 0 * * *", {}, true)
-- Boards of one client each, so that all of their records are its own. The second one starts over every four seconds.
for _, client in ipairs({ "net", "json", "protobuf" }) do
  nk.leaderboard_create("paged_" .. client, false, "desc", "set", nil, {}, true)
  nk.leaderboard_create("ticking_" .. client, false, "asc", "set", "*/4 * * * * * *", {}, true)
end

nk.register_rpc(function(context, payload) return payload end, "echo")

nk.register_rpc(function(context, payload) return nil end, "silent")

nk.register_rpc(function(context, payload) error({ "not today", 9 }) end, "refuse")

nk.register_rpc(function(context, payload) error("out of luck") end, "fail")

nk.register_rpc(function(context, payload) while true do end end, "endless")

nk.register_rpc(function(context, payload)
  local hoard = {}
  while true do hoard[#hoard + 1] = string.rep("x", 1024 * 1024) .. #hoard end
end, "greedy")

nk.register_rpc(function(context, payload)
  return nk.json_encode({
    user_id = context.user_id, username = context.username, vars = context.vars, query = context.query_params, mode = context.execution_mode
  })
end, "whoami")

nk.register_rpc(function(context, payload)
  local sent = nk.json_decode(payload)
  local record = nk.leaderboard_record_write("judged", context.user_id, context.username, sent.score, 0, { by = "the judge" })
  return nk.json_encode({ rank = record.rank, score = record.score })
end, "judge")

nk.register_rpc(function(context, payload)
  return nk.json_encode({ match_id = nk.match_create("referee", payload ~= "" and nk.json_decode(payload) or {}) })
end, "create_referee")

nk.register_rpc(function(context, payload) return nk.match_create("no_such_handler", {}) end, "create_unknown")

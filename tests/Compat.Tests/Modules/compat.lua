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
-- Tournaments of one client each: one that is joined, one with two places, and some to be listed in a category of their own.
for category, client in ipairs({ "net", "json", "protobuf" }) do
  nk.tournament_create("cup_" .. client, false, "desc", "best", 86400, nil, { prize = "gold" }, "Cup", "Of cups", 10, 0, 0, 0, 3, true, true)
  nk.tournament_create("small_" .. client, false, "asc", "set", 86400, nil, {}, "Small", "", 11, 0, 0, 2, 2, false, true)
  for i = 1, 5 do
    nk.tournament_create("listed_" .. client .. "_" .. i, true, "desc", "best", 86400, "0 0 * * *", {}, "Listed", "", 100 + category, 0, 0, 0, 0, false, false)
  end
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

nk.register_rpc(function(context, payload) return nk.match_signal(payload, "psst") end, "signal_match")

nk.register_rpc(function(context, payload) return nk.json_encode(nk.match_get(payload) or {}) end, "get_match")

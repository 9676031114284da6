-- What the benchmarks need on a server: a board and a function that answers what it was sent.
local nk = require("nakama")

nk.leaderboard_create("bench", false, "desc", "best", nil, {}, true)

nk.register_rpc(function(context, payload)
  return payload
end, "echo")

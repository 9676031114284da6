-- What the benchmarks need on a server: a board and a function that answers what it was sent.
local nk = require("nakama")

nk.leaderboard_create("bench", false, "desc", "best", nil, {}, true)

nk.register_rpc(function(context, payload)
  return payload
end, "echo")

-- A hundred notifications for a player, and a hundred messages in the room that everybody reads.
nk.register_rpc(function(context, payload)
  local told = nk.notifications_list(payload, 100)
  local batch = {}
  for i = #told + 1, 100 do
    batch[#batch + 1] = { user_id = payload, subject = "News " .. i, content = { number = i, text = "something happened" }, code = i, persistent = true }
  end
  if #batch > 0 then nk.notifications_send(batch) end
  return ""
end, "fill_inbox")

nk.register_rpc(function(context, payload)
  local room = nk.channel_id_build("", "bench", 1)
  for i = #nk.channel_messages_list(room, 100) + 1, 100 do
    nk.channel_message_send(room, { number = i, text = "something was said" }, nil, nil, true)
  end
  return ""
end, "fill_room")

-- Tournaments of limited size that players have to join, for ten minutes from now.
nk.register_rpc(function(context, payload)
  local wanted = nk.json_decode(payload)
  for i = wanted.first, wanted.last do
    nk.tournament_create(wanted.run .. "-" .. i, false, "desc", "best", 600, nil, {}, "Bench", "For the benchmarks", 1, 0, 0, 1000000, 100, true, true)
  end
  return ""
end, "make_tournaments")

-- Puts who calls on a stream of the game's own, and speaks on it.
local nk = require("nakama")

nk.register_rpc(function(context, payload)
  local stream = { mode = 123, label = payload }
  nk.stream_user_join(context.user_id, context.session_id, stream, false, false, "")
  nk.stream_send(stream, "welcome " .. context.username)
  return tostring(nk.stream_count(stream))
end, "stream_join")

nk.register_rpc(function(context, payload)
  nk.stream_user_leave(context.user_id, context.session_id, { mode = 123, label = payload })
end, "stream_leave")

-- Swears not on the socket.
nk.register_rt_before(function(context, envelope)
  local content = envelope.channel_message_send.content
  if content and content:find("darn") then error({ "Mind your language", 3 }) end
  return envelope
end, "ChannelMessageSend")

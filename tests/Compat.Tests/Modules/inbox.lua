-- What the tests of notifications and chat history ask the server to send.
local nk = require("nakama")

nk.register_rpc(function(context, payload)
  local sent = nk.json_decode(payload)
  for i = 1, sent.count do
    nk.notification_send(context.user_id, "News " .. i, { number = i }, i, nil, sent.persistent)
  end
  return "{}"
end, "tell_me")

nk.register_rpc(function(context, payload)
  local sent = nk.json_decode(payload)
  local channel = nk.channel_id_build(context.user_id, sent.target, sent.type)
  for i = 1, sent.count do
    nk.channel_message_send(channel, { number = i }, context.user_id, context.username, true)
  end
  return nk.json_encode({ channel = channel })
end, "say")

-- What server code keeps of a player: in the account, in the ledger, in other players' notifications and in a match.
local nk = require("nakama")

nk.register_rpc(function(context, payload)
  local said = nk.json_decode(payload)
  nk.account_update_id(context.user_id, { about = said.about }, nil, nil, nil, nil, nil, nil)
  nk.wallet_update(context.user_id, { coins = 3 }, { for_what = said.paid_for }, true)
  nk.notification_send(said.to, said.subject, { text = said.content }, 7, context.user_id, true)
  nk.notification_send(context.user_id, said.received, { text = said.received }, 7, said.to, true)
end, "keep_of_me")

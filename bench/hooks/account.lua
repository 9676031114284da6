-- What a function before an operation costs: compare the scenario get-account with this folder as the runtime path and with bench/modules.
local nk = require("nakama")

nk.register_req_before(function(context, request)
  return request
end, "GetAccount")


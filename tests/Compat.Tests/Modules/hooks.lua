-- Functions around operations, as the compatibility tests look at them. They do nothing unless a display name says so.
local kaos = require("kaos")

kaos.register_before("update_account", function(context, request)
  if request.display_name == "nobody" then error({ "Nobody has that name already", 9 }) end
  if request.display_name == "quiet" then return nil end
  if request.display_name == "loud" then request.display_name = "LOUD " .. context.username end
  return request
end)

kaos.register_after("update_account", function(context, answer, request)
  if request.display_name and request.display_name:find("^LOUD ") then
    kaos.notification_send(context.user_id, "You are loud", { name = request.display_name }, 5, nil, true)
  end
end)

-- Matches of the matchmaker whose players ask for it are played on the server.
local nk = require("nakama")

nk.register_matchmaker_matched(function(context, entries)
  if entries[1].properties.judged ~= "yes" then return nil end
  return nk.match_create("referee", { label = "found " .. #entries })
end)

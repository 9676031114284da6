-- Lobby: how the demo games bring two players together. A match that waits for somebody says so in its label:
--   {"game":"four","open":"yes","host":"<user id>","name":"ann"}
local nk = require("nakama")

local M = {}

function M.label(game, seats, wanted, is_private)
  local host = seats[1]
  local open = host and not host.away_at and #seats < wanted and not is_private
  return nk.json_encode({ game = game, open = open and "yes" or "no", host = host and host.user_id, name = host and host.name })
end

-- Reads what a client sent; an empty table for anything that is no JSON object.
function M.read(text)
  local ok, sent = pcall(nk.json_decode, text or "")
  return ok and type(sent) == "table" and sent or {}
end

-- The open match to join. Two players who open one at the same moment both wait; so who waits asks again and says where ("waiting"), and all
-- of them go to the match with the lowest id.
function M.find(game, handler, user_id, sent)
  local lowest = type(sent.waiting) == "string" and sent.waiting or nil
  for _, match in ipairs(nk.match_list(100, true, nil, nil, nil, "+label.game:" .. game .. " +label.open:yes")) do
    if nk.json_decode(match.label).host ~= user_id and (lowest == nil or match.match_id < lowest) then lowest = match.match_id end
  end
  return nk.json_encode({ match_id = lowest or nk.match_create(handler, {}) })
end

return M

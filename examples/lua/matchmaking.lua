-- Opponents of about the same strength, for tic-tac-toe.
--
-- Clients send MatchmakerAdd with the string property game = "tictactoe"; everything else of it is filled in here, from what the server knows: nobody
-- can say of themselves how strong they are. MatchmakerMatched brings the id of a match that is there for these two.
-- RPC for players:
--   rating_get  {}  ->  {"rating":1000,"games":0}
-- Object ratings/tictactoe of the player: {"rating":1016,"games":1}; what one gains the other loses.
local nk = require("nakama")
local requests = require("requests")

local COLLECTION, KEY = "ratings", "tictactoe"
local FIRST_RATING, MOST_AT_STAKE, APART = 1000, 32, 300

local M = {}

local function stored(user_id)
  return requests.stored(COLLECTION, KEY, user_id, { rating = FIRST_RATING, games = 0 })
end

-- Writes of both players' ratings after a game; score is 1 if the first has won, 0 if the second has, and a half for a draw.
function M.rated(first, second, score)
  local mine, my_version = stored(first)
  local theirs, their_version = stored(second)
  local expected = 1 / (1 + 10 ^ ((theirs.rating - mine.rating) / 400))
  local gain = math.floor(MOST_AT_STAKE * (score - expected) + 0.5)
  return {
    requests.write(COLLECTION, KEY, first, { rating = mine.rating + gain, games = mine.games + 1 }, my_version),
    requests.write(COLLECTION, KEY, second, { rating = theirs.rating - gain, games = theirs.games + 1 }, their_version)
  }
end

nk.register_rpc(function(context, payload)
  requests.read_of_player(context, payload)
  return nk.json_encode((stored(context.user_id)))
end, "rating_get")

nk.register_rt_before(function(context, envelope)
  local search = envelope.matchmaker_add
  local words = search.string_properties or {}
  if words.game ~= "tictactoe" then return envelope end

  local rating = stored(context.user_id).rating
  -- Without its hyphens, which have a meaning in queries.
  local player = context.user_id:gsub("-", "")
  words.player = player
  search.string_properties = words
  search.numeric_properties = { rating = rating }
  search.min_count, search.max_count = 2, 2
  -- Not against oneself on another device either.
  search.query = string.format(
    "+properties.game:tictactoe +properties.rating:>=%d +properties.rating:<=%d -properties.player:%s", rating - APART, rating + APART, player)
  return envelope
end, "MatchmakerAdd")

nk.register_matchmaker_matched(function(context, entries)
  local players = {}
  for number, entry in ipairs(entries) do
    -- Other games' players meet in relayed matches.
    if entry.properties.game ~= "tictactoe" then return nil end
    players[number] = entry.presence.user_id
  end
  return nk.match_create("tictactoe", { players = players })
end)

return M

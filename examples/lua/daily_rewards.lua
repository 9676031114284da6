-- Gold for coming back: once a day, more for each day in a row, up to a week.
--
-- RPCs for players; days begin at midnight UTC:
--   daily_reward_status  {}  ->  {"claimable":true,"streak":0,"gold":100,"next":1767225600}   what a claim would bring now, and the next midnight
--   daily_reward_claim   {}  ->  {"claimed":true,"streak":1,"gold":100,"balance":1100,"next":1767225600}
--                                {"claimed":false,"streak":1,"gold":0,"next":1767225600}      it was claimed already
-- Object daily_rewards/claims of the player: {"day":20454,"streak":1,"total":1}, day in days since 1970.
-- Notification 100 at the end of each week in a row.
local nk = require("nakama")
local requests = require("requests")

local COLLECTION, KEY = "daily_rewards", "claims"
local FIRST_DAY, EACH_FURTHER_DAY, WEEK = 100, 20, 7
local NOTICE_OF_A_WEEK = 100

local function now()
  return math.floor(nk.time() / 1000)
end

local function next_midnight(moment)
  return nk.cron_next("0 0 * * *", moment)
end

local function reward(streak)
  return FIRST_DAY + EACH_FURTHER_DAY * (math.min(streak, WEEK) - 1)
end

-- The streak that a claim on that day makes; nil if there was one.
local function streak_on(day, claims)
  if claims.day == day then return nil end
  return claims.day == day - 1 and claims.streak + 1 or 1
end

nk.register_rpc(function(context, payload)
  requests.read_of_player(context, payload)
  local moment = now()
  local day = math.floor(moment / 86400)
  local claims = requests.stored(COLLECTION, KEY, context.user_id, { day = 0, streak = 0, total = 0 })
  local streak = streak_on(day, claims)
  return nk.json_encode({
    claimable = streak ~= nil,
    streak = day - claims.day <= 1 and claims.streak or 0,
    gold = streak and reward(streak) or 0,
    next = next_midnight(moment)
  })
end, "daily_reward_status")

nk.register_rpc(function(context, payload)
  requests.read_of_player(context, payload)
  local answer = requests.commit(function()
    local moment = now()
    local day = math.floor(moment / 86400)
    local claims, version = requests.stored(COLLECTION, KEY, context.user_id, { day = 0, streak = 0, total = 0 })
    local streak = streak_on(day, claims)
    if not streak then return { claimed = false, streak = claims.streak, gold = 0, next = next_midnight(moment) } end
    -- The claim and the gold are one change: of two calls at once only one finds the version that it read.
    local gold = reward(streak)
    local _, wallets = nk.multi_update(
      {},
      { requests.write(COLLECTION, KEY, context.user_id, { day = day, streak = streak, total = claims.total + 1 }, version) },
      {},
      { { user_id = context.user_id, changeset = { gold = gold }, metadata = { reason = "daily_reward", day = day } } },
      true)
    return { claimed = true, streak = streak, gold = gold, balance = wallets[1].updated.gold, next = next_midnight(moment) }
  end)
  if answer.claimed and answer.streak % WEEK == 0 then
    nk.notification_send(context.user_id, "A week in a row!", { streak = answer.streak }, NOTICE_OF_A_WEEK, nil, true)
  end
  return nk.json_encode(answer)
end, "daily_reward_claim")

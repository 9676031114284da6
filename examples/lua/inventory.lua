-- A shop, what players own, and presents among them.
--
-- RPCs for players; items are potion (10 gold), shield (75), sword (100):
--   inventory_list  {}                                          ->  {"items":{"potion":2},"gold":980}
--   inventory_buy   {"item":"potion","count":2}                 ->  {"items":{"potion":2},"gold":980}
--   inventory_give  {"user_id":…,"item":"potion","count":1}     ->  {"items":{"potion":1}}   the other gets notification 101
-- RPC for servers, with the HTTP key:
--   gold_grant      {"user_id":…,"gold":500,"order":"A-17"}     ->  {"granted":true,"gold":1480}   each order once, however often it is told
-- New players begin with 1000 gold. Object inventory/items of the player: {"items":{"potion":1}}.
-- Clients cannot write objects of the collections that belong to the server.
local nk = require("nakama")
local requests = require("requests")

local COLLECTION, KEY, ORDERS = "inventory", "items", "gold_orders"
local PRICES = { potion = 10, shield = 75, sword = 100 }
local STARTING_GOLD, MOST_AT_ONCE, MOST_GOLD = 1000, 99, 1000000
local NOTICE_OF_A_PRESENT = 101

local SERVER_OWNED = {
  daily_rewards = true, inventory = true, gold_orders = true, guilds = true, guild_donations = true, guild_welcomes = true,
  ratings = true, tictactoe_games = true
}

local function item_of(sent)
  if type(sent.item) ~= "string" or not PRICES[sent.item] then requests.refuse("There is no such item.", requests.NOT_FOUND) end
  return sent.item, requests.whole(sent.count or 1, 1, MOST_AT_ONCE, "count")
end

nk.register_rpc(function(context, payload)
  requests.read_of_player(context, payload)
  local inventory = requests.stored(COLLECTION, KEY, context.user_id, { items = {} })
  return nk.json_encode({ items = inventory.items, gold = nk.account_get_id(context.user_id).wallet.gold or 0 })
end, "inventory_list")

nk.register_rpc(function(context, payload)
  local item, count = item_of(requests.read_of_player(context, payload))
  return nk.json_encode(requests.commit(function()
    local inventory, version = requests.stored(COLLECTION, KEY, context.user_id, { items = {} })
    inventory.items[item] = (inventory.items[item] or 0) + count
    -- The wallet refuses to become negative, and nothing is written then.
    local _, wallets = nk.multi_update(
      {},
      { requests.write(COLLECTION, KEY, context.user_id, inventory, version) },
      {},
      { { user_id = context.user_id, changeset = { gold = -PRICES[item] * count }, metadata = { reason = "purchase", item = item, count = count } } },
      true)
    return { items = inventory.items, gold = wallets[1].updated.gold }
  end))
end, "inventory_buy")

nk.register_rpc(function(context, payload)
  local sent = requests.read_of_player(context, payload)
  local item, count = item_of(sent)
  local receiver = requests.player(sent.user_id)
  if receiver.user_id == context.user_id then requests.refuse("That is yours already.", requests.NOT_NOW) end
  local answer = requests.commit(function()
    local mine, my_version = requests.stored(COLLECTION, KEY, context.user_id, { items = {} })
    local theirs, their_version = requests.stored(COLLECTION, KEY, receiver.user_id, { items = {} })
    local left = (mine.items[item] or 0) - count
    if left < 0 then requests.refuse("You do not have that many.", requests.NOT_NOW) end
    -- None is none, not zero.
    mine.items[item] = left > 0 and left or nil
    theirs.items[item] = (theirs.items[item] or 0) + count
    nk.storage_write({
      requests.write(COLLECTION, KEY, context.user_id, mine, my_version),
      requests.write(COLLECTION, KEY, receiver.user_id, theirs, their_version)
    })
    return { items = mine.items }
  end)
  nk.notification_send(
    receiver.user_id, context.username .. " has something for you", { item = item, count = count }, NOTICE_OF_A_PRESENT, context.user_id, true)
  return nk.json_encode(answer)
end, "inventory_give")

-- A payment service tells of an order until it hears that it was heard, so it may tell of one twice, and twice at once.
nk.register_rpc(function(context, payload)
  if context.user_id then requests.refuse("This is for servers.", requests.DENIED) end
  local sent = requests.read(payload)
  if type(sent.order) ~= "string" or sent.order == "" or #sent.order > 64 then requests.refuse("An order needs its number.", requests.INVALID) end
  local gold = requests.whole(sent.gold, 1, MOST_GOLD, "gold")
  local player = requests.player(sent.user_id)
  return nk.json_encode(requests.commit(function()
    local order, version = requests.stored(ORDERS, sent.order, player.user_id, nil)
    if order then return { granted = false, gold = nk.account_get_id(player.user_id).wallet.gold or 0 } end
    local _, wallets = nk.multi_update(
      {},
      { requests.write(ORDERS, sent.order, player.user_id, { gold = gold }, version) },
      {},
      { { user_id = player.user_id, changeset = { gold = gold }, metadata = { reason = "order", order = sent.order } } },
      true)
    return { granted = true, gold = wallets[1].updated.gold }
  end))
end, "gold_grant")

-- Whoever signs in for the first time gets something to spend.
local function welcome(context, session, request)
  if session.created then nk.wallet_update(context.user_id, { gold = STARTING_GOLD }, { reason = "welcome" }, true) end
end

nk.register_req_after(welcome, "AuthenticateDevice")
nk.register_req_after(welcome, "AuthenticateCustom")
nk.register_req_after(welcome, "AuthenticateEmail")

-- An object without write permission is safe from its owner, but nobody else keeps a client from being the first to write one.
nk.register_req_before(function(context, request)
  for _, object in ipairs(request.objects or {}) do
    if SERVER_OWNED[object.collection] then requests.refuse("Only the server writes there.", requests.DENIED) end
  end
  return request
end, "WriteStorageObjects")

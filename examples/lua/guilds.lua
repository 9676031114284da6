-- Guilds: groups that cost gold, with a treasury that grows a level, a chat that tells what happens, and a board of the richest.
--
-- RPCs for players:
--   guild_found     {"name":"Owls","description":"…","open":true,"most":20}  ->  {"guild_id":…,"gold":800}   costs 200 gold; open and most may be left out
--   guild_donate    {"guild_id":…,"gold":50}                                 ->  {"treasury":50,"level":1,"gold":750}   for members
--   guild_treasury  {"guild_id":…}                                           ->  {"name":"Owls","treasury":50,"level":1,"members":3,"mine":50}
-- Everything else is done by the client: JoinGroup, LeaveGroup, ListGroupUsers, … CreateGroup is refused.
-- Object guilds/<guild_id> of the server: {"gold":50,"level":1}; guild_donations/<guild_id> of each donor: {"gold":50}.
-- The group's metadata has the level: {"level":1}. Board guild_treasury, its owners are the guilds. Notification 102 welcomes new members.
local nk = require("nakama")
local requests = require("requests")

local TREASURIES, DONATIONS, WELCOMES, BOARD = "guilds", "guild_donations", "guild_welcomes", "guild_treasury"
local PRICE, LEVEL_UP, MOST_MEMBERS, MOST_GOLD = 200, 500, 100, 1000000
local MEMBER, GROUP_CHANNEL = 2, 3
local NOTICE_OF_WELCOME = 102

nk.leaderboard_create(BOARD, true, "desc", "best", nil, {}, true)

local function find_guild(id)
  -- An id that is none is an error.
  local is_id, groups = pcall(nk.groups_get_id, { id or "" })
  return is_id and groups[1] or nil
end

local function guild_of(sent)
  return find_guild(sent.guild_id) or requests.refuse("There is no such guild.", requests.NOT_FOUND)
end

-- Superadmins, admins and members have the states 0 to 2; 3 only asks to be let in.
local function is_member(user_id, guild_id)
  local cursor
  repeat
    local memberships
    memberships, cursor = nk.user_groups_list(user_id, 100, nil, cursor)
    for _, membership in ipairs(memberships) do
      if membership.group.id == guild_id then return membership.state <= MEMBER end
    end
  until not cursor or cursor == ""
  return false
end

-- What only tells of something that is done already. It may fail, as when a guild ends just now, and is done all the same.
local function tell(telling)
  local is_told, why = pcall(telling)
  if not is_told then nk.logger_warn("Not told: " .. tostring(why)) end
end

local function say(context, guild_id, content)
  -- The server asks for the channel, as the player may have left on another device just now.
  nk.channel_message_send(nk.channel_id_build("", guild_id, GROUP_CHANNEL), content, context.user_id, context.username, true)
end

nk.register_rpc(function(context, payload)
  local sent = requests.read_of_player(context, payload)
  if type(sent.name) ~= "string" or #sent.name < 3 or #sent.name > 30 then requests.refuse("A name has 3 to 30 letters.", requests.INVALID) end
  local most = requests.whole(sent.most or 20, 2, MOST_MEMBERS, "most")
  local wallet = requests.commit(function()
    return nk.wallet_update(context.user_id, { gold = -PRICE }, { reason = "guild_founded", name = sent.name }, true)
  end)
  local is_founded, group = pcall(
    nk.group_create, context.user_id, sent.name, context.user_id, "en", sent.description or "", "", sent.open ~= false, { level = 1 }, most)
  if not is_founded then
    -- A wallet and a group are not one change, so the gold goes back. A taken name is the only reason that a player can help.
    nk.wallet_update(context.user_id, { gold = PRICE }, { reason = "guild_not_founded", name = sent.name }, true)
    requests.refuse("There is a guild of that name.", requests.NOT_NOW)
  end
  return nk.json_encode({ guild_id = group.id, gold = wallet.gold })
end, "guild_found")

-- The metadata repeat the level for lists of guilds. Who was overtaken on the way here writes what is true by now.
local function show_level(guild_id, level)
  local shown
  repeat
    shown = level
    nk.group_update(guild_id, nil, nil, nil, nil, nil, nil, nil, { level = shown })
    level = requests.stored(TREASURIES, guild_id, nil, { gold = 0, level = 1 }).level
  until level == shown
end

nk.register_rpc(function(context, payload)
  local sent = requests.read_of_player(context, payload)
  local gold = requests.whole(sent.gold, 1, MOST_GOLD, "gold")
  local guild = guild_of(sent)
  if not is_member(context.user_id, guild.id) then requests.refuse("You are not in that guild.", requests.DENIED) end

  local answer = requests.commit(function()
    local treasury, treasury_version = requests.stored(TREASURIES, guild.id, nil, { gold = 0, level = 1 })
    local mine, my_version = requests.stored(DONATIONS, guild.id, context.user_id, { gold = 0 })
    local total = treasury.gold + gold
    local level = 1 + math.floor(total / LEVEL_UP)
    local _, wallets = nk.multi_update(
      {},
      {
        requests.write(TREASURIES, guild.id, nil, { gold = total, level = level }, treasury_version),
        requests.write(DONATIONS, guild.id, context.user_id, { gold = mine.gold + gold }, my_version)
      },
      {},
      { { user_id = context.user_id, changeset = { gold = -gold }, metadata = { reason = "guild_donation", guild_id = guild.id } } },
      true)
    return { treasury = total, level = level, gold = wallets[1].updated.gold, has_risen = level > treasury.level }
  end)

  tell(function()
    -- The best score counts, so it does not matter in which order donations come here.
    nk.leaderboard_record_write(BOARD, guild.id, guild.name, answer.treasury)
    if answer.has_risen then show_level(guild.id, answer.level) end
    say(context, guild.id, { donation = gold, text = context.username .. " gives " .. gold .. " gold." })
  end)
  answer.has_risen = nil
  return nk.json_encode(answer)
end, "guild_donate")

nk.register_rpc(function(context, payload)
  local guild = guild_of(requests.read_of_player(context, payload))
  local treasury = requests.stored(TREASURIES, guild.id, nil, { gold = 0, level = 1 })
  local mine = requests.stored(DONATIONS, guild.id, context.user_id, { gold = 0 })
  return nk.json_encode({ name = guild.name, treasury = treasury.gold, level = treasury.level, members = guild.edge_count, mine = mine.gold })
end, "guild_treasury")

nk.register_req_before(function(context, request)
  requests.refuse("Guilds are founded with guild_found.", requests.DENIED)
end, "CreateGroup")

-- Whoever comes in is welcomed, once. A guild that is not open lets them ask first; then there is nothing to say yet.
nk.register_req_after(function(context, answer, request)
  local guild = find_guild(request.group_id)
  if not guild or not is_member(context.user_id, guild.id) then return end
  local is_first = pcall(nk.storage_write, { requests.write(WELCOMES, guild.id, context.user_id, { welcomed = true }, "*") })
  if not is_first then return end
  nk.notification_send(context.user_id, "Welcome to " .. guild.name, { guild_id = guild.id }, NOTICE_OF_WELCOME, nil, true)
  tell(function() say(context, guild.id, { joined = context.user_id, text = context.username .. " has joined." }) end)
end, "JoinGroup")

-- Calls every function that Lua modules have of the server, with real arguments, and answers the names of those that came through.
local real = require("nakama")
local called = {}

-- All that is wrong is told at once, at the end.
local wrong, checks = {}, 0

local function assert(holds, what)
  checks = checks + 1
  if not holds then wrong[#wrong + 1] = what or ("check " .. checks .. " does not hold") end
end

local function kept(name, ok, ...)
  if ok then
    called[name] = true
    return ...
  end
  local failure = ...
  wrong[#wrong + 1] = name .. ": " .. tostring(type(failure) == "table" and failure.message or failure)
  error(failure, 0)
end

-- The same table, but it remembers what came through.
local function watched(of, prefix)
  return setmetatable({}, {
    __index = function(_, name)
      local member = of[name]
      if type(member) ~= "function" then return member end
      return function(...) return kept(prefix .. name, pcall(member, ...)) end
    end,
  })
end

local nk = watched(real, "")

local function refuses(text, of, prefix, name, ...)
  local ok, failure = pcall(of[name], ...)
  if type(failure) == "table" then failure = failure.message end
  local is_said = not ok and tostring(failure):find(text, 1, true) ~= nil
  assert(is_said, prefix .. name .. ": " .. tostring(failure))
  called[prefix .. name] = is_said
end

-- What needs a provider or a store says that there is none.
local function unconfigured(...) refuses("not configured", ...) end

local function same(context, payload) return payload end
local function nothing() end

nk.register_req_before(same, "GetMatchmakerStats")
nk.register_req_after(nothing, "GetMatchmakerStats")
nk.register_rt_before(same, "ChannelLeave")
nk.register_rt_after(nothing, "ChannelLeave")
nk.register_matchmaker_matched(nothing)
nk.register_tournament_end(nothing)
nk.register_tournament_reset(nothing)
nk.register_leaderboard_reset(nothing)
nk.register_shutdown(nothing)
nk.register_storage_index("lua_things", "lua_things", "", { "size" }, { "size" }, 100)
nk.register_storage_index_filter("lua_things", function() return true end)
nk.run_once(nothing)

local function texts()
  nk.logger_debug("debug")
  nk.logger_info("info")
  nk.logger_warn("a warning of the walk in Lua")
  nk.logger_error("an error of the walk in Lua")
  assert(nk.time() > 1700000000000)
  assert(nk.cron_next("0 0 * * *", 1700000000) > 1700000000)
  assert(nk.cron_prev("0 0 * * *", 1700000000) < 1700000000)
  local id = nk.uuid_v4()
  assert(nk.uuid_bytes_to_string(nk.uuid_string_to_bytes(id)) == id)
  assert(nk.json_decode(nk.json_encode({ a = 1 })).a == 1)
  assert(nk.base64_decode(nk.base64_encode("text")) == "text")
  assert(nk.base64url_decode(nk.base64url_encode("text", false)) == "text")
  assert(nk.base16_decode(nk.base16_encode("text")) == "text")
  assert(nk.aes128_decrypt(nk.aes128_encrypt("text", "0123456789abcdef"), "0123456789abcdef") == "text")
  assert(nk.aes256_decrypt(nk.aes256_encrypt("text", "0123456789abcdef0123456789abcdef"), "0123456789abcdef0123456789abcdef") == "text")
  assert(#nk.md5_hash("text") == 32)
  assert(#nk.sha256_hash("text") == 64)
  assert(#nk.hmac_sha256_hash("text", "key") == 32)
  assert(nk.bcrypt_compare(nk.bcrypt_hash("password"), "password"))
  assert(#nk.jwt_generate("HS256", "key", { sub = "ann" }) > 20)
  assert(#nk.secure_random_bytes(7) == 7)
end

local function surroundings(wanted)
  assert(nk.get_context().node == "nakama")
  assert(nk.get_config().name == "nakama")
  nk.event("walked", { by = "lua" })
  nk.metrics_counter_add("walk_lua_count", { by = "lua" }, 2)
  nk.metrics_gauge_set("walk_lua_gauge", { by = "lua" }, 2.5)
  nk.metrics_timer_record("walk_lua_timer", { by = "lua" }, 1000000)
  nk.localcache_put("lua", { kept = true })
  assert(nk.localcache_get("lua").kept)
  nk.localcache_delete("lua")
  nk.localcache_clear()
  assert(nk.file_read("walk.txt") == "a file of the module's")
  assert(#nk.rsa_sha256_hash("text", wanted.pem) > 100)
  local code, headers, body = nk.http_request(wanted.address .. "/healthcheck", "get", {})
  assert(code == 200 and headers and body)
  nk.sql_exec("create table if not exists walk_lua (id int)")
  nk.sql_exec("insert into walk_lua values ($1)", { 7 })
  assert(nk.sql_query("select id from walk_lua where id = $1", { 7 })[1].id == 7)
end

-- Four players: by custom id, device and e-mail, and the one who called.
local function players()
  local bob = nk.authenticate_custom("walk-lua-bob", "lua_bob")
  local carl = nk.authenticate_device("walk-lua-carl-device", "lua_carl")
  local dora = nk.authenticate_email("lua-dora@example.com", "password of dora", "lua_dora")
  nk.authenticate_token_generate(bob, "lua_bob")
  for _, name in ipairs({ "apple", "google" }) do unconfigured(real, "", "authenticate_" .. name, "token") end
  unconfigured(real, "", "authenticate_facebook", "token")
  unconfigured(real, "", "authenticate_facebook_instant_game", "signed.info")
  unconfigured(real, "", "authenticate_game_center", "player", "bundle", 1, "c2FsdA==", "c2lnbmVk", "https://static.gc.apple.com/key.cer")
  unconfigured(real, "", "authenticate_steam", "token")

  nk.link_custom(carl, "walk-lua-carl")
  nk.link_device(bob, "walk-lua-bob-device")
  nk.link_email(bob, "lua-bob@example.com", "password of bob")
  unconfigured(real, "", "link_apple", bob, "token")
  unconfigured(real, "", "link_google", bob, "token")
  unconfigured(real, "", "link_facebook", bob, "lua_bob", "token")
  unconfigured(real, "", "link_facebook_instant_game", bob, "signed.info")
  unconfigured(real, "", "link_gamecenter", bob, "player", "bundle", 1, "c2FsdA==", "c2lnbmVk", "https://static.gc.apple.com/key.cer")
  unconfigured(real, "", "link_steam", bob, "lua_bob", "token")
  nk.unlink_custom(carl, "walk-lua-carl")
  nk.unlink_device(bob, "walk-lua-bob-device")
  nk.unlink_email(bob, "lua-bob@example.com")
  for _, name in ipairs({ "apple", "google", "facebook", "facebook_instant_game", "gamecenter", "steam" }) do nk["unlink_" .. name](bob) end
  return bob, carl, dora
end

local function accounts(ann, bob, carl, dora)
  assert(nk.account_get_id(bob).user.username == "lua_bob")
  assert(#nk.accounts_get_id({ bob, carl }) == 2)
  nk.account_update_id(bob, { rating = 7 }, nil, "Bob")
  assert(#nk.users_get_id({ bob, carl }) == 2)
  assert(#nk.users_get_username({ "lua_bob" }) == 1)
  nk.users_get_random(3)
  nk.users_ban_id({ dora })
  nk.users_unban_id({ dora })
  nk.account_import_id(nk.account_export_id(bob), bob)
  nk.account_delete_id(dora)

  nk.friends_add(ann, "lua_ann", { bob }, {}, {})
  nk.friends_add(bob, "lua_bob", { ann }, { "lua_carl" }, {})
  nk.friend_metadata_update(ann, bob, { met = "here" })
  assert(#nk.friends_list(ann) == 1)
  nk.friends_of_friends_list(ann)
  assert(#nk.users_get_friend_status(ann, { bob }) == 1)
  nk.friends_delete(bob, "lua_bob", { carl })
  nk.friends_block(ann, "lua_ann", { carl })
end

local function things(ann, bob)
  local acks = nk.storage_write({ { collection = "lua_things", key = "sword", user_id = ann, value = { size = 3 } } })
  assert(#acks == 1)
  assert(#nk.storage_read({ { collection = "lua_things", key = "sword", user_id = ann } }) == 1)
  nk.storage_write_retry({ { collection = "lua_things", key = "sword", user_id = ann } }, function(objects)
    objects[1].value.size = 4
    return objects
  end, 3)
  assert(#nk.storage_list(ann, "lua_things", 10) == 1)
  nk.storage_index_list("lua_things", "+value.size:4", 10, {})
  nk.storage_delete({ { collection = "lua_things", key = "sword", user_id = ann } })
  nk.wallet_update(ann, { coins = 10 }, { why = "walk" }, true)
  nk.wallets_update({ { user_id = ann, changeset = { coins = -1 } }, { user_id = bob, changeset = { coins = 1 } } }, true)
  local ledger = nk.wallet_ledger_list(ann, 10)
  nk.wallet_ledger_update(ledger[1].id, { why = "walked" })
  nk.multi_update(nil, { { collection = "lua_things", key = "bow", user_id = ann, value = {} } }, nil, { { user_id = ann, changeset = { coins = 1 } } }, true)

  for _, store in ipairs({ "apple", "google", "facebook_instant" }) do unconfigured(real, "", "purchase_validate_" .. store, ann, "receipt") end
  refuses("malformed", real, "", "purchase_validate_samsung", ann, "not one")
  unconfigured(real, "", "purchase_validate_huawei", ann, "signature", "receipt")
  for _, store in ipairs({ "apple", "google" }) do unconfigured(real, "", "subscription_validate_" .. store, ann, "receipt") end
  assert(#nk.purchases_list(ann) == 0)
  assert(#nk.subscriptions_list(ann) == 0)
  refuses("not found", real, "", "purchase_get_by_transaction_id", "none")
  refuses("not found", real, "", "subscription_get_by_product_id", ann, "none")
end

local function boards(ann, bob)
  nk.leaderboard_create("lua_board", false, "desc", "best", nil, { season = 1 }, true)
  nk.leaderboard_record_write("lua_board", ann, "lua_ann", 30)
  nk.leaderboard_record_write("lua_board", bob, "lua_bob", 20, 0, { with = "bow" })
  assert(#nk.leaderboard_records_list("lua_board", { ann }, 10) == 2)
  nk.leaderboard_records_list("lua_board", {}, 1, nk.leaderboard_records_list_cursor_from_rank("lua_board", 1))
  assert(#nk.leaderboard_records_haystack("lua_board", bob, 2) == 2)
  nk.leaderboard_record_delete("lua_board", bob)
  nk.leaderboard_list(10)
  assert(#nk.leaderboards_get_id({ "lua_board" }) == 1)
  nk.leaderboard_ranks_disable("lua_board")
  nk.leaderboard_delete("lua_board")

  nk.tournament_create("lua_cup", false, "desc", "best", 3600, nil, {}, "Cup", "Of the walk", 1, 0, 0, 10, 3, true, true)
  nk.tournament_join("lua_cup", ann, "lua_ann")
  nk.tournament_join("lua_cup", bob, "lua_bob")
  nk.tournament_record_write("lua_cup", ann, "lua_ann", 5)
  nk.tournament_add_attempt("lua_cup", ann, 1)
  assert(#nk.tournament_records_list("lua_cup", { ann }, 10) >= 1)
  nk.tournament_records_haystack("lua_cup", ann, 2)
  nk.tournament_record_delete("lua_cup", ann)
  nk.tournament_list(0, 10)
  assert(#nk.tournaments_get_id({ "lua_cup" }) == 1)
  nk.tournament_ranks_disable("lua_cup")
  nk.tournament_delete("lua_cup")
end

local function talk(ann, bob, carl)
  local group = nk.group_create(ann, "walkers in Lua", ann, "en", "", "", true, { colour = "red" }, 20)
  nk.group_update(group.id, ann, "walkers and Lua")
  assert(#nk.groups_get_id({ group.id }) == 1)
  nk.group_user_join(group.id, bob, "lua_bob")
  nk.group_users_promote(group.id, { bob })
  nk.group_users_demote(group.id, { bob })
  nk.group_users_add(group.id, { carl })
  nk.group_users_kick(group.id, { carl })
  nk.group_users_list(group.id)
  nk.user_groups_list(ann)
  nk.groups_list("walkers%", nil, nil)
  nk.groups_get_random(2)
  nk.group_users_ban(group.id, { carl })
  nk.group_user_leave(group.id, bob, "lua_bob")

  local channel = nk.channel_id_build(ann, group.id, 3)
  local ack = nk.channel_message_send(channel, { text = "hello" }, ann, "lua_ann", true)
  nk.channel_message_update(channel, ack.message_id or ack.messageId, { text = "hello all" }, ann, "lua_ann", true)
  assert(#nk.channel_messages_list(channel) >= 1)
  nk.channel_message_remove(channel, ack.message_id or ack.messageId, ann, "lua_ann", true)
  nk.group_delete(group.id)

  nk.notification_send(ann, "one", { n = 1 }, 11, "", true)
  nk.notifications_send({ { user_id = ann, subject = "two", content = { n = 2 }, code = 12, persistent = true } })
  nk.notification_send_all("to all", { n = 3 }, 13, false)
  local inbox = nk.notifications_list(ann, 10)
  assert(#inbox >= 2)
  nk.notifications_get_id({ inbox[1].id }, ann)
  nk.notifications_update({ { id = inbox[1].id, subject = "changed" } })
  nk.notifications_delete_id({ inbox[1].id }, ann)
  nk.notifications_delete({ { user_id = ann, notification_id = inbox[2].id } })
end

local function presence(ann, session, bob, bobs_session)
  local stream = { mode = 140, label = "walk in Lua" }
  nk.stream_user_join(ann, session, stream, false, true, "here")
  nk.stream_user_update(ann, session, stream, false, true, "still here")
  assert(nk.stream_user_get(ann, session, stream))
  assert(#nk.stream_user_list(stream) == 1)
  assert(nk.stream_count(stream) == 1)
  nk.stream_send(stream, "data")
  nk.stream_send_raw(stream, { stream_data = { stream = stream, data = "raw" } })
  nk.stream_user_kick({ user_id = ann, session_id = session }, stream)
  nk.stream_user_join(ann, session, stream)
  nk.stream_user_leave(ann, session, stream)
  nk.stream_close(stream)
  nk.status_follow(session, { bob })
  nk.status_unfollow(session, { bob })
  nk.party_list(10, nil, false)
  nk.session_logout(bob)
  nk.session_disconnect(bobs_session)
end

local function matches()
  local id = nk.match_create("walk_match", { wanted = true })
  assert(nk.match_get(id).match_id == id)
  nk.match_list(10, true, nil, nil, nil, nil)
  for _, name in ipairs(nk.json_decode(nk.match_signal(id, "walk"))) do called[name] = true end
end

local function satori()
  local service = nk.get_satori()
  local function no(name, ...) refuses("satori configuration is invalid", service, "get_satori().", name, ...) end
  no("authenticate", "walker")
  no("identity_delete", "walker")
  no("properties_get", "walker")
  no("properties_update", "walker", { default = {}, custom = { level = "7" } })
  no("events_publish", "walker", { { name = "walked", value = "1", timestamp = 1700000000 } })
  no("server_events_publish", { { name = "walked", value = "1", timestamp = 1700000000 } })
  no("experiments_list", "walker")
  no("flags_list", "walker")
  no("flags_overrides_list", "walker")
  no("live_events_list", "walker")
  no("live_event_join", "walker", "event")
  no("messages_list", "walker")
  no("message_update", "walker", "message", 1700000000)
  no("message_delete", "walker", "message")
end

nk.register_rpc(function(context, payload)
  local wanted = nk.json_decode(payload)
  local ann, session = context.user_id, context.session_id
  pcall(texts)
  pcall(surroundings, wanted)
  local _, bob, carl, dora = pcall(players)
  pcall(accounts, ann, bob, carl, dora)
  pcall(things, ann, bob)
  pcall(boards, ann, bob)
  pcall(talk, ann, bob, carl)
  pcall(presence, ann, session, wanted.other, wanted.others_session)
  pcall(matches)
  pcall(satori)
  if #wrong > 0 then error(table.concat(wrong, "; ")) end
  local names = {}
  for name in pairs(called) do names[#names + 1] = name end
  return nk.json_encode(names)
end, "walk_lua")

// Calls every function that JavaScript modules have of the server, with real arguments, and answers the names of those that came through.
function walk(ctx, plainLogger, plain, payload) {
  var called = {};

  // All that is wrong is told at once, at the end.
  var wrong = [];

  // The same object, but it remembers what came through.
  function watched(of, prefix) {
    return new Proxy(of, {
      get: function (target, name) {
        var member = target[name];
        if (typeof member !== "function") return member;
        return function () {
          try {
            var result = member.apply(target, arguments);
            called[prefix + name] = true;
            return result;
          } catch (failure) {
            wrong.push(prefix + name + ": " + (failure.message || failure));
            throw failure;
          }
        };
      },
    });
  }

  function check(holds, what) {
    if (!holds) wrong.push(what + " is not as it should be");
  }

  // What needs a provider or a store says that there is none.
  function refused(text, of, prefix, name, args) {
    var said = "nothing";
    try {
      of[name].apply(of, args);
    } catch (failure) {
      said = String(failure.message || failure);
    }
    check(said.indexOf(text) >= 0, prefix + name + ", which says: " + said + ",");
    called[prefix + name] = true;
  }

  function unconfigured(of, prefix, name) {
    refused("not configured", of, prefix, name, Array.prototype.slice.call(arguments, 3));
  }

  function texts(nk, logger) {
    logger.debug("debug");
    logger.info("info %s", "text");
    logger.getFields();
    logger.warn("a warning of the walk in JavaScript");
    logger.error("an error of the walk in JavaScript");
    check(logger.withField("by", "walk").getFields().by === "walk", "withField");
    logger.withFields({ by: "walk" }).info("fields");
    check(nk.cronNext("0 0 * * *", 1700000000) > 1700000000, "cronNext");
    check(nk.cronPrev("0 0 * * *", 1700000000) < 1700000000, "cronPrev");
    check(nk.uuidv4().length === 36, "uuidv4");
    check(nk.binaryToString(nk.stringToBinary("text")) === "text", "binaryToString");
    check(nk.binaryToString(nk.base64Decode(nk.base64Encode("text"))) === "text", "base64");
    check(nk.binaryToString(nk.base64UrlDecode(nk.base64UrlEncode("text"))) === "text", "base64Url");
    check(nk.binaryToString(nk.base16Decode(nk.base16Encode("text"))) === "text", "base16");
    var key = "0123456789abcdef";
    check(nk.aes128Decrypt(nk.aes128Encrypt("text", key), key) === "text", "aes128");
    check(nk.aes256Decrypt(nk.aes256Encrypt("text", key + key), key + key) === "text", "aes256");
    check(nk.md5Hash("text").length === 32, "md5Hash");
    check(nk.sha256Hash("text").length === 64, "sha256Hash");
    nk.hmacSha256Hash("text", "key");
    check(nk.bcryptCompare(nk.bcryptHash("password"), "password"), "bcrypt");
    check(nk.jwtGenerate("HS256", "key", { sub: "ann" }).length > 20, "jwtGenerate");
    check(nk.secureRandomBytes(7).byteLength === 7, "secureRandomBytes");
  }

  function surroundings(nk, wanted) {
    nk.event("walked", { by: "javascript" });
    nk.metricsCounterAdd("walk_js_count", { by: "js" }, 2);
    nk.metricsGaugeSet("walk_js_gauge", { by: "js" }, 2.5);
    nk.metricsTimerRecord("walk_js_timer", { by: "js" }, 1000000);
    nk.localcachePut("js", "kept");
    check(nk.localcacheGet("js") === "kept", "localcacheGet");
    nk.localcacheDelete("js");
    nk.localcacheClear();
    check(nk.fileRead("walk.txt") === "a file of the module's", "fileRead");
    nk.rsaSha256Hash("text", wanted.pem);
    check(nk.httpRequest(wanted.address + "/healthcheck", "get").code === 200, "httpRequest");
    nk.sqlExec("create table if not exists walk_js (id int)");
    nk.sqlExec("insert into walk_js values ($1)", [7]);
    check(nk.sqlQuery("select id from walk_js where id = $1", [7])[0].id === 7, "sqlQuery");
  }

  // Four players: by custom id, device and e-mail, and the one who called.
  function players(nk, plain) {
    var bob = nk.authenticateCustom("walk-js-bob", "js_bob").userId;
    var carl = nk.authenticateDevice("walk-js-carl-device", "js_carl").userId;
    var dora = nk.authenticateEmail("js-dora@example.com", "password of dora", "js_dora").userId;
    nk.authenticateTokenGenerate(bob, "js_bob");
    ["Apple", "Google", "Facebook", "Steam"].forEach(function (name) { unconfigured(plain, "", "authenticate" + name, "token"); });
    unconfigured(plain, "", "authenticateFacebookInstantGame", "signed.info");
    var key = "https://static.gc.apple.com/key.cer";
    unconfigured(plain, "", "authenticateGameCenter", "player", "bundle", 1, "c2FsdA==", "c2lnbmVk", key);

    nk.linkCustom(carl, "walk-js-carl");
    nk.linkDevice(bob, "walk-js-bob-device");
    nk.linkEmail(bob, "js-bob@example.com", "password of bob");
    unconfigured(plain, "", "linkApple", bob, "token");
    unconfigured(plain, "", "linkGoogle", bob, "token");
    unconfigured(plain, "", "linkFacebook", bob, "js_bob", "token");
    unconfigured(plain, "", "linkFacebookInstantGame", bob, "signed.info");
    unconfigured(plain, "", "linkGameCenter", bob, "player", "bundle", 1, "c2FsdA==", "c2lnbmVk", key);
    unconfigured(plain, "", "linkSteam", bob, "js_bob", "token");
    nk.unlinkCustom(carl, "walk-js-carl");
    nk.unlinkDevice(bob, "walk-js-bob-device");
    nk.unlinkEmail(bob, "js-bob@example.com");
    ["Apple", "Google", "Facebook", "FacebookInstantGame", "GameCenter", "Steam"].forEach(function (name) { nk["unlink" + name](bob); });
    return { bob: bob, carl: carl, dora: dora };
  }

  function accounts(nk, ann, they) {
    check(nk.accountGetId(they.bob).user.username === "js_bob", "accountGetId");
    check(nk.accountsGetId([they.bob, they.carl]).length === 2, "accountsGetId");
    nk.accountUpdateId(they.bob, null, "Bob", null, null, null, null, { rating: 7 });
    check(nk.usersGetId([they.bob, they.carl]).length === 2, "usersGetId");
    check(nk.usersGetUsername(["js_bob"]).length === 1, "usersGetUsername");
    nk.usersGetRandom(3);
    nk.usersBanId([they.dora]);
    nk.usersUnbanId([they.dora]);
    nk.accountImportId(nk.accountExportId(they.bob), they.bob);
    nk.accountDeleteId(they.dora);

    nk.friendsAdd(ann, "js_ann", [they.bob], [], {});
    nk.friendsAdd(they.bob, "js_bob", [ann], ["js_carl"], {});
    nk.friendMetadataUpdate(ann, they.bob, { met: "here" });
    check(nk.friendsList(ann).friends.length === 1, "friendsList");
    nk.friendsOfFriendsList(ann);
    nk.usersGetFriendStatus(ann, [they.bob]);
    nk.friendsDelete(they.bob, "js_bob", [they.carl]);
    nk.friendsBlock(ann, "js_ann", [they.carl]);
  }

  function things(nk, plain, ann, bob) {
    check(nk.storageWrite([{ collection: "js_things", key: "sword", userId: ann, value: { size: 3 } }]).length === 1, "storageWrite");
    check(nk.storageRead([{ collection: "js_things", key: "sword", userId: ann }]).length === 1, "storageRead");
    nk.storageWriteRetry([{ collection: "js_things", key: "sword", userId: ann }], function (objects) {
      objects[0].value.size = 4;
      return objects;
    }, 3);
    check(nk.storageList(ann, "js_things", 10).objects.length === 1, "storageList");
    nk.storageIndexList("js_things", "+value.size:4", 10);
    nk.storageDelete([{ collection: "js_things", key: "sword", userId: ann }]);
    nk.walletUpdate(ann, { coins: 10 }, { why: "walk" }, true);
    nk.walletsUpdate([{ userId: ann, changeset: { coins: -1 } }, { userId: bob, changeset: { coins: 1 } }], true);
    var ledger = nk.walletLedgerList(ann, 10);
    nk.walletLedgerUpdate(ledger.items[0].id, { why: "walked" });
    nk.multiUpdate(null, [{ collection: "js_things", key: "bow", userId: ann, value: {} }], null, [{ userId: ann, changeset: { coins: 1 } }], true);

    ["Apple", "Google", "FacebookInstant"].forEach(function (store) { unconfigured(plain, "", "purchaseValidate" + store, ann, "receipt"); });
    refused("malformed", plain, "", "purchaseValidateSamsung", [ann, "not one"]);
    unconfigured(plain, "", "purchaseValidateHuawei", ann, "receipt", "signature");
    ["Apple", "Google"].forEach(function (store) { unconfigured(plain, "", "subscriptionValidate" + store, ann, "receipt"); });
    nk.purchasesList(ann);
    nk.subscriptionsList(ann);
    refused("not found", plain, "", "purchaseGetByTransactionId", ["none"]);
    refused("not found", plain, "", "subscriptionGetByProductId", [ann, "none"]);
  }

  function boards(nk, ann, bob) {
    nk.leaderboardCreate("js_board", false, "desc", "best", null, { season: 1 }, true);
    nk.leaderboardRecordWrite("js_board", ann, "js_ann", 30);
    nk.leaderboardRecordWrite("js_board", bob, "js_bob", 20, 0, { with: "bow" });
    check(nk.leaderboardRecordsList("js_board", [ann], 10).records.length === 2, "leaderboardRecordsList");
    nk.leaderboardRecordsList("js_board", [], 1, nk.leaderboardRecordsListCursorFromRank("js_board", 1));
    check(nk.leaderboardRecordsHaystack("js_board", bob, 2).records.length === 2, "leaderboardRecordsHaystack");
    nk.leaderboardRecordDelete("js_board", bob);
    nk.leaderboardList(10);
    check(nk.leaderboardsGetId(["js_board"]).length === 1, "leaderboardsGetId");
    nk.leaderboardRanksDisable("js_board");
    nk.leaderboardDelete("js_board");

    nk.tournamentCreate("js_cup", false, "desc", "best", 3600, null, {}, "Cup", "Of the walk", 1, 0, 0, 10, 3, true, true);
    nk.tournamentJoin("js_cup", ann, "js_ann");
    nk.tournamentJoin("js_cup", bob, "js_bob");
    nk.tournamentRecordWrite("js_cup", ann, "js_ann", 5);
    nk.tournamentAddAttempt("js_cup", ann, 1);
    check(nk.tournamentRecordsList("js_cup", [ann], 10).records.length >= 1, "tournamentRecordsList");
    nk.tournamentRecordsHaystack("js_cup", ann, 2);
    nk.tournamentRecordDelete("js_cup", ann);
    nk.tournamentList(0, 10);
    check(nk.tournamentsGetId(["js_cup"]).length === 1, "tournamentsGetId");
    nk.tournamentsRanksDisable("js_cup");
    nk.tournamentDelete("js_cup");
  }

  function talk(nk, ann, they) {
    var group = nk.groupCreate(ann, "walkers in JavaScript", ann, "en", "", "", true, { colour: "red" }, 20);
    nk.groupUpdate(group.id, ann, "walkers and JavaScript");
    check(nk.groupsGetId([group.id]).length === 1, "groupsGetId");
    nk.groupUserJoin(group.id, they.bob, "js_bob");
    nk.groupUsersPromote(group.id, [they.bob]);
    nk.groupUsersDemote(group.id, [they.bob]);
    nk.groupUsersAdd(group.id, [they.carl]);
    nk.groupUsersKick(group.id, [they.carl]);
    check(nk.groupUsersList(group.id).groupUsers.length === 2, "groupUsersList");
    nk.userGroupsList(ann);
    nk.groupsList("walkers%");
    nk.groupsGetRandom(2);
    nk.groupUsersBan(group.id, [they.carl]);
    nk.groupUserLeave(group.id, they.bob, "js_bob");

    var channel = nk.channelIdBuild(ann, group.id, 3);
    var ack = nk.channelMessageSend(channel, { text: "hello" }, ann, "js_ann", true);
    nk.channelMessageUpdate(channel, ack.messageId, { text: "hello all" }, ann, "js_ann", true);
    check(nk.channelMessagesList(channel).messages.length >= 1, "channelMessagesList");
    nk.channelMessageRemove(channel, ack.messageId, ann, "js_ann", true);
    nk.groupDelete(group.id);

    nk.notificationSend(ann, "one", { n: 1 }, 11, null, true);
    nk.notificationsSend([{ userId: ann, subject: "two", content: { n: 2 }, code: 12, persistent: true }]);
    nk.notificationSendAll("to all", { n: 3 }, 13, false);
    var inbox = nk.notificationsList(ann, 10).notifications;
    check(inbox.length >= 2, "notificationsList");
    nk.notificationsGetId([inbox[0].id], ann);
    nk.notificationsUpdate([{ id: inbox[0].id, subject: "changed" }]);
    nk.notificationsDeleteId([inbox[0].id], ann);
    nk.notificationsDelete([{ userId: ann, notificationId: inbox[1].id }]);
  }

  function presence(nk, ann, session, wanted, bob) {
    var stream = { mode: 141, label: "walk in JavaScript" };
    nk.streamUserJoin(ann, session, stream, false, true, "here");
    nk.streamUserUpdate(ann, session, stream, false, true, "still here");
    check(nk.streamUserGet(ann, session, stream), "streamUserGet");
    check(nk.streamUserList(stream).length === 1, "streamUserList");
    check(nk.streamCount(stream) === 1, "streamCount");
    nk.streamSend(stream, "data");
    nk.streamSendRaw(stream, { streamData: { stream: stream, data: "raw" } });
    nk.streamUserKick({ userId: ann, sessionId: session }, stream);
    nk.streamUserJoin(ann, session, stream);
    nk.streamUserLeave(ann, session, stream);
    nk.streamClose(stream);
    nk.statusFollow(session, [bob]);
    nk.statusUnfollow(session, [bob]);
    nk.partyList(10, null, false);
    nk.sessionLogout(bob);
    nk.sessionDisconnect(wanted.others_session);
  }

  function matches(nk) {
    var id = nk.matchCreate("walk_js", { wanted: true });
    check(nk.matchGet(id).matchId === id, "matchGet");
    nk.matchList(10, true);
    JSON.parse(nk.matchSignal(id, "walk")).forEach(function (name) { called[name] = true; });
  }

  function satori(plain) {
    var service = plain.getSatori();
    called.getSatori = true;
    function no(name) {
      refused("satori configuration is invalid", service, "getSatori().", name, Array.prototype.slice.call(arguments, 1));
    }
    no("authenticate", "walker");
    no("identityDelete", "walker");
    no("propertiesGet", "walker");
    no("propertiesUpdate", "walker", { default: {}, custom: { level: "7" } });
    no("eventsPublish", "walker", [{ name: "walked", value: "1", timestamp: 1700000000 }]);
    no("serverEventsPublish", [{ name: "walked", value: "1", timestamp: 1700000000 }]);
    no("experimentsList", "walker");
    no("flagsList", "walker");
    no("flagsOverridesList", "walker");
    no("liveEventsList", "walker");
    no("liveEventJoin", "walker", "event");
    no("messagesList", "walker");
    no("messageUpdate", "walker", "message", 1700000000);
    no("messageDelete", "walker", "message");
  }

  var wanted = JSON.parse(payload);
  var nk = watched(plain, "");
  var ann = ctx.userId;
  var they = {};
  [
    function () { texts(nk, watched(plainLogger, "logger.")); },
    function () { surroundings(nk, wanted); },
    function () { they = players(nk, plain); },
    function () { accounts(nk, ann, they); },
    function () { things(nk, plain, ann, they.bob); },
    function () { boards(nk, ann, they.bob); },
    function () { talk(nk, ann, they); },
    function () { presence(nk, ann, ctx.sessionId, wanted, they.bob); },
    function () { matches(nk); },
    function () { satori(plain); },
  ].forEach(function (part) {
    try {
      part();
    } catch (failure) {
      wrong.push(String(failure.message || failure));
    }
  });
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  return JSON.stringify(Object.keys(called));
}

function same(ctx, logger, nk, message) { return message; }

function nothing() {}

function always() { return true; }

function matchInit(ctx, logger, nk, params) { return { state: { wanted: params.wanted }, tickRate: 10, label: "walk" }; }

function matchJoinAttempt(ctx, logger, nk, dispatcher, tick, state, presence, metadata) { return { state: state, accept: true }; }

function matchGoesOn(ctx, logger, nk, dispatcher, tick, state) { return { state: state }; }

function matchSignal(ctx, logger, nk, dispatcher, tick, state, data) {
  var done = [];
  function call(name, args) {
    dispatcher[name].apply(dispatcher, args);
    done.push("dispatcher." + name);
  }
  call("broadcastMessage", [1, "now"]);
  call("broadcastMessageDeferred", [1, "later"]);
  call("matchLabelUpdate", ["walked"]);
  call("matchKick", [[]]);
  return { state: state, data: JSON.stringify(done) };
}

function InitModule(ctx, logger, nk, initializer) {
  initializer.registerRpc("walk_js", walk);
  initializer.registerRtBefore("ChannelLeave", same);
  initializer.registerRtAfter("ChannelLeave", nothing);
  initializer.registerMatchmakerMatched(nothing);
  initializer.registerTournamentEnd(nothing);
  initializer.registerTournamentReset(nothing);
  initializer.registerLeaderboardReset(nothing);
  initializer.registerShutdown(nothing);
  initializer.registerStorageIndex("js_things", "js_things", null, ["size"], ["size"], 100);
  initializer.registerStorageIndexFilter("js_things", always);
  initializer.registerPurchaseNotificationApple(nothing);
  initializer.registerSubscriptionNotificationApple(nothing);
  initializer.registerPurchaseNotificationGoogle(nothing);
  initializer.registerSubscriptionNotificationGoogle(nothing);
  initializer.registerMatch("walk_js", {
    matchInit: matchInit, matchJoinAttempt: matchJoinAttempt, matchJoin: matchGoesOn, matchLeave: matchGoesOn, matchLoop: matchGoesOn,
    matchTerminate: matchGoesOn, matchSignal: matchSignal,
  });
  if (initializer.getConfig().name !== "nakama") throw new Error("getConfig");
}

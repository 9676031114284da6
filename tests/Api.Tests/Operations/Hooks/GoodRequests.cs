using System.Text.Json.Nodes;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>A request of each operation that is granted, with what has to be there for it.</summary>
/// <param name="server">Where.</param>
/// <param name="player">Who will ask.</param>
/// <param name="friend">Somebody to ask about.</param>
sealed class GoodRequests(HookedServer server, TestPlayer player, TestPlayer friend)
{
    /// <summary>The session variable "build" of every sign-in.</summary>
    public const string Build = "42";

    readonly string _id = $"id-{Guid.NewGuid():n}";

    /// <summary>The message as functions see it.</summary>
    public async Task<JsonObject> Of(string operation) => JsonNode.Parse(await Text(operation))!.AsObject();

    async Task<string> Text(string operation) => operation switch
    {
        "GetAccount" or "DeleteAccount" or "GetMatchmakerStats" => "{}",
        "SessionRefresh" => $$"""{"token":"{{player.RefreshToken}}","vars":{"build":"{{Build}}"} }""",
        "SessionLogout" => $$"""{"token":"{{player.Token}}"}""",
        "Event" => """{"name":"won","properties":{"level":"7"},"timestamp":"2026-11-23T09:00:00Z"}""",
        "UpdateAccount" => """{"display_name":"Ann of the Hill","location":""}""",
        "GetUsers" => $$"""{"ids":["{{friend.UserId}}"]}""",
        "ImportFacebookFriends" or "ImportSteamFriends" => $$"""{"account":{"token":"{{_id}}"} }""",
        "ListChannelMessages" => """{"channel_id":"2...lobby","limit":5,"forward":false}""",
        "ListMatches" => """{"limit":5,"authoritative":false}""",
        "ListNotifications" => """{"limit":5}""",
        "ListParties" => """{"limit":5,"open":true}""",
        "DeleteNotifications" => $$"""{"ids":["{{Guid.NewGuid()}}"]}""",
        "GetSubscription" or "ListSubscriptions" => await Subscription(operation),
        _ when operation.StartsWith("Validate", StringComparison.Ordinal) => Validating(operation),
        _ when operation.StartsWith("Authenticate", StringComparison.Ordinal) => $$"""{"account":{{Credential(operation[12..])}},"create":true,"username":"{{_id}}"}""",
        _ when operation.StartsWith("Link", StringComparison.Ordinal) => Linking(operation[4..]),
        _ when operation.StartsWith("Unlink", StringComparison.Ordinal) => await Unlinking(operation[6..]),
        _ when operation.EndsWith("Friends", StringComparison.Ordinal) || operation.EndsWith("FriendsOfFriends", StringComparison.Ordinal) => await Friends(operation),
        _ when operation.Contains("Group", StringComparison.Ordinal) => await Group(operation),
        _ when operation.Contains("Storage", StringComparison.Ordinal) => await Storage(operation),
        _ when operation.Contains("Tournament", StringComparison.Ordinal) => await Tournament(operation),
        _ when operation.Contains("Leaderboard", StringComparison.Ordinal) => await Leaderboard(operation),
        _ => throw new InvalidOperationException($"Tell here how {operation} is asked so that it is granted."),
    };

    string Validating(string operation)
    {
        var (stores, at, id) = (server.Stores, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "t-" + _id);
        var (signed, signature) = stores.HuaweiPurchase(id, "sword", at);
        return new JsonObject
        {
            [operation[^5..] == "Apple" || operation == "ValidateSubscriptionGoogle" ? "receipt" : operation switch
            {
                "ValidatePurchaseFacebookInstant" => "signed_request",
                "ValidatePurchaseSamsung" => "purchase_id",
                _ => "purchase",
            }] = operation switch
            {
                "ValidatePurchaseApple" => stores.Apple.Sign(StandInApple.Purchase(id, "sword", at)),
                "ValidateSubscriptionApple" => stores.Apple.Sign(StandInApple.Subscription(id, "gold", at, at.AddYears(1))),
                "ValidatePurchaseGoogle" => stores.GooglePurchase(id, "sword", at),
                "ValidateSubscriptionGoogle" => stores.GoogleSubscription(id, "gold", at, at.AddYears(1)),
                "ValidatePurchaseHuawei" => signed,
                "ValidatePurchaseFacebookInstant" => StandInStores.FacebookPurchase(id, "sword", at),
                _ => stores.SamsungPurchase(id, "sword", at),
            },
            [operation == "ValidatePurchaseHuawei" ? "signature" : "persist"] = operation == "ValidatePurchaseHuawei" ? signature : true,
        }.ToJsonString();
    }

    async Task<string> Subscription(string operation)
    {
        using var bought = await server.Game.Send("POST", "/v2/iap/subscription/apple", player.Token, Validating("ValidateSubscriptionApple"));
        bought.EnsureSuccessStatusCode();
        return operation == "GetSubscription" ? """{"product_id":"gold"}""" : """{"limit":5}""";
    }

    string Credential(string provider)
    {
        var vars = $$"""
            "vars":{"build":"{{Build}}"}
            """;
        return provider switch
        {
            "Custom" or "Device" => $$"""{"id":"{{_id}}",{{vars}}}""",
            "Email" => $$"""{"email":"{{_id}}@example.com","password":"password",{{vars}}}""",
            "FacebookInstantGame" => $$"""{"signed_player_info":"{{_id}}",{{vars}}}""",
            "GameCenter" => $$"""{"player_id":"{{_id}}","bundle_id":"b","timestamp_seconds":"1","salt":"s","signature":"g","public_key_url":"u",{{vars}}}""",
            _ => $$"""{"token":"{{_id}}",{{vars}}}""",
        };
    }

    string Linking(string provider) => provider is "Facebook" or "Steam" ? $$"""{"account":{{Credential(provider)}}}""" : Credential(provider);

    async Task<string> Unlinking(string provider)
    {
        await Done("POST", "/v2/account/link/" + provider.ToLowerInvariant(), player, provider == "Steam" ? Linking(provider) : Credential(provider));
        return Credential(provider);
    }

    async Task<string> Friends(string operation)
    {
        if (operation.StartsWith("List", StringComparison.Ordinal)) return """{"limit":5}""";
        if (operation == "DeleteFriends") await Done("POST", "/v2/friend?ids=" + friend.UserId, player);
        return $$"""{"ids":["{{friend.UserId}}"]}""";
    }

    async Task<string> Group(string operation)
    {
        var owner = operation is "JoinGroup" or "LeaveGroup" ? friend : player;
        var group = (string)(await Done("POST", "/v2/group", owner, $$"""{"name":"{{_id}}","open":true}"""))["id"]!;
        var (one, some) = ($$"""{"group_id":"{{group}}"}""", $$"""{"group_id":"{{group}}","user_ids":["{{friend.UserId}}"]}""");
        if (operation is "BanGroupUsers" or "KickGroupUsers" or "PromoteGroupUsers" or "DemoteGroupUsers") await Done("POST", $"/v2/group/{group}/join", friend);
        if (operation is "DemoteGroupUsers") await Done("POST", $"/v2/group/{group}/promote?user_ids={friend.UserId}", player);
        if (operation is "LeaveGroup") await Done("POST", $"/v2/group/{group}/join", player);
        return operation switch
        {
            "CreateGroup" => $$"""{"name":"other {{_id}}","max_count":7}""",
            "UpdateGroup" => $$"""{"group_id":"{{group}}","description":"Of the hill","open":false}""",
            "ListGroups" => """{"limit":5,"open":true}""",
            "ListUserGroups" => $$"""{"user_id":"{{player.UserId}}","limit":5}""",
            "ListGroupUsers" => $$"""{"group_id":"{{group}}","limit":5}""",
            "DeleteGroup" or "JoinGroup" or "LeaveGroup" => one,
            _ => some,
        };
    }

    async Task<string> Storage(string operation)
    {
        const string Objects = """{"objects":[{"collection":"saves","key":"slot","value":"{\"level\": 7}","permission_read":2}]}""";
        if (operation == "WriteStorageObjects") return Objects;
        await Done("PUT", "/v2/storage", player, Objects);
        return operation switch
        {
            "ListStorageObjects" => $$"""{"user_id":"{{player.UserId}}","collection":"saves","limit":5}""",
            "DeleteStorageObjects" => """{"object_ids":[{"collection":"saves","key":"slot"}]}""",
            _ => $$"""{"object_ids":[{"collection":"saves","key":"slot","user_id":"{{player.UserId}}"}]}""",
        };
    }

    async Task<string> Leaderboard(string operation)
    {
        if (operation == "WriteLeaderboardRecord") return $$"""{"leaderboard_id":"{{HookedServer.Board}}","record":{"score":"9007199254740993","metadata":"{\"a\": 1}"} }""";
        await Done("POST", "/v2/leaderboard/" + HookedServer.Board, player, """{"score":"5"}""");
        return operation switch
        {
            "DeleteLeaderboardRecord" => $$"""{"leaderboard_id":"{{HookedServer.Board}}"}""",
            "ListLeaderboardRecords" => $$"""{"leaderboard_id":"{{HookedServer.Board}}","owner_ids":["{{player.UserId}}"],"limit":5}""",
            _ => $$"""{"leaderboard_id":"{{HookedServer.Board}}","owner_id":"{{player.UserId}}","limit":5}""",
        };
    }

    async Task<string> Tournament(string operation)
    {
        const string Id = $"\"tournament_id\":\"{HookedServer.Tournament}\"";
        if (operation == "WriteTournamentRecord") return $$"""{{{Id}},"record":{"score":"5","subscore":"6"} }""";
        if (operation is not ("JoinTournament" or "ListTournaments")) await Done("POST", "/v2/tournament/" + HookedServer.Tournament, player, """{"score":"5"}""");
        return operation switch
        {
            "ListTournaments" => """{"limit":5}""",
            "JoinTournament" or "DeleteTournamentRecord" => $$"""{{{Id}}}""",
            "ListTournamentRecords" => $$"""{{{Id}},"owner_ids":["{{player.UserId}}"],"limit":5}""",
            _ => $$"""{{{Id}},"owner_id":"{{player.UserId}}","limit":5}""",
        };
    }

    async Task<JsonNode> Done(string method, string path, TestPlayer who, string? body = null)
    {
        using var response = await server.Game.Send(method, path, who.Token, body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return JsonNode.Parse(text)!;
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>A tool of the operators' looks back and undoes over HTTP, while players with official clients go on.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class HistoryOverHttpSpecs(AuditedServer audited)
{
    [Fact]
    public async Task what_somebody_else_did_at_a_players_account_is_previewed_undone_and_done_again()
    {
        var player = await audited.Client.AuthenticateDeviceAsync("whose-phone-was-taken");
        await audited.Client.UpdateAccountAsync(player, null, "Una");
        await Save(player, 1);
        await audited.Client.WriteLeaderboardRecordAsync(player, "open", 60);
        var before = await Shown(player);
        var since = await LastChange(player);
        await audited.Client.UpdateAccountAsync(player, null, "Fool");
        await Save(player, 2);
        await audited.Client.WriteLeaderboardRecordAsync(player, "open", 600);
        var after = await Shown(player);

        var selection = $$"""{"actor":"{{player.UserId}}","source":"client","since":"{{since}}" """;
        var preview = await audited.Ask("undo/preview", selection + "}");
        preview.GetProperty("undone").EnumerateArray().SelectMany(one => one.GetProperty("changes").EnumerateArray()).Select(
            change => $"{change.GetProperty("field")}: {change.GetProperty("now")} -> {change.GetProperty("then")}").ShouldBe(
            ["score: 600 -> 60", "num_score: 2 -> 1", "value: {\"turn\": 2} -> {\"turn\": 1}", "display_name: Fool -> Una"]);
        (await Shown(player)).ShouldBe(after, "a preview changes nothing");

        var order = selection + $$""","author":"support","reason":"a stolen phone","token":"{{preview.GetProperty("token").GetString()}}"}""";
        var undone = await audited.Ask("undo", order);
        (undone.GetProperty("stage").GetString(), undone.GetProperty("undone_count").GetInt32()).ShouldBe(("done", 3));
        (await Shown(player)).ShouldBe(before);
        var late = await audited.Hear("undo", order);
        late.ShouldBe((HttpStatusCode.Conflict, """{"code":10,"message":"What it would change is not what was previewed; preview it again."}"""));

        var again = await audited.Ask("undo", $$"""{"undo_id":"{{undone.GetProperty("id").GetString()}}","author":"support","reason":"it was a sister"}""");
        (await Shown(player)).ShouldBe(after);
        (await audited.Ask($"undo/{undone.GetProperty("id").GetString()}")).GetProperty("undone_by").GetString().ShouldBe(again.GetProperty("id").GetString());
    }

    [Fact]
    public async Task things_are_shown_as_they_were_at_a_time_after_an_event_and_in_a_version()
    {
        var player = await audited.Client.AuthenticateDeviceAsync("who-is-looked-back-at");
        await Save(player, 1);
        await audited.Client.WriteLeaderboardRecordAsync(player, "open", 61);
        await audited.Client.UpdateAccountAsync(player, null, "Una the first");
        var then = await LastChange(player);
        await Save(player, 2);
        await audited.Client.WriteLeaderboardRecordAsync(player, "open", 62);
        await audited.Client.UpdateAccountAsync(player, null, "Una the second");

        var (thing, account) = ($"storage/saves/slot/{player.UserId}/at", $"account/{player.UserId}/at");
        var past = await audited.Ask($"{account}?at={then}");
        State(past).GetProperty("display_name").GetString().ShouldBe("Una the first");
        var sequence = past.GetProperty("sequence").GetString();
        State(await audited.Ask($"{thing}?at={sequence}")).GetProperty("value").GetProperty("turn").GetInt32().ShouldBe(1);
        State(await audited.Ask($"{thing}?version=2")).GetProperty("value").GetProperty("turn").GetInt32().ShouldBe(2);
        State(await audited.Ask(account)).GetProperty("display_name").GetString().ShouldBe("Una the second");

        var record = $"leaderboard/open/owner/{player.UserId}/at";
        foreach (var moment in (string[])[then, sequence!]) (await audited.Ask($"{record}?at={moment}")).GetProperty("record").GetProperty("score").GetString().ShouldBe("61");
        (await audited.Ask(record)).GetProperty("record").GetProperty("score").GetString().ShouldBe("62");
        var board = await audited.Ask($"leaderboard/open/at?at={then}&limit=100");
        board.GetProperty("records").EnumerateArray().Single(one => one.GetProperty("owner_id").GetString() == player.UserId).GetProperty("score").GetString().ShouldBe("61");
    }

    Task<IApiStorageObjectAcks> Save(ISession player, int turn) => audited.Client.WriteStorageObjectsAsync(
        player, [new WriteStorageObject { Collection = "saves", Key = "slot", Value = $$"""{"turn":{{turn}}}""" }]);

    /// <summary>When the last of a player's events was decided, and a microsecond.</summary>
    async Task<string> LastChange(ISession player)
    {
        var at = await audited.Scalar<DateTime>(
            $"select max(timestamp) from kaos.mt_events where user_name = '{player.UserId}'");
        return at.AddMicroseconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>What the player's own client sees.</summary>
    async Task<string> Shown(ISession player)
    {
        var account = await audited.Client.GetAccountAsync(player);
        var saved = await audited.Client.ReadStorageObjectsAsync(player, [new StorageObjectId { Collection = "saves", Key = "slot", UserId = player.UserId }]);
        var board = await audited.Client.ListLeaderboardRecordsAsync(player, "open", [player.UserId], limit: 1);
        return $"{account.User.DisplayName} {saved.Objects.Single().Value} {board.OwnerRecords.Single().Score}";
    }

    static JsonElement State(JsonElement past) => JsonSerializer.Deserialize<JsonElement>(past.GetProperty("state").GetString()!);
}

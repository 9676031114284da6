using System.Text.Json;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>Another service follows the game's events, and comes back after it was cut off.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class EventStreamSpecs(AuditedServer audited)
{
    [Fact]
    public async Task a_service_that_comes_back_hears_what_passes_its_filter_once()
    {
        var player = await audited.Client.AuthenticateDeviceAsync("who-is-followed");
        var other = await audited.Client.AuthenticateDeviceAsync("who-is-not");
        await Score(player, 10);
        await Score(other, 11);
        await Save(player);
        await Score(player, 20);

        var query = $"from=start&slice=record&slice=wallet&type=score_submitted&user={player.UserId}";
        List<JsonElement> heard = [];
        string place;
        using (var source = await EventSource.Open(audited.Http, query))
        {
            heard.Add(await source.Next());
            place = source.LastId;
        }

        // While it is away.
        await Score(player, 30);
        await Score(other, 31);
        using (var source = await EventSource.Open(audited.Http, query, place))
        {
            heard.Add(await source.Next());
            heard.Add(await source.Next());
            // While it listens.
            await Save(player);
            await Score(other, 41);
            await Score(player, 40);
            heard.Add(await source.Next());
        }

        heard.Select(one => one.GetProperty("data").GetProperty("score").GetInt64()).ShouldBe([10, 20, 30, 40]);
        heard.ShouldAllBe(one => one.GetProperty("stream").GetString() == $"record-open/0/{player.UserId}" && one.GetProperty("type").GetString() == "score_submitted");

        // From the number of an event on.
        using var middle = await EventSource.Open(audited.Http, query.Replace("start", heard[2].GetProperty("sequence").GetRawText(), StringComparison.Ordinal));
        (await middle.Next()).GetRawText().ShouldBe(heard[2].GetRawText());
        (await middle.Next()).GetRawText().ShouldBe(heard[3].GetRawText());
    }

    Task<IApiLeaderboardRecord> Score(ISession player, long score) => audited.Client.WriteLeaderboardRecordAsync(player, "open", score);

    Task<IApiStorageObjectAcks> Save(ISession player) =>
        audited.Client.WriteStorageObjectsAsync(player, [new WriteStorageObject { Collection = "saves", Key = "slot", Value = "{}" }]);
}

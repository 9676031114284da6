using System.Globalization;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Leaderboards through the official .NET client (also Unity's), unmodified: every operation, every list to its last page and back, past periods.</summary>
public sealed class DotNetLeaderboardSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task a_board_is_listed_to_its_last_page_and_back()
    {
        var players = await Players("paged_net", 7);
        var best = players.Select(player => player.UserId).Reverse().ToList();

        var pages = new List<IApiLeaderboardRecordList> { await client.ListLeaderboardRecordsAsync(players[0], "paged_net", limit: 3) };
        while (!string.IsNullOrEmpty(pages[^1].NextCursor)) pages.Add(await Page(pages[^1].NextCursor));
        pages.SelectMany(page => page.Records.Select(record => record.OwnerId)).ShouldBe(best);
        pages.SelectMany(page => page.Records.Select(record => record.Rank)).ShouldBe(["1", "2", "3", "4", "5", "6", "7"]);
        pages.Count.ShouldBe(3);
        pages[0].PrevCursor.ShouldBeNullOrEmpty();

        var back = await Page(pages[^1].PrevCursor);
        back.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe(pages[1].Records.Select(record => (record.OwnerId, record.Rank)));
        back = await Page(back.PrevCursor);
        back.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe(pages[0].Records.Select(record => (record.OwnerId, record.Rank)));
        back.PrevCursor.ShouldBeNullOrEmpty();
        (await Page(back.NextCursor)).Records.Select(record => record.OwnerId).ShouldBe(pages[1].Records.Select(record => record.OwnerId));

        var owners = await client.ListLeaderboardRecordsAsync(players[0], "paged_net", [best[6], best[2], best[6]], limit: 1);
        owners.OwnerRecords.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[2], "3"), (best[6], "7")]);
        await AroundOwner(players[0], best);
        await client.DeleteLeaderboardRecordAsync(players[6], "paged_net");
        await client.DeleteLeaderboardRecordAsync(players[6], "paged_net");
        (await client.ListLeaderboardRecordsAsync(players[0], "paged_net", limit: 100)).Records.Select(record => record.OwnerId).ShouldBe(best[1..]);

        Task<IApiLeaderboardRecordList> Page(string cursor) => client.ListLeaderboardRecordsAsync(players[0], "paged_net", limit: 3, cursor: cursor);
    }

    [Fact]
    public async Task a_past_period_is_listed_by_its_expiry()
    {
        ISession[] players = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.AuthenticateDeviceAsync(Fresh())));
        List<IApiLeaderboardRecord> written;
        do
        {
            // Until all of them come into one period.
            written = [.. await Task.WhenAll(players.Select((player, place) => client.WriteLeaderboardRecordAsync(player, "ticking_net", place)))];
        }
        while (written.DistinctBy(record => record.ExpiryTime).Count() > 1);

        List<string> owners = [.. players.Select(player => player.UserId)];
        var expiry = DateTimeOffset.Parse(written[0].ExpiryTime, CultureInfo.InvariantCulture);
        var cursor = (await client.ListLeaderboardRecordsAsync(players[0], "ticking_net", expiry: expiry.ToUnixTimeSeconds(), limit: 2)).NextCursor;
        await Eventually.Is(async () => !(await client.ListLeaderboardRecordsAsync(players[0], "ticking_net", limit: 100)).Records.Any());

        var refusal = await Should.ThrowAsync<ApiResponseException>(client.ListLeaderboardRecordsAsync(players[0], "ticking_net", limit: 2, cursor: cursor));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 3, "Cursor is invalid or expired."));
        var first = await Past(null);
        var second = await Past(first.NextCursor);
        var third = await Past(second.NextCursor);
        first.Records.Concat(second.Records).Concat(third.Records).Select(record => record.OwnerId).ShouldBe(owners);
        third.NextCursor.ShouldBeNullOrEmpty();
        (await Past((await Past(third.PrevCursor)).PrevCursor)).Records.Select(record => record.OwnerId).ShouldBe(owners[..2]);
        (await Past(cursor)).Records.Select(record => record.OwnerId).ShouldBe(owners[2..4]);

        var around = await client.ListLeaderboardRecordsAroundOwnerAsync(players[2], "ticking_net", owners[2], expiry.ToUnixTimeSeconds(), 3);
        around.Records.Select(record => record.OwnerId).ShouldBe(owners[1..4]);
        (await client.ListLeaderboardRecordsAroundOwnerAsync(players[2], "ticking_net", owners[2], null, 3)).Records.ShouldBeEmpty();

        Task<IApiLeaderboardRecordList> Past(string? from) =>
            client.ListLeaderboardRecordsAsync(players[0], "ticking_net", expiry: expiry.ToUnixTimeSeconds(), limit: 2, cursor: from);
    }

    async Task AroundOwner(ISession player, List<string> best)
    {
        var window = await client.ListLeaderboardRecordsAroundOwnerAsync(player, "paged_net", best[3], expiry: null, limit: 3);
        window.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[2], "3"), (best[3], "4"), (best[4], "5")]);
        var below = await client.ListLeaderboardRecordsAroundOwnerAsync(player, "paged_net", best[3], null, 10, window.NextCursor);
        below.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[5], "6"), (best[6], "7")]);
        below.NextCursor.ShouldBeNullOrEmpty();
        var above = await client.ListLeaderboardRecordsAroundOwnerAsync(player, "paged_net", best[3], null, 10, window.PrevCursor);
        above.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[0], "1"), (best[1], "2")]);
        above.PrevCursor.ShouldBeNullOrEmpty();
        // A cursor of a window serves the list as well.
        (await client.ListLeaderboardRecordsAsync(player, "paged_net", limit: 1, cursor: window.NextCursor)).Records.Single().OwnerId.ShouldBe(best[5]);
    }

    /// <summary>Players with records, the later the better.</summary>
    async Task<List<ISession>> Players(string board, int count)
    {
        var players = new List<ISession>();
        for (var i = 1; i <= count; i++)
        {
            players.Add(await client.AuthenticateDeviceAsync(Fresh()));
            var written = await client.WriteLeaderboardRecordAsync(players[^1], board, i, 1, """{"weapon":"bow"}""");
            (written.Score, written.Subscore, written.NumScore, written.Rank, written.Metadata).ShouldBe((i.ToString(CultureInfo.InvariantCulture), "1", 1, "1", """{"weapon":"bow"}"""));
        }

        return players;
    }

    static string Fresh() => "device-" + Guid.NewGuid().ToString("n");
}

using System.Globalization;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Tournaments through the official .NET client (also Unity's), unmodified: every operation and every list to its last page and back.</summary>
public sealed class DotNetTournamentSpecs(CompatServer compat)
{
    const int Category = 101;
    const string Cup = "cup_net";

    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task tournaments_are_listed_to_the_last_page()
    {
        var ann = await SignUp();
        var pages = new List<IApiTournamentList> { await Page(null) };
        while (!string.IsNullOrEmpty(pages[^1].Cursor)) pages.Add(await Page(pages[^1].Cursor));
        pages.SelectMany(page => page.Tournaments.Select(listed => listed.Id))
            .ShouldBe(["listed_net_1", "listed_net_2", "listed_net_3", "listed_net_4", "listed_net_5"]);
        pages.Select(page => page.Tournaments.Count()).ShouldBe([2, 2, 1]);

        var first = pages[0].Tournaments.First();
        (first.Title, first.Category, first.SortOrder, first.Duration, first.CanEnter).ShouldBe(("Listed", Category, 1, 86_400, true));
        (first.NextReset - first.PrevReset, first.EndActive).ShouldBe((86_400, first.NextReset));
        first.EndTime.ShouldBeNull();
        (await client.ListTournamentsAsync(ann, Category, Category, endTime: 1, limit: 10)).Tournaments.ShouldBeEmpty();

        Task<IApiTournamentList> Page(string? cursor) => client.ListTournamentsAsync(ann, Category, Category, limit: 2, cursor: cursor);
    }

    [Fact]
    public async Task a_tournament_is_joined_played_and_listed_to_its_last_page_and_back()
    {
        var players = new List<ISession>();
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.WriteTournamentRecordAsync(await SignUp(), Cup, 1));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 9, "Must join tournament before attempting to write value."));
        for (var i = 1; i <= 7; i++)
        {
            players.Add(await SignUp());
            await client.JoinTournamentAsync(players[^1], Cup);
            await client.JoinTournamentAsync(players[^1], Cup);
            var written = await client.WriteTournamentRecordAsync(players[^1], Cup, i, 2, """{"weapon":"bow"}""");
            (written.Score, written.Subscore, written.NumScore, written.Rank, written.Metadata, written.MaxNumScore)
                .ShouldBe((i.ToString(CultureInfo.InvariantCulture), "2", 1, "1", """{"weapon":"bow"}""", 3));
        }

        // Worse ones count as well, and after the last attempt nothing moves.
        for (var attempt = 2; attempt <= 4; attempt++)
            (await client.WriteTournamentRecordAsync(players[6], Cup, 0)).NumScore.ShouldBe(Math.Min(attempt, 3));

        var best = players.Select(player => player.UserId).Reverse().ToList();
        var pages = new List<IApiTournamentRecordList> { await Page(null) };
        while (!string.IsNullOrEmpty(pages[^1].NextCursor)) pages.Add(await Page(pages[^1].NextCursor));
        pages.SelectMany(page => page.Records.Select(record => record.OwnerId)).ShouldBe(best);
        pages.SelectMany(page => page.Records.Select(record => record.Rank)).ShouldBe(["1", "2", "3", "4", "5", "6", "7"]);
        pages[0].PrevCursor.ShouldBeNullOrEmpty();
        var back = await Page((await Page(pages[2].PrevCursor)).PrevCursor);
        back.Records.Select(record => record.OwnerId).ShouldBe(best[..3]);
        back.PrevCursor.ShouldBeNullOrEmpty();

        var owners = await client.ListTournamentRecordsAsync(players[0], Cup, [best[6], best[2], best[6]], limit: 1);
        owners.OwnerRecords.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[2], "3"), (best[6], "7")]);
        await AroundOwner(players[0], best);
        await client.DeleteTournamentRecordAsync(players[6], Cup);
        await client.DeleteTournamentRecordAsync(players[6], Cup);
        (await client.ListTournamentRecordsAsync(players[0], Cup, limit: 100)).Records.Select(record => record.OwnerId).ShouldBe(best[1..]);

        Task<IApiTournamentRecordList> Page(string? cursor) => client.ListTournamentRecordsAsync(players[0], Cup, limit: 3, cursor: cursor);
    }

    [Fact]
    public async Task a_full_tournament_turns_away()
    {
        var (ann, bob, cid) = (await SignUp(), await SignUp(), await SignUp());
        (await client.WriteTournamentRecordAsync(ann, "small_net", 5)).Rank.ShouldBe("1");
        (await client.WriteTournamentRecordAsync(bob, "small_net", 4, apiOperator: ApiOperator.INCREMENT)).Rank.ShouldBe("1");
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.WriteTournamentRecordAsync(cid, "small_net", 1));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 9, "Tournament has reached max size."));
        var listed = (await client.ListTournamentsAsync(ann, 11, 11, limit: 100)).Tournaments.Single(entry => entry.Id == "small_net");
        (listed.Size, listed.MaxSize, listed.CanEnter, listed.MaxNumScore).ShouldBe((2, 2, false, 2));
        await client.DeleteTournamentRecordAsync(ann, "small_net");
        await client.WriteTournamentRecordAsync(cid, "small_net", 1);
        refusal = await Should.ThrowAsync<ApiResponseException>(client.JoinTournamentAsync(ann, "nowhere"));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((404, 5, "Tournament not found."));
    }

    async Task AroundOwner(ISession player, List<string> best)
    {
        var window = await client.ListTournamentRecordsAroundOwnerAsync(player, Cup, best[3], limit: 3);
        window.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[2], "3"), (best[3], "4"), (best[4], "5")]);
        var below = await client.ListTournamentRecordsAroundOwnerAsync(player, Cup, best[3], limit: 10, cursor: window.NextCursor);
        below.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[5], "6"), (best[6], "7")]);
        below.NextCursor.ShouldBeNullOrEmpty();
        var above = await client.ListTournamentRecordsAroundOwnerAsync(player, Cup, best[3], limit: 10, cursor: window.PrevCursor);
        above.Records.Select(record => (record.OwnerId, record.Rank)).ShouldBe([(best[0], "1"), (best[1], "2")]);
        above.PrevCursor.ShouldBeNullOrEmpty();
    }

    Task<ISession> SignUp() => client.AuthenticateDeviceAsync("device-" + Guid.NewGuid().ToString("n"));
}

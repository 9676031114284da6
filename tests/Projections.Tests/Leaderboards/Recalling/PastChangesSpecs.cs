using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.History;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tests.Leaderboards.Disqualifying;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards.Recalling;

/// <summary>Looking back past what changed boards otherwise than by scores.</summary>
public sealed class PastChangesSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task scores_that_were_taken_back_and_given_back_are_shown_as_they_counted_then()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("daily", schedule: "0 0 * * *");
        await bench.Submit("daily", 1, 100);
        await bench.Submit("daily", 2, 200);
        await bench.Submit("daily", 1, 900, build: "9.9");
        await bench.Submit("daily", 3, 50, build: "9.9");
        var before = Now(bench);
        // The period is closed when it comes out.
        bench.Boards.Time.Advance(TimeSpan.FromDays(1));
        var taken = await bench.Disqualify(new() { Build = "9.9" });
        var without = Now(bench);
        bench.Boards.Time.Advance(TimeSpan.FromHours(1));
        await bench.Undo(taken);

        var expiry = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        (await Shown(bench.Boards, "daily", before, expiry)).ShouldBe("1:900 2:200 3:50");
        (await Shown(bench.Boards, "daily", without, expiry)).ShouldBe("2:200 1:100");
        (await Shown(bench.Boards, "daily", Now(bench), expiry)).ShouldBe("1:900 2:200 3:50");

        var second = (await bench.Boards.Past.Record("daily", LeaderboardBench.Owner(1), without, null, expiry)).Value;
        (second.Record.Rank, second.RankCount, second.Record.Record.Score, second.Record.Record.NumScore).ShouldBe((2, 2, 100, 1));
        (await bench.Boards.Past.Record("daily", LeaderboardBench.Owner(3), without, null, expiry)).Fault.ShouldBe(LeaderboardFaults.RecordNotFound);
        (await bench.Boards.Past.Record("daily", LeaderboardBench.Owner(3), null, 1, expiry)).Value.Record.Record.Score.ShouldBe(50);
    }

    [Fact]
    public async Task boards_that_were_deleted_are_shown_as_they_were()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        for (var i = 1; i <= 3; i++) await bench.Submit("cup", i, i * 10);
        var before = PastMoment.At(bench.Time.GetUtcNow());
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        (await new LeaderboardSetup(bench.Journal, bench.Directory, bench.Database).Delete("cup", LeaderboardBench.Script)).Fault.ShouldBeNull();
        (await bench.Past.Page("cup", PastMoment.At(bench.Time.GetUtcNow()), null, 10, "")).Fault.ShouldBe(LeaderboardFaults.NotFound);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.Board("cup", SortOrder.Ascending);
        await bench.Submit("cup", 9, 90);
        await bench.Submit("cup", 1, 5);

        (await Shown(bench, "cup", before)).ShouldBe("3:30 2:20 1:10");
        (await Shown(bench, "cup", PastMoment.At(bench.Time.GetUtcNow()))).ShouldBe("1:5 9:90");
        (await bench.Past.Record("cup", LeaderboardBench.Owner(1), before, null, null)).Value.Record.Rank.ShouldBe(3);
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task who_had_only_joined_a_tournament_is_there_with_nothing()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var tournament = (await bench.Journal.Execute(new CreateTournament("cup", 86_400) { JoinRequired = true, ResetSchedule = "0 0 * * *" }, LeaderboardBench.Script)).Value;
        var expiry = tournament.CurrentExpiryAt(bench.Time.GetUtcNow());
        foreach (var owner in new[] { 1, 2 })
        {
            var joined = await bench.Journal.Execute(
                new JoinTournament("cup", expiry, LeaderboardBench.Owner(owner).ToString(), "user" + owner, IsLimited: false), LeaderboardBench.Script);
            joined.Fault.ShouldBeNull();
        }

        var before = PastMoment.At(bench.Time.GetUtcNow());
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        var submitted = await bench.Journal.Execute(
            new SubmitTournamentScore("cup", expiry, LeaderboardBench.Owner(1).ToString(), 7, 0, NeedsPlace: false), LeaderboardBench.Script);
        submitted.Fault.ShouldBeNull();
        (await Shown(bench, "cup", before)).ShouldBe("2:0 1:0");
        (await Shown(bench, "cup", PastMoment.At(bench.Time.GetUtcNow()))).ShouldBe("1:7 2:0");
        var record = (await bench.Past.Record("cup", LeaderboardBench.Owner(2), before, null, null)).Value.Record.Record;
        (record.NumScore, record.Username, record.Expiry).ShouldBe((0, "user2", expiry));
    }

    static PastMoment Now(DisqualifyBench bench) => PastMoment.At(bench.Boards.Time.GetUtcNow());

    static async Task<string> Shown(LeaderboardBench bench, string board, PastMoment moment, long? expiry = null)
    {
        var page = (await bench.Past.Page(board, moment, expiry, 100, "")).Value;
        page.RankCount.ShouldBe(page.Records.Count);
        return string.Join(' ', page.Records.Select(ranked => $"{Convert.ToInt32(ranked.Record.OwnerId.ToString()[..8], 16)}:{ranked.Record.Score}"));
    }
}

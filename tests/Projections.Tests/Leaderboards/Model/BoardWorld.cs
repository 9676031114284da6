using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

/// <summary>Real boards and naive ones, to which the same things happen.</summary>
public sealed class BoardWorld(LeaderboardBench bench, Random chance)
{
    public const int Owners = 24;

    static readonly string[] Builds = ["1.0", "1.1", "cheat"];

    readonly NaiveBoards _naive = new();
    readonly List<Leaderboard> _boards = [];

    /// <summary>What happened, for whoever has to find out why something is wrong.</summary>
    public List<string> Told { get; } = [];

    /// <summary>A board of each order and operator; most start over every few hours, one shows no ranks.</summary>
    public async Task SetUp()
    {
        string?[] schedules = ["0 */6 * * *", null, "30 3 * * *"];
        foreach (var order in Enum.GetValues<SortOrder>())
        {
            foreach (var rule in Enum.GetValues<ScoreOperator>())
            {
                _boards.Add(await bench.Create(new($"{order}/{rule}")
                {
                    SortOrder = order, Operator = rule, ResetSchedule = schedules[_boards.Count % schedules.Length], EnableRanks = true,
                }));
            }
        }

        _boards.Add(await bench.Create(new("without ranks") { ResetSchedule = "@hourly" }));
    }

    public async Task Do()
    {
        switch (chance.Next(100))
        {
            case < 80:
                await Submit();
                break;
            case < 88:
                await Delete();
                break;
            case < 92:
                var step = TimeSpan.FromMinutes(chance.Next(1, 600));
                Told.Add($"{step} pass");
                bench.Time.Advance(step);
                break;
            case < 93:
                Told.Add("the server starts anew");
                bench.Restart();
                break;
            default:
                await Compare(Any(_boards));
                break;
        }
    }

    /// <summary>Every list of every period of every board.</summary>
    public async Task CompareAll()
    {
        foreach (var board in _boards) await Compare(board);
    }

    async Task Submit()
    {
        var board = Any(_boards);
        var owner = AnyOwner();
        // Few different scores, so that ties are common; now and then another operator than the board's.
        var sent = new NaiveSubmission(
            chance.Next(10) == 0 ? Any(Enum.GetValues<ScoreOperator>()) : board.Operator, chance.Next(8), chance.Next(3),
            chance.Next(4) == 0 ? null : "user" + chance.Next(5), chance.Next(3) == 0 ? $$"""{"n": {{chance.Next(9)}}}""" : null, Any(Builds));
        var now = bench.Time.GetUtcNow();
        var answer = await bench.Scores.Submit(
            new(board.Id, owner.ToString(), sent.Score, sent.Subscore) { Username = sent.Username, Metadata = sent.Metadata, Override = sent.Operator },
            LeaderboardBench.Script with { Vars = new Dictionary<string, string> { ["build"] = sent.Build! } });
        var expiry = board.CurrentExpiryAt(now);
        Told.Add($"{board.Id} of {expiry}: {owner} sends {sent}");
        _naive.Submit(board.Id, expiry, owner, sent, now, await VersionOf(board, expiry, owner));

        var ranking = _naive.Ranking(board.Id, expiry, board.SortOrder);
        var at = ranking.FindIndex(record => record.Owner == owner);
        var shown = answer.Value;
        Same(shown, ranking[at], board.EnableRanks ? at + 1 : 0);
    }

    async Task Delete()
    {
        var board = Any(_boards);
        var owner = AnyOwner();
        var now = bench.Time.GetUtcNow();
        var expiry = board.CurrentExpiryAt(now);
        Told.Add($"{board.Id} of {expiry}: {owner} goes");
        (await bench.Scores.Delete(board.Id, owner.ToString(), LeaderboardBench.Script)).Fault.ShouldBeNull();
        _naive.Delete(board.Id, expiry, owner, board.SortOrder, now, await VersionOf(board, expiry, owner));
    }

    async Task Compare(Leaderboard board)
    {
        var now = bench.Time.GetUtcNow();
        var current = board.CurrentExpiryAt(now);
        foreach (var expiry in _naive.PeriodsOf(board.Id).Append(current).Distinct())
        {
            var ranking = _naive.Ranking(board.Id, expiry, board.SortOrder);
            var showsRanks = board.EnableRanks && expiry == current;
            await ComparePages(board, expiry, ranking, showsRanks);
            await CompareOwners(board, expiry, ranking, showsRanks);
            await CompareRanks(board, expiry, ranking, now);
        }
    }

    /// <summary>Forth to the last page, and back to the first.</summary>
    async Task ComparePages(Leaderboard board, long expiry, List<NaiveRecord> ranking, bool showsRanks)
    {
        var limit = chance.Next(1, 12);
        var first = 0;
        RecordCursor? cursor = null, back = null;
        do
        {
            var page = (await bench.Lists.Page(board, expiry, limit, cursor, [])).Value;
            page.RankCount.ShouldBe(showsRanks ? ranking.Count : 0);
            Same(page.Records, ranking, first, Math.Min(limit, ranking.Count - first), isPositional: true);
            (page.Next is not null).ShouldBe(first + limit < ranking.Count);
            (page.Previous is not null).ShouldBe(cursor is not null);
            (cursor, back, first) = (page.Next, page.Previous, first + limit);
        }
        while (cursor is not null);

        for (first -= limit; back is { } before; first -= limit)
        {
            var page = (await bench.Lists.Page(board, expiry, limit, before, [])).Value;
            Same(page.Records, ranking, first - limit, limit, isPositional: true);
            (page.Previous is not null).ShouldBe(first - limit > 0);
            page.Next.ShouldNotBeNull();
            back = page.Previous;
        }
    }

    async Task CompareOwners(Leaderboard board, long expiry, List<NaiveRecord> ranking, bool showsRanks)
    {
        var owners = Enumerable.Range(0, chance.Next(1, 8)).Select(_ => AnyOwner()).ToArray();
        var page = (await bench.Lists.Page(board, expiry, 0, null, owners)).Value;
        page.Records.ShouldBeEmpty();
        var expected = ranking.Select((record, at) => (record, rank: showsRanks ? at + 1L : 0)).Where(entry => owners.Contains(entry.record.Owner)).ToList();
        page.OwnerRecords.Count.ShouldBe(expected.Count);
        for (var i = 0; i < expected.Count; i++) Same(page.OwnerRecords[i], expected[i].record, expected[i].rank);

        var owner = AnyOwner();
        var limit = chance.Next(1, 15);
        var around = await bench.Lists.AroundOwner(board, expiry, owner, limit);
        var place = ranking.FindIndex(record => record.Owner == owner);
        if (place < 0)
        {
            (around.Records.Count, around.RankCount, around.Next, around.Previous).ShouldBe((0, 0, null, null));
            return;
        }

        var (start, count) = NaiveBoards.Around(ranking.Count, place, limit);
        Same(around.Records, ranking, start, count, isPositional: showsRanks);
        (around.Previous is not null, around.Next is not null).ShouldBe((start > 0, start + count < ranking.Count));
        around.RankCount.ShouldBe(showsRanks ? ranking.Count : 0);
    }

    /// <summary>The index itself knows the ranks of past periods too.</summary>
    async Task CompareRanks(Leaderboard board, long expiry, List<NaiveRecord> ranking, DateTimeOffset now)
    {
        var index = await bench.Ranks.FindAny(board, expiry, now);
        if (!board.EnableRanks)
        {
            index.ShouldBeNull();
            return;
        }

        index!.Window(1, Owners + 1).ShouldBe(ranking.Select(record => new RankEntry(record.Owner, record.Score, record.Subscore)));
        for (var at = 0; at < ranking.Count; at++) index.RankOf(ranking[at].Owner).ShouldBe(at + 1);
    }

    /// <summary>How many events the record's stream holds, which is also the place of the last one.</summary>
    async Task<long> VersionOf(Leaderboard board, long expiry, Guid owner) =>
        (await bench.Journal.Load(ScoreRecord.Of(board.Id, expiry, owner.ToString()))).Version;

    static void Same(IReadOnlyList<RankedRecord> shown, List<NaiveRecord> ranking, int start, int count, bool isPositional)
    {
        shown.Count.ShouldBe(count);
        for (var i = 0; i < count; i++) Same(shown[i], ranking[start + i], isPositional ? start + i + 1 : 0);
    }

    static void Same(RankedRecord shown, NaiveRecord expected, long rank)
    {
        var record = shown.Record;
        var seen = new NaiveRecord(
            record.OwnerId, record.Score, record.Subscore, record.NumScore, record.Username, record.Metadata, record.CreateTime, record.UpdateTime);
        (seen, shown.Rank).ShouldBe((expected, rank));
    }

    Guid AnyOwner() => LeaderboardBench.Owner(chance.Next(Owners));

    T Any<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];
}

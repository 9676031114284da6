using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

// Looks at everything that is shown, now and of earlier.
public sealed partial class BoardWorld
{
    readonly List<(string Board, long Expiry, PastMoment Moment, List<NaiveRecord> Ranking)> _remembered = [];

    /// <summary>Every list of every period of every board.</summary>
    public async Task CompareAll()
    {
        foreach (var board in _boards) await Compare(board);
    }

    /// <summary>Every list that was remembered, looked back to from now.</summary>
    public async Task ComparePast()
    {
        foreach (var (board, expiry, moment, ranking) in _remembered)
        {
            var page = (await bench.Past.Page(board, moment, expiry, Owners, "")).Value;
            page.RankCount.ShouldBe(ranking.Count);
            Same(page.Records, ranking, 0, ranking.Count, isPositional: true);
            if (ranking.Count == 0) continue;

            var place = chance.Next(ranking.Count);
            var past = (await bench.Past.Record(board, ranking[place].Owner, moment, version: null, expiry)).Value;
            Same(past.Record, ranking[place], place + 1);
        }
    }

    /// <summary>Keeps what a period shows after all that has happened so far.</summary>
    async Task Remember(Leaderboard board)
    {
        var expiry = Any([.. _naive.PeriodsOf(board.Id), board.CurrentExpiryAt(bench.Time.GetUtcNow())]);
        await using var command = bench.Database.General.CreateCommand($"select max(seq_id) from {bench.Database.Schema}.mt_events");
        var last = (long)(await command.ExecuteScalarAsync())!;
        _remembered.Add((board.Id, expiry, PastMoment.AtEvent(last), _naive.Ranking(board.Id, expiry)));
    }

    async Task Compare(Leaderboard board)
    {
        var now = bench.Time.GetUtcNow();
        var current = board.CurrentExpiryAt(now);
        foreach (var expiry in _naive.PeriodsOf(board.Id).Append(current).Distinct())
        {
            var ranking = _naive.Ranking(board.Id, expiry);
            var showsRanks = board.EnableRanks && expiry == current;
            await ComparePages(board, expiry, ranking, showsRanks);
            await CompareOwners(board, expiry, ranking, showsRanks);
            await CompareRanks(board, expiry, ranking, now);
            if (board.HasMaxSize) await ComparePlaces(board, expiry, ranking);
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

    static void Same(IReadOnlyList<RankedRecord> shown, List<NaiveRecord> ranking, int start, int count, bool isPositional)
    {
        shown.Count.ShouldBe(count);
        for (var i = 0; i < count; i++) Same(shown[i], ranking[start + i], isPositional ? start + i + 1 : 0);
    }

    static void Same(RankedRecord shown, NaiveRecord expected, long rank)
    {
        var record = shown.Record;
        var seen = new NaiveRecord(
            record.OwnerId, record.Score, record.Subscore, record.NumScore, record.MaxNumScore, record.Username, record.Metadata, record.CreateTime,
            record.UpdateTime);
        (seen, shown.Rank).ShouldBe((expected, rank));
    }
}

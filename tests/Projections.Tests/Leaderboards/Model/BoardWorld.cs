using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Projections.Leaderboards.Recalling;
using KaosNet.Projections.Tournaments;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

/// <summary>Real boards and naive ones, to which the same things happen.</summary>
public sealed class BoardWorld(LeaderboardBench bench, Random chance)
{
    public const int Owners = 24;
    const int Attempts = 3;

    static readonly string[] Builds = ["1.0", "1.1", "cheat"];
    static readonly Caller Moderator = new() { Source = Source.Server, Actor = "moderation", Operation = "Disqualify" };

    readonly NaiveBoards _naive = new();
    readonly List<Leaderboard> _boards = [];
    readonly List<string> _disqualifications = [];
    readonly List<(string Board, long Expiry, PastMoment Moment, List<NaiveRecord> Ranking)> _remembered = [];
    readonly DateTimeOffset _begin = bench.Time.GetUtcNow();
    readonly Disqualifications _real = new(
        bench.Database, new(bench.Database), new(bench.Database, EventCatalogue.Default), new(bench.Database),
        new(bench.Database, new Cursors(new byte[32])), bench.Journal, bench.Time);

    /// <summary>What happened, for whoever has to find out why something is wrong.</summary>
    public List<string> Told { get; } = [];

    /// <summary>
    /// A board of each order and operator, most of which start over every few hours, one that shows no ranks, and tournaments with and without joining.
    /// </summary>
    public async Task SetUp()
    {
        string?[] schedules = ["0 */6 * * *", null, "30 3 * * *"];
        foreach (var order in Enum.GetValues<SortOrder>())
        {
            foreach (var rule in Enum.GetValues<ScoreOperator>())
            {
                Add(await bench.Create(new($"{order}/{rule}")
                {
                    SortOrder = order, Operator = rule, ResetSchedule = schedules[_boards.Count % schedules.Length], EnableRanks = true,
                }));
            }
        }

        Add(await bench.Create(new("without ranks") { ResetSchedule = "@hourly" }));
        Add(await Create(new("open cup", 5 * 3600) { ResetSchedule = "0 */6 * * *", MaxNumScore = Attempts, EnableRanks = true }));
        Add(await Create(new("joined cup", 4 * 3600)
        {
            ResetSchedule = "0 */8 * * *", MaxNumScore = Attempts, Operator = ScoreOperator.Increment, JoinRequired = true, EnableRanks = true,
        }));

        void Add(Leaderboard board)
        {
            _boards.Add(board);
            _naive.Add(board);
        }

        async Task<Leaderboard> Create(CreateTournament command) => (await bench.Journal.Execute(command, LeaderboardBench.Script)).Value;
    }

    public async Task Do()
    {
        switch (chance.Next(100))
        {
            case < 74:
                await Submit();
                break;
            case < 80:
                await Delete();
                break;
            case < 83:
                await Disqualify();
                break;
            case < 86:
                await Undo();
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
                var board = Any(_boards);
                await Compare(board);
                await Remember(board);
                break;
        }
    }

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

    async Task Submit()
    {
        var board = Any(_boards);
        var owner = AnyOwner();
        // Few different scores, so that ties are common; now and then another operator than the board's.
        var sent = new NaiveSubmission(
            chance.Next(10) == 0 ? Any(Enum.GetValues<ScoreOperator>()) : board.Operator, chance.Next(8), chance.Next(3),
            chance.Next(4) == 0 ? null : "user" + chance.Next(5), chance.Next(3) == 0 ? $$"""{"n": {{chance.Next(9)}}}""" : null, Any(Builds));
        var submission = new ScoreSubmission(board.Id, owner.ToString(), sent.Score, sent.Subscore)
        {
            Username = sent.Username, Metadata = sent.Metadata, Override = sent.Operator,
        };
        var caller = LeaderboardBench.Script with { Vars = new Dictionary<string, string> { ["build"] = sent.Build! } };
        var now = bench.Time.GetUtcNow();
        var expiry = board.CurrentExpiryAt(now);
        Told.Add($"{board.Id} of {expiry}: {owner} sends {sent}");
        if (board.JoinRequired && chance.Next(2) == 0) await Join(board, expiry, owner);

        var before = _naive.Find(board.Id, expiry, owner);
        var answer = board.IsTournament
            ? await Tournaments.Submit(submission, caller)
            : await bench.Scores.Submit(submission, caller);
        if (board.IsTournament && RefusalOf(board, before, now) is { } refusal)
        {
            answer.Fault.ShouldBe(refusal);
            return;
        }

        var shown = answer.Value;
        _naive.Happen(board.Id, expiry, owner, new()
        {
            At = now, Place = await VersionOf(board, expiry, owner), Kind = NaiveDeedKind.Submitted, Submission = sent,
            IsSpent = board.IsTournament && before?.NumScore >= Attempts,
        });
        var ranking = _naive.Ranking(board.Id, expiry);
        var at = ranking.FindIndex(record => record.Owner == owner);
        Same(shown, ranking[at], board.EnableRanks ? at + 1 : 0);
    }

    /// <summary>Parity section 6.4: what a tournament says no to.</summary>
    static Fault? RefusalOf(Leaderboard board, NaiveRecord? record, DateTimeOffset now)
    {
        var period = board.PeriodAt(now);
        if (now.ToUnixTimeSeconds() < period.StartActive || now.ToUnixTimeSeconds() >= period.EndActive) return TournamentFaults.NotOpen;
        if (board.JoinRequired) return record is null ? TournamentFaults.NotJoined : null;
        return record?.NumScore >= Attempts ? TournamentFaults.NoAttemptsLeft : null;
    }

    async Task Join(Leaderboard board, long expiry, Guid owner)
    {
        var now = bench.Time.GetUtcNow();
        var isOpen = now.ToUnixTimeSeconds() < board.PeriodAt(now).EndActive;
        var isIn = _naive.Find(board.Id, expiry, owner) is not null;
        var name = "joiner" + chance.Next(3);
        Told.Add($"{board.Id} of {expiry}: {owner} joins as {name}");
        (await Tournaments.Join(board.Id, owner.ToString(), name, LeaderboardBench.Script)).Fault.ShouldBe(isOpen ? null : TournamentFaults.NotJoinable);
        if (!isOpen || isIn) return;
        _naive.Happen(board.Id, expiry, owner, new()
        {
            At = now, Place = await VersionOf(board, expiry, owner), Kind = NaiveDeedKind.Joined, Username = name,
        });
    }

    async Task Delete()
    {
        var board = Any(_boards);
        var owner = AnyOwner();
        var now = bench.Time.GetUtcNow();
        var expiry = board.CurrentExpiryAt(now);
        Told.Add($"{board.Id} of {expiry}: {owner} goes");
        var answer = board.IsTournament
            ? await Tournaments.Delete(board.Id, owner.ToString(), LeaderboardBench.Script)
            : await bench.Scores.Delete(board.Id, owner.ToString(), LeaderboardBench.Script);
        answer.Fault.ShouldBeNull();
        // Deleting what is not there is no deed.
        if (_naive.Find(board.Id, expiry, owner) is null) return;
        _naive.Happen(board.Id, expiry, owner, new() { At = now, Place = await VersionOf(board, expiry, owner), Kind = NaiveDeedKind.Deleted });
    }

    async Task Disqualify()
    {
        if (_naive.Histories.Count == 0) return;
        var some = Any(_naive.Histories);
        var deed = Any(_naive.DeedsOf(some));
        var since = _begin + ((bench.Time.GetUtcNow() - _begin) * chance.NextDouble());
        since = new(since.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        var criteria = chance.Next(5) switch
        {
            0 => new DisqualificationCriteria
            {
                LeaderboardId = some.Board, Expiry = some.Expiry, OwnerId = some.Owner.ToString(), Submission = deed.Place,
            },
            1 => new() { OwnerId = some.Owner.ToString() },
            2 => new() { LeaderboardId = some.Board, Expiry = some.Expiry },
            3 => new() { LeaderboardId = some.Board, Build = "cheat" },
            _ => new() { OwnerId = chance.Next(2) == 0 ? some.Owner.ToString() : null, Since = since, Until = since.AddHours(chance.Next(1, 30)) },
        };
        var answer = await _real.Disqualify(new("mod", "cheated", criteria), Moderator);
        var id = answer.Fault is null ? answer.Value.Disqualification.Id : "nothing";
        var count = _naive.TakeBack(id, (record, submitted) =>
            (criteria.LeaderboardId ?? record.Board) == record.Board && (criteria.Expiry ?? record.Expiry) == record.Expiry
            && (criteria.OwnerId ?? record.Owner.ToString()) == record.Owner.ToString() && (criteria.Submission ?? submitted.Place) == submitted.Place
            && (criteria.Build ?? submitted.Submission!.Build) == submitted.Submission!.Build
            && (criteria.Since ?? submitted.At) <= submitted.At && (criteria.Until is null || submitted.At < criteria.Until));
        Told.Add($"{id} takes back {count}: {criteria}");
        if (count == 0)
        {
            answer.Fault.ShouldBe(DisqualificationFaults.NothingFits);
            return;
        }

        answer.Value.Disqualification.Submissions.ShouldBe(count);
        _disqualifications.Add(id);
    }

    async Task Undo()
    {
        if (_disqualifications.Count == 0) return;
        var id = Any(_disqualifications);
        Told.Add($"{id} is undone");
        (await _real.Undo(id, "boss", "was lag", Moderator)).Fault.ShouldBeNull();
        _naive.GiveBack(id);
        _disqualifications.Remove(id);
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

    TournamentScores Tournaments => new(bench.Directory, bench.Ranks, bench.Journal, bench.Time);

    Guid AnyOwner() => LeaderboardBench.Owner(chance.Next(Owners));

    T Any<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];
}

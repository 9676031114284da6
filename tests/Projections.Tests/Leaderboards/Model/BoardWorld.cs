using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

/// <summary>Real boards and naive ones, to which the same things happen.</summary>
public sealed partial class BoardWorld(LeaderboardBench bench, Random chance)
{
    public const int Owners = 24;

    static readonly string[] Builds = ["1.0", "1.1", "cheat"];
    readonly NaiveBoards _naive = new();
    readonly List<Leaderboard> _boards = [];

    /// <summary>What happened, for whoever has to find out why something is wrong.</summary>
    public List<string> Told { get; } = [];

    /// <summary>
    /// A board of each order and operator, most of which start over every few hours, one that shows no ranks, and tournaments with and without joining, a
    /// size and few attempts.
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
        foreach (var cup in Cups) Add(await Create(cup));
    }

    public async Task Do()
    {
        switch (chance.Next(100))
        {
            case < 72:
                await Submit();
                break;
            case < 78:
                await Delete();
                break;
            case < 79:
                await StartOver();
                break;
            case < 80:
                await GiveAttempts();
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
        if (board.IsTournament && RefusalOf(board, expiry, before, now) is { } refusal)
        {
            answer.Fault.ShouldBe(refusal);
            return;
        }

        var shown = answer.Value;
        _naive.Happen(board.Id, expiry, owner, new()
        {
            At = now, Place = await VersionOf(board, expiry, owner), Kind = NaiveDeedKind.Submitted, Submission = sent,
            IsEntry = before is null, IsSpent = board.IsTournament && before?.NumScore >= before?.MaxNumScore,
        });
        var ranking = _naive.Ranking(board.Id, expiry);
        var at = ranking.FindIndex(record => record.Owner == owner);
        Same(shown, ranking[at], board.EnableRanks ? at + 1 : 0);
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

    /// <summary>A board is deleted with all its periods, and another one is set up that takes its id over, with rules of its own.</summary>
    async Task StartOver()
    {
        var old = Any(_boards);
        Told.Add($"{old.Id} is deleted");
        var setup = new LeaderboardSetup(bench.Journal, bench.Directory, bench.Database);
        (await setup.Delete(old.Id, LeaderboardBench.Script)).Fault.ShouldBeNull();
        (await bench.Directory.Find(old.Id)).ShouldBeNull();
        (await bench.Past.Page(old.Id, moment: null, expiry: null, Owners, "")).Fault.ShouldBe(LeaderboardFaults.NotFound);
        var now = bench.Time.GetUtcNow();
        foreach (var (_, expiry, owner) in _naive.Histories.Where(record => record.Board == old.Id).ToList())
        {
            _naive.Happen(old.Id, expiry, owner, new() { At = now, Place = await VersionOf(old, expiry, owner), Kind = NaiveDeedKind.Deleted });
        }

        if (chance.Next(2) == 0) bench.Time.Advance(TimeSpan.FromMinutes(chance.Next(1, 60)));
        var order = old.SortOrder == SortOrder.Ascending ? SortOrder.Descending : SortOrder.Ascending;
        var fresh = old.IsTournament
            ? await Create(Cups.Single(cup => cup.Id == old.Id) with { SortOrder = order })
            : await bench.Create(new(old.Id)
            {
                SortOrder = order, Operator = Any(Enum.GetValues<ScoreOperator>()), ResetSchedule = old.ResetSchedule, EnableRanks = old.EnableRanks,
            });
        _boards.Remove(old);
        Add(fresh);
        await Compare(fresh);
    }

    /// <summary>How many events the record's stream holds, which is also the place of the last one.</summary>
    async Task<long> VersionOf(Leaderboard board, long expiry, Guid owner) =>
        (await bench.Journal.Load(ScoreRecord.Of(board.Id, expiry, owner.ToString()))).Version;

    void Add(Leaderboard board)
    {
        _boards.Add(board);
        _naive.Add(board);
    }

    Guid AnyOwner() => LeaderboardBench.Owner(chance.Next(Owners));

    T Any<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];
}

using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Tournaments;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

// What only tournaments know: joining, windows, sizes and attempts.
public sealed partial class BoardWorld
{
    static readonly CreateTournament[] Cups =
    [
        new("open cup", 5 * 3600) { ResetSchedule = "0 */6 * * *", MaxNumScore = 3, EnableRanks = true },
        new("joined cup", 4 * 3600)
        {
            ResetSchedule = "0 */8 * * *", MaxNumScore = 3, Operator = ScoreOperator.Increment, JoinRequired = true, EnableRanks = true,
        },
        new("small cup", 20 * 3600) { ResetSchedule = "0 3 * * *", MaxSize = 4, MaxNumScore = 2, EnableRanks = true },
        new("small joined cup", 30 * 3600) { ResetSchedule = "0 5 */2 * *", MaxSize = 5, MaxNumScore = 2, JoinRequired = true, EnableRanks = true },
    ];

    TournamentScores Tournaments => new(bench.Directory, bench.Ranks, bench.Journal, bench.Time);

    async Task<Leaderboard> Create(CreateTournament command) => (await bench.Journal.Execute(command, LeaderboardBench.Script)).Value;

    /// <summary>Parity section 6.4: what a tournament says no to.</summary>
    Fault? RefusalOf(Leaderboard board, long expiry, NaiveRecord? record, DateTimeOffset now)
    {
        var period = board.PeriodAt(now);
        if (now.ToUnixTimeSeconds() < period.StartActive || now.ToUnixTimeSeconds() >= period.EndActive) return TournamentFaults.NotOpen;
        if (board.JoinRequired) return record is null ? TournamentFaults.NotJoined : null;
        if (record is null) return IsFull(board, expiry) ? TournamentFaults.Full : null;
        return record.NumScore >= record.MaxNumScore ? TournamentFaults.NoAttemptsLeft : null;
    }

    async Task Join(Leaderboard board, long expiry, Guid owner)
    {
        var now = bench.Time.GetUtcNow();
        var isOpen = now.ToUnixTimeSeconds() < board.PeriodAt(now).EndActive;
        var isIn = _naive.Find(board.Id, expiry, owner) is not null;
        var name = "joiner" + chance.Next(3);
        Told.Add($"{board.Id} of {expiry}: {owner} joins as {name}");
        var refusal = !isOpen ? TournamentFaults.NotJoinable : !isIn && IsFull(board, expiry) ? TournamentFaults.FullForJoins : null;
        (await Tournaments.Join(board.Id, owner.ToString(), name, LeaderboardBench.Script)).Fault.ShouldBe(refusal);
        if (refusal is not null || isIn) return;
        _naive.Happen(board.Id, expiry, owner, new()
        {
            At = now, Place = await VersionOf(board, expiry, owner), Kind = NaiveDeedKind.Joined, Username = name, IsEntry = true,
        });
    }

    /// <summary>Parity section 6.8: what would leave no attempt changes nothing.</summary>
    async Task GiveAttempts()
    {
        var board = Any([.. _boards.Where(board => board.IsTournament)]);
        var owner = AnyOwner();
        var now = bench.Time.GetUtcNow();
        var expiry = board.CurrentExpiryAt(now);
        var count = chance.Next(3) == 0 ? -1 : chance.Next(1, 3);
        Told.Add($"{board.Id} of {expiry}: {owner} has {count} attempts more");
        var isOpen = now.ToUnixTimeSeconds() < board.PeriodAt(now).EndActive;
        var answer = await Tournaments.AddAttempts(board.Id, owner.ToString(), count, LeaderboardBench.Script);
        answer.Fault.ShouldBe(isOpen ? null : TournamentFaults.OutsideDuration);
        if (!isOpen || _naive.Find(board.Id, expiry, owner) is not { } record || record.MaxNumScore + count <= 0) return;
        _naive.Happen(board.Id, expiry, owner, new()
        {
            At = now, Place = await VersionOf(board, expiry, owner), Kind = NaiveDeedKind.GivenAttempts, Attempts = count,
        });
    }

    /// <summary>Everybody on the board takes a place. An undo gives places back also where others took them meanwhile.</summary>
    bool IsFull(Leaderboard board, long expiry) => _naive.Ranking(board.Id, expiry).Count >= board.MaxSize;

    async Task ComparePlaces(Leaderboard board, long expiry, List<NaiveRecord> ranking)
    {
        var sizes = await new TournamentSizes(bench.Database).Of([new(board.Id, expiry)], CancellationToken.None);
        sizes.GetValueOrDefault(new(board.Id, expiry)).ShouldBe(ranking.Count);
    }
}

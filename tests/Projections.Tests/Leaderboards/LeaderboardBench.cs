using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Projections.Leaderboards.Recalling;
using KaosNet.Projections.Tournaments;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Tail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Projections.Tests.Leaderboards;

/// <summary>Everything about boards on a database, with a clock that tests turn by hand.</summary>
public sealed class LeaderboardBench : IAsyncDisposable
{
    public static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    readonly ReadModelBench _bench;
    readonly Memory _memory;

    LeaderboardBench(ReadModelBench bench, Memory memory, FakeTimeProvider time)
    {
        (_bench, _memory, Time) = (bench, memory, time);
        Lists = new(new(bench.Database), Ranks, time);
        Scores = new(Directory, Ranks, bench.Journal, time);
        Past = new(bench.Database, EventCatalogue.Default, new(new byte[32]), time);
    }

    public FakeTimeProvider Time { get; }

    public Database Database => _bench.Database;

    public IJournal Journal => _bench.Journal;

    public LeaderboardDirectory Directory => _memory.Directory;

    public LeaderboardRanks Ranks => _memory.Ranks;

    public LeaderboardLists Lists { get; private set; }

    public LeaderboardScores Scores { get; private set; }

    public LeaderboardPast Past { get; }

    public static async Task<LeaderboardBench> Open(string connectionString, RankSettings? settings = null)
    {
        var time = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Memory? memory = null;
        var bench = await ReadModelBench.Open(
            connectionString, database => [memory = new(new(database), new(database, settings ?? RankSettings.Default, time))], time);
        return new(bench, memory!, time);
    }

    /// <summary>Forgets all that is in memory, as a server does that starts anew.</summary>
    public void Restart()
    {
        (_memory.Directory, _memory.Ranks) = AfterRestart();
        Lists = new(new(Database), Ranks, Time);
        Scores = new(Directory, Ranks, Journal, Time);
    }

    /// <summary>The nth owner; ids ascend with their numbers.</summary>
    public static Guid Owner(int number) => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"{number:x8}-0000-4000-8000-000000000000"));

    public async Task<Leaderboard> Create(CreateLeaderboard command) => (await Journal.Execute(command, Script)).Value;

    /// <summary>Sets a board up that ranks, descending and with SET unless told otherwise.</summary>
    public Task<Leaderboard> Board(string id, SortOrder order = SortOrder.Descending, string? schedule = null, bool ranks = true) =>
        Create(new(id) { SortOrder = order, Operator = ScoreOperator.Set, ResetSchedule = schedule, EnableRanks = ranks });

    public async Task<RankedRecord> Submit(string board, int owner, long score, long subscore = 0) =>
        (await Scores.Submit(new(board, Owner(owner).ToString(), score, subscore) { Username = "user" + owner }, Script)).Value;

    /// <summary>A directory and ranks as a server has them that has just started.</summary>
    public (LeaderboardDirectory Directory, LeaderboardRanks Ranks) AfterRestart() => (new(Database), new(Database, RankSettings.Default, Time));

    /// <summary>What a start loads before anybody asks.</summary>
    public RankPreload Preload(
        LeaderboardDirectory directory, LeaderboardRanks ranks, RankSettings? settings = null, EventTail? tail = null, ILogger<RankPreload>? log = null) =>
        new(Database, directory, ranks, settings ?? RankSettings.Default, Time, log ?? NullLogger<RankPreload>.Instance, tail);

    public Task RebuildEqualsLive() => _bench.RebuildEqualsLive(LeaderboardTables.Leaderboards, LeaderboardTables.Records, FormerRecords.Table, OwnedRecords.Table, DisqualificationRow.Table, TournamentSizes.Table);

    public ValueTask DisposeAsync()
    {
        Past.Dispose();
        return _bench.DisposeAsync();
    }

    /// <summary>What a server keeps in memory.</summary>
    sealed class Memory(LeaderboardDirectory directory, LeaderboardRanks ranks) : ICommitObserver
    {
        public LeaderboardDirectory Directory { get; set; } = directory;

        public LeaderboardRanks Ranks { get; set; } = ranks;

        public void Committed(IReadOnlyList<CommittedStream> changes)
        {
            Directory.Committed(changes);
            Ranks.Committed(changes);
        }
    }
}

using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Projections.Leaderboards.Recalling;
using KaosNet.Projections.Tests.Leaderboards;
using KaosNet.Projections.Tournaments;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Projections.Tests.Tournaments;

/// <summary>Everything about tournaments on a database, at noon of 1 March 2026 and with a clock that tests turn by hand.</summary>
public sealed class TournamentBench : IAsyncDisposable
{
    public static readonly Caller Script = LeaderboardBench.Script;

    TournamentBench(ReadModelBench bench, LeaderboardDirectory directory, LeaderboardRanks ranks, FakeTimeProvider time)
    {
        (Bench, Directory, Time) = (bench, directory, time);
        Sizes = new(bench.Database);
        Lists = new(directory, Sizes, new Cursors(new byte[32]), time);
        Scores = new(directory, ranks, bench.Journal, time);
        Setup = new(bench.Journal, directory, bench.Database);
    }

    public ReadModelBench Bench { get; }

    public LeaderboardDirectory Directory { get; }

    public FakeTimeProvider Time { get; }

    public TournamentSizes Sizes { get; }

    public TournamentLists Lists { get; }

    public TournamentScores Scores { get; }

    public LeaderboardSetup Setup { get; }

    public static async Task<TournamentBench> Open(string connectionString)
    {
        var time = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        LeaderboardDirectory? directory = null;
        LeaderboardRanks? ranks = null;
        var bench = await ReadModelBench.Open(
            connectionString, database => [directory = new(database), ranks = new(database, RankSettings.Default, time)], time);
        return new(bench, directory!, ranks!, time);
    }

    public async Task<Leaderboard> Create(CreateTournament command) => (await Setup.Create(command, Script)).Value;

    public async Task Join(string tournament, int owner) =>
        (await Scores.Join(tournament, LeaderboardBench.Owner(owner).ToString(), "user" + owner, Script)).Fault.ShouldBeNull();

    public async Task<RankedRecord> Submit(string tournament, int owner, long score) =>
        (await Scores.Submit(new(tournament, LeaderboardBench.Owner(owner).ToString(), score), Script)).Value;

    public async Task<int> SizeOf(string tournament) => (await Lists.Of([tournament]))[0].Size;

    public Task RebuildEqualsLive() => Bench.RebuildEqualsLive(
        LeaderboardTables.Leaderboards, LeaderboardTables.Records, OwnedRecords.Table, FormerRecords.Table, TournamentSizes.Table);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}

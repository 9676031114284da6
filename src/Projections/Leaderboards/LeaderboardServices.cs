using KaosNet.Projections.Feed;
using KaosNet.Projections.Forgetting;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Projections.Leaderboards.Recalling;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Registers the boards' read side.</summary>
public static class LeaderboardServices
{
    /// <summary>Adds directory, ranks, queries and lists. After the event feed: what is read before it began would miss news of other servers.</summary>
    /// <param name="services">The server's services.</param>
    /// <param name="ranks">Which boards show no ranks, and how ranks are loaded and kept.</param>
    public static IServiceCollection AddLeaderboards(
        this IServiceCollection services, Func<IServiceProvider, RankSettings>? ranks = null) => services
        .AddSingleton(provider => ranks?.Invoke(provider) ?? RankSettings.Default)
        .AddSingleton<RecordCursors>()
        .AddSingleton<LeaderboardDirectory>()
        .AddSingleton<BoardMarks>()
        .AddSingleton<LeaderboardRanks>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LeaderboardDirectory>())
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LeaderboardRanks>())
        .AddSingleton<RankPreload>()
        .AddSingleton<IMemoryOfTables>(provider => provider.GetRequiredService<LeaderboardDirectory>())
        .AddSingleton<IMemoryOfTables>(provider => provider.GetRequiredService<RankPreload>())
        .AddHostedService<RankUpkeep>()
        .AddSingleton<RecordQueries>()
        .AddSingleton<LeaderboardLists>()
        .AddSingleton<IMemoryOfPeople>(provider => provider.GetRequiredService<LeaderboardLists>())
        .AddSingleton<LeaderboardBoards>()
        .AddSingleton<LeaderboardPast>()
        .AddSingleton<LeaderboardScores>()
        .AddSingleton<SubmissionSearch>()
        .AddSingleton<RecordHistories>()
        .AddSingleton<PaidRewards>()
        .AddSingleton<DisqualificationLists>()
        .AddSingleton<SubmissionLists>()
        .AddSingleton<Disqualifications>()
        .AddSingleton<LeaderboardSetup>()
        .AddSingleton<IOwnedByAccount, OwnedRecords>();
}

using KaosNet.Api.Configuration;
using KaosNet.Api.Leaderboards.Disqualifying;
using KaosNet.Api.Leaderboards.Recalling;
using KaosNet.Api.Operations;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Api.Leaderboards;

/// <summary>Boards and records as clients see them. There is no client call to create, list or delete boards: server modules and operators do that.</summary>
public sealed class LeaderboardsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations =>
    [
        DeleteLeaderboardRecord.Operation,
        ListLeaderboardRecords.Operation,
        WriteLeaderboardRecord.Operation,
        ListLeaderboardRecordsAroundOwner.Operation,
        ListLeaderboardRanks.Operation,
        ListLeaderboardRecordsAt.Operation,
        GetLeaderboardRecordAt.Operation,
        ListScoreSubmissions.Operation,
        Disqualify.Operation,
        ListDisqualifications.Operation,
        GetDisqualification.Operation,
        UndoDisqualification.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddLeaderboards(
        provider => SettingsOf(provider.GetRequiredService<KaosSettings>().Leaderboard));

    static RankSettings SettingsOf(LeaderboardSettings settings) => new([.. settings.BlacklistRankCache])
    {
        Workers = settings.RankCacheWorkers,
        PreloadedRecordsMax = settings.PreloadedRanksMax,
        PastRecordsMax = settings.PastRanksMax,
    };
}

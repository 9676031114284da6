using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Projections.Leaderboards;

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
    ];

    public void AddServices(IServiceCollection services) => services.AddLeaderboards(
        provider => new([.. provider.GetRequiredService<KaosSettings>().Leaderboard.BlacklistRankCache]));
}

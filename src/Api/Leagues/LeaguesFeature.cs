using KaosNet.Api.Leagues.Listing;
using KaosNet.Api.Leagues.Playing;
using KaosNet.Api.Leagues.Ruling;
using KaosNet.Api.Operations;
using KaosNet.Projections.Leagues;

namespace KaosNet.Api.Leagues;

/// <summary>Leagues: linked boards with divisions, promotion, relegation and seasons; of ours.</summary>
public sealed class LeaguesFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        CreateLeague.Operation,
        UpdateLeague.Operation,
        DeleteLeague.Operation,
        PauseLeague.Operation,
        ResumeLeague.Operation,
        EndLeagueSeason.Operation,
        AddLeagueMember.Operation,
        RemoveLeagueMember.Operation,
        MoveLeagueMember.Operation,
        WriteLeagueMemberScore.Operation,
        ListLeagues.Operation,
        GetLeague.Operation,
        JoinLeague.Operation,
        LeaveLeague.Operation,
        GetLeaguePlace.Operation,
        WriteLeagueScore.Operation,
        ListLeagueStandings.Operation,
        ListLeagueSeasons.Operation,
        ListLeagueGroups.Operation,
        ListLeagueResults.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddLeagues();
}

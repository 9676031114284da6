using KaosNet.Api.Operations;
using KaosNet.Projections.Tournaments;

namespace KaosNet.Api.Tournaments;

/// <summary>Tournaments as clients see them. There is no client call to create or delete them: server modules and operators do that.</summary>
public sealed class TournamentsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations =>
    [
        DeleteTournamentRecord.Operation,
        JoinTournament.Operation,
        ListTournamentRecords.Operation,
        ListTournamentRecordsAroundOwner.Operation,
        ListTournaments.Operation,
        WriteTournamentRecord.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddTournaments();
}

using KaosNet.Api.Leaderboards;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Tournaments;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>Tournaments by start, category and end (parity section 6.6).</summary>
public static class ListTournaments
{
    static readonly Fault Failed = Fault.Internal("Error listing tournaments.");

    public static readonly Operation Operation = Operation
        .Named("ListTournaments", "List tournaments by category and by when they start and end.")
        .Get("/v2/tournament")
        .ForPlayers<Wire.ListTournamentsRequest, Wire.TournamentList>(Handle);

    static async ValueTask<Answer<Wire.TournamentList>> Handle(Wire.ListTournamentsRequest request, OperationCall call)
    {
        var (first, last) = (request.CategoryStart ?? 0, request.CategoryEnd ?? Limits.CategoryMax);
        if (last > Limits.CategoryMax) return TournamentFaults.InvalidCategoryEnd;
        if (last < first) return TournamentFaults.CategoryEndBeforeStart;
        if (request.EndTime is > 0 && request.EndTime < request.StartTime) return TournamentFaults.EndBeforeStart;
        var limit = request.Limit ?? Limits.PageMax;
        if (limit is < 1 or > Limits.PageMax) return TournamentFaults.InvalidLimit;

        var filter = new TournamentFilter
        {
            CategoryStart = (int)first,
            CategoryEnd = (int)last,
            StartTime = request.StartTime ?? -1L,
            EndTime = request.EndTime ?? -1L,
        };
        return await RecordMessages.OrFault<Wire.TournamentList>(call.Get<ILogger<TournamentsFeature>>(), Failed, async () =>
        {
            var answer = await call.Get<TournamentLists>().Page(filter, limit, request.Cursor, call.Aborted);
            if (!answer.IsGranted(out var page, out var fault)) return fault;
            return new Wire.TournamentList { Tournaments = [.. page.Tournaments.Select(TournamentMessages.Of)], Cursor = page.Cursor };
        });
    }
}

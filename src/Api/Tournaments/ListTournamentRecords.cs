using KaosNet.Api.Leaderboards;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using Limits = KaosNet.Domain.Tournaments.Limits;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>A page of a tournament's ranking, and the records of some owners (parity section 6.7).</summary>
public static class ListTournamentRecords
{
    public static readonly Operation Operation = Operation
        .Named("ListTournamentRecords", "List the records of a tournament, best first, and those of given owners.")
        .Get("/v2/tournament/{tournament_id}")
        .ForPlayers<Wire.ListTournamentRecordsRequest, Wire.TournamentRecordList>(Handle);

    static async ValueTask<Answer<Wire.TournamentRecordList>> Handle(Wire.ListTournamentRecordsRequest request, OperationCall call)
    {
        if (request.TournamentId.Length == 0) return TournamentFaults.ListIdMissing;
        if (request.Limit is < 1 or > Limits.PageMax) return TournamentFaults.InvalidRecordsLimit;
        // Without a limit, whoever goes on from a cursor and asks for owners gets just these.
        var limit = request.Limit ?? (request.OwnerIds.Count > 0 && request.Cursor.Length > 0 ? 0 : Limits.RecordsDefault);
        var owners = new Guid[request.OwnerIds.Count];
        for (var i = 0; i < owners.Length; i++)
        {
            if (!Guid.TryParse(request.OwnerIds[i], out owners[i])) return LeaderboardFaults.InvalidOwnerIds;
        }

        return await RecordMessages.OrFault(
            call.Get<ILogger<TournamentsFeature>>(), TournamentFaults.ListRecordsFailed, () => Page(request, limit, owners, call));
    }

    static async ValueTask<Answer<Wire.TournamentRecordList>> Page(
        Wire.ListTournamentRecordsRequest request, int limit, Guid[] owners, OperationCall call)
    {
        if (await call.Get<LeaderboardDirectory>().FindTournament(request.TournamentId, call.Aborted) is not { } board) return TournamentFaults.NotFound;
        if (request.Expiry is null or 0 && board.HasEndedAt(call.Get<TimeProvider>().GetUtcNow())) return TournamentFaults.HasEnded;

        var cursors = call.Get<RecordCursors>();
        RecordCursor? cursor = null;
        if (request.Cursor.Length > 0 && (cursor = cursors.Read(request.Cursor)) is null) return LeaderboardFaults.InvalidCursor;
        var answer = await call.Get<LeaderboardLists>().Page(board, request.Expiry, limit, cursor, owners, call.Aborted);
        return answer.IsGranted(out var page, out var fault) ? TournamentMessages.Of(page, cursors) : fault;
    }
}

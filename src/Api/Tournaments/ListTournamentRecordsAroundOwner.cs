using KaosNet.Api.Leaderboards;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using Limits = KaosNet.Domain.Tournaments.Limits;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>The part of a tournament's ranking around one owner (parity section 5.3); the cursors go both ways.</summary>
public static class ListTournamentRecordsAroundOwner
{
    public static readonly Operation Operation = Operation
        .Named("ListTournamentRecordsAroundOwner", "List the records of a tournament around an owner's.")
        .Get("/v2/tournament/{tournament_id}/owner/{owner_id}")
        .ForPlayers<Wire.ListTournamentRecordsAroundOwnerRequest, Wire.TournamentRecordList>(Handle);

    static async ValueTask<Answer<Wire.TournamentRecordList>> Handle(Wire.ListTournamentRecordsAroundOwnerRequest request, OperationCall call)
    {
        if (request.TournamentId.Length == 0) return TournamentFaults.InvalidId;
        var limit = request.Limit ?? Limits.PageMax;
        if (limit is < 1 or > Limits.PageMax) return TournamentFaults.InvalidRecordsLimit;
        if (request.OwnerId.Length == 0) return LeaderboardFaults.OwnerMissing;
        if (!Guid.TryParse(request.OwnerId, out var owner)) return LeaderboardFaults.InvalidOwner;

        return await RecordMessages.OrFault(
            call.Get<ILogger<TournamentsFeature>>(), LeaderboardFaults.AroundOwnerFailed, () => Around(request, (int)limit, owner, call));
    }

    static async ValueTask<Answer<Wire.TournamentRecordList>> Around(
        Wire.ListTournamentRecordsAroundOwnerRequest request, int limit, Guid owner, OperationCall call)
    {
        if (await call.Get<LeaderboardDirectory>().FindTournament(request.TournamentId, call.Aborted) is not { } board) return TournamentFaults.NotFound;

        var lists = call.Get<LeaderboardLists>();
        var cursors = call.Get<RecordCursors>();
        if (request.Cursor.Length == 0) return TournamentMessages.Of(await lists.AroundOwner(board, request.Expiry, owner, limit, call.Aborted), cursors);

        // A cursor makes it an ordinary page; a bad one is refused in this operation's own words.
        if (cursors.Read(request.Cursor) is not { } cursor) return LeaderboardFaults.AroundOwnerCursor;
        var answer = await lists.Page(board, request.Expiry, limit, cursor, [], call.Aborted);
        return answer.IsGranted(out var page, out _) ? TournamentMessages.Of(page, cursors) : LeaderboardFaults.AroundOwnerCursor;
    }
}

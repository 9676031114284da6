using KaosNet.Api.Leaderboards;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;
using LeaderboardRecord = KaosNet.Protocol.Api.LeaderboardRecord;
using LeaguePlace = KaosNet.Protocol.Api.Kaos.LeaguePlace;

namespace KaosNet.Api.Leagues;

/// <summary>A server lets a player join.</summary>
static class AddLeagueMember
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AddLeagueMember", "Let a player join a league.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/member/{user_id}")
        .ForServers<LeagueMemberRequest, LeaguePlace>(Handle);

    static async ValueTask<Answer<LeaguePlace>> Handle(LeagueMemberRequest request, OperationCall call)
    {
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        var answer = await call.Get<LeaguePlaces>().Join(request.LeagueId, userId, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : await GetLeaguePlace.Of(request.LeagueId, userId, call);
    }
}

/// <summary>A server takes a player out.</summary>
static class RemoveLeagueMember
{
    public static readonly Operation Operation = Operations.Operation
        .Named("RemoveLeagueMember", "Take a player out of a league.")
        .Delete("/v2/kaos/league/{league_id}/member/{user_id}")
        .ForServers<LeagueMemberRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeagueMemberRequest request, OperationCall call)
    {
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        var answer = await call.Get<LeaguePlaces>().Leave(request.LeagueId, userId, call.Caller, call.Aborted);
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

/// <summary>A server puts a player into another division.</summary>
static class MoveLeagueMember
{
    public static readonly Operation Operation = Operations.Operation
        .Named("MoveLeagueMember", "Put a player of a league into another division, from the next season on.")
        .Post("/v2/kaos/league/{league_id}/member/{user_id}/move")
        .ForServers<MoveLeagueMemberRequest, LeaguePlace>(Handle);

    static async ValueTask<Answer<LeaguePlace>> Handle(MoveLeagueMemberRequest request, OperationCall call)
    {
        if (!KaosNet.Domain.Leagues.League.IsId(request.LeagueId)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        var answer = await call.Execute(new MoveMember(request.LeagueId, userId, request.Division));
        return answer.Fault is { } fault ? fault : await GetLeaguePlace.Of(request.LeagueId, userId, call);
    }
}

/// <summary>A server hands in a score for a player.</summary>
static class WriteLeagueMemberScore
{
    public static readonly Operation Operation = Operations.Operation
        .Named("WriteLeagueMemberScore", "Hand in a score for a player of a league.")
        .Post("/v2/kaos/league/{league_id}/member/{user_id}/score", body: "record")
        .ForServers<WriteLeagueMemberScoreRequest, LeaderboardRecord>(Handle);

    static async ValueTask<Answer<LeaderboardRecord>> Handle(WriteLeagueMemberScoreRequest request, OperationCall call)
    {
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        return await WriteLeagueScore.Submit(request.LeagueId, userId, "", request.Record, call);
    }
}

/// <summary>A player hands in a score of their own, which goes to the board of their group.</summary>
static class WriteLeagueScore
{
    public static readonly Operation Operation = Operations.Operation
        .Named("WriteLeagueScore", "Hand in a score in a league.")
        .Post("/v2/kaos/league/{league_id}/score", body: "record")
        .ForPlayers<WriteLeagueScoreRequest, LeaderboardRecord>((request, call) =>
            Submit(request.LeagueId, call.Caller.UserId, call.Caller.Username, request.Record, call));

    internal static async ValueTask<Answer<LeaderboardRecord>> Submit(
        string leagueId, string userId, string username, LeagueScore? record, OperationCall call)
    {
        if (record is null) return LeaderboardFaults.ScoreMissing;
        var submission = new LeagueSubmission(leagueId, userId, record.Score, record.Subscore) { Username = username, Metadata = record.Metadata };
        var answer = await call.Get<LeaguePlaces>().Submit(submission, call.Caller, call.Aborted);
        return answer.IsGranted(out var written, out var fault) ? RecordMessages.Of(written) : fault;
    }
}

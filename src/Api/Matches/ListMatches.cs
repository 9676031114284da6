using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;

namespace KaosNet.Api.Matches;

/// <summary>The matches that run now and that a filter lets through (parity matches section 1.9).</summary>
static class ListMatches
{
    const int LimitMax = 100;
    const int LimitDefault = 10;

    public static readonly Operation Operation = Operations.Operation
        .Named("ListMatches", "Search running matches by size, label or query.")
        .Get("/v2/match")
        .ForPlayers<ListMatchesRequest, MatchList>(Handle);

    static async ValueTask<Answer<MatchList>> Handle(ListMatchesRequest request, OperationCall call)
    {
        if (Refusal(request) is { } refusal) return Fault.InvalidArgument(refusal);
        var filter = new MatchFilter(request.Limit ?? LimitDefault)
        {
            Authoritative = request.Authoritative,
            Label = request.Label,
            Query = request.Query,
            MinSize = request.MinSize,
            MaxSize = request.MaxSize,
        };
        // Nothing but the query can be wrong.
        if (!(await call.Get<IMatches>().List(filter, call.Aborted)).IsGranted(out var found, out _)) return Fault.InvalidArgument("Error listing matches.");
        return new MatchList { Matches = [.. found.Select(Wire)] };
    }

    static string? Refusal(ListMatchesRequest request)
    {
        if (request.Limit is < 1 or > LimitMax) return $"Invalid limit - limit must be between 1 and {LimitMax}.";
        if (request is { Authoritative: false, Label: not null }) return "Label filtering is not supported for non-authoritative matches.";
        if (request is { Authoritative: false, Query: not null }) return "Query filtering is not supported for non-authoritative matches.";
        if (request.MinSize < 0) return "Minimum size must be 0 or above.";
        if (request.MaxSize < 0) return "Maximum size must be 0 or above.";
        return request.MinSize > request.MaxSize ? "Maximum size must be greater than or equal to minimum size when both are specified." : null;
    }

    static Match Wire(MatchSummary match) => new()
    {
        MatchId = match.MatchId,
        Authoritative = match.Authoritative,
        Label = match.Label,
        Size = match.Size,
        TickRate = match.TickRate,
        HandlerName = match.HandlerName,
    };
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Disqualifying;

/// <summary>Scores are taken back, or it is shown what that would do; of ours. The first records are in the answer.</summary>
public static class Disqualify
{
    public static readonly Operation Operation = Operation
        .Named("Disqualify", "Take scores back; the best honest ones come back, and ranks follow at once.")
        .Post("/v2/kaos/disqualification")
        .ForServers<Kaos.DisqualifyRequest, Kaos.Disqualification>(Handle);

    static async ValueTask<Answer<Kaos.Disqualification>> Handle(Kaos.DisqualifyRequest request, OperationCall call)
    {
        if (!CriteriaOf(request).IsGranted(out var criteria, out var flaw)) return flaw;
        var order = new DisqualificationOrder(request.Author, request.Reason, criteria);
        var disqualifications = call.Get<Disqualifications>();
        var answer = request.DryRun
            ? await disqualifications.Preview(order, call.Aborted)
            : await disqualifications.Disqualify(order, call.Caller, call.Aborted);
        if (!answer.IsGranted(out var outcome, out var fault)) return fault;

        var shown = outcome.Records.Take(DisqualificationLimits.PageMax).ToList();
        var owners = shown.Select(record => record.OwnerId).ToHashSet(StringComparer.Ordinal);
        var message = DisqualificationMessages.Of(
            outcome.Disqualification, shown, outcome.Reversals.Where(reversal => owners.Contains(reversal.OwnerId)), cursor: "");
        message.DryRun = request.DryRun;
        return message;
    }

    static Answer<DisqualificationCriteria> CriteriaOf(Kaos.DisqualifyRequest request)
    {
        string? owner = null;
        if (request.OwnerId.Length > 0)
        {
            if (!Uuids.TryRead(request.OwnerId, out var id)) return LeaderboardFaults.InvalidOwner;
            owner = id.ToString();
        }

        return new DisqualificationCriteria
        {
            LeaderboardId = TextOf(request.LeaderboardId),
            Expiry = request.Expiry,
            OwnerId = owner,
            Submission = request.Submission,
            Build = TextOf(request.Build),
            Since = request.Since,
            Until = request.Until,
        };
    }

    static string? TextOf(string text) => text.Length == 0 ? null : text;
}

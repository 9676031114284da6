using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Report how a pairing ended; of ours.</summary>
static class ReportBracketResult
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ReportBracketResult", "Report how a pairing ended.")
        .Post("/v2/kaos/bracket/{bracket_id}/pairing/{pairing}/result")
        .ForServers<Kaos.ReportBracketResultRequest, Kaos.BracketPairing>(Handle);

    static async ValueTask<Answer<Kaos.BracketPairing>> Handle(Kaos.ReportBracketResultRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        return await BracketMessages.Answered(
            call.Execute(new ReportResult(id, request.Pairing, BracketMessages.Of(request.Result)) { MatchId = request.MatchId.Length == 0 ? null : request.MatchId }),
            _ => request.Pairing);
    }
}

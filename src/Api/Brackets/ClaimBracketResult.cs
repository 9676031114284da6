using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>Say how one's pairing ended, for the other player to confirm; of ours.</summary>
static class ClaimBracketResult
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ClaimBracketResult", "Say how one's pairing ended, for the other player to confirm.")
        .Post("/v2/kaos/bracket/{bracket_id}/pairing/{pairing}/claim")
        .ForPlayers<Kaos.ClaimBracketResultRequest, Kaos.BracketPairing>(Handle);

    static async ValueTask<Answer<Kaos.BracketPairing>> Handle(Kaos.ClaimBracketResultRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        return await BracketMessages.Answered(
            call.Execute(new ClaimResult(id, request.Pairing, call.Caller.UserId, BracketMessages.Of(request.Result))), _ => request.Pairing);
    }
}

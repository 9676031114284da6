using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Set a wrong result right, or open its pairing again; of ours.</summary>
static class CorrectBracketResult
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CorrectBracketResult", "Set a wrong result right, or open its pairing again.")
        .Post("/v2/kaos/bracket/{bracket_id}/pairing/{pairing}/correct")
        .ForServers<Kaos.CorrectBracketResultRequest, Kaos.BracketPairing>(Handle);

    static async ValueTask<Answer<Kaos.BracketPairing>> Handle(Kaos.CorrectBracketResultRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        var result = request.Result is null ? null : BracketMessages.Of(request.Result);
        return await BracketMessages.Answered(call.Execute(new CorrectResult(id, request.Pairing, result, request.Reason)), _ => request.Pairing);
    }
}

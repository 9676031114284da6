using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using Command = KaosNet.Domain.Brackets.CancelBracket;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Call a bracket off; of ours.</summary>
static class CancelBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CancelBracket", "Call a bracket off.")
        .Post("/v2/kaos/bracket/{bracket_id}/cancel")
        .ForServers<Kaos.CancelBracketRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.CancelBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        return await BracketMessages.Answered(call.Execute(new Command(id, request.Reason)));
    }
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Take a player out of a bracket; of ours.</summary>
static class WithdrawBracketEntrant
{
    public static readonly Operation Operation = Operations.Operation
        .Named("WithdrawBracketEntrant", "Take a player out of a bracket.")
        .Post("/v2/kaos/bracket/{bracket_id}/entrant/{user_id}/withdraw")
        .ForServers<Kaos.WithdrawBracketEntrantRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.WithdrawBracketEntrantRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        if (!BracketMessages.UserId(request.UserId).IsGranted(out var userId, out refusal)) return refusal;
        return await BracketMessages.Answered(call.Execute(new WithdrawEntrant(id, userId, ByThemselves: false, request.Reason)));
    }
}

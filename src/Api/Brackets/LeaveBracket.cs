using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>Leave a bracket, and lose what is left to play in it; of ours.</summary>
static class LeaveBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("LeaveBracket", "Leave a bracket, and lose what is left to play in it.")
        .PostWithoutBody("/v2/kaos/bracket/{bracket_id}/leave")
        .ForPlayers<Kaos.LeaveBracketRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.LeaveBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        return await BracketMessages.Answered(call.Execute(new WithdrawEntrant(id, call.Caller.UserId, ByThemselves: true, "left")));
    }
}

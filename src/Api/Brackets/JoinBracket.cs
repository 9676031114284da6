using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>Enter a bracket that is open to players; of ours.</summary>
static class JoinBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("JoinBracket", "Enter a bracket that is open to players.")
        .PostWithoutBody("/v2/kaos/bracket/{bracket_id}/join")
        .ForPlayers<Kaos.JoinBracketRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.JoinBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        return await BracketMessages.Answered(call.Execute(new EnterBracket(id, [call.Caller.UserId], ByThemselves: true)));
    }
}

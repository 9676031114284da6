using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Enter players into a bracket; of ours.</summary>
static class AddBracketEntrants
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AddBracketEntrants", "Enter players into a bracket.")
        .Post("/v2/kaos/bracket/{bracket_id}/entrant")
        .ForServers<Kaos.AddBracketEntrantsRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.AddBracketEntrantsRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        if (!BracketMessages.UserIds(request.UserIds).IsGranted(out var userIds, out refusal)) return refusal;
        return await BracketMessages.Answered(call.Execute(new EnterBracket(id, userIds, ByThemselves: false)));
    }
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;
using KaosNet.Projections.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>Look at a bracket with its pairings and standings; of ours.</summary>
static class GetBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetBracket", "Look at a bracket with its pairings and standings.")
        .Get("/v2/kaos/bracket/{bracket_id}")
        .ForPlayersAndServers<Kaos.GetBracketRequest, Kaos.BracketSheet>(Handle);

    static async ValueTask<Answer<Kaos.BracketSheet>> Handle(Kaos.GetBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        string? userId = null;
        if (request.UserId.Length > 0 && !BracketMessages.UserId(request.UserId).IsGranted(out userId, out refusal)) return refusal;
        return await call.Get<BracketLists>().Find(Guid.Parse(id), call.Aborted) is { } bracket
            ? await BracketMessages.Sheet(bracket, userId, call)
            : BracketFaults.NotFound;
    }
}

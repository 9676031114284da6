using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;
using KaosNet.Projections.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>List brackets, newest first; of ours.</summary>
static class ListBrackets
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListBrackets", "List brackets, newest first.")
        .Get("/v2/kaos/bracket")
        .ForPlayersAndServers<Kaos.ListBracketsRequest, Kaos.BracketList>(Handle);

    static async ValueTask<Answer<Kaos.BracketList>> Handle(Kaos.ListBracketsRequest request, OperationCall call)
    {
        var limit = request.Limit ?? Limits.PageMax;
        if (limit is < 1 or > Limits.PageMax) return BracketFaults.LimitInvalid;
        if (request.Category is < 0 or > Limits.CategoryMax) return BracketFaults.CategoryInvalid;
        BracketPhase? phase = request.Phase.Length == 0 ? BracketPhase.None : BracketWords.Read<BracketPhase>(request.Phase);
        if (phase is null) return BracketFaults.PhaseInvalid;
        Guid? userId = null;
        if (request.UserId.Length > 0)
        {
            if (!BracketMessages.UserId(request.UserId).IsGranted(out var user, out var refusal)) return refusal;
            if (request.Category is not null) return BracketFaults.FilterInvalid;
            userId = Guid.Parse(user);
        }

        var answer = await call.Get<BracketLists>().Page(new(phase.Value, request.Category, userId), limit, request.Cursor, call.Aborted);
        if (!answer.IsGranted(out var page, out var fault)) return fault;
        return new Kaos.BracketList { Brackets = [.. page.Brackets.Select(BracketMessages.Of)], Cursor = page.Cursor };
    }
}

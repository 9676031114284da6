using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;
using KaosNet.Projections.Brackets;
using Command = KaosNet.Domain.Brackets.StartBracket;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Seed a bracket and start it; of ours.</summary>
static class StartBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("StartBracket", "Seed a bracket and start it.")
        .Post("/v2/kaos/bracket/{bracket_id}/start")
        .ForServers<Kaos.StartBracketRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.StartBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        Seeding? seeding = request.Seeding.Length == 0 ? Seeding.Entry : BracketWords.Read<Seeding>(request.Seeding);
        if (seeding is null) return BracketFaults.SeedingInvalid;
        if (!BracketMessages.UserIds(request.UserIds).IsGranted(out var order, out refusal)) return refusal;
        return await BracketMessages.Answered(seeding == Seeding.Board
            ? call.Get<BoardSeeds>().Start(id, request.Board, request.Expiry, call.Caller, call.Journal, call.Aborted)
            : call.Execute(new Command(id, seeding.Value) { Order = order }));
    }
}

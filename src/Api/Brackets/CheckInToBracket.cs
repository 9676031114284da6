using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using KaosNet.Domain.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>Say that one is there for the next pairing; of ours.</summary>
static class CheckInToBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CheckInToBracket", "Say that one is there for the next pairing.")
        .Post("/v2/kaos/bracket/{bracket_id}/checkin")
        .ForPlayers<Kaos.CheckInToBracketRequest, Kaos.BracketPairing>(Handle);

    static async ValueTask<Answer<Kaos.BracketPairing>> Handle(Kaos.CheckInToBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Id(request.BracketId).IsGranted(out var id, out var refusal)) return refusal;
        var userId = call.Caller.UserId;
        return await BracketMessages.Answered(
            call.Execute(new CheckIn(id, request.Pairing, userId)),
            bracket => request.Pairing != 0 ? request.Pairing : bracket.ReadyPairingOf(userId)?.Number ?? 0);
    }
}

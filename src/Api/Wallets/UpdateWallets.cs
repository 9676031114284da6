using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using Wire = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Wallets;

/// <summary>A server of the game's gives to players and takes from them (parity 8.2).</summary>
static class UpdateWallets
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UpdateWallets", "Give to players and take from them, all of it or nothing.")
        .Post("/v2/kaos/wallet")
        .ForServers<Wire.UpdateWalletsRequest, Wire.WalletUpdateResults>(Handle);

    static async ValueTask<Answer<Wire.WalletUpdateResults>> Handle(Wire.UpdateWalletsRequest request, OperationCall call)
    {
        var updates = new WalletUpdate[request.Updates.Count];
        for (var i = 0; i < updates.Length; i++)
        {
            var update = request.Updates[i];
            if (!Uuids.TryRead(update.UserId, out var user)) return WalletFaults.InvalidUser;
            updates[i] = new(user.ToString(), update.Changeset, update.Metadata);
        }

        var answer = await call.Execute(new Domain.Wallets.UpdateWallets(updates, request.UpdateLedger));
        return answer.IsGranted(out var results, out var fault) ? Of(results) : fault;
    }

    static Wire.WalletUpdateResults Of(IReadOnlyList<WalletResult> results) => new()
    {
        Results =
        [
            .. results.Select(result => new Wire.WalletUpdateResult
            {
                UserId = result.UserId,
                Previous = WalletMessages.Of(result.Previous),
                Updated = WalletMessages.Of(result.Updated),
                ItemId = result.EntryId ?? "",
            }),
        ],
    };
}

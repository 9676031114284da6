using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Wallets;

/// <summary>A server of the game's takes back what a ledger item booked.</summary>
static class ReverseWalletLedgerItem
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ReverseWalletLedgerItem", "Take back what a ledger item booked, by an item that names it.")
        .Post("/v2/kaos/wallet/{user_id}/ledger/{item_id}/reverse")
        .ForServers<ReverseWalletLedgerItemRequest, WalletLedgerItem>(Handle);

    static async ValueTask<Answer<WalletLedgerItem>> Handle(ReverseWalletLedgerItemRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return WalletFaults.InvalidUser;
        if (!Uuids.TryRead(request.ItemId, out var item)) return WalletFaults.InvalidItem;
        var answer = await call.Execute(new ReverseLedgerEntry(user.ToString(), item.ToString())
        {
            TakesWhatIsThere = request.TakeWhatIsThere,
            Author = request.Author.Length == 0 ? null : request.Author,
            Reason = request.Reason.Length == 0 ? null : request.Reason,
            Metadata = request.Metadata,
        });
        return answer.IsGranted(out var reversal, out var fault) ? WalletMessages.Of(LedgerRow.Of(reversal)) : fault;
    }
}

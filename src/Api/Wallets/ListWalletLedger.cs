using System.Data.Common;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Wallets;

/// <summary>A page of a player's ledger (parity 8.3).</summary>
static class ListWalletLedger
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListWalletLedger", "List what was booked to a player's wallet, newest first.")
        .Get("/v2/kaos/wallet/{user_id}/ledger")
        .ForServers<ListWalletLedgerRequest, WalletLedgerList>(Handle);

    static async ValueTask<Answer<WalletLedgerList>> Handle(ListWalletLedgerRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return WalletFaults.InvalidUser;
        try
        {
            var answer = await call.Get<LedgerLists>().Page(
                user, request.Limit ?? Limits.PageMax, request.Cursor, request.From, request.To, call.Aborted);
            return answer.IsGranted(out var page, out var fault)
                ? new WalletLedgerList { Items = [.. page.Rows.Select(WalletMessages.Of)], NextCursor = page.Next, PrevCursor = page.Previous }
                : fault;
        }
        catch (DbException failure)
        {
            call.Get<ILogger<LedgerLists>>().LogFailure(failure, $"The ledger of {user} could not be read");
            return Fault.Internal("Error retrieving wallet ledger.");
        }
    }
}

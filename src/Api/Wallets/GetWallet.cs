using System.Data.Common;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Api.Kaos;
using Wallet = KaosNet.Protocol.Api.Kaos.Wallet;

namespace KaosNet.Api.Wallets;

/// <summary>A server of the game's looks into a player's wallet.</summary>
static class GetWallet
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetWallet", "Read a player's wallet.")
        .Get("/v2/kaos/wallet/{user_id}")
        .ForServers<GetWalletRequest, Wallet>(Handle);

    static async ValueTask<Answer<Wallet>> Handle(GetWalletRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return WalletFaults.InvalidUser;
        try
        {
            // From the table, which all servers share.
            if (await call.Get<AccountProfiles>().WithEdges(user.ToString(), call.Aborted) is not { } own) return WalletFaults.UserNotFound;
            return new Wallet { UserId = user.ToString(), Balances = WalletMessages.Of(Amounts.Read(own.Wallet)) };
        }
        catch (DbException failure)
        {
            call.Get<ILogger<AccountProfiles>>().LogFailure(failure, $"The wallet of {user} could not be read");
            return Fault.Internal("Error retrieving wallet.");
        }
    }
}

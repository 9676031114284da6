using KaosNet.Api.Operations;
using KaosNet.Projections.Wallets;

namespace KaosNet.Api.Wallets;

/// <summary>
/// What players own, for servers and tools of the game's. No client changes a wallet or reads a ledger; a player sees the own wallet in the account.
/// </summary>
public sealed class WalletsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        UpdateWallets.Operation,
        GetWallet.Operation,
        ListWalletLedger.Operation,
        ReverseWalletLedgerItem.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddWallets();
}

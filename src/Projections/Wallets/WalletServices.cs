using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Wallets;

/// <summary>Registers the read side of wallets.</summary>
public static class WalletServices
{
    /// <summary>Adds ledgers, and what goes with an account.</summary>
    public static IServiceCollection AddWallets(this IServiceCollection services) => services
        .AddSingleton<LedgerLists>()
        .AddSingleton<IOwnedByAccount, OwnedWallet>();
}

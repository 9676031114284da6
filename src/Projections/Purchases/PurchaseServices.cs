using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Purchases;

/// <summary>Registers the read side of purchases.</summary>
public static class PurchaseServices
{
    /// <summary>Adds lists, and what becomes of purchases with an account.</summary>
    public static IServiceCollection AddPurchases(this IServiceCollection services) => services
        .AddSingleton<PurchaseLists>()
        .AddSingleton<IOwnedByAccount, OwnedPurchases>();
}

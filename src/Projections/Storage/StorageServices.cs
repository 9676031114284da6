using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Storage;

/// <summary>Registers the read side of stored objects.</summary>
public static class StorageServices
{
    /// <summary>Adds reads, lists and what ends with an account.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton<StoredObjects>()
        .AddSingleton<ObjectLists>()
        .AddSingleton<IOwnedByAccount, OwnedObjects>();
}

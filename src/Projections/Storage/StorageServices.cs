using KaosNet.Projections.Feed;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Storage;

/// <summary>Registers the read side of stored objects.</summary>
public static class StorageServices
{
    /// <summary>Adds reads, lists, search indexes and what ends with an account.</summary>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, Func<IServiceProvider, StorageIndexSettings>? indexes = null) => services
        .AddSingleton(provider => indexes?.Invoke(provider) ?? new())
        .AddSingleton<StorageIndexes>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<StorageIndexes>())
        .AddSingleton<IMemoryOfTables>(provider => provider.GetRequiredService<StorageIndexes>())
        .AddHostedService<StorageIndexPreparation>()
        .AddSingleton(new StoredObjectSettings())
        .AddSingleton<StoredObjects>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<StoredObjects>())
        .AddSingleton<IMemoryOfTables>(provider => provider.GetRequiredService<StoredObjects>())
        .AddSingleton<ObjectLists>()
        .AddSingleton<StorageWrites>()
        .AddSingleton<IOwnedByAccount, OwnedObjects>();
}

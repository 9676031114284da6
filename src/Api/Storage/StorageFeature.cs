using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Projections.Storage;

namespace KaosNet.Api.Storage;

/// <summary>Players' JSON documents: writing, reading, deleting and listing them.</summary>
public sealed class StorageFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
        [WriteStorageObjects.Operation, ReadStorageObjects.Operation, DeleteStorageObjects.Operation, ListStorageObjects.Operation];

    public void AddServices(IServiceCollection services) => services.AddStorage(
        provider => new(provider.GetRequiredService<KaosSettings>().Storage.DisableIndexOnly));
}

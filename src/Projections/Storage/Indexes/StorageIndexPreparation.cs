using Microsoft.Extensions.Hosting;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>Loads the indexes that modules declared: after the feed began, so that nothing is missed in between, and before anything listens.</summary>
sealed class StorageIndexPreparation(StorageIndexes indexes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => indexes.Load(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

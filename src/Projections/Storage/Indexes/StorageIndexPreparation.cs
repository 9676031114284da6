using Microsoft.Extensions.Hosting;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>Loads the indexes that modules declared, once the feed runs, so that nothing is missed in between.</summary>
sealed class StorageIndexPreparation(StorageIndexes indexes) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => indexes.Load(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using JasperFx;
using KaosNet.Store;
using Marten;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine;
using Wolverine.Runtime;

namespace KaosNet.Projections.Feed;

/// <summary>
/// Before anything of the host starts: gives the handlers what they work on and creates Wolverine's tables where this version's are missing. After
/// everything has stopped: closes what Marten leaves open.
/// </summary>
sealed class FeedPreparation(
    IServiceProvider services, Database database, IDocumentStore store, IEnumerable<IFeedHandler> handlers, IWolverineRuntime wolverine)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var handler in handlers) handler.Connect(services);
        if (wolverine.Storage is not Weasel.Core.Migrations.IDatabase tables) return;

        // A comparison with the whole database takes half a second; once for each version of Wolverine is enough.
        var version = typeof(WolverineOptions).Assembly.GetName().Version!.ToString();
        await using var known = database.General.CreateCommand(
            $"select stamp from {database.Schema}.store_stamps where part = 'wolverine' and to_regclass('{database.Schema}.wolverine_nodes') is not null");
        var isKnown = await known.ExecuteScalarAsync(cancellationToken) as string == version;
        // The rest of the start goes on from here, and must not hold up the thread that watches the sockets.
        await SocketThreads.Leave();
        if (isKnown) return;
        await tables.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: cancellationToken);
        await using var keep = database.General.CreateCommand(
            $"insert into {database.Schema}.store_stamps (part, stamp) values ('wolverine', $1) on conflict (part) do update set stamp = excluded.stamp");
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
        await keep.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nobody else closes the connection that Marten listens on, and it would complain of a private database that goes down before it.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        ((DocumentStore)store).Options.Projections.Wakeup?.Dispose();
        return Task.CompletedTask;
    }
}

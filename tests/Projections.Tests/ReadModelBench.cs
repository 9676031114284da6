using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Tests;

/// <summary>A schema of its own with all streams and inline tables of the game, and a Journal on it.</summary>
public sealed class ReadModelBench : IAsyncDisposable
{
    readonly LanedJournal _journal;
    readonly TableRebuilder _rebuilder;

    ReadModelBench(Database database, TimeProvider time, ICommitObserver[] observers)
    {
        Database = database;
        _rebuilder = new(Database, EventCatalogue.Default);
        _journal = new(Database, EventCatalogue.Default, ReadModels.All, observers, new(), time, NullLogger<LanedJournal>.Instance);
    }

    public Database Database { get; }

    public IJournal Journal => _journal;

    public static Task<ReadModelBench> Open(string connectionString, TimeProvider? time = null, params ICommitObserver[] observers) =>
        Open(connectionString, _ => observers, time);

    /// <summary>With observers that read the bench's own database.</summary>
    public static async Task<ReadModelBench> Open(string connectionString, Func<Database, ICommitObserver[]> observers, TimeProvider? time = null)
    {
        var database = await Schemas.Take(connectionString);
        return new(database, time ?? TimeProvider.System, observers(database));
    }

    /// <summary>Executes a command that must be granted, as the player it is about or as the system.</summary>
    public async Task<TResult> Do<TResult>(Command<TResult> command, string userId = "")
    {
        var caller = userId.Length == 0
            ? Caller.System("spec", "Spec")
            : new Caller { Source = Source.Client, Actor = userId, UserId = userId, Operation = "Spec" };
        return (await Journal.Execute(command, caller)).Value;
    }

    /// <summary>Executes a command that may be refused.</summary>
    public ValueTask<Answer<TResult>> Try<TResult>(Command<TResult> command) => Journal.Execute(command, Caller.System("spec", "Spec"));

    /// <summary>Rebuilds the tables from nothing but events and finds no difference.</summary>
    public async Task RebuildEqualsLive(params IInlineTable[] tables)
    {
        foreach (var comparison in await _rebuilder.Verify(tables)) comparison.Differences.ShouldBeEmpty(comparison.Table);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await Schemas.GiveBack(Database);
    }
}

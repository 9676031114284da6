using KaosNet.Domain.Kernel;
using KaosNet.Domain.Seals;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Store.Tests.Tables;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Store.Tests.Journal;

/// <summary>A schema of its own with the test streams, and as many Journals on it as a test wants.</summary>
public sealed class Workbench : IAsyncDisposable
{
    public static readonly EventCatalogue Catalogue = new([Counter.Kind, Gate.Kind, Ballot.Kind, SealChain.Kind], FormerCounters.Upcasts);

    static readonly IReadOnlyList<IInlineTable> Tables = [CounterTable.Counters, CounterTable.Tags];

    readonly List<LanedJournal> _journals = [];

    Workbench(string connectionString, IReadOnlyList<IInlineTable> tables, Action<StoreOptions>? marten)
    {
        Database = new(connectionString, $"t{Guid.NewGuid():n}"[..20]);
        Shown = tables;
        Store = DocumentStore.For(options =>
        {
            MartenSetup.Configure(options, Database, Catalogue);
            marten?.Invoke(options);
        });
        Rebuilder = new(Database, Catalogue);
        Schema = new(Database, Store, Shown, Rebuilder, NullLogger<StoreSchema>.Instance);
    }

    public Database Database { get; }

    public IReadOnlyList<IInlineTable> Shown { get; }

    public DocumentStore Store { get; }

    public StoreSchema Schema { get; }

    public TableRebuilder Rebuilder { get; }

    public static async Task<Workbench> Open(string connectionString, IReadOnlyList<IInlineTable>? tables = null, Action<StoreOptions>? marten = null)
    {
        var bench = new Workbench(connectionString, tables ?? Tables, marten);
        await bench.Schema.Apply();
        return bench;
    }

    /// <summary>Starts a Journal as a server would.</summary>
    public LanedJournal Journal(JournalOptions? options = null, TimeProvider? time = null, params ICommitObserver[] observers) =>
        Sharing(null, options, time, observers);

    /// <summary>Starts a Journal as a server would that shares the store with others.</summary>
    public LanedJournal Sharing(WriterLease? lease, JournalOptions? options = null, TimeProvider? time = null, params ICommitObserver[] observers)
    {
        var journal = new LanedJournal(
            Database, Catalogue, Shown, observers, options ?? new(), time ?? TimeProvider.System, NullLogger<LanedJournal>.Instance, lease: lease);
        _journals.Add(journal);
        return journal;
    }

    /// <summary>The single value of a query, in which <c>{s}</c> stands for the schema.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.General.CreateCommand(sql.Replace("{s}", Database.Schema));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The rows of a query as JSON, in which <c>{s}</c> stands for the schema.</summary>
    public async Task<List<string>> Rows(string sql)
    {
        await using var command = Database.General.CreateCommand($"select to_jsonb(r)::text from ({sql.Replace("{s}", Database.Schema)}) r");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _journals) await journal.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }
}

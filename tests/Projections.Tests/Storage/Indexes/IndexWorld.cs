using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Tests.Storage.Indexes;

/// <summary>Storage with indexes that the Journal tells of commits.</summary>
sealed class IndexWorld : IAsyncDisposable
{
    public const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    public const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    public static readonly Guid AnnsId = Guid.Parse(Ann);
    public static readonly Guid BobsId = Guid.Parse(Bob);

    IndexWorld(ReadModelBench bench, StorageIndexes indexes) => (Bench, Indexes) = (bench, indexes);

    public ReadModelBench Bench { get; }

    public StorageIndexes Indexes { get; }

    public static async Task<IndexWorld> Open(string connectionString, StorageIndexSettings? settings = null, params IStorageIndexFilters[] filters)
    {
        StorageIndexes? indexes = null;
        var bench = await ReadModelBench.Open(connectionString, database => [indexes = Of(database, settings, filters)]);
        return new(bench, indexes!);
    }

    /// <summary>Indexes as another server on the same database has them.</summary>
    public StorageIndexes Another() => Of(Bench.Database, null);

    public static StorageIndexDeclaration Players(string name = "players", int maxEntries = 1_000, bool indexOnly = false) =>
        new(name, "players", "", ["name", "rank", "mode"], ["rank", "name"], maxEntries, indexOnly);

    public Task Write(string key, string value, string owner = Ann, int read = 1, string collection = "players") =>
        Bench.Do(new WriteStorageObjects([new(new(collection, key, owner), value) { PermissionRead = read }]));

    public Task Delete(string key, string owner = Ann) => Bench.Do(new DeleteStorageObjects([new(new("players", key, owner))]));

    /// <summary>The keys that a search finds, in order.</summary>
    public async Task<string> Keys(string query, params string[] order) => string.Join(' ', (await Page(query, order: order)).Objects.Select(found => found.Key));

    public async Task<IndexPage> Page(
        string query, int limit = 100, string[]? order = null, Guid? caller = null, string cursor = "", string index = "players") =>
        (await Try(query, limit, order, caller, cursor, index)).Value;

    public ValueTask<Answer<IndexPage>> Try(
        string query, int limit = 100, string[]? order = null, Guid? caller = null, string cursor = "", string index = "players") =>
        Indexes.Search(index, query, limit, order ?? [], caller, cursor, CancellationToken.None);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    static StorageIndexes Of(Database database, StorageIndexSettings? settings, params IStorageIndexFilters[] filters) =>
        new(database, new(database), new Cursors([1, 2, 3]), filters, settings ?? new(), NullLogger<StorageIndexes>.Instance);
}

/// <summary>A filter as a module's: it lets in what the rule says, and null is a failure.</summary>
sealed class RuleFilter(string index, Func<StoredObjectRow, bool?> rule) : IStorageIndexFilters
{
    public ConcurrentQueue<string> Asked { get; } = new();

    public Task Gate { get; set; } = Task.CompletedTask;

    public bool Has(string name) => name == index;

    public async ValueTask<bool?> Keeps(string name, StoredObjectRow stored, CancellationToken cancel)
    {
        await Gate;
        Asked.Enqueue(stored.Key);
        return rule(stored);
    }
}

using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Store.Tests.Personal;

/// <summary>A schema of its own with the game's streams and no tables, whose personal data is sealed.</summary>
public sealed class Vault : IAsyncDisposable
{
    public static readonly MasterKey Master = new([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);

    readonly List<IAsyncDisposable> _opened = [];

    Vault(string connectionString)
    {
        Database = new(connectionString, $"t{Guid.NewGuid():n}"[..20]) { Masters = new(Master, []) };
        Store = DocumentStore.For(options => MartenSetup.Configure(options, Database, EventCatalogue.Default));
    }

    public Database Database { get; }

    public DocumentStore Store { get; }

    public EventCodec Codec => field ??= new(EventCatalogue.Default, Database.PersonalKeys);

    public static async Task<Vault> Open(string connectionString)
    {
        var vault = new Vault(connectionString);
        await new StoreSchema(vault.Database, vault.Store, [], new(vault.Database, EventCatalogue.Default), NullLogger<StoreSchema>.Instance).Apply();
        return vault;
    }

    /// <summary>The same database as another server sees it, with these master keys.</summary>
    public Database Another(MasterKeys masters)
    {
        var database = new Database(Database.ConnectionString, Database.Schema) { Masters = masters };
        _opened.Add(database);
        return database;
    }

    /// <summary>Starts a Journal as a server would.</summary>
    public LanedJournal Journal(Database? database = null)
    {
        var journal = new LanedJournal(
            database ?? Another(Database.Masters), EventCatalogue.Default, [], [], new() { Lanes = 1 }, TimeProvider.System, NullLogger<LanedJournal>.Instance);
        _opened.Add(journal);
        return journal;
    }

    /// <summary>Appends events to a stream.</summary>
    public static async Task Append(IJournal journal, StreamRef stream, params object[] events) =>
        (await journal.Execute(new Appending(stream, events), Caller.System("spec", "Append"))).Fault.ShouldBeNull();

    /// <summary>Destroys a user's key, as a forgetting does.</summary>
    public async Task Forget(Guid user) => await JournalEpoch.End(
        Database,
        async (connection, cancel) =>
        {
            await using var command = new Npgsql.NpgsqlCommand(
                $"update {Database.Schema}.personal_keys set wrapped = null, master = null, forgotten_at = now() where subject = '{user}'", connection);
            return await command.ExecuteNonQueryAsync(cancel);
        },
        CancellationToken.None);

    public async Task<List<string>> Rows(string sql)
    {
        await using var command = Database.General.CreateCommand(sql.Replace("{s}", Database.Schema));
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.IsDBNull(0) ? "null" : reader.GetValue(0).ToString()!);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _opened.OfType<LanedJournal>()) await journal.DisposeAsync();
        foreach (var database in _opened.OfType<Database>()) await database.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    sealed record Appending(StreamRef Stream, object[] Happened) : Command<Done>
    {
        public override IReadOnlyList<StreamRef> Streams => [Stream];

        public override Decision<Done> Decide(StreamStates states, DecisionContext context)
        {
            var decision = Decision.Granted();
            foreach (var happened in Happened) decision.Append(Stream, happened);
            return decision;
        }
    }
}

using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Personal;
using KaosNet.Store.Tables;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Projections.Tests;

/// <summary>
/// Schemas with all streams and inline tables of the game. One that was used is emptied and used again by the next spec on the same database, as making one
/// takes ten times as long.
/// </summary>
static class Schemas
{
    static readonly ConcurrentDictionary<string, ConcurrentBag<string>> Free = new();

    /// <summary>What is personal is sealed as on any server.</summary>
    public static readonly MasterKeys Masters = new(new([.. Enumerable.Range(1, 32).Select(number => (byte)number)]), []);

    /// <summary>An empty schema of one's own.</summary>
    public static async Task<Database> Take(string connectionString)
    {
        if (Free.TryGetValue(connectionString, out var free) && free.TryTake(out var name)) return new(connectionString, name) { Masters = Masters };
        var database = new Database(connectionString, $"t{Guid.NewGuid():n}"[..20]) { Masters = Masters };
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, database, EventCatalogue.Default));
        var rebuilder = new TableRebuilder(database, EventCatalogue.Default);
        await new StoreSchema(database, store, ReadModels.All, rebuilder, NullLogger<StoreSchema>.Instance).Apply();
        return database;
    }

    /// <summary>Empties it for the next one. What lacks a table by now, or is still in somebody's hands, is left alone for ever.</summary>
    public static async ValueTask GiveBack(Database database)
    {
        await using (var connection = await database.General.OpenConnectionAsync())
        {
            await using var command = new NpgsqlCommand(Emptying(database.Schema), connection);
            try
            {
                await command.ExecuteNonQueryAsync();
                Free.GetOrAdd(database.ConnectionString, _ => []).Add(database.Schema);
            }
            catch (PostgresException inUse) when (inUse.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.UndefinedTable)
            {
                // The next spec makes a new one.
            }
        }

        await database.DisposeAsync();
    }

    static string Emptying(string schema) => $"""
        set lock_timeout = '2s';
        do $$
        declare part text; has_rows boolean; filled text;
        begin
          foreach part in array array[{string.Join(", ", ReadModels.All.Select(table => $"'{table.Name}'"))}] loop
            if to_regclass('{schema}.' || part) is null then raise exception using errcode = '42P01'; end if;
          end loop;
          for part in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = '{schema}' and tablename not in ('store_stamps', 'journal_epoch') loop
            execute 'select exists (select from ' || part || ')' into has_rows;
            if has_rows then filled := concat_ws(', ', filled, part); end if;
          end loop;
          if filled is not null then execute 'truncate ' || filled; end if;
          for part in select format('%I.%I', schemaname, sequencename) from pg_sequences where schemaname = '{schema}' loop
            execute 'alter sequence ' || part || ' restart';
          end loop;
        end $$
        """;
}

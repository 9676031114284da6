using System.Security.Cryptography;
using System.Text;
using JasperFx;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Forgetting;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using KaosNet.Store.Tables;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;
using Weasel.Postgresql.Tables;

namespace KaosNet.Store;

/// <summary>
/// Brings the database's schema to what this build needs: Marten's tables, the Journal's and the inline tables. A stamp of all of it is kept, so
/// that a start with nothing to do costs one query. An inline table that is new or declared differently is filled again from events.
/// </summary>
public sealed class StoreSchema(
    Database database,
    IDocumentStore store,
    IReadOnlyList<IInlineTable> tables,
    TableRebuilder rebuilder,
    ILogger<StoreSchema> logger)
{
    // Two servers that start at once must not both change the schema; the number only has to be the same in all of ours.
    internal const long SchemaLock = 0x6B616F73_00000001;

    /// <summary>
    /// Our own index on Marten's events: scores by the build of the game client that they came from. Only events that name one are in it, in the order in
    /// which they come, so that it grows at one end for each build.
    /// </summary>
    internal const string BuildIndex = "mt_events_score_builds";

    /// <summary>Does what is needed, or nothing.</summary>
    public async Task Apply(CancellationToken cancel = default)
    {
        var stamp = StampOf(store.Storage.ToDatabaseScript() + OwnTables() + string.Concat(tables.Select(table => table.CreateStatements(database.Schema))));
        if (await StampIn("schema", cancel) == stamp) return;

        logger.LogInformation("Bringing the database schema {Schema} up to date", database.Schema);
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await Run(connection, $"select pg_advisory_lock({SchemaLock})", cancel);
        try
        {
            // Another server may have done it while this one waited for the lock.
            if (await StampIn("schema", cancel) == stamp) return;
            await Run(connection, $"create schema if not exists {database.Schema}", cancel);
            // Marten drops from its tables what it does not know of: our column of hashes.
            foreach (var table in store.Storage.AllObjects().OfType<Table>().Where(table => table.Identifier.Name == "mt_events")) table.AddOnlyMigrations = true;
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
            await Run(connection, OwnTables(), cancel);
            await ApplyTables(connection, cancel);
            await Keep(connection, "schema", stamp, cancel);
        }
        finally
        {
            await Run(connection, $"select pg_advisory_unlock({SchemaLock})", CancellationToken.None);
        }
    }

    /// <summary>
    /// Whether the database holds all of these tables as they are declared here, for who writes without bringing anything up to date.
    /// </summary>
    public static async Task<bool> HoldsTables(Database database, IReadOnlyList<IInlineTable> tables, CancellationToken cancel = default)
    {
        await using var command = database.General.CreateCommand(
            $"select count(*) from {database.Schema}.store_stamps s join unnest($1, $2) as wanted (part, stamp) on s.part = wanted.part and s.stamp = wanted.stamp");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tables.Select(table => "table " + table.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tables.Select(table => StampOf(table.CreateStatements(database.Schema)))] });
        try
        {
            return await command.ExecuteScalarAsync(cancel) is long count && count == tables.Count;
        }
        catch (PostgresException missing) when (IsMissing(missing))
        {
            return false;
        }
    }

    static bool IsMissing(PostgresException failure) => failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;

    async Task ApplyTables(NpgsqlConnection connection, CancellationToken cancel)
    {
        List<IInlineTable> stale = [];
        foreach (var table in tables)
        {
            if (await StampIn("table " + table.Name, cancel) != StampOf(table.CreateStatements(database.Schema))) stale.Add(table);
        }

        if (stale.Count == 0) return;
        await rebuilder.Replace(stale, cancel: cancel);
        foreach (var table in stale) await Keep(connection, "table " + table.Name, StampOf(table.CreateStatements(database.Schema)), cancel);
    }

    async Task<string?> StampIn(string part, CancellationToken cancel)
    {
        try
        {
            await using var command = database.General.CreateCommand($"select stamp from {database.Schema}.store_stamps where part = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = part });
            return await command.ExecuteScalarAsync(cancel) as string;
        }
        catch (PostgresException missing) when (IsMissing(missing))
        {
            return null;
        }
    }

    async Task Keep(NpgsqlConnection connection, string part, string stamp, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {database.Schema}.store_stamps (part, stamp) values ($1, $2) on conflict (part) do update set stamp = excluded.stamp",
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = part });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stamp });
        await command.ExecuteNonQueryAsync(cancel);
    }

    string OwnTables() => $"""
        create table if not exists {database.Schema}.store_stamps (part text primary key, stamp text not null);
        create table if not exists {database.Schema}.journal_lanes (
          lane uuid primary key, token bigint not null, at timestamptz not null, writer uuid) with (fillfactor = 50);
        alter table {database.Schema}.journal_lanes add column if not exists writer uuid;
        {JournalEpoch.CreateStatements(database.Schema)}
        {PersonEraser.CreateStatements(database.Schema)}
        -- Marten checks for each event that its stream is there and locks its row. The Journal moves that row in the same transaction, so it is.
        alter table {database.Schema}.mt_events drop constraint if exists fkey_mt_events_stream_id;
        alter table {database.Schema}.mt_events add column if not exists hash bytea;
        -- Events before this number are older than the chain of hashes.
        create table if not exists {database.Schema}.journal_chain (begins bigint not null);
        insert into {database.Schema}.journal_chain
          select coalesce(max(seq_id), 0) + 1 from {database.Schema}.mt_events having not exists (select 1 from {database.Schema}.journal_chain);
        {PersonalKeys.CreateStatements(database.Schema)}
        create table if not exists {database.Schema}.event_users (user_id uuid not null, seq bigint not null, primary key (user_id, seq));
        create table if not exists {database.Schema}.stream_snapshots (
          stream_key text primary key, version bigint not null, build text not null, state jsonb not null);
        create index if not exists {BuildIndex} on {database.Schema}.mt_events ((headers->>'build'), seq_id)
          where type = '{EventCatalogue.NameOf(typeof(ScoreSubmitted))}' and headers->>'build' is not null;
        -- How far deliveries to subscribers have come, and what was given up: made from no event, so no rebuild touches them.
        create table if not exists {database.Schema}.subscription_progress (
          name text primary key, generation integer not null, position bigint not null, failures integer not null default 0, last_error text,
          last_error_time timestamptz, last_success_time timestamptz, is_halted boolean not null default false) with (fillfactor = 50);
        create table if not exists {database.Schema}.subscription_dead_letters (
          id bigint generated always as identity primary key, name text not null, generation integer not null, first_seq bigint not null, last_seq bigint not null,
          events integer not null, attempts integer not null, error text not null, at timestamptz not null);
        create index if not exists subscription_dead_letters_name on {database.Schema}.subscription_dead_letters (name, generation, id);
        create or replace function {database.Schema}.journal_expect(code text, expected bigint, actual bigint) returns void language plpgsql as $$
        begin
          if actual is distinct from expected then
            raise exception 'journal: expected %, found %', expected, actual using errcode = code;
          end if;
        end $$;
        """;

    static async Task Run(NpgsqlConnection connection, string statements, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    static string StampOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

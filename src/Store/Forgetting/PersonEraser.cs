using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using KaosNet.Store.Tables;
using KaosNet.Store.Tables.Rebuilding;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Store.Forgetting;

/// <summary>
/// Destroys a person's key, and writes everything anew that showed what it opened: from then on tables and kept states say what events still say. Everything is worked
/// out while the game goes on; then writers are kept out for as long as it takes to look at what changed meanwhile, to write the rows, and to end the epoch, in
/// one transaction. See <c>docs/decisions/0031-forgetting-a-person.md</c>.
/// </summary>
public sealed class PersonEraser(Database database, EventCatalogue catalogue, IReadOnlyList<IInlineTable> tables)
{
    /// <summary>What was destroyed, kept in the transaction that destroys it, so that it can be proven after a crash.</summary>
    const string Outcomes = "personal_erasures";

    /// <summary>So few events since the last look are left to the time when writers wait.</summary>
    const int FewEvents = 500;

    /// <summary>How often it is looked at what changed meanwhile, before writers have to wait for more of it.</summary>
    const int LooksMax = 20;

    /// <summary>How long a rebuild's page or index is waited for, with nobody else waiting: an index of a large table takes minutes.</summary>
    internal TimeSpan RebuildMax { get; init; } = TimeSpan.FromMinutes(5);

    internal static string CreateStatements(string schema) =>
        $"create table if not exists {schema}.{Outcomes} (subject uuid primary key, outcome jsonb not null);";

    /// <summary>What is kept of a person; nothing is changed.</summary>
    public async Task<PersonInStore> Look(Guid person, CancellationToken cancel = default)
    {
        var survey = Survey(person);
        await survey.LookThrough(await JournalEpoch.LastEvent(database, cancel), cancel);
        var rows = new RewrittenTables(tables, database.Schema);
        foreach (var stream in survey.Shown) rows.Add(stream);
        return new(survey.Kinds, rows.Count());
    }

    /// <summary>Destroys the person's key and what it opened. Done twice, it answers the first time's outcome.</summary>
    /// <exception cref="TimeoutException">Writers could not be kept out, or a rebuild is at an index for very long. To be tried again.</exception>
    public async Task<Erasure> Erase(Guid person, CancellationToken cancel = default)
    {
        var erasure = await Outcome(person, cancel) ?? await EraseNow(person, cancel);
        await DiscardRebuild(cancel);
        return erasure;
    }

    async Task<Erasure> EraseNow(Guid person, CancellationToken cancel)
    {
        var survey = Survey(person);
        var snapshots = 0L;
        for (var look = 1; look <= LooksMax; look++)
        {
            var last = await JournalEpoch.LastEvent(database, cancel);
            if (look > 1 && last - survey.Through <= FewEvents) break;
            snapshots += await RemoveSnapshots(await survey.LookThrough(last, cancel), cancel);
        }

        return await JournalEpoch.End(
            database,
            async (connection, cancelled) =>
            {
                snapshots += await RemoveSnapshots(connection, await survey.LookThrough(long.MaxValue, cancelled), cancelled);
                var rows = new RewrittenTables(tables, database.Schema);
                foreach (var stream in survey.Shown) rows.Add(stream);
                var written = await rows.Write(connection, cancelled);
                var erasure = new Erasure(FingerprintOf(person), survey.Kinds.Sum(kind => kind.Streams), survey.Kinds.Sum(kind => kind.Events), written, snapshots);
                await Destroy(connection, person, erasure, cancelled);
                return erasure;
            },
            cancel);
    }

    /// <summary>What was destroyed of a person, or null when nothing was yet.</summary>
    public async Task<Erasure?> Outcome(Guid person, CancellationToken cancel = default)
    {
        await using var command = database.General.CreateCommand($"select outcome::text from {database.Schema}.{Outcomes} where subject = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        return await command.ExecuteScalarAsync(cancel) is string outcome ? JsonSerializer.Deserialize<Erasure>(outcome, EventJson.Options) : null;
    }

    PersonSurvey Survey(Guid person) => new(new(database), new(database, catalogue, tables, new(database, catalogue, person)), person);

    string FingerprintOf(Guid person) =>
        database.PersonalKeys.Of([person]) is [{ Secret: { } secret }] ? Convert.ToHexStringLower(SHA256.HashData(secret)) : "";

    /// <summary>
    /// Nothing is left in tables that were just being rebuilt. One that is at work cannot switch to them any more, since the epoch is over, and begins anew, so writers need not
    /// wait for this; the proof does.
    /// </summary>
    async Task DiscardRebuild(CancellationToken cancel)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            var left = RebuildMax - Stopwatch.GetElapsedTime(since);
            if (left <= TimeSpan.Zero) throw new TimeoutException("A rebuild keeps the tables that it fills for very long.");
            try
            {
                await using var connection = await database.General.OpenConnectionAsync(cancel);
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                var milliseconds = ((long)left.TotalMilliseconds + 1).ToString(CultureInfo.InvariantCulture);
                var statement = $"set local lock_timeout = {milliseconds}; {LiveRebuild.DiscardStatement(database.Schema)}";
                await using var discard = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
                await discard.ExecuteNonQueryAsync(cancel);
                await transaction.CommitAsync(cancel);
                return;
            }
            catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                // The rebuild has what it wanted of the two, and goes on; its next statement is waited for again.
            }
        }
    }

    /// <summary>Leaves a tombstone also where there was no key, so that none is ever made.</summary>
    async Task Destroy(NpgsqlConnection connection, Guid person, Erasure erasure, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"""
                    insert into {database.Schema}.{PersonalKeys.Table} (subject, wrapped, master, created_at, forgotten_at) values ($1, null, null, now(), now())
                    on conflict (subject) do update set wrapped = null, master = null, forgotten_at = excluded.forgotten_at
                    """) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = person } } },
                new($"insert into {database.Schema}.{Outcomes} (subject, outcome) values ($1, $2)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = person },
                        new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(erasure, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
    }

    async Task<long> RemoveSnapshots(IReadOnlyCollection<string> streams, CancellationToken cancel)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        return await RemoveSnapshots(connection, streams, cancel);
    }

    // Before writers wait, too: one that comes back does so with an event, and is looked at again.
    async Task<long> RemoveSnapshots(NpgsqlConnection connection, IReadOnlyCollection<string> streams, CancellationToken cancel)
    {
        if (streams.Count == 0) return 0;
        await using var command = new NpgsqlCommand($"delete from {database.Schema}.stream_snapshots where stream_key = any($1)", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams] });
        return await command.ExecuteNonQueryAsync(cancel);
    }
}

using System.Data;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>
/// Fills inline tables from nothing but events: into a scratch schema to compare with the live tables, or in place of them.
/// </summary>
public sealed class TableRebuilder(Database database, EventCatalogue catalogue)
{
    const int RowsAtOnce = 5000;

    readonly EventCodec _codec = new(catalogue);

    /// <summary>
    /// Rebuilds the tables beside the live ones and tells where they differ. All of it happens in one transaction that sees one moment and is
    /// rolled back, so a server may go on working, and nothing is left behind.
    /// </summary>
    /// <param name="tables">The tables to hold against events.</param>
    /// <param name="differencesMax">How many differing rows a table's answer lists at most.</param>
    /// <param name="progress">Told after every few thousand events.</param>
    /// <param name="damaged">
    /// Told of each stream whose events are not what was stored; its rows are then not expected. Null: the first such stream ends it with an
    /// <see cref="InvalidDataException"/> or what its event could not be read for.
    /// </param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<TableComparison>> Verify(
        IReadOnlyList<IInlineTable> tables,
        int differencesMax = 100,
        IProgress<RebuildProgress>? progress = null,
        Action<DamagedStream>? damaged = null,
        CancellationToken cancel = default)
    {
        var scratch = database.Schema + "_scratch";
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await Run(connection, $"create schema {scratch}", cancel);
        foreach (var table in tables)
        {
            // Events that were tampered with may show one key twice, which is a difference to tell and no reason to stop.
            await Run(connection, table.CreateScratchStatement(scratch), cancel);
            if (table.IsKeyOfOneStream) await Run(connection, $"alter table {scratch}.{table.Name} drop constraint {table.Name}_pkey", cancel);
        }

        await Fill(connection, scratch, tables, damaged, progress, cancel);
        if (damaged is not null) await FindCutStreams(connection, damaged, cancel);
        var comparer = new TableComparer(connection, database.Schema, scratch);
        List<TableComparison> comparisons = [];
        foreach (var table in tables) comparisons.Add(await comparer.Compare(table, differencesMax, cancel));
        await transaction.RollbackAsync(cancel);
        return comparisons;
    }

    /// <summary>
    /// Drops the tables, creates them as they are declared now and fills them from events, in one transaction that lets no writer in meanwhile.
    /// </summary>
    public async Task Replace(
        IReadOnlyList<IInlineTable> tables, IProgress<RebuildProgress>? progress = null, CancellationToken cancel = default)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Run(connection, $"lock table {database.Schema}.mt_events in share mode", cancel);
        foreach (var table in tables)
        {
            await Run(connection, $"drop table if exists {database.Schema}.{table.Name}", cancel);
            await Run(connection, table.CreateScratchStatement(database.Schema), cancel);
        }

        await Fill(connection, database.Schema, tables, damaged: null, progress, cancel);
        foreach (var table in tables) await Run(connection, table.CreateStatements(database.Schema), cancel);
        await transaction.CommitAsync(cancel);
    }

    async Task Fill(
        NpgsqlConnection connection,
        string schema,
        IReadOnlyList<IInlineTable> tables,
        Action<DamagedStream>? damaged,
        IProgress<RebuildProgress>? progress,
        CancellationToken cancel)
    {
        var copies = tables.Select(table => (table.Kind, Copy: table.NewCopy(schema))).ToList();
        var copiesOf = copies.ToLookup(entry => entry.Kind, entry => entry.Copy);
        await new EventScan(connection, database.Schema, catalogue, _codec).Fold(
            async stream =>
            {
                foreach (var copy in copiesOf[stream.Kind])
                {
                    try
                    {
                        copy.Add(stream.Id, stream.State);
                    }
                    catch (Exception senseless) when (damaged is not null)
                    {
                        damaged(new(stream.Kind.KeyOf(stream.Id), $"it shows no rows of this game: {senseless.Message}"));
                        break;
                    }

                    if (copy.Count >= RowsAtOnce) await copy.Flush(connection, cancel);
                }
            },
            damaged,
            progress,
            cancel);
        foreach (var (_, copy) in copies) await copy.Flush(connection, cancel);
    }

    /// <summary>Streams whose last events are gone: the pass over events alone cannot miss them.</summary>
    async Task FindCutStreams(NpgsqlConnection connection, Action<DamagedStream> damaged, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select s.id, s.version, coalesce(e.version, 0) from {database.Schema}.mt_streams s
            left join (select stream_id, max(version) as version from {database.Schema}.mt_events group by stream_id) e on e.stream_id = s.id
            where s.version > coalesce(e.version, 0) order by s.id
            """,
            connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            damaged(new(reader.GetString(0), $"it is at version {reader.GetInt64(1)}, but its events end at {reader.GetInt64(2)}"));
        }
    }

    static async Task Run(NpgsqlConnection connection, string statements, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}

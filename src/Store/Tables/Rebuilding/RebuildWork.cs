using Npgsql;

namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>How much of a rebuild goes into one transaction.</summary>
/// <param name="Streams">Streams folded.</param>
/// <param name="Events">Events folded, unless one stream alone has more.</param>
/// <param name="Changes">Later events brought in, unless they depend on those after them.</param>
sealed record RebuildBounds(int Streams = 4000, int Events = 20_000, int Changes = 5000);

/// <summary>
/// Fills tables of a schema from events: first all streams as of one place in the store, in pages of whole streams; then what came after it, change by change as
/// the Journal would have written it. What is in the tables is at any moment a function of the events up to <see cref="RebuildPosition.Applied"/>.
/// </summary>
/// <param name="live">The store's schema.</param>
/// <param name="into">The schema of the new tables.</param>
/// <param name="tables">The tables.</param>
/// <param name="scan">Folds streams.</param>
/// <param name="bounds">How much goes into one transaction.</param>
/// <param name="reading">Events are copied out of this one.</param>
/// <param name="writing">Rows are written through this one.</param>
sealed class RebuildWork(
    string live, string into, IReadOnlyList<IInlineTable> tables, EventScan scan, RebuildBounds bounds, NpgsqlConnection reading, NpgsqlConnection writing)
{
    readonly string _ofKinds = EventQueries.IsOfKinds("stream_id", tables);

    /// <summary>Folds the next page of streams and moves the position past it, in one transaction; what is folded is told afterwards.</summary>
    public async Task<RebuildPosition> FoldPage(RebuildPosition position, CancellationToken cancel)
    {
        if (await LastOfPage(position.LastKey, cancel) is not { } lastKey) return position with { IsFolded = true };
        var copies = tables.Select(table => (table.Kind, Copy: table.NewCopy(into))).ToList();
        var copiesOf = copies.ToLookup(entry => entry.Kind, entry => entry.Copy);
        await using var transaction = await writing.BeginTransactionAsync(cancel);
        var events = 0L;
        var after = position.LastKey.Length == 0 ? "true" : $"stream_id > {BulkReading.Text(position.LastKey)}";
        await scan.Fold(
            reading,
            $"{live}.mt_events where {after} and stream_id <= {BulkReading.Text(lastKey)} and {_ofKinds} and seq_id <= {position.AsOf}",
            position.AsOf,
            async stream =>
            {
                events += stream.Version;
                foreach (var copy in copiesOf[stream.Kind])
                {
                    Show(stream, () => copy.Add(stream.Id, stream.State));
                    if (copy.Count >= TableRebuilder.RowsAtOnce) await copy.Flush(writing, cancel);
                }
            },
            cancel);
        foreach (var (_, copy) in copies) await copy.Flush(writing, cancel);
        position = position with { LastKey = lastKey, Events = position.Events + events };
        await position.Keep(writing, into, cancel);
        await transaction.CommitAsync(cancel);
        return position;
    }

    /// <summary>Brings in the next of the changes up to a place at which no commit is on its way, and moves the position past them, in one transaction.</summary>
    public async Task<RebuildPosition> ApplySome(RebuildPosition position, long through, CancellationToken cancel)
    {
        for (var most = (long)bounds.Changes; ; most *= 4)
        {
            var to = await reading.Ask<long>(
                $"select coalesce(max(seq_id), {through}) from (select seq_id from {live}.mt_events where seq_id > {position.Applied} and seq_id <= {through} order by seq_id limit {most}) e",
                cancel);
            await using var transaction = await writing.BeginTransactionAsync(cancel);
            try
            {
                var moved = await Apply(position, to, writing, cancel);
                await transaction.CommitAsync(cancel);
                return moved;
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation && to < through)
            {
                // A commit was cut in two: the one half takes a name that the other half gives up.
                await transaction.RollbackAsync(cancel);
            }
        }
    }

    /// <summary>Brings in all changes up to a place, in the open transaction of a connection.</summary>
    public async Task<RebuildPosition> Apply(RebuildPosition position, long through, NpgsqlConnection connection, CancellationToken cancel)
    {
        var changes = tables.Select(table => (table.Kind, Changes: table.NewChanges(into))).ToList();
        var changesOf = changes.ToLookup(entry => entry.Kind, entry => entry.Changes);
        // Stream by stream, by index: the planner does not know how few they are.
        await scan.Fold(
            reading,
            $"""
            (select distinct stream_id as changed from {live}.mt_events where seq_id > {position.Applied} and seq_id <= {through} and {_ofKinds}) c
            cross join lateral (select {CopiedEvents.Columns} from {live}.mt_events where stream_id = c.changed and seq_id <= {through} offset 0) e
            """,
            position.Applied,
            stream =>
            {
                foreach (var table in changesOf[stream.Kind]) Show(stream, () => table.Add(stream.Id, stream.Before, stream.State));
                return ValueTask.CompletedTask;
            },
            cancel);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var (_, table) in changes) table.DeleteInto(batch);
        foreach (var (_, table) in changes) table.WriteInto(batch);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
        position = position with { Applied = through };
        await position.Keep(connection, into, cancel);
        return position;
    }

    /// <summary>What is said when a stream cannot be what was stored.</summary>
    public static RebuildRefusedException Refused(string stream, string damage) =>
        new($"The stream {stream} is damaged: {damage} Nothing was changed; `verify` tells what else is.");

    static void Show(FoldedStream stream, Action add)
    {
        try
        {
            add();
        }
        catch (Exception senseless) when (senseless is FormatException or ArgumentException or InvalidOperationException)
        {
            throw Refused(stream.Kind.KeyOf(stream.Id), $"it shows no rows of this game: {senseless.Message}");
        }
    }

    /// <summary>The key up to which the next page goes; null when there are no more streams.</summary>
    async Task<string?> LastOfPage(string after, CancellationToken cancel)
    {
        var beyond = after.Length == 0 ? "true" : $"id > {BulkReading.Text(after)}";
        await using var command = new NpgsqlCommand(
            $"select id, version from {live}.mt_streams where {beyond} and {EventQueries.IsOfKinds("id", tables)} order by id limit {bounds.Streams}", reading) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        string? last = null;
        var events = 0L;
        while (await reader.ReadAsync(cancel))
        {
            events += reader.GetInt64(1);
            if (last is not null && events > bounds.Events) break;
            last = reader.GetString(0);
        }

        return last;
    }
}

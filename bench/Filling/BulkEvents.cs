using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Chain;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Bench.Filling;

/// <summary>An event to be stored.</summary>
/// <param name="Player">Who did it, and whom it is about.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version there.</param>
/// <param name="Event">The event.</param>
/// <param name="Before">The stream's state before it.</param>
/// <param name="At">When it happened, to the microsecond.</param>
sealed record BulkEvent(Guid Player, StreamRef Stream, long Version, object Event, object Before, DateTimeOffset At);

/// <summary>
/// Stores events by bulk as the Journal would have left them, for benchmarks of what comes after: chained by hashes, listed under their users and, with a master key, sealed with
/// keys of the players. The audit and every reader find nothing missing.
/// </summary>
sealed class BulkEvents(Database database, EventCodec codec)
{
    // In the order of jsonb, and without blanks.
    static readonly byte[] Headers = """{"server":"bench","source":"client"}"""u8.ToArray();

    readonly EventContent _content = new();
    readonly Dictionary<string, byte[]> _heads = new(StringComparer.Ordinal);

    /// <summary>Stores events of players and streams that are not in the store yet, and end here.</summary>
    public async Task Store(NpgsqlConnection connection, IReadOnlyList<BulkEvent> events, CancellationToken cancel)
    {
        _heads.Clear();
        var keys = events.Select(one => one.Player).Distinct().ToDictionary(player => player, PersonalKey.Draw);
        var rows = events.Select(one => Stored(one, keys[one.Player])).ToList();
        var first = await Numbers(connection, events.Count, cancel);
        if (database.PersonalKeys.IsSealing) await CopyKeys(connection, [.. keys.Values], events[0].At, cancel);
        await Copy(connection, "mt_streams (id, version, timestamp, created)", events.GroupBy(one => one.Stream), async (row, of) =>
        {
            await row.WriteAsync(of.Key.Key, NpgsqlDbType.Varchar, cancel);
            await row.WriteAsync(of.Max(one => one.Version), NpgsqlDbType.Bigint, cancel);
            await row.WriteAsync(of.Max(one => one.At).UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
            await row.WriteAsync(of.Min(one => one.At).UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
        }, cancel);
        await Copy(connection, "mt_events (seq_id, id, stream_id, version, type, data, timestamp, headers, user_name, hash)", rows.Index(), async (row, numbered) =>
        {
            var (at, stored) = numbered;
            await row.WriteAsync(first + at, NpgsqlDbType.Bigint, cancel);
            await row.WriteAsync(stored.Id, NpgsqlDbType.Uuid, cancel);
            await row.WriteAsync(stored.Of.Stream.Key, NpgsqlDbType.Varchar, cancel);
            await row.WriteAsync(stored.Of.Version, NpgsqlDbType.Bigint, cancel);
            await row.WriteAsync(stored.Name, NpgsqlDbType.Varchar, cancel);
            await row.WriteAsync(stored.Json, NpgsqlDbType.Jsonb, cancel);
            await row.WriteAsync(stored.Of.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
            await row.WriteAsync(Headers, NpgsqlDbType.Jsonb, cancel);
            await row.WriteAsync(stored.Of.Player.ToString(), NpgsqlDbType.Varchar, cancel);
            await row.WriteAsync(stored.Hash, NpgsqlDbType.Bytea, cancel);
        }, cancel);
        await Copy(connection, "event_users (user_id, seq)", events.Index(), async (row, numbered) =>
        {
            await row.WriteAsync(numbered.Item.Player, NpgsqlDbType.Uuid, cancel);
            await row.WriteAsync(first + numbered.Index, NpgsqlDbType.Bigint, cancel);
        }, cancel);
    }

    Row Stored(BulkEvent one, PersonalKey key)
    {
        var (name, json, personal, _) = codec.Prepare(one.Stream, one.Event, one.Before);
        if (personal is not null) json = SealedMembers.Seal(personal.Others, personal.Members, [key], name, SealedHeader.PlaceOf(one.Stream.Key, one.Version));
        var id = Guid.CreateVersion7(one.At);
        _content.Begin(_heads.GetValueOrDefault(one.Stream.Key), id, one.Version, EventContent.MicrosecondsOf(one.At));
        _content.Add(one.Stream.Key);
        _content.Add(name);
        _content.Add(one.Player.ToString());
        // Neither correlation nor cause.
        _content.AddNothing();
        _content.AddNothing();
        _content.AddWritten(Headers, isPlain: true);
        _content.AddWritten(json, codec.IsPlain(one.Event));
        return new(one, id, name, json, _heads[one.Stream.Key] = _content.Hash());
    }

    Task CopyKeys(NpgsqlConnection connection, IReadOnlyList<PersonalKey> keys, DateTimeOffset at, CancellationToken cancel)
    {
        var master = database.Masters.Current!;
        return Copy(connection, $"{PersonalKeys.Table} (subject, wrapped, master, created_at)", keys, async (row, key) =>
        {
            await row.WriteAsync(key.Subject, NpgsqlDbType.Uuid, cancel);
            await row.WriteAsync(master.Wrap(key.Subject, key.Secret), NpgsqlDbType.Bytea, cancel);
            await row.WriteAsync(master.Id, NpgsqlDbType.Text, cancel);
            await row.WriteAsync(at.UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
        }, cancel);
    }

    /// <summary>Takes that many numbers, of which it gives the first.</summary>
    async Task<long> Numbers(NpgsqlConnection connection, int count, CancellationToken cancel)
    {
        var sequence = $"{database.Schema}.mt_events_sequence";
        await using var command = new NpgsqlCommand($"select setval('{sequence}', nextval('{sequence}') + {count - 1})", connection);
        return (long)(await command.ExecuteScalarAsync(cancel))! - count + 1;
    }

    async Task Copy<T>(NpgsqlConnection connection, string table, IEnumerable<T> rows, Func<NpgsqlBinaryImporter, T, Task> write, CancellationToken cancel)
    {
        await using var import = await connection.BeginBinaryImportAsync($"copy {database.Schema}.{table} from stdin (format binary)", cancel);
        foreach (var row in rows)
        {
            await import.StartRowAsync(cancel);
            await write(import, row);
        }

        await import.CompleteAsync(cancel);
    }

    sealed record Row(BulkEvent Of, Guid Id, string Name, byte[] Json, byte[] Hash);
}

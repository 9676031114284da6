using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>Reads all that ever happened to some records, by the index of their streams.</summary>
public sealed class RecordHistories(Database database, EventCatalogue catalogue)
{
    /// <summary>Events of several records that are read at once; one record may hold more.</summary>
    const long EventsAtOnce = 20_000;

    readonly EventCodec _codec = new(catalogue, database.PersonalKeys);

    internal string EventsStatement { get; } =
        "select stream_id, version, seq_id, type, data, timestamp, headers->>'build' "
        + $"from {database.Schema}.mt_events where stream_id = any($1) order by stream_id, version";

    internal string LengthsStatement { get; } = $"select id, version from {database.Schema}.mt_streams where id = any($1)";

    /// <summary>The histories of the records that exist or did, in no order; the streams' keys may be in any.</summary>
    /// <returns>A few at a time; or <see cref="DisqualificationFaults.HistoryTooLong"/>.</returns>
    public async IAsyncEnumerable<Answer<List<RecordHistory>>> Read(
        IReadOnlyCollection<string> keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var lengths = await Lengths(keys, cancel);
        if (lengths.Exists(stream => stream.Length > DisqualificationLimits.EventsOfRecord))
        {
            yield return DisqualificationFaults.HistoryTooLong;
            yield break;
        }

        List<string> together = [];
        var events = 0L;
        foreach (var (key, length) in lengths)
        {
            if (together.Count > 0 && events + length > EventsAtOnce)
            {
                yield return await ReadSome(together, cancel);
                together.Clear();
                events = 0;
            }

            together.Add(key);
            events += length;
        }

        if (together.Count > 0) yield return await ReadSome(together, cancel);
    }

    /// <summary>The history of one record; null when there never was one.</summary>
    public async Task<Answer<RecordHistory?>> Read(StreamRef<ScoreRecord> record, CancellationToken cancel)
    {
        await foreach (var read in Read([record.Key], cancel))
        {
            return read.IsGranted(out var histories, out var fault) ? histories.FirstOrDefault() : fault;
        }

        return (RecordHistory?)null;
    }

    async Task<List<(string Key, long Length)>> Lengths(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        List<(string, long)> lengths = [];
        await using var command = database.General.CreateCommand(LengthsStatement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys] });
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel)) lengths.Add((reader.GetString(0), reader.GetInt64(1)));
        return lengths;
    }

    async Task<List<RecordHistory>> ReadSome(List<string> keys, CancellationToken cancel)
    {
        List<(string Key, long Version, long Sequence, string Type, byte[] Data, DateTimeOffset At, string? Build)> rows = [];
        await using var command = database.General.CreateCommand(EventsStatement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys] });
        await using (var reader = await database.Query(command, database.General, cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((
                    reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4),
                    reader.GetFieldValue<DateTimeOffset>(5), await reader.IsDBNullAsync(6, cancel) ? null : reader.GetString(6)));
            }
        }

        await _codec.Prefetch(rows.Select(row => row.Data), cancel);
        List<RecordHistory> histories = [];
        List<RecordedScore> events = [];
        var current = "";
        foreach (var (key, version, sequence, type, data, at, build) in rows)
        {
            if (key != current && events.Count > 0)
            {
                histories.Add(new(ScoreRecord.Kind.IdOf(current), events));
                events = [];
            }

            current = key;
            events.Add(new(version, sequence, (ScoreRecordEvent)_codec.Decode(type, data, key, version), at, build));
        }

        if (events.Count > 0) histories.Add(new(ScoreRecord.Kind.IdOf(current), events));
        return histories;
    }
}

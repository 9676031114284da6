using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>One stream with its state after all of its events.</summary>
public sealed record FoldedStream(StreamKind Kind, string Id, object State, long Version);

/// <summary>A stream whose events cannot be what was stored: one is missing, unreadable or of another kind.</summary>
/// <param name="Stream">The stream's key.</param>
/// <param name="Damage">What is wrong, for a person to read.</param>
public sealed record DamagedStream(string Stream, string Damage);

/// <summary>How far a pass over all events has come.</summary>
/// <param name="Events">Events read so far.</param>
/// <param name="EventsTotal">Events there are.</param>
public sealed record RebuildProgress(long Events, long EventsTotal);

/// <summary>One pass over every stream, some thousand events at a time, folding each from its first event.</summary>
sealed class EventScan(NpgsqlConnection connection, string schema, EventCatalogue catalogue, EventCodec codec)
{
    const int Page = 5000;

    /// <summary>
    /// Folds all streams of the catalogue's kinds. Runs in the connection's open transaction, and so sees one moment; other statements may be run
    /// on the connection between two streams.
    /// </summary>
    /// <param name="stream">Told of each stream after its last event.</param>
    /// <param name="damaged">Told of each stream that cannot be folded, which is then left out; null: the first such stream ends the pass.</param>
    /// <param name="progress">Told after every few thousand events.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task Fold(
        Func<FoldedStream, Task> stream, Action<DamagedStream>? damaged, IProgress<RebuildProgress>? progress, CancellationToken cancel)
    {
        var total = await CountEvents(cancel);
        var read = 0L;
        await Run(
            $"declare every_event no scroll cursor for select stream_id, version, type, data, timestamp from {schema}.mt_events order by stream_id, version",
            cancel);
        FoldedStream? current = null;
        var (currentKey, isLeftOut) = ("", false);
        for (var page = await Next(cancel); page.Count > 0; page = await Next(cancel))
        {
            foreach (var (key, version, type, data, at) in page)
            {
                if (key != currentKey)
                {
                    if (current is not null && !isLeftOut) await stream(current);
                    (currentKey, isLeftOut) = (key, false);
                    current = catalogue.KindOf(key) is { } kind ? new(kind, kind.IdOf(key), kind.Initial(kind.IdOf(key)), 0) : null;
                }

                if (current is null || isLeftOut) continue;
                try
                {
                    current = Step(current, key, version, type, data, at);
                }
                catch (Exception unreadable) when (damaged is not null)
                {
                    isLeftOut = true;
                    damaged(new(key, $"version {version} ({type}): {unreadable.Message}"));
                }
            }

            progress?.Report(new(read += page.Count, total));
        }

        if (current is not null && !isLeftOut) await stream(current);
        await Run("close every_event", cancel);
    }

    FoldedStream Step(FoldedStream stream, string key, long version, string type, byte[] data, DateTimeOffset at) => version == stream.Version + 1
        ? stream with { State = stream.Kind.Evolve(stream.State, codec.Decode(type, data), at), Version = version }
        : throw new InvalidDataException($"{key} lacks version {stream.Version + 1}.");

    async Task<List<(string Key, long Version, string Type, byte[] Data, DateTimeOffset At)>> Next(CancellationToken cancel)
    {
        List<(string, long, string, byte[], DateTimeOffset)> page = [];
        await using var command = new NpgsqlCommand($"fetch {Page} from every_event", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            page.Add((
                reader.GetString(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetFieldValue<byte[]>(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return page;
    }

    async Task<long> CountEvents(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {schema}.mt_events", connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    async Task Run(string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}

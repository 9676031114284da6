using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>One stream with its state after all of its events.</summary>
public sealed record FoldedStream(StreamKind Kind, string Id, object State, long Version);

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
    public async Task Fold(Func<FoldedStream, Task> stream, IProgress<RebuildProgress>? progress, CancellationToken cancel)
    {
        var total = await CountEvents(cancel);
        var read = 0L;
        await Run(
            $"declare every_event no scroll cursor for select stream_id, version, type, data, timestamp from {schema}.mt_events order by stream_id, version",
            cancel);
        FoldedStream? current = null;
        for (var page = await Next(cancel); page.Count > 0; page = await Next(cancel))
        {
            foreach (var (key, version, type, data, at) in page)
            {
                if (catalogue.KindOf(key) is not { } kind) continue;
                if (current is null || current.Kind.KeyOf(current.Id) != key)
                {
                    if (current is not null) await stream(current);
                    var id = kind.IdOf(key);
                    current = new(kind, id, kind.Initial(id), 0);
                }

                if (version != current.Version + 1) throw new InvalidDataException($"{key} lacks version {current.Version + 1}.");
                current = current with { State = kind.Evolve(current.State, codec.Decode(type, data), at), Version = version };
            }

            progress?.Report(new(read += page.Count, total));
        }

        if (current is not null) await stream(current);
        await Run("close every_event", cancel);
    }

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

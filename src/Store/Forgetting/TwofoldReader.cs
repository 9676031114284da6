using KaosNet.Domain.Kernel;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Store.Forgetting;

/// <summary>A stream folded twice: from events as they are read with a person's key, and as they are read without it.</summary>
sealed record TwofoldStream(StreamKind Kind, string Id, object With, object Without);

/// <summary>Folds streams with a person's key and without it, and says which of them show a difference in tables.</summary>
sealed class TwofoldReader(Database database, EventCatalogue catalogue, IReadOnlyList<IInlineTable> tables, PersonReading reading)
{
    const int StreamsAtOnce = 100;
    const int EventsAtOnce = 500;

    readonly string _events = $"""
        select k.key, e.version, e.type, e.data, e.timestamp from unnest($1) as k(key)
        cross join lateral (select version, type, data, timestamp from {database.Schema}.mt_events where stream_id = k.key offset 0) as e
        order by 1, 2
        """;

    readonly ILookup<StreamKind, ITableChanges> _changesOf = tables.ToLookup(table => table.Kind, table => table.NewChanges(database.Schema));

    /// <summary>Whether tables show anything of these streams at all.</summary>
    public bool IsShown(string streamKey) => catalogue.KindOf(streamKey) is { } kind && _changesOf[kind].Any();

    /// <summary>Folds the streams. Gives each with its key, and null for those whose rows are the same both ways.</summary>
    public async IAsyncEnumerable<(string Key, TwofoldStream? Stream)> Fold(
        IReadOnlyList<string> keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var some in keys.Chunk(StreamsAtOnce))
        {
            TwofoldStream? current = null;
            var version = 0L;
            await foreach (var (key, at, name, data, time) in Events(some, cancel))
            {
                if (current is null || current.Kind.KeyOf(current.Id) != key)
                {
                    if (current is not null) yield return (current.Kind.KeyOf(current.Id), IsSame(current) ? null : current);
                    var kind = catalogue.KindOf(key) ?? throw new InvalidDataException($"The store holds a stream {key}, which this version does not know.");
                    current = new(kind, kind.IdOf(key), kind.Initial(kind.IdOf(key)), kind.Initial(kind.IdOf(key)));
                    version = 0;
                }

                if (at != ++version) throw new InvalidDataException($"{key} lacks version {version}.");
                current = current with
                {
                    With = current.Kind.Evolve(current.With, reading.With(name, data), time),
                    Without = current.Kind.Evolve(current.Without, reading.Without(name, data), time),
                };
            }

            if (current is not null) yield return (current.Kind.KeyOf(current.Id), IsSame(current) ? null : current);
        }
    }

    bool IsSame(TwofoldStream stream)
    {
        using var none = new NpgsqlBatch();
        foreach (var changes in _changesOf[stream.Kind])
        {
            changes.Clear();
            changes.Add(stream.Id, stream.With, stream.Without);
            changes.DeleteInto(none);
            changes.WriteInto(none);
            changes.Clear();
        }

        return none.BatchCommands.Count == 0;
    }

    async IAsyncEnumerable<(string Key, long Version, string Name, byte[] Data, DateTimeOffset Time)> Events(
        string[] keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(_events);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<(string, long, string, byte[], DateTimeOffset)> page = [];
        for (var isMore = true; isMore;)
        {
            page.Clear();
            while (page.Count < EventsAtOnce && (isMore = await reader.ReadAsync(cancel)))
                page.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<DateTimeOffset>(4)));
            await reading.Ready(page.ConvertAll(row => row.Item4), cancel);
            foreach (var row in page) yield return row;
        }
    }
}

using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>One stream with its state after its events.</summary>
/// <param name="Kind">What kind of stream it is.</param>
/// <param name="Id">Its id within the kind.</param>
/// <param name="State">The state after the last event that was read.</param>
/// <param name="Version">The version of that event.</param>
/// <param name="Before">The state as of the place in the store that was asked for; null when the stream began after it.</param>
public sealed record FoldedStream(StreamKind Kind, string Id, object State, long Version, object? Before);

/// <summary>A stream whose events cannot be what was stored: one is missing, unreadable or of another kind.</summary>
/// <param name="Stream">The stream's key.</param>
/// <param name="Damage">What is wrong, for a person to read.</param>
public sealed record DamagedStream(string Stream, string Damage);

/// <summary>How far a pass over events has come.</summary>
/// <param name="Events">Events read so far.</param>
/// <param name="EventsTotal">Events there are.</param>
public sealed record RebuildProgress(long Events, long EventsTotal);

/// <summary>
/// Folds streams from their first event, as PostgreSQL copies the events out: nothing is kept but the state of the stream at hand. The connection is busy until
/// the pass is over, so whoever writes meanwhile has another one.
/// </summary>
sealed class EventScan(EventCatalogue catalogue, EventCodec codec)
{
    /// <summary>Events between two reports.</summary>
    const int ReportEvery = 5000;

    // The names that came so far, so that no text is made for each event.
    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Told of each stream that cannot be folded, which is then left out; null: the first such stream ends the pass.</summary>
    public Action<DamagedStream>? Damaged { get; init; }

    /// <summary>Told every few thousand events of how many were read since the last time.</summary>
    public Action<int>? Read { get; set; }

    /// <summary>Folds the streams of the catalogue's kinds among the events of a query.</summary>
    /// <param name="connection">The connection; the query sees what its transaction sees.</param>
    /// <param name="from">Table and condition of the events.</param>
    /// <param name="asOf">The place in the store whose state is given as <see cref="FoldedStream.Before"/>.</param>
    /// <param name="stream">Told of each stream after its last event.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task Fold(NpgsqlConnection connection, string from, long asOf, Func<FoldedStream, ValueTask> stream, CancellationToken cancel)
    {
        await using var copied = await connection.BeginRawBinaryCopyAsync(
            $"copy (select {CopiedEvents.Columns} from {from} order by stream_id, version) to stdout (format binary)", cancel);
        // The first row comes when all are sorted.
        copied.ReadTimeout = Timeout.Infinite;
        using var rows = new CopiedEvents(copied);
        Folding? folding = null;
        var unreported = 0;
        while (!rows.IsAtEnd)
        {
            while (rows.TryNext())
            {
                if (folding is null || !rows.StreamKey.SequenceEqual(folding.Key))
                {
                    if (folding?.Result is { } folded) await stream(folded);
                    folding = Begin(rows);
                }

                Step(folding, rows, asOf);
                if (++unreported < ReportEvery) continue;
                Read?.Invoke(unreported);
                unreported = 0;
            }

            if (rows.IsAtEnd) break;
            await rows.Fill(cancel);
            await codec.Prefetch(rows, cancel);
        }

        if (folding?.Result is { } last) await stream(last);
        Read?.Invoke(unreported);
        // PostgreSQL has more to say after the last row than that it was the last.
        while (await copied.ReadAsync(new byte[64], cancel) > 0)
        {
        }
    }

    Folding Begin(CopiedEvents rows)
    {
        var key = Encoding.UTF8.GetString(rows.StreamKey);
        return new(rows.StreamKey.ToArray(), key, catalogue.KindOf(key));
    }

    void Step(Folding folding, CopiedEvents rows, long asOf)
    {
        if (folding.Kind is null || folding.IsLeftOut) return;
        var name = NameOf(rows);
        try
        {
            if (rows.Version != folding.Version + 1) throw new InvalidDataException($"{folding.KeyText} lacks version {folding.Version + 1}.");
            folding.Step(codec.Decode(name, rows.Json, folding.KeyText, rows.Version), rows.At, isBefore: rows.Sequence <= asOf);
        }
        catch (Exception unreadable) when (Damaged is not null)
        {
            folding.IsLeftOut = true;
            Damaged(new(folding.KeyText, $"version {rows.Version} ({name}): {unreadable.Message}"));
        }
    }

    string NameOf(CopiedEvents rows)
    {
        Span<char> letters = stackalloc char[rows.Name.Length];
        letters = letters[..Encoding.UTF8.GetChars(rows.Name, letters)];
        if (_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters, out var known)) return known;
        var name = letters.ToString();
        return _names[name] = name;
    }

    /// <summary>The stream at hand.</summary>
    sealed class Folding(byte[] key, string keyText, StreamKind? kind)
    {
        object? _state = kind?.Initial(kind.IdOf(keyText));
        object? _before;

        public byte[] Key => key;

        public string KeyText => keyText;

        public StreamKind? Kind => kind;

        public long Version { get; private set; }

        public bool IsLeftOut { get; set; }

        public FoldedStream? Result => kind is null || IsLeftOut ? null : new(kind, kind.IdOf(keyText), _state!, Version, _before);

        public void Step(object happened, DateTimeOffset at, bool isBefore)
        {
            _state = kind!.Evolve(_state!, happened, at);
            Version++;
            if (isBefore) _before = _state;
        }
    }
}

using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tail;

/// <summary>
/// The end of the store, as one server follows it: each event that is committed from a moment on, by any server, once. What this server's Journal commits is
/// given from memory; for what others commit the store is read. Nothing is kept of how far it has come, so it costs no writes; and a server alone on
/// its database reads next to nothing. Events of one server come in the order of the store; those of two servers may overtake each other, also within a stream,
/// for which there is the version.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="codec">Reads the events.</param>
/// <param name="wanted">Types of events; others are passed by without being read.</param>
public sealed class EventTail(Database database, EventCodec codec, IReadOnlySet<Type> wanted)
{
    /// <summary>Events of one reading.</summary>
    public const int PageMax = 1000;

    /// <summary>How long a start waits for transactions that were on their way before it.</summary>
    static readonly TimeSpan StartMax = TimeSpan.FromSeconds(10);

    readonly string[] _names = codec.NamesOf(wanted);
    readonly Lock _gate = new();
    volatile TailPosition? _position;
    Task? _beginning;

    /// <summary>Takes what this server's Journal commits; false leaves it to be read from the store. Must be quick.</summary>
    public Func<IReadOnlyList<TailEvent>, bool>? OnOwn { get; set; }

    /// <summary>Rung when something was committed, by this server or, as far as it has noticed, by another.</summary>
    public StoreNews News { get; init; } = new();

    /// <summary>Gaps that were given up (see <see cref="TailPosition"/>).</summary>
    public long GivenUp => _position?.GivenUp ?? 0;

    /// <summary>Where servers tell each other that they have committed something; the message is the server's <see cref="Database.Instance"/>.</summary>
    public static string ChannelOf(string schema) => schema + "_committed";

    /// <summary>
    /// Begins with the present: all that is committed from here on will be given, and nothing that can be read in tables from here on is missed. Once, however
    /// many ask; the next to ask tries again when it failed.
    /// </summary>
    public Task Begin(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_beginning is null or { IsFaulted: true } or { IsCanceled: true }) _beginning = BeginNow(cancel);
            return _beginning.WaitAsync(cancel);
        }
    }

    async Task BeginNow(CancellationToken cancel)
    {
        // A transaction on its way has drawn numbers below the highest visible one. Once those that run now are over, none is left there.
        var (_, pending, high) = await Look(cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(StartMax);
        try
        {
            while ((await Look(patience.Token)).Oldest < pending) await Task.Delay(20, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Somebody keeps a transaction open, who is hardly one of ours: those last milliseconds.
        }

        _position = new(high);
    }

    /// <summary>The next events that others committed; an empty page when there are none. It is the last page when it is not full.</summary>
    public async Task<(IReadOnlyList<TailEvent> Events, bool IsLast)> Read(CancellationToken cancel)
    {
        var position = _position ?? throw new InvalidOperationException("The tail has not begun.");
        var (high, gaps) = position.Wanted;
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        const string transactions = "select pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint from pg_current_snapshot() as s";
        var columns = "select seq_id, id, stream_id, version, type, case when type = any($3) then data end, timestamp, user_name, causation_id";
        batch.BatchCommands.Add(new(transactions));
        batch.BatchCommands.Add(new(
            $"""
            (select * from ({columns} from {database.Schema}.mt_events where seq_id > $1 order by seq_id limit {PageMax}) as next)
            union all
            ({columns} from {database.Schema}.mt_events where seq_id = any($2))
            order by 1
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = high },
                new NpgsqlParameter<long[]> { TypedValue = gaps },
                new NpgsqlParameter<string[]> { TypedValue = _names },
            },
        });
        batch.BatchCommands.Add(new(transactions));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var oldestBefore = (ulong)reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        List<long> sequences = [];
        List<Row?> rows = [];
        while (await reader.ReadAsync(cancel))
        {
            sequences.Add(reader.GetInt64(0));
            rows.Add(reader.IsDBNull(5) ? null : RowIn(reader));
        }

        await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        var news = position.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequences), oldestBefore, (ulong)reader.GetInt64(1));
        if (Array.IndexOf(news, true) >= 0) News.Ring();
        await reader.DisposeAsync();
        List<Row> told = [.. rows.Where((row, at) => row is not null && news[at]).Select(row => row!)];
        await codec.Prefetch(told.Select(row => row.Data), cancel);
        return ([.. told.Select(row => row.Told with { Event = codec.Decode(row.Type, row.Data, row.Told.StreamKey, row.Told.Version) })], sequences.Count < PageMax);
    }

    /// <summary>Told by the Journal of a commit, in the order of the store within a lane.</summary>
    internal void Committed(IReadOnlyList<PendingEvent> events, long[] sequences)
    {
        News.Ring();
        if (_position is not { } position) return;
        List<TailEvent>? told = null;
        if (OnOwn is not null)
        {
            for (var i = 0; i < events.Count; i++)
            {
                if (!wanted.Contains(events[i].Event.GetType())) continue;
                var (entry, caller) = (events[i], events[i].Caller);
                (told ??= []).Add(new(
                    sequences[i], entry.Id, entry.Stream.Key, entry.Version, entry.Event, entry.At, caller.Actor is { Length: > 0 } actor ? actor : null, caller.Cause));
            }
        }

        if (told is null || OnOwn!(told)) position.Committed(sequences);
    }

    async Task<(ulong Oldest, ulong Next, long High)> Look(CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(
            $"""
            select pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint, (select coalesce(max(seq_id), 0) from {database.Schema}.mt_events)
            from pg_current_snapshot() as s
            """);
        await using var reader = await database.Query(command, database.General, cancel);
        await reader.ReadAsync(cancel);
        return ((ulong)reader.GetInt64(0), (ulong)reader.GetInt64(1), reader.GetInt64(2));
    }

    static Row RowIn(NpgsqlDataReader reader) => new(
        new(
            reader.GetInt64(0),
            reader.GetGuid(1),
            reader.GetString(2),
            reader.GetInt64(3),
            Event: Row.Unread,
            reader.GetFieldValue<DateTimeOffset>(6),
            reader.IsDBNull(7) ? null : reader.GetString(7),
            reader.IsDBNull(8) ? null : reader.GetString(8)),
        reader.GetString(4),
        System.Text.Encoding.UTF8.GetBytes(reader.GetString(5)));

    /// <summary>An event before its content is read.</summary>
    sealed record Row(TailEvent Told, string Type, byte[] Data)
    {
        public static readonly object Unread = new();
    }
}

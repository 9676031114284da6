using System.Diagnostics;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Tail;
using Npgsql;

namespace KaosNet.Store.Reading;

/// <summary>Some events of a walk through the store.</summary>
/// <param name="Events">Those that pass the filter, in the order of the store.</param>
/// <param name="Position">The last number that the walk has passed, whether or not its event was wanted: where to go on after.</param>
/// <param name="IsAtEnd">Nothing more is settled at the moment.</param>
public sealed record EventPage(IReadOnlyList<PublishedEvent> Events, long Position, bool IsAtEnd)
{
    /// <summary>A higher number was seen, which is not settled yet: it is worth looking again soon.</summary>
    internal bool IsMoreUnderWay { get; init; }
}

/// <summary>
/// Walks through all events in the order of their numbers, from any place, and never passes one that may still appear. Each step is a short statement along an
/// index, whatever the filter: a rare type in a large store takes many steps, none of which is long. Nothing is kept between them.
/// </summary>
public sealed class EventReader(Database database, EventCatalogue catalogue, EventCodec codec, SettledEvents settled, StoreNews news)
{
    /// <summary>Events of one page.</summary>
    public const int PageMax = 1000;

    /// <summary>Numbers that one statement passes at most.</summary>
    const int SpanMax = 20_000;

    /// <summary>A page ends after the event that makes it larger.</summary>
    const int BytesMax = 2 << 20;

    const string Columns = "seq_id, id, stream_id, version, type, data, timestamp, user_name, correlation_id, causation_id, headers";

    /// <summary>The first pause before looking again for what is under way; it doubles.</summary>
    static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(4);
    static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(250);

    /// <summary>Under a stream of commits the store is looked at this often, not for each of them.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    readonly Lazy<Dictionary<string, string[]>> _namesOfSlices = new(() => catalogue.Kinds.ToDictionary(
        kind => kind.Key,
        kind => catalogue.EventTypes.Where(entry => entry.Value.IsAssignableTo(kind.Value.EventType)).Select(entry => entry.Key).ToArray(),
        StringComparer.Ordinal));

    readonly PublishedEvents _published = new(catalogue, codec);

    /// <summary>The last number that is settled now: whoever goes on after it gets what comes from now on.</summary>
    public async ValueTask<long> End(CancellationToken cancel) => (await settled.Look(cancel)).Settled;

    /// <summary>The next events after a place.</summary>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">The last number that is of no interest any more; 0 for the beginning.</param>
    /// <param name="limit">Events at most.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<EventPage> Read(EventFilter filter, long after, int limit, CancellationToken cancel)
    {
        limit = Math.Clamp(limit, 1, PageMax);
        var (last, isMore) = (settled.Known, false);
        // What is known may be old: only who has looked can say that nothing follows.
        var isFresh = after >= last;
        if (isFresh) (last, isMore) = await settled.Look(cancel);
        if (after >= last) return new([], after, IsAtEnd: true) { IsMoreUnderWay = isMore };
        var names = filter.NamesIn(_namesOfSlices.Value) is { } wanted ? codec.NamesOf(wanted.Select(name => catalogue.EventTypes[name])) : null;
        if (names is []) return new([], last, isFresh) { IsMoreUnderWay = isMore };
        var upTo = Math.Min(last, after + SpanMax);
        await using var command = filter.User is { } user ? OfUser(user, names, after, upTo, limit) : Any(names, after, upTo, limit);
        await using var reader = await database.Query(command, cancel);
        List<PublishedEvent> events = [];
        var (bytes, rows, position) = (0, 0, after);
        while (bytes < BytesMax && await reader.ReadAsync(cancel))
        {
            rows++;
            position = reader.GetInt64(11);
            if (await reader.IsDBNullAsync(0, cancel)) continue;
            var read = _published.In(reader);
            bytes += read.Data.Length;
            events.Add(read);
        }

        var isCut = rows == limit || bytes >= BytesMax;
        if (!isCut) position = upTo;
        await reader.DisposeAsync();
        return new(await _published.Publish(events, filter.IsPersonal, cancel), position, IsAtEnd: isFresh && position >= last) { IsMoreUnderWay = isMore };
    }

    /// <summary>Waits for the next events after a place; an empty page after a while tells how far it has come.</summary>
    public async ValueTask<EventPage> Next(EventFilter filter, long after, int limit, TimeSpan patience, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        for (var pause = PauseMin; ;)
        {
            var (woken, looked) = (news.Next, Stopwatch.GetTimestamp());
            var page = await Read(filter, after, limit, cancel);
            after = page.Position;
            var left = patience - Stopwatch.GetElapsedTime(since);
            if (page.Events.Count > 0 || left <= TimeSpan.Zero) return page;
            if (!page.IsAtEnd) continue;
            if (page.IsMoreUnderWay)
            {
                await Task.WhenAny(woken, Task.Delay(pause < left ? pause : left, cancel));
                if (pause < PauseMax) pause *= 2;
            }
            else
            {
                await Task.WhenAny(woken, Task.Delay(left, cancel));
                pause = PauseMin;
            }

            cancel.ThrowIfCancellationRequested();
            if (Interval - Stopwatch.GetElapsedTime(looked) is { Ticks: > 0 } early) await Task.Delay(early, cancel);
        }
    }

    NpgsqlCommand Any(string[]? names, long after, long upTo, int limit) => Command(
        $"""
        select {Columns}, seq_id from {database.Schema}.mt_events
        where seq_id > $1 and seq_id <= $2 {(names is null ? "" : "and type = any($4)")} order by seq_id limit $3
        """,
        names, after, upTo, limit);

    /// <summary>Along the index of whom events are about; those of other types are passed as well, so that each step has its end.</summary>
    NpgsqlCommand OfUser(Guid user, string[]? names, long after, long upTo, int limit)
    {
        var type = names is null ? "" : "and type = any($4)";
        var command = Command(
            $"""
            select e.*, u.seq from (
              select seq from {database.Schema}.event_users
              where user_id = {(names is null ? "$4" : "$5")} and seq > $1 and seq <= $2 order by seq limit $3
            ) as u left join lateral (
              select {Columns} from {database.Schema}.mt_events where seq_id = u.seq {type} offset 0
            ) as e on true order by u.seq
            """,
            names, after, upTo, limit);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user });
        return command;
    }

    NpgsqlCommand Command(string text, string[]? names, long after, long upTo, int limit)
    {
        var command = database.Reads.CreateCommand(text);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (names is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = names });
        return command;
    }
}

using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Undoing;

/// <summary>
/// Finds the events that a selection means, by whichever index knows them best: their places, the events about a user, the streams that an undo wrote in; else by looking
/// through a span of places, which times lead to.
/// </summary>
public sealed class UndoSearch(Database database, SubmissionSearch places, UndoLists lists)
{
    /// <summary>Places of the whole store that one statement looks through.</summary>
    const long Span = 50_000;

    /// <summary>Places around an event in which the others of its request are looked for: a request takes a moment.</summary>
    const long Around = 50_000;

    /// <summary>Places that are looked through for a request or an actor.</summary>
    const long LookedMax = 20_000_000;

    const int StreamsAtOnce = 500;

    static readonly string Deletion = EventCatalogue.NameOf(typeof(AccountDeleted));

    readonly string _events = $"{database.Schema}.mt_events";

    const string Columns = "seq_id, coalesce(correlation_id, ''), type";

    internal string SpanStatement => field ??= $"""
        select {Columns} from {_events}
        where seq_id > $1 and seq_id <= $2 and user_name = $3 and ($4 = '' or headers->>'source' = $4) and timestamp >= $5 and timestamp < $6
          and not starts_with(stream_id, 'undo-') order by seq_id desc
        """;

    internal string UserStatement => field ??= $"""
        select {Columns} from (select seq from {database.Schema}.event_users where user_id = $7 and seq > $1 and seq <= $2 order by seq desc offset 0) u
        cross join lateral (select * from {_events} where seq_id = u.seq offset 0) e
        where user_name = $3 and ($4 = '' or headers->>'source' = $4) and timestamp >= $5 and timestamp < $6 and not starts_with(stream_id, 'undo-')
        """;

    internal string RequestStatement => field ??= $"""
        select {Columns} from {_events}
        where seq_id > $1 and seq_id <= $2 and correlation_id = $3 and ($4::text is null or user_name = $4) and not starts_with(stream_id, 'undo-')
        order by seq_id desc
        """;

    internal string CauseStatement => field ??= $"""
        select {Columns} from {_events} where stream_id = any($1) and causation_id = $2 and seq_id <= $3 and not starts_with(stream_id, 'undo-')
        """;

    internal string EventStatement => field ??= $"select {Columns}, user_name from {_events} where seq_id = $1";

    /// <summary>The place of the last event that is stored.</summary>
    public Task<long> Horizon(CancellationToken cancel) => places.Horizon(cancel);

    /// <summary>The places of all events that are meant, in the order in which they are undone: the newest first, but an account's deletion before what ended with it.</summary>
    /// <param name="selection">What is meant.</param>
    /// <param name="horizon">The last place to look at.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Answer<IReadOnlyList<long>>> Find(UndoSelection selection, long horizon, CancellationToken cancel)
    {
        var found = selection switch
        {
            { Event: { } place } => await Single(place, horizon, cancel),
            { Action: { } place } => await Action(place, horizon, cancel),
            { Request: { } request } => await Request(request, horizon, cancel),
            { Undo: { } undo } => await OfUndo(undo, horizon, cancel),
            _ => await OfActor(selection, horizon, cancel),
        };
        if (!found.IsGranted(out var meant, out var fault)) return fault;
        if (meant.Count > UndoLimits.EventsMax) return UndoFaults.TooMany;
        var ends = meant.Where(place => place.Type == Deletion).Select(place => place.Correlation).ToHashSet(StringComparer.Ordinal);
        var last = meant.Where(place => ends.Contains(place.Correlation)).GroupBy(place => place.Correlation, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(place => place.Sequence), StringComparer.Ordinal);
        return meant.OrderByDescending(place => place.Type == Deletion ? last[place.Correlation] : place.Sequence)
            .ThenByDescending(place => place.Type == Deletion).Select(place => place.Sequence).Distinct().ToList();
    }

    async Task<Answer<List<Place>>> Single(long place, long horizon, CancellationToken cancel)
    {
        List<Place> found = [];
        if (await One(place, horizon, cancel) is var (one, _)) found.Add(one);
        return found;
    }

    async Task<(Place Place, string Actor)?> One(long place, long horizon, CancellationToken cancel)
    {
        if (place > horizon) return null;
        await using var command = database.General.CreateCommand(EventStatement);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = place });
        await using var reader = await database.Query(command, database.General, cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return (Read(reader), await reader.IsDBNullAsync(3, cancel) ? "" : reader.GetString(3));
    }

    async Task<Answer<List<Place>>> Action(long place, long horizon, CancellationToken cancel)
    {
        List<Place> found = [];
        if (await One(place, horizon, cancel) is not var (one, actor)) return found;
        found.Add(one);
        if (one.Correlation.Length == 0) return found;
        return await Rows(OfRequest(place - Around, Math.Min(horizon, place + Around), one.Correlation, actor), cancel);
    }

    /// <summary>From the end on; a request is over within a moment, so a span without any of it after some is the last.</summary>
    async Task<Answer<List<Place>>> Request(string request, long horizon, CancellationToken cancel)
    {
        List<Place> found = [];
        for (var to = horizon; to > 0; to -= Span)
        {
            if (horizon - to > LookedMax) return UndoFaults.TooManyLooked;
            var some = await Rows(OfRequest(Math.Max(0, to - Span), to, request, null), cancel);
            if (some.Count == 0 && found.Count > 0) break;
            found.AddRange(some);
        }

        return found;
    }

    async Task<Answer<List<Place>>> OfActor(UndoSelection selection, long horizon, CancellationToken cancel)
    {
        var since = selection.Since!.Value;
        var until = selection.Until ?? new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);
        var begin = await places.PlaceBefore(since, horizon, cancel);
        var end = selection.Until is null ? horizon : await places.PlaceAfter(until, horizon, cancel);
        var user = Guid.TryParse(selection.Actor, out var id) && selection.Source is null or "client" ? id : (Guid?)null;
        if (end - begin > LookedMax && user is null) return UndoFaults.TooManyLooked;

        List<Place> found = [];
        for (var to = end; to > begin && found.Count <= UndoLimits.EventsMax; to -= user is null ? Span : end - begin)
        {
            var command = database.General.CreateCommand(user is null ? SpanStatement : UserStatement);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = user is null ? Math.Max(begin, to - Span) : begin });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = selection.Actor! });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = selection.Source ?? "" });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime });
            if (user is { } player) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = player });
            found.AddRange(await Rows(command, cancel));
        }

        return found;
    }

    async Task<Answer<List<Place>>> OfUndo(string id, long horizon, CancellationToken cancel)
    {
        if (await lists.Find(Guid.Parse(id), cancel) is not { } undo) return UndoFaults.NotFound;
        if (!undo.IsDone) return UndoFaults.Unfinished;
        var streams = new HashSet<string>(StringComparer.Ordinal);
        for (var from = 1L; await lists.NextStep(id, from, cancel) is var (version, advanced); from = version + 1)
        {
            foreach (var undone in advanced.Undone)
            {
                streams.Add(undone.Stream);
                streams.UnionWith(undone.By);
            }
        }

        List<Place> found = [];
        foreach (var some in streams.Chunk(StreamsAtOnce))
        {
            var command = database.General.CreateCommand(CauseStatement);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = some });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Undo.CauseOf(id) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon });
            found.AddRange(await Rows(command, cancel));
        }

        return found;
    }

    NpgsqlCommand OfRequest(long from, long to, string request, string? actor)
    {
        var command = database.General.CreateCommand(RequestStatement);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = actor });
        return command;
    }

    async Task<List<Place>> Rows(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var asked = command;
        List<Place> rows = [];
        await using var reader = await database.Query(command, database.General, cancel);
        while (rows.Count <= UndoLimits.EventsMax && await reader.ReadAsync(cancel)) rows.Add(Read(reader));
        return rows;
    }

    static Place Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2));

    sealed record Place(long Sequence, string Correlation, string Type);
}

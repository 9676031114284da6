using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>Records that may hold submissions which fit, and how far the search has come with them.</summary>
/// <param name="Keys">Keys of their streams, each once on this page and perhaps again on a later one.</param>
/// <param name="Position">To go on from.</param>
/// <param name="IsLast">Nothing follows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FoundRecords(IReadOnlyList<string> Keys, string Position, bool IsLast);

/// <summary>
/// Finds the records that criteria may hit, page by page, by whichever index knows them best: the stream's key, the events about a user, those of a build,
/// those of a span of time or the keys of a board's records. Records that are gone, taken back or deleted, are found as well.
/// </summary>
public sealed class SubmissionSearch(Database database)
{
    /// <summary>Events of one page that is found by events, and records of one that is found by keys.</summary>
    internal const int Page = DisqualificationLimits.RecordsAtOnce;

    /// <summary>Events of the whole store that one page of a span of time looks through.</summary>
    const long Span = 50_000;

    /// <summary>Servers' clocks may differ, and a commit is stored a moment after its decision.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    static readonly string Submitted = EventCatalogue.NameOf(typeof(ScoreSubmitted));

    readonly string _events = $"{database.Schema}.mt_events";

    internal string OwnerStatement => field ??= $"""
        select u.seq, e.stream_id from {database.Schema}.event_users u
        cross join lateral (select stream_id from {_events} where seq_id = u.seq and type = '{Submitted}' offset 0) e
        where u.user_id = $1 and u.seq > $2 and u.seq <= $3 order by u.seq limit {Page}
        """;

    internal string BuildStatement => field ??= $"""
        select seq_id, stream_id from {_events}
        where type = '{Submitted}' and headers->>'build' = $1 and seq_id > $2 and seq_id <= $3 order by seq_id limit {Page}
        """;

    internal string SpanStatement => field ??= $"""
        select seq_id, stream_id from {_events}
        where seq_id > $1 and seq_id <= $2 and type = '{Submitted}' and timestamp >= $3 and timestamp < $4 order by seq_id limit {Page}
        """;

    // Between a key that no record's comes before and one that none comes after, in the order of any language; others in between are left out.
    internal string BoardStatement => field ??= $"""
        select id from {database.Schema}.mt_streams
        where id >= $1 and id <= $2 and id > $3 and starts_with(id, $4) order by id limit {Page}
        """;

    internal string MomentStatement => field ??= $"select seq_id, timestamp from {_events} where seq_id > $1 order by seq_id limit 1";

    /// <summary>The place of the last event that is stored.</summary>
    public async Task<long> Horizon(CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand($"select coalesce(max(seq_id), 0) from {_events}");
        await using var reader = await database.Query(command, database.General, cancel);
        await reader.ReadAsync(cancel);
        return reader.GetInt64(0);
    }

    /// <summary>All records that may be hit, in pages.</summary>
    /// <param name="criteria">Which submissions.</param>
    /// <param name="horizon">The last event to look at.</param>
    /// <param name="position">Where an earlier page ended; empty to begin.</param>
    /// <param name="cancel">Gives up.</param>
    public IAsyncEnumerable<FoundRecords> Find(DisqualificationCriteria criteria, long horizon, string position, CancellationToken cancel)
    {
        if (criteria is { OwnerId: { } one, LeaderboardId: { } board, Expiry: { } period }) return Single(ScoreRecord.Of(board, period, one).Key);
        if (criteria.OwnerId is { } owner)
            return ByEvents(OwnerStatement, new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(owner) }, criteria, horizon, position, cancel);
        if (criteria.Build is { } build)
            return ByEvents(BuildStatement, new NpgsqlParameter<string> { TypedValue = build }, criteria, horizon, position, cancel);
        return criteria.Since is null && criteria.LeaderboardId is not null
            ? OnBoard(criteria, position, cancel)
            : InSpan(criteria, horizon, position, cancel);
    }

    static async IAsyncEnumerable<FoundRecords> Single(string key)
    {
        yield return new([key], "", IsLast: true);
        await Task.CompletedTask;
    }

    async IAsyncEnumerable<FoundRecords> ByEvents(
        string statement, NpgsqlParameter what, DisqualificationCriteria criteria, long horizon, string position,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var from = Read(position); ;)
        {
            await using var command = database.General.CreateCommand(statement);
            command.Parameters.Add(what.Clone());
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon });
            var found = await Rows(command, cancel);
            var isLast = found.Count < Page;
            if (!isLast) from = found[^1].Sequence;
            yield return new(Of(criteria, found), Spell(from), isLast);
            if (isLast) yield break;
        }
    }

    async IAsyncEnumerable<FoundRecords> InSpan(
        DisqualificationCriteria criteria, long horizon, string position, [EnumeratorCancellation] CancellationToken cancel)
    {
        var from = position.Length > 0 ? Read(position) : criteria.Since is { } since ? await PlaceBefore(since, horizon, cancel) : 0;
        while (true)
        {
            var to = Math.Min(horizon, from + Span);
            await using var command = database.General.CreateCommand(SpanStatement);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (criteria.Since ?? DateTimeOffset.UnixEpoch).UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (criteria.Until ?? End).UtcDateTime });
            var found = await Rows(command, cancel);
            from = found.Count == Page ? found[^1].Sequence : to;
            var isLast = from >= horizon || await IsAfter(criteria.Until, from, cancel);
            yield return new(Of(criteria, found), Spell(from), isLast);
            if (isLast) yield break;
        }
    }

    async IAsyncEnumerable<FoundRecords> OnBoard(DisqualificationCriteria criteria, string position, [EnumeratorCancellation] CancellationToken cancel)
    {
        var prefix = PrefixOf(criteria)!;
        var first = prefix + (criteria.Expiry is null ? "0" : "");
        var last = prefix + (criteria.Expiry is null ? new string('9', 20) + "/" : "") + new Guid(-1, -1, -1, [255, 255, 255, 255, 255, 255, 255, 255]);
        while (true)
        {
            await using var command = database.General.CreateCommand(BoardStatement);
            foreach (var text in new[] { first, last, position, prefix }) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
            List<string> keys = [];
            await using (var reader = await database.Query(command, database.General, cancel))
            {
                while (await reader.ReadAsync(cancel)) keys.Add(reader.GetString(0));
            }

            var isLast = keys.Count < Page;
            if (keys.Count > 0) position = keys[^1];
            // A board whose name goes on where this one's ends has records that begin alike.
            yield return new(keys.FindAll(key => ScoreRecordOf(key).LeaderboardId == criteria.LeaderboardId), position, isLast);
            if (isLast) yield break;
        }
    }

    /// <summary>A place before every event of that moment and later ones, found by halving.</summary>
    internal async Task<long> PlaceBefore(DateTimeOffset moment, long horizon, CancellationToken cancel)
    {
        if (moment.UtcDateTime - DateTime.MinValue < Slack) return 0;
        var (low, high) = (0L, horizon);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (await Next(middle, cancel) is { } next && next.At < moment - Slack) low = Math.Max(middle + 1, Math.Min(next.Sequence, high));
            else high = middle;
        }

        return Math.Max(0, low - 1);
    }

    /// <summary>A place after every event before that moment, found by halving.</summary>
    internal async Task<long> PlaceAfter(DateTimeOffset moment, long horizon, CancellationToken cancel)
    {
        if (DateTime.MaxValue - moment.UtcDateTime < Slack) return horizon;
        var (low, high) = (0L, horizon);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (await Next(middle, cancel) is { } next && next.At <= moment + Slack) low = Math.Max(middle + 1, Math.Min(next.Sequence, high));
            else high = middle;
        }

        return low;
    }

    async Task<bool> IsAfter(DateTimeOffset? moment, long place, CancellationToken cancel) =>
        moment is { } until && DateTime.MaxValue - until.UtcDateTime > Slack && await Next(place, cancel) is { } next && next.At > until + Slack;

    async Task<(long Sequence, DateTimeOffset At)?> Next(long place, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(MomentStatement);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = place });
        await using var reader = await database.Query(command, database.General, cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    async Task<List<(long Sequence, string Key)>> Rows(NpgsqlCommand command, CancellationToken cancel)
    {
        List<(long, string)> rows = [];
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel)) rows.Add((reader.GetInt64(0), reader.GetString(1)));
        return rows;
    }

    /// <summary>The records among what was found that can be meant.</summary>
    static List<string> Of(DisqualificationCriteria criteria, List<(long Sequence, string Key)> found)
    {
        var prefix = PrefixOf(criteria) ?? "";
        var suffix = criteria.OwnerId is { } owner ? "/" + owner : "";
        return [.. found.Select(row => row.Key).Distinct(StringComparer.Ordinal).Where(
            key => key.StartsWith(prefix, StringComparison.Ordinal) && key.EndsWith(suffix, StringComparison.Ordinal))];
    }

    static string? PrefixOf(DisqualificationCriteria criteria) => criteria.LeaderboardId is not { } board ? null
        : ScoreRecord.Kind.KeyOf(criteria.Expiry is { } expiry ? string.Create(CultureInfo.InvariantCulture, $"{board}/{expiry}/") : board + "/");

    static ScoreRecord ScoreRecordOf(string key) => (ScoreRecord)ScoreRecord.Kind.Initial(ScoreRecord.Kind.IdOf(key));

    static long Read(string position) => position.Length == 0 ? 0 : long.Parse(position, CultureInfo.InvariantCulture);

    static string Spell(long place) => place.ToString(CultureInfo.InvariantCulture);

    /// <summary>The last moment that tables hold for sure.</summary>
    static readonly DateTimeOffset End = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);
}

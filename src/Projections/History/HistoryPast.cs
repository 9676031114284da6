using System.Text.Json.Nodes;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.History;

/// <summary>Something as it was at a moment.</summary>
/// <param name="Kind">What it is, in one word.</param>
/// <param name="State">As JSON, in words for people.</param>
/// <param name="At">The moment.</param>
/// <param name="Version">How many events its stream held; 0 when more than one stream was looked at.</param>
/// <param name="Sequence">The last one's place among all events.</param>
/// <param name="ChangedAt">When that one was decided.</param>
public sealed record PastThing(string Kind, JsonObject State, DateTimeOffset At, long Version, long Sequence, DateTimeOffset ChangedAt);

/// <summary>
/// Accounts, wallets, objects, groups, friends, matches and more as of a moment, folded from their streams' events alone. The moment is a time, the place of an
/// event among all events, or a version of the stream. Boards and records have a history of their own (<see cref="Leaderboards.Recalling.LeaderboardPast"/>).
/// </summary>
public sealed class HistoryPast(Database database, EventCatalogue catalogue, TimeProvider time) : IDisposable
{
    /// <summary>Friends that one look back shows.</summary>
    public const int FriendsMax = 10_000;

    static readonly string[] FriendEvents = [.. EventCatalogue.EventsOf(Friendship.Kind).SelectMany(EventCatalogue.Default.StoredNamesOf)];

    readonly PastStreams _streams = new(database, new EventCodec(catalogue, database.PersonalKeys));
    readonly PastTurns _turns = new(time);

    /// <summary>How long one look back may take.</summary>
    public TimeSpan TimeMax { get; init; } = PastTurns.DefaultTimeMax;

    /// <summary>Something as it was.</summary>
    /// <param name="subject">What to look at; it may be gone since.</param>
    /// <param name="moment">When; null for now.</param>
    /// <param name="version">In its place: the event of its own stream, from 1.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<Answer<PastThing>> Look(PastSubject subject, PastMoment? moment, long? version = null, CancellationToken cancel = default) =>
        InTurn(bounded => Find(subject, moment, version, bounded), cancel);

    /// <summary>Everybody who was something to a user, or whom they were something to, as the user saw it.</summary>
    public ValueTask<Answer<PastThing>> Friends(Guid userId, PastMoment? moment, CancellationToken cancel = default) =>
        InTurn(bounded => FindFriends(userId, moment ?? PastMoment.At(time.GetUtcNow()), bounded), cancel);

    /// <summary>A match, as far as it was recorded.</summary>
    public ValueTask<Answer<PastThing>> Match(Guid id, PastMoment? moment, long? version = null, CancellationToken cancel = default) =>
        InTurn(bounded => FindMatch(id, moment, version, bounded), cancel);

    public void Dispose() => _turns.Dispose();

    async Task<Answer<PastThing>> Find(PastSubject subject, PastMoment? moment, long? version, CancellationToken cancel)
    {
        var stream = subject.Stream;
        if (!(await MomentOf(subject.Kind, stream, moment, version, cancel)).IsGranted(out var at, out var fault)) return fault;
        var state = stream.Kind.Initial(stream.Id);
        PastEvent? last = null;
        await foreach (var past in _streams.Read([stream.Key], at, cancel))
        {
            state = stream.Kind.Evolve(state, past.Happened, past.At);
            last = past;
        }

        if (last is null) return await Missing(subject.Kind, stream, cancel);
        if (!subject.Exists(state)) return PastFaults.Gone(subject.Kind, subject.GoneWord);
        return new PastThing(subject.Kind, subject.Show(state), await TimeOf(at, last, cancel), last.Version, last.Sequence, last.At);
    }

    async Task<Answer<PastThing>> FindMatch(Guid id, PastMoment? moment, long? version, CancellationToken cancel)
    {
        const string Noun = "match";
        var stream = MatchHistory.Stream.Of(id.ToString());
        if (!(await MomentOf(Noun, stream, moment, version, cancel)).IsGranted(out var at, out var fault)) return fault;
        var match = new PastMatch(id, at.Time);
        PastEvent? last = null;
        // What came in is stored some time later, so by a time all of it is read and what came in after the moment is left out.
        var through = at.Time is null ? at : PastMoment.AtEvent(long.MaxValue);
        await foreach (var past in _streams.Read([stream.Key], through, cancel))
        {
            if (match.Add((MatchEvent)past.Happened, past.At)) last = past;
        }

        if (last is null) return await Missing(Noun, stream, cancel);
        return new PastThing(Noun, match.Document(), await TimeOf(at, last, cancel), last.Version, last.Sequence, last.At);
    }

    async Task<Answer<PastThing>> FindFriends(Guid userId, PastMoment moment, CancellationToken cancel)
    {
        var user = userId.ToString();
        var keys = await FriendStreams(userId, cancel);
        var pairs = keys.ConvertAll(key => Friendship.Kind.Of(Friendship.Kind.IdOf(key)));
        var folded = await _streams.Fold(pairs, moment, cancel);
        var friends = new JsonArray();
        var (sequence, changedAt) = (0L, DateTimeOffset.UnixEpoch);
        foreach (var pair in pairs)
        {
            if (!folded.TryGetValue(pair.Key, out var past)) continue;
            if (past.Sequence > sequence) (sequence, changedAt) = (past.Sequence, past.At);
            if (StateDocuments.EdgeOf(past.State, user) is { } edge) friends.Add((JsonNode)edge);
        }

        var document = new JsonObject { ["user_id"] = user, ["count"] = friends.Count, ["friends"] = friends };
        var at = moment.Time ?? await _streams.TimeOf(moment.Sequence, cancel) ?? changedAt;
        return new PastThing("friends", document, at, 0, sequence, changedAt);
    }

    /// <summary>The pairs that a user ever was in, in the order of their keys.</summary>
    async Task<List<string>> FriendStreams(Guid userId, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand($"""
            select distinct e.stream_id from {database.Schema}.event_users u
            cross join lateral (select stream_id, type from {database.Schema}.mt_events where seq_id = u.seq offset 0) e
            where u.user_id = $1 and e.type = any($2) order by 1 limit {FriendsMax}
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = FriendEvents });
        List<string> keys = [];
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel)) keys.Add(reader.GetString(0));
        return keys.FindAll(key => key.Contains(userId.ToString(), StringComparison.Ordinal));
    }

    /// <summary>The moment at which a stream got its version, where one is named.</summary>
    async Task<Answer<PastMoment>> MomentOf(string noun, StreamRef stream, PastMoment? moment, long? version, CancellationToken cancel)
    {
        if (version is not { } place) return moment ?? PastMoment.At(time.GetUtcNow());
        if (moment is not null) return PastFaults.MomentAndVersion;
        if (await _streams.SequenceOf(stream, place, cancel) is { } sequence) return PastMoment.AtEvent(sequence);
        return await _streams.SequenceOf(stream, 1, cancel) is null ? PastFaults.Unknown(noun) : PastFaults.NoSuchVersion(noun, place);
    }

    async Task<Fault> Missing(string noun, StreamRef stream, CancellationToken cancel) =>
        await _streams.SequenceOf(stream, 1, cancel) is null ? PastFaults.Unknown(noun) : PastFaults.NotYet(noun);

    async Task<DateTimeOffset> TimeOf(PastMoment moment, PastEvent last, CancellationToken cancel) =>
        moment.Time ?? await _streams.TimeOf(moment.Sequence, cancel) ?? last.At;

    ValueTask<Answer<PastThing>> InTurn(Func<CancellationToken, Task<Answer<PastThing>>> look, CancellationToken cancel) =>
        _turns.Take(look, TimeMax, PastFaults.TooLong, cancel);
}

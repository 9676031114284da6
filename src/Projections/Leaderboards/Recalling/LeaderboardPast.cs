using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Projections.Kernel;
using KaosNet.Store;

namespace KaosNet.Projections.Leaderboards.Recalling;

/// <summary>A page of a board as it was.</summary>
/// <param name="Board">Its rules then.</param>
/// <param name="At">The time of the moment.</param>
/// <param name="Expiry">The period.</param>
/// <param name="Records">Best first, each with the rank that it had.</param>
/// <param name="Next">Cursor of the next page; empty on the last one.</param>
/// <param name="Previous">Cursor of the page before; empty on the first one.</param>
/// <param name="RankCount">Records in the period.</param>
public sealed record PastPage(
    Leaderboard Board, DateTimeOffset At, long Expiry, IReadOnlyList<RankedRecord> Records, string Next, string Previous, long RankCount);

/// <summary>An owner's record as it was.</summary>
/// <param name="Record">The record and the rank that it had.</param>
/// <param name="RankCount">Records in the period.</param>
/// <param name="Version">How many events the record's stream held.</param>
/// <param name="Sequence">The last one's place among all events.</param>
public sealed record PastRecord(RankedRecord Record, long RankCount, long Version, long Sequence);

/// <summary>
/// Boards, records and ranks as of a moment, from events alone: open periods and closed ones, with records that were deleted since, and boards too. It looks at
/// the last event of every record of the period, so it takes longer the larger a board is; two at a time, and each for a bounded time. The pages after the first
/// are made of what the first one found, when the moment is long enough ago.
/// </summary>
public sealed class LeaderboardPast(Database database, EventCatalogue catalogue, Cursors cursors, TimeProvider time) : IDisposable
{
    /// <summary>Records of one page.</summary>
    public const int PageMax = 100;

    const string List = "leaderboard records as of";

    /// <summary>No commit takes so long, and no two servers' clocks differ by as much.</summary>
    static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(1);

    readonly PastStreams _events = new(database, new(catalogue, database.PersonalKeys));
    readonly PastStandings _standings = new(database, new(catalogue, database.PersonalKeys));
    readonly PastTurns _turns = new(time);
    readonly KeptStandings _kept = new(time);

    /// <summary>How long one look back may take.</summary>
    public TimeSpan TimeMax { get; init; } = PastTurns.DefaultTimeMax;

    /// <summary>A page of a period as it was.</summary>
    /// <param name="id">The board, a tournament perhaps; it may have been deleted since.</param>
    /// <param name="moment">When; null for now.</param>
    /// <param name="expiry">The period; null or 0 for the one that was current then.</param>
    /// <param name="limit">Records of the page.</param>
    /// <param name="cursor">From another page of the same board, period and moment; empty for the top.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<Answer<PastPage>> Page(
        string id, PastMoment? moment, long? expiry, int limit, string cursor, CancellationToken cancel = default) =>
        InTurn(bounded => Page(id, moment ?? PastMoment.At(time.GetUtcNow()), expiry, limit, cursor, bounded), cancel);

    /// <summary>An owner's record as it was, with its rank.</summary>
    /// <param name="id">The board, a tournament perhaps; it may have been deleted since.</param>
    /// <param name="owner">Whose record.</param>
    /// <param name="moment">When; null for now.</param>
    /// <param name="version">In its place: the event of the record's own stream, from 1.</param>
    /// <param name="expiry">The period; null or 0 for the one that was current then. With a version: the period without end when 0.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<Answer<PastRecord>> Record(
        string id, Guid owner, PastMoment? moment, long? version, long? expiry, CancellationToken cancel = default) =>
        InTurn(bounded => Record(id, owner, moment ?? PastMoment.At(time.GetUtcNow()), version, expiry, bounded), cancel);

    /// <summary>Standings that are kept for the next pages.</summary>
    internal int Kept => _kept.Count;

    public void Dispose()
    {
        _turns.Dispose();
        _kept.Dispose();
    }

    async Task<Answer<PastPage>> Page(string id, PastMoment moment, long? expiry, int limit, string cursor, CancellationToken cancel)
    {
        if (await Board(id, moment, cancel) is not var (board, at)) return LeaderboardFaults.NotFound;
        var period = expiry is { } asked and not 0 ? asked : board.CurrentExpiryAt(at);
        var query = $"{moment}/{period}/{id}";
        PastStanding? edge = null;
        var isForward = true;
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, query, cursor) is not { } from) return LeaderboardFaults.InvalidCursor;
            isForward = from.Flag();
            edge = new(OwnerId: from.Uuid(), Score: from.Whole(), Subscore: from.Whole());
        }

        var (standings, firstRank, isMore, _, count) = await Cut(new(board.SortOrder, edge, isForward, limit), id, period, moment, limit, cancel);
        var records = await RecordsOf(standings, id, period, moment, firstRank, cancel);
        var (follows, precedes) = isForward ? (isMore, edge is not null) : (true, isMore);
        return new PastPage(
            board, at, period, records, standings.Count > 0 && follows ? CursorAt(standings[^1], isForward: true) : "",
            standings.Count > 0 && precedes ? CursorAt(standings[0], isForward: false) : "", count);

        string CursorAt(PastStanding standing, bool isForward) =>
            cursors.Write(List, query).Flag(isForward).Uuid(standing.OwnerId).Whole(standing.Score).Whole(standing.Subscore).Spell();
    }

    async Task<Answer<PastRecord>> Record(string id, Guid owner, PastMoment moment, long? version, long? expiry, CancellationToken cancel)
    {
        if (version is { } place)
        {
            if (await _events.SequenceOf(ScoreRecord.Of(id, expiry ?? 0, owner.ToString()), place, cancel) is not { } sequence)
                return LeaderboardFaults.RecordNotFound;
            moment = PastMoment.AtEvent(sequence);
        }

        if (await Board(id, moment, cancel) is not var (board, at)) return LeaderboardFaults.NotFound;
        var period = (expiry is { } asked and not 0) || version is not null ? expiry ?? 0 : board.CurrentExpiryAt(at);
        var stream = ScoreRecord.Of(id, period, owner.ToString());
        var folded = await _events.Fold([stream], moment, cancel);
        if (!folded.TryGetValue(stream.Key, out var record) || !record.State.Exists) return LeaderboardFaults.RecordNotFound;

        var upTo = new StandingsPage(board.SortOrder, new(owner, record.State.Score, record.State.Subscore), isForward: true, limit: 0);
        var cut = await Cut(upTo, id, period, moment, limit: 0, cancel);
        return new PastRecord(new(RecordRow.Of(record.State), cut.Before), cut.Count, record.Version, record.Sequence);
    }

    /// <summary>The page of all standings: of those that are kept, or else looked up one by one, and kept when there are pages more.</summary>
    async Task<StandingsCut> Cut(StandingsPage page, string id, long period, PastMoment moment, int limit, CancellationToken cancel)
    {
        if (_kept.Find(id, period, moment) is { } kept) return page.Of(kept);
        var all = await IsSettled(moment, cancel) ? new List<PastStanding>() : null;
        await foreach (var standing in _standings.Standings(id, period, moment, cancel))
        {
            page.Add(standing);
            if (all?.Count == KeptStandings.StandingsMax) all = null;
            all?.Add(standing);
        }

        if (all?.Count > limit) _kept.Keep(id, period, moment, page.Sorted(all));
        return page.Taken();
    }

    /// <summary>Nothing can be added to the moment any more: what was decided by then is stored, whatever the servers' clocks say.</summary>
    async ValueTask<bool> IsSettled(PastMoment moment, CancellationToken cancel) =>
        (moment.Time ?? await _events.TimeFrom(moment.Sequence, cancel)) <= time.GetUtcNow() - SettledAfter;

    async Task<(Leaderboard Board, DateTimeOffset At)?> Board(string id, PastMoment moment, CancellationToken cancel)
    {
        var stream = Leaderboard.Kind.Of(id);
        var folded = await _events.Fold([stream], moment, cancel);
        if (!folded.TryGetValue(stream.Key, out var past) || !past.State.Exists) return null;
        return (past.State, moment.Time ?? await _events.TimeOf(moment.Sequence, cancel) ?? past.At);
    }

    async Task<RankedRecord[]> RecordsOf(
        List<PastStanding> standings, string board, long expiry, PastMoment moment, long firstRank, CancellationToken cancel)
    {
        var streams = standings.ConvertAll(standing => ScoreRecord.Of(board, expiry, standing.OwnerId.ToString()));
        var folded = await _events.Fold(streams, moment, cancel);
        return [.. streams.Select((stream, place) => new RankedRecord(RecordRow.Of(folded[stream.Key].State), firstRank + place))];
    }

    ValueTask<Answer<T>> InTurn<T>(Func<CancellationToken, Task<Answer<T>>> look, CancellationToken cancel) =>
        _turns.Take(look, TimeMax, LeaderboardFaults.PastTooLong, cancel);
}

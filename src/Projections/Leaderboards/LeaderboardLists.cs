using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Forgetting;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Leaderboards;

/// <summary>A record with its rank; 0 when the board shows none.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RankedRecord(RecordRow Record, long Rank);

/// <summary>A page of a board.</summary>
/// <param name="Records">Best first.</param>
/// <param name="OwnerRecords">The records of the owners asked for, best first.</param>
/// <param name="Next">Goes on from the last record, when more follow.</param>
/// <param name="Previous">Goes back from the first record.</param>
/// <param name="RankCount">Owners that have a rank in the period.</param>
public sealed record RecordPage(
    IReadOnlyList<RankedRecord> Records, IReadOnlyList<RankedRecord> OwnerRecords, RecordCursor? Next, RecordCursor? Previous, long RankCount)
{
    public static readonly RecordPage Empty = new([], [], null, null, 0);

    object? _told;

    /// <summary>The page in a reader's words, made once: a page may be shown to many.</summary>
    /// <param name="context">What the words need beside the page; the same for all who show it.</param>
    /// <param name="tell">Makes them; what it makes is not changed any more.</param>
    public T Told<T, TContext>(TContext context, Func<RecordPage, TContext, T> tell)
        where T : class
    {
        if (_told is T told) return told;
        told = tell(this, context);
        _told = told;
        return told;
    }
}

/// <summary>Ranks of some owners in a period.</summary>
/// <param name="Ranks">In the order that was asked for; 0 for who has no record.</param>
/// <param name="RankCount">Owners that have a rank in the period.</param>
/// <param name="Expiry">The period.</param>
public sealed record RankList(IReadOnlyList<long> Ranks, long RankCount, long Expiry);

/// <summary>Lists of records (parity section 5), for clients and for server modules.</summary>
public sealed class LeaderboardLists(RecordQueries queries, LeaderboardRanks ranks, TimeProvider time) : IMemoryOfPeople
{
    readonly KeptPages _kept = new();

    /// <summary>Pages hold usernames and metadata.</summary>
    public void Forget(Guid user) => _kept.Clear();

    /// <summary>A page of a period: from the top, or on from a cursor; and the records of some owners.</summary>
    /// <param name="board">The board.</param>
    /// <param name="expiry">The period; null or 0 for the current one.</param>
    /// <param name="limit">Records of the page; 0 for the owners' alone.</param>
    /// <param name="cursor">From an earlier page of the same board and period.</param>
    /// <param name="owners">Owners whose records are wanted as well.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="LeaderboardFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<RecordPage>> Page(
        Leaderboard board, long? expiry, int limit, RecordCursor? cursor, Guid[] owners, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        if (HasNoPeriod(board, expiry, now)) return RecordPage.Empty;
        var period = PeriodOf(board, expiry, now);
        if (cursor is { } from && (from.LeaderboardId != board.Id || from.Expiry != period)) return LeaderboardFaults.InvalidCursor;

        var index = await ranks.Find(board, period, now, cancel);
        var isKept = index is not null && cursor is null && owners.Length == 0 && limit is > 0 and <= RankIndex.TopSize;
        var key = new KeptPageKey(board.Id, period, Owner: null, limit);
        var stamp = isKept ? index!.Stamp(ofTop: true) : 0;
        if (isKept && _kept.Find(key, stamp) is { } kept) return kept;

        var ownerRows = owners.Length == 0 ? [] : await queries.OfOwners(board.SortOrder, board.Id, period, owners, cancel);
        var ownerRecords = Ranked(ownerRows, index, out var rankCount);
        if (limit == 0) return new RecordPage([], ownerRecords, null, null, rankCount);

        var (records, next, previous) = await Records(board, period, limit, cursor, cancel);
        var page = new RecordPage(records, ownerRecords, next, previous, rankCount);
        if (isKept) _kept.Put(key, stamp, page);
        return page;
    }

    /// <summary>The records around an owner's; empty when the owner has none in the period.</summary>
    public async ValueTask<RecordPage> AroundOwner(Leaderboard board, long? expiry, Guid owner, int limit, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        if (HasNoPeriod(board, expiry, now)) return RecordPage.Empty;
        var period = PeriodOf(board, expiry, now);
        var index = await ranks.Find(board, period, now, cancel);
        var key = new KeptPageKey(board.Id, period, owner, limit);
        var stamp = index?.Stamp(ofTop: false) ?? 0;
        if (index is not null && _kept.Find(key, stamp) is { } kept) return kept;

        var rank = index?.RankOf(owner) ?? 0;
        // With ranks it is known how many stand on either side, so that no more rows are read than shown, and one more to see what follows.
        var (above, below) = rank > 0 ? SidesOf(limit, rank - 1, index!.Count - rank) : (limit, limit);
        var rows = await queries.Around(board.SortOrder, board.Id, period, owner, above + 1, below + 1, cancel);
        var at = rows.FindIndex(row => row.OwnerId == owner);
        if (at < 0) return RecordPage.Empty;

        (above, below) = SidesOf(limit, at, rows.Count - at - 1);
        var first = at - above;
        var records = Ranked(rows.GetRange(first, above + below + 1), index, out var rankCount);
        var next = at + below + 1 < rows.Count ? CursorAt(board, period, records[^1], isForward: true) : (RecordCursor?)null;
        var previous = first > 0 ? CursorAt(board, period, records[0], isForward: false) : (RecordCursor?)null;
        var page = new RecordPage(records, [], next, previous, rankCount);
        if (index is not null) _kept.Put(key, stamp, page);
        return page;
    }

    /// <summary>The ranks of some owners, in any period, over or not, and how many have one.</summary>
    /// <returns>The ranks, or <see cref="LeaderboardFaults.NoRanks"/> or <see cref="LeaderboardFaults.RanksNotReady"/>.</returns>
    public async ValueTask<Answer<RankList>> Ranks(Leaderboard board, long? expiry, Guid[] owners, CancellationToken cancel = default)
    {
        if (!ranks.Shows(board)) return LeaderboardFaults.NoRanks;
        var now = time.GetUtcNow();
        var period = PeriodOf(board, expiry, now);
        if (await ranks.FindAny(board, period, now, cancel) is not { } index) return LeaderboardFaults.RanksNotReady;
        var found = new long[owners.Length];
        var count = index.RanksOf(owners, found);
        return new RankList(found, count, period);
    }

    /// <summary>
    /// A cursor whose page begins at a rank; null for rank 1, which needs none. Only a period that shows ranks knows who holds one.
    /// </summary>
    public async ValueTask<Answer<RecordCursor?>> CursorFromRank(Leaderboard board, long? expiry, long rank, CancellationToken cancel = default)
    {
        if (rank <= 1) return (RecordCursor?)null;
        var now = time.GetUtcNow();
        var period = PeriodOf(board, expiry, now);
        if (await ranks.FindAny(board, period, now, cancel) is not { } index) return LeaderboardFaults.NoRanks;
        if (index.Window(rank - 1, 1) is not [var before]) return LeaderboardFaults.NoSuchRank;
        return new RecordCursor(IsForward: true, board.Id, period, new(before.Score, before.Subscore, before.Owner), rank - 1);
    }

    /// <summary>How many records are shown above and below an owner with that many on either side (parity section 5.3).</summary>
    internal static (int Above, int Below) SidesOf(int limit, long better, long worse)
    {
        var above = (int)Math.Min(better, limit);
        var wanted = limit / 2;
        var isNearTop = above < wanted;
        if (isNearTop) wanted = limit - above;
        var below = (int)Math.Min(worse, wanted);
        var length = above + 1 + below;
        var skipped = isNearTop ? 0 : Math.Max(0, length - limit);
        var shown = Math.Min(limit, length - skipped);
        return (above - skipped, shown - (above - skipped) - 1);
    }

    async ValueTask<(IReadOnlyList<RankedRecord>, RecordCursor?, RecordCursor?)> Records(
        Leaderboard board, long period, int limit, RecordCursor? cursor, CancellationToken cancel)
    {
        if (cursor is { IsForward: false } back)
        {
            var better = await queries.Better(board.SortOrder, board.Id, period, back.Edge, limit + 1, cancel);
            var isMore = better.Count > limit;
            if (isMore) better.RemoveAt(0);
            if (better.Count == 0) return ([], null, null);
            var before = Counted(better, back.Rank - better.Count);
            return (before, CursorAt(board, period, before[^1], isForward: true), isMore ? CursorAt(board, period, before[0], isForward: false) : null);
        }

        var rows = await queries.Worse(board.SortOrder, board.Id, period, cursor?.Edge, limit + 1, cancel);
        var isFollowed = rows.Count > limit;
        if (isFollowed) rows.RemoveAt(limit);
        if (rows.Count == 0) return ([], null, null);
        var records = Counted(rows, (cursor?.Rank ?? 0) + 1);
        return (
            records,
            isFollowed ? CursorAt(board, period, records[^1], isForward: true) : null,
            cursor is null ? null : CursorAt(board, period, records[0], isForward: false));
    }

    /// <summary>A tournament that has ended has no current period; its results are read by naming theirs (parity sections 5.1 and 6.7).</summary>
    static bool HasNoPeriod(Leaderboard board, long? expiry, DateTimeOffset now) => expiry is null or 0 && board.IsTournament && board.HasEndedAt(now);

    static long PeriodOf(Leaderboard board, long? expiry, DateTimeOffset now) => expiry is { } asked && asked != 0 ? asked : board.CurrentExpiryAt(now);

    static RecordCursor CursorAt(Leaderboard board, long period, RankedRecord record, bool isForward) =>
        new(isForward, board.Id, period, RecordEdge.Of(record.Record), record.Rank);

    /// <summary>Ranks by position, which plain pages show even without an index.</summary>
    static RankedRecord[] Counted(List<RecordRow> rows, long first)
    {
        var records = new RankedRecord[rows.Count];
        for (var i = 0; i < records.Length; i++) records[i] = new(rows[i], first + i);
        return records;
    }

    /// <summary>Ranks from the index; 0 without one.</summary>
    static RankedRecord[] Ranked(List<RecordRow> rows, RankIndex? index, out long rankCount)
    {
        var records = new RankedRecord[rows.Count];
        var found = new long[rows.Count];
        rankCount = index?.RanksOf([.. rows.Select(row => row.OwnerId)], found) ?? 0;
        for (var i = 0; i < records.Length; i++) records[i] = new(rows[i], found[i]);
        return records;
    }
}

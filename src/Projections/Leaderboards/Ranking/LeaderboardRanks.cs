using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The rank indexes of boards' periods. The Journal updates them after each commit and before its callers are answered, so an answer
/// to a submission holds the new rank; the event feed repairs what a crash or another server left out. Current periods are loaded at the start or when
/// they are first asked for, and stay (parity section 3); others are loaded when they are asked for and let go when others need the room or nobody
/// asks any more. A load is waited for, but not for ever: a rank is right or not given.
/// </summary>
public sealed class LeaderboardRanks : ICommitObserver, IDisposable
{
    readonly ConcurrentDictionary<(string Board, long Expiry), RankPeriod> _periods = new();
    readonly RankSettings _settings;
    readonly TimeProvider _time;
    readonly RankLoader _loader;

    public LeaderboardRanks(
        Database database, RankSettings settings, TimeProvider time, ILogger<LeaderboardRanks>? log = null, IMeterFactory? meters = null)
    {
        (_settings, _time) = (settings, time);
        _loader = new(database, new RankMeter(meters, () => (IReadOnlyCollection<RankPeriod>)_periods.Values), log ?? NullLogger<LeaderboardRanks>.Instance);
    }

    /// <summary>How many periods are in memory.</summary>
    public int PeriodCount => _periods.Count;

    /// <summary>How many records those periods have.</summary>
    public long Records => _periods.Values.Sum(period => (long)period.Index.Count);

    /// <summary>Memory of all indexes, in bytes.</summary>
    public long Bytes => _periods.Values.Sum(period => period.Index.Bytes);

    /// <summary>
    /// The index of the current period, or null when it shows no ranks: the board wants none, is excluded, the period is not the current one, or it
    /// cannot be loaded in time.
    /// </summary>
    public ValueTask<RankIndex?> Find(Leaderboard board, long expiry, DateTimeOffset now, CancellationToken cancel = default) =>
        expiry == board.CurrentExpiryAt(now) ? FindAny(board, expiry, now, cancel) : new((RankIndex?)null);

    /// <summary>The index of any period, over or not; null when the board shows no ranks or it cannot be loaded in time.</summary>
    public ValueTask<RankIndex?> FindAny(Leaderboard board, long expiry, DateTimeOffset now, CancellationToken cancel = default)
    {
        if (!Shows(board)) return new((RankIndex?)null);
        var period = Period(board, expiry, now);
        return period.IsLoaded ? new(period.Index) : Loaded(period, period.Load(_loader.LoadInTurn), now, cancel);
    }

    /// <summary>Loads the current period of a board before anybody asks for it.</summary>
    /// <returns>False when it could not be loaded.</returns>
    public async ValueTask<bool> Preload(Leaderboard board, DateTimeOffset now, CancellationToken cancel = default)
    {
        if (!Shows(board)) return true;
        var period = Period(board, board.CurrentExpiryAt(now), now);
        return period.IsLoaded || await period.Load(_loader.Load).WaitAsync(cancel);
    }

    /// <summary>Lets go what is over or what nobody asks for any more, and the longest unasked of the others when they are too many.</summary>
    public void Trim(DateTimeOffset now)
    {
        var others = _periods.Values.Where(period => !period.IsCurrent || period.IsOver(now)).OrderByDescending(period => period.AskedAt).ToList();
        var records = 0L;
        foreach (var (at, period) in others.Index())
        {
            records += period.Index.Count;
            if ((at > 0 && records > _settings.PastRecordsMax) || at >= PastPeriodsMax || now.UtcTicks - period.AskedAt > _settings.PastIdleMax.Ticks)
                Drop(period);
        }
    }

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is ScoreRecord after && change.Before is ScoreRecord before)
            {
                if (after.ChangedIn > before.ChangedIn) Apply(after);
                else if (after.MaxNumScore != before.MaxNumScore) Touch(after);
            }
            else if (change.After is Leaderboard { EnableRanks: false } board) Forget(board.Id);
        }
    }

    /// <summary>Told of an event by the feed; what is already known does nothing.</summary>
    public void Announce(ScoreRecord record, ScoreRecordEvent happened, long version)
    {
        if (!_periods.TryGetValue((record.LeaderboardId, record.Expiry), out var period)) return;
        var owner = Guid.Parse(record.OwnerId);
        switch (happened)
        {
            case ScoreSubmitted { Counted: true } submitted:
                period.Index.Put(owner, submitted.ScoreAfter, submitted.SubscoreAfter, version);
                break;
            case TournamentJoined:
                period.Index.Put(owner, score: 0, subscore: 0, version);
                break;
            case RecordRecomputed { After: { } values }:
                period.Index.Put(owner, values.Score, values.Subscore, version);
                break;
            case ScoreRecordRestored { Values: var values }:
                period.Index.Put(owner, values.Score, values.Subscore, version);
                break;
            case RecordRecomputed or ScoreRecordDeleted:
                period.Index.Remove(owner, version);
                break;
            case TournamentEntered or AttemptsAdded:
                period.Index.Touch();
                break;
        }
    }

    /// <summary>The board is gone or shows no ranks any more; one of the same id may come to rank the other way round.</summary>
    public void Forget(string leaderboardId)
    {
        foreach (var period in _periods.Values)
        {
            if (period.Board == leaderboardId) Drop(period);
        }
    }

    /// <summary>The table of records was replaced by another one: everything is loaded again when it is asked for.</summary>
    public void ForgetAll()
    {
        foreach (var period in _periods.Values) Drop(period);
    }

    public void Dispose() => _loader.Dispose();

    /// <summary>Periods beside the current ones that are kept, however small.</summary>
    const int PastPeriodsMax = 1000;

    /// <summary>Whether a board has ranks at all.</summary>
    public bool Shows(Leaderboard board) => board.EnableRanks && !_settings.Excludes(board.Id);

    void Apply(ScoreRecord record)
    {
        if (!_periods.TryGetValue((record.LeaderboardId, record.Expiry), out var period)) return;
        var owner = Guid.Parse(record.OwnerId);
        if (record.Exists) period.Index.Put(owner, record.Score, record.Subscore, record.ChangedIn);
        else period.Index.Remove(owner, record.ChangedIn);
    }

    void Touch(ScoreRecord record)
    {
        if (_periods.TryGetValue((record.LeaderboardId, record.Expiry), out var period)) period.Index.Touch();
    }

    RankPeriod Period(Leaderboard board, long expiry, DateTimeOffset now)
    {
        var key = (board.Id, expiry);
        if (!_periods.TryGetValue(key, out var period) || period.Order != board.SortOrder)
        {
            // A board of that name was deleted, and this one, set up since, is sorted the other way.
            if (period is not null) Drop(period);
            Trim(now);
            // In the dictionary before its load begins: what is committed from here on is told to it, what was before is in the table.
            period = _periods.GetOrAdd(key, static (key, order) => new RankPeriod(key.Board, key.Expiry, order), board.SortOrder);
        }

        period.AskedAt = now.UtcTicks;
        if (!period.IsCurrent && expiry == board.CurrentExpiryAt(now)) period.IsCurrent = true;
        return period;
    }

    async ValueTask<RankIndex?> Loaded(RankPeriod period, Task<bool> loading, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            if (!await loading.WaitAsync(_settings.Patience, _time, cancel)) return null;
        }
        catch (TimeoutException)
        {
            // It goes on without this caller.
            return null;
        }

        if (period.IsCurrent) return period.Index;
        // Periods without records are asked for with any number by anybody: they are not kept. The others may now be too many.
        if (period.Index.Count == 0) Drop(period);
        else Trim(now);
        return period.Index;
    }

    void Drop(RankPeriod period) => _periods.TryRemove(new((period.Board, period.Expiry), period));
}

using System.Collections.Concurrent;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>Which boards show no ranks.</summary>
/// <param name="Blacklist">Ids, as in <c>leaderboard.blacklist_rank_cache</c>; exactly one <c>*</c> means all.</param>
public sealed record RankSettings(IReadOnlyCollection<string> Blacklist)
{
    /// <summary>Every board that wants ranks has them.</summary>
    public static readonly RankSettings Default = new([]);

    /// <summary>True when the board shows no ranks.</summary>
    public bool Excludes(string leaderboardId) => (Blacklist.Count == 1 && Blacklist.First() == "*") || Blacklist.Contains(leaderboardId);
}

/// <summary>
/// The rank indexes of all boards' current periods. The Journal updates them after each commit and before its callers are answered, so an answer
/// to a submission holds the new rank; the event feed repairs what a crash or another server left out. A period is loaded from its table when it is
/// first asked for and waited for, so a rank is right or not given; periods that are over are let go (parity section 3).
/// </summary>
public sealed class LeaderboardRanks(Database database, RankSettings settings) : ICommitObserver
{
    readonly ConcurrentDictionary<(string Board, long Expiry), Period> _periods = new();

    /// <summary>How many periods are in memory.</summary>
    public int PeriodCount => _periods.Count;

    /// <summary>The index of a period, or null when it shows no ranks: the board wants none, is excluded, or the period is not the current one.</summary>
    public ValueTask<RankIndex?> Find(Leaderboard board, long expiry, DateTimeOffset now, CancellationToken cancel = default)
    {
        if (!board.EnableRanks || settings.Excludes(board.Id) || expiry != board.CurrentExpiryAt(now)) return new((RankIndex?)null);
        if (!_periods.TryGetValue((board.Id, expiry), out var period)) period = Open(board, expiry, now);
        return period.IsLoaded ? new(period.Index) : Loaded(period, cancel);
    }

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is Leaderboard { EnableRanks: false } board) Forget(board.Id);
            if (change.After is ScoreRecord after && change.Before is ScoreRecord before && after.ChangedIn > before.ChangedIn) Apply(after);
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
            case ScoreRecordDeleted:
                period.Index.Remove(owner, version);
                break;
        }
    }

    /// <summary>The board is gone or shows no ranks any more; one of the same id may come to rank the other way round.</summary>
    public void Forget(string leaderboardId)
    {
        foreach (var key in _periods.Keys)
        {
            if (key.Board == leaderboardId) _periods.TryRemove(key, out _);
        }
    }

    void Apply(ScoreRecord record)
    {
        if (!_periods.TryGetValue((record.LeaderboardId, record.Expiry), out var period)) return;
        var owner = Guid.Parse(record.OwnerId);
        if (record.Exists) period.Index.Put(owner, record.Score, record.Subscore, record.ChangedIn);
        else period.Index.Remove(owner, record.ChangedIn);
    }

    Period Open(Leaderboard board, long expiry, DateTimeOffset now)
    {
        foreach (var key in _periods.Keys)
        {
            if (key.Expiry != 0 && key.Expiry <= now.ToUnixTimeSeconds()) _periods.TryRemove(key, out _);
        }

        // In the dictionary before its load begins: what is committed from here on is told to it, what was before is in the table.
        return _periods.GetOrAdd((board.Id, expiry), static (key, order) => new Period(key.Board, key.Expiry, order), board.SortOrder);
    }

    async ValueTask<RankIndex?> Loaded(Period period, CancellationToken cancel)
    {
        await period.Load(database).WaitAsync(cancel);
        return period.Index;
    }

    sealed class Period(string board, long expiry, SortOrder order)
    {
        readonly Lock _gate = new();
        Task? _loading;

        public RankIndex Index { get; } = new(order);

        public bool IsLoaded => _loading is { IsCompletedSuccessfully: true };

        /// <summary>One load for all who wait; the next to ask tries again when it failed.</summary>
        public Task Load(Database database)
        {
            lock (_gate)
            {
                if (_loading is null or { IsFaulted: true }) _loading = Fill(database);
                return _loading;
            }
        }

        async Task Fill(Database database)
        {
            await using var command = database.General.CreateCommand(
                $"select owner_id, score, subscore, version from {database.Schema}.leaderboard_records where leaderboard_id = $1 and expiry = $2");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = board });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = expiry });
            await using var reader = await database.Query(command, database.General, CancellationToken.None);
            while (await reader.ReadAsync()) Index.Put(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        }
    }
}

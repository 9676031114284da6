using System.Collections.Concurrent;
using System.Collections.Immutable;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Feed;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Npgsql;

namespace KaosNet.Projections.Leaderboards;

/// <summary>
/// The rules of every board, of either kind, in memory, since every submission and every list needs them. The Journal keeps it true, and the event feed for
/// what other servers did.
/// </summary>
public sealed class LeaderboardDirectory(Database database) : ICommitObserver, IMemoryOfTables
{
    // Deleted boards stay until the feed has told of their end, so that no row read meanwhile brings them back.
    volatile ConcurrentDictionary<string, Leaderboard> _boards = new(StringComparer.Ordinal);
    readonly string _select =
        "select id, authoritative, sort_order, operator, reset_schedule, metadata, enable_ranks, duration, create_time, title, description, category, "
        + $"start_time, end_time, max_size, max_num_score, join_required, version from {database.Schema}.leaderboards";

    readonly Lock _gate = new();
    ImmutableArray<Action<string>> _watchers = [];
    Task<ConcurrentDictionary<string, Leaderboard>>? _loading;
    long _changes;

    /// <summary>Grows with every change, so that what is made of the boards can be kept until then.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>
    /// The board of either kind, or null when there is none with that id. One that is not known is looked for in the table: another server may have set it up
    /// a moment ago.
    /// </summary>
    public ValueTask<Leaderboard?> Find(string id, CancellationToken cancel = default)
    {
        if (JournalTransaction.Current is { } running) return FindIn(running, id, cancel);
        return _loading is { IsCompletedSuccessfully: true } && _boards.TryGetValue(id, out var board)
            ? new(board.Exists ? board : null)
            : FindAfterLoad(id, cancel);
    }

    /// <summary>The tournament, or null when there is none with that id.</summary>
    public async ValueTask<Leaderboard?> FindTournament(string id, CancellationToken cancel = default) =>
        await Find(id, cancel) is { IsTournament: true } tournament ? tournament : null;

    /// <summary>Every board of either kind, in the order of creation.</summary>
    public async ValueTask<IReadOnlyList<Leaderboard>> All(CancellationToken cancel = default)
    {
        var boards = await Load().WaitAsync(cancel);
        return [.. boards.Values.Where(board => board.Exists).OrderBy(board => board.CreateTime).ThenBy(board => board.Id, StringComparer.Ordinal)];
    }

    /// <summary>Every tournament, in no order.</summary>
    public async ValueTask<IReadOnlyList<Leaderboard>> Tournaments(CancellationToken cancel = default)
    {
        var boards = await Load().WaitAsync(cancel);
        return [.. boards.Values.Where(board => board is { Exists: true, IsTournament: true })];
    }

    /// <summary>Tells of every board that something happened to, here or on another server, until <see cref="Unwatch"/>.</summary>
    /// <param name="changed">Is given the board's id; must not wait.</param>
    public void Watch(Action<string> changed) => ImmutableInterlocked.Update(ref _watchers, static (watchers, one) => watchers.Add(one), changed);

    /// <summary>Ends <see cref="Watch"/>.</summary>
    public void Unwatch(Action<string> changed) => ImmutableInterlocked.Update(ref _watchers, static (watchers, one) => watchers.Remove(one), changed);

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is Leaderboard board) Put(board);
        }
    }

    /// <summary>Told of a board that a command found to be there; another server may have set it up a moment ago.</summary>
    public void Announce(Leaderboard board) => Put(board);

    /// <summary>Told by the event feed that something happened to a board, here or on another server.</summary>
    /// <param name="id">The board.</param>
    /// <param name="version">How many events its stream held then.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask Announce(string id, long version, CancellationToken cancel)
    {
        if (_boards.TryGetValue(id, out var known) && known.Version >= version)
        {
            if (!known.Exists && known.Version == version) _boards.TryRemove(KeyValuePair.Create(id, known));
            return;
        }

        if (await Stored(id, cancel) is { } board) Put(board);
        else if (known is not null && _boards.TryRemove(KeyValuePair.Create(id, known))) Tell(id);
    }

    /// <summary>What was read from the table before is worth nothing, whatever its version.</summary>
    public async ValueTask TablesSwitched(CancellationToken cancel)
    {
        ConcurrentDictionary<string, Leaderboard> before;
        lock (_gate) (before, _boards, _loading) = (_boards, new(StringComparer.Ordinal), null);
        var boards = await Load().WaitAsync(cancel);
        foreach (var id in before.Keys.Where(id => !boards.ContainsKey(id))) Tell(id);
    }

    void Put(Leaderboard board) => Put(_boards, board);

    void Put(ConcurrentDictionary<string, Leaderboard> boards, Leaderboard board)
    {
        boards.AddOrUpdate(
            board.Id, static (_, fresh) => fresh, static (_, known, fresh) => fresh.Version > known.Version ? fresh : known, board);
        Tell(board.Id);
    }

    void Tell(string id)
    {
        Interlocked.Increment(ref _changes);
        foreach (var watcher in _watchers) watcher(id);
    }

    /// <summary>A transaction knows boards that it set up itself, and must notice when others change one that it goes by.</summary>
    static async ValueTask<Leaderboard?> FindIn(JournalTransaction running, string id, CancellationToken cancel) =>
        await running.Load(Leaderboard.Kind.Of(id), cancel) is { Exists: true } board ? board : null;

    async ValueTask<Leaderboard?> FindAfterLoad(string id, CancellationToken cancel)
    {
        var boards = await Load().WaitAsync(cancel);
        if (boards.TryGetValue(id, out var board)) return board.Exists ? board : null;
        // Not kept: it may be deleted before it would be, and the feed is about to tell of it anyway.
        return id.Length is 0 or > Limits.IdLengthMax || id.Contains('\0') ? null : await Stored(id, cancel);
    }

    async Task<Leaderboard?> Stored(string id, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(_select + " where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await database.Query(command, database.General, cancel);
        return await reader.ReadAsync(cancel) ? BoardOf(reader) : null;
    }

    /// <summary>One load for all who wait; the next to ask tries again when it failed.</summary>
    Task<ConcurrentDictionary<string, Leaderboard>> Load()
    {
        lock (_gate)
        {
            if (_loading is null or { IsFaulted: true }) _loading = Fill(_boards);
            return _loading;
        }
    }

    async Task<ConcurrentDictionary<string, Leaderboard>> Fill(ConcurrentDictionary<string, Leaderboard> boards)
    {
        await using var command = database.General.CreateCommand(_select);
        await using var reader = await database.Query(command, database.General, CancellationToken.None);
        while (await reader.ReadAsync()) Put(boards, BoardOf(reader));
        return boards;
    }

    static Leaderboard BoardOf(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Exists = true,
        Authoritative = reader.GetBoolean(1),
        SortOrder = (SortOrder)reader.GetInt32(2),
        Operator = (ScoreOperator)reader.GetInt32(3),
        ResetSchedule = reader.IsDBNull(4) ? null : reader.GetString(4),
        Metadata = reader.GetString(5),
        EnableRanks = reader.GetBoolean(6),
        Duration = reader.GetInt32(7),
        CreateTime = reader.GetFieldValue<DateTimeOffset>(8),
        Title = reader.GetString(9),
        Description = reader.GetString(10),
        Category = reader.GetInt32(11),
        StartTime = reader.GetInt64(12),
        EndTime = reader.GetInt64(13),
        MaxSize = reader.GetInt32(14),
        MaxNumScore = reader.GetInt32(15),
        JoinRequired = reader.GetBoolean(16),
        Version = reader.GetInt64(17),
    };
}

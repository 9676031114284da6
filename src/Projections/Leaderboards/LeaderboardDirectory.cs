using System.Collections.Concurrent;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Every board's rules in memory, since every submission and every list needs them. The Journal keeps it true.</summary>
public sealed class LeaderboardDirectory(Database database) : ICommitObserver
{
    readonly ConcurrentDictionary<string, Leaderboard> _boards = new(StringComparer.Ordinal);
    readonly Lock _gate = new();
    Task? _loading;

    /// <summary>The board, or null when there is none with that id.</summary>
    public ValueTask<Leaderboard?> Find(string id, CancellationToken cancel = default) =>
        _loading is { IsCompletedSuccessfully: true } ? new(_boards.GetValueOrDefault(id)) : FindAfterLoad(id, cancel);

    /// <summary>Every board, in the order of creation.</summary>
    public async ValueTask<IReadOnlyList<Leaderboard>> All(CancellationToken cancel = default)
    {
        await Load().WaitAsync(cancel);
        return [.. _boards.Values.OrderBy(board => board.CreateTime).ThenBy(board => board.Id, StringComparer.Ordinal)];
    }

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is Leaderboard { Exists: true } board) _boards[board.Id] = board;
        }
    }

    /// <summary>Told by the event feed of a board that this or another server set up.</summary>
    public void Announce(Leaderboard board) => _boards.TryAdd(board.Id, board);

    async ValueTask<Leaderboard?> FindAfterLoad(string id, CancellationToken cancel)
    {
        await Load().WaitAsync(cancel);
        return _boards.GetValueOrDefault(id);
    }

    /// <summary>One load for all who wait; the next to ask tries again when it failed.</summary>
    Task Load()
    {
        lock (_gate)
        {
            if (_loading is null or { IsFaulted: true }) _loading = Fill();
            return _loading;
        }
    }

    async Task Fill()
    {
        await using var command = database.General.CreateCommand(
            "select id, authoritative, sort_order, operator, reset_schedule, metadata, enable_ranks, duration, create_time "
            + $"from {database.Schema}.leaderboards");
        await using var reader = await database.Query(command, database.General, CancellationToken.None);
        // What the Journal said meanwhile is as new or newer.
        while (await reader.ReadAsync()) _boards.TryAdd(reader.GetString(0), BoardOf(reader));
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
    };
}

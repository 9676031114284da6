using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Feed;
using KaosNet.Store;
using KaosNet.Store.Tables.Rebuilding;
using KaosNet.Store.Tail;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// Loads the current periods of boards before anybody asks for them: large boards first, and up to a number of records in all. It begins as soon as the
/// database answers, while the rest of the server starts. What requests ask for meanwhile is loaded before its turn; a failure costs nothing but the
/// head start.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="directory">The boards.</param>
/// <param name="ranks">What is filled.</param>
/// <param name="settings">How much, and how many at once.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where a failure is told.</param>
/// <param name="tail">The news of other servers, which must be followed before anything is read; null where nobody follows it.</param>
/// <param name="switches">The news of rebuilt tables, likewise.</param>
public sealed partial class RankPreload(
    Database database, LeaderboardDirectory directory, LeaderboardRanks ranks, RankSettings settings, TimeProvider time, ILogger<RankPreload> log,
    EventTail? tail = null, TableSwitches? switches = null) : IMemoryOfTables, IAsyncDisposable
{
    readonly CancellationTokenSource _stopping = new();
    bool _isDisposed;

    /// <summary>Whether what <see cref="Begin"/> began has loaded everything.</summary>
    internal Task<bool> Early { get; private set; } = Task.FromResult(false);

    /// <summary>Begins ahead of the host's start, in the background, if the tables are as this build has them.</summary>
    public void Begin() => Early = Task.Run(() => LoadEarly(_stopping.Token));

    /// <summary>Loads what <see cref="Begin"/> has not loaded.</summary>
    /// <returns>False when something could not be loaded.</returns>
    public async Task<bool> Load(CancellationToken cancel) => await Early.WaitAsync(cancel) || await LoadAll(cancel);

    /// <summary>In the background: requests that come first load what they ask for.</summary>
    public ValueTask TablesSwitched(CancellationToken cancel)
    {
        ranks.ForgetAll();
        var before = Early;
        Early = Task.Run(async () =>
        {
            await before;
            return await LoadEarly(_stopping.Token);
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>The container does so once for each of its names.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _stopping.CancelAsync();
        await Early;
        _stopping.Dispose();
    }

    async Task<bool> LoadEarly(CancellationToken cancel)
    {
        try
        {
            // Else they are made or filled anew first, and the start itself sees to the ranks.
            if (!await StoreSchema.HoldsTables(database, [LeaderboardTables.Leaderboards, LeaderboardTables.Records], cancel)) return false;
            await SocketThreads.Leave();
            if (switches is not null) await switches.Begin(cancel);
            if (tail is not null) await tail.Begin(cancel);
            return await LoadAll(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, the start does the same once more and tells of what is in the way of all.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotEarly(failure.Message);
            return false;
        }
    }

    async Task<bool> LoadAll(CancellationToken cancel)
    {
        try
        {
            var isComplete = true;
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Workers, CancellationToken = cancel };
            await Parallel.ForEachAsync(await LargestFirst(cancel), parallel, async (board, _) =>
            {
                if (ranks.Records >= settings.PreloadedRecordsMax) return;
                if (!await ranks.Preload(board, time.GetUtcNow(), cancel)) Volatile.Write(ref isComplete, false);
            });
            return isComplete;
        }
        catch (NpgsqlException failure)
        {
            // One that is away is in the log already, once for the whole outage.
            if (failure is not DatabaseAwayException) LogFailed(failure.Message);
            return false;
        }
    }

    /// <summary>By what PostgreSQL's statistics know of the table of records; boards that they do not know come last, in the order of their creation.</summary>
    async Task<IReadOnlyList<Leaderboard>> LargestFirst(CancellationToken cancel)
    {
        var boards = await directory.All(cancel);
        if (boards.Count < 2) return boards;
        await using var command = database.General.CreateCommand(
            """
            select common.board, common.part
            from pg_stats s cross join lateral unnest(s.most_common_vals::text::text[], s.most_common_freqs) as common(board, part)
            where s.schemaname = $1 and s.tablename = 'leaderboard_records' and s.attname = 'leaderboard_id'
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database.Schema });
        var parts = new Dictionary<string, float>(StringComparer.Ordinal);
        await using (var reader = await database.Query(command, database.General, cancel))
        {
            while (await reader.ReadAsync(cancel)) parts[reader.GetString(0)] = reader.GetFloat(1);
        }

        await SocketThreads.Leave();
        return [.. boards.OrderByDescending(board => parts.GetValueOrDefault(board.Id))];
    }

    [LoggerMessage(LogLevel.Warning, "Ranks were not loaded before they are asked for: {Cause}")]
    partial void LogNotEarly(string cause);

    [LoggerMessage(LogLevel.Warning, "Ranks were not loaded before they are asked for; it is tried again in a minute: {Cause}")]
    partial void LogFailed(string cause);
}

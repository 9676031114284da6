using KaosNet.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// Fills indexes from the table of records. What is committed meanwhile is told to the index, which adds it to what was read. Rows go straight to
/// where they stay, so that a load takes little more memory than what it loads.
/// </summary>
sealed partial class RankLoader(Database database, RankMeter meter, ILogger log) : IDisposable
{
    /// <summary>Loads of current periods that requests wait for, at once; besides those of a server's start.</summary>
    const int AtOnceMax = 4;

    /// <summary>A load that was overrun by deletions begins anew, at most so often.</summary>
    const int AttemptsMax = 3;

    readonly SemaphoreSlim _current = new(AtOnceMax), _past = new(1);

    /// <summary>Loads a period at once.</summary>
    /// <returns>False when the database would not; that is in the log.</returns>
    public async Task<bool> Load(RankPeriod period)
    {
        // Whoever asks first is not the one to wait for all of it.
        await Task.Yield();
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            for (var attempt = 0; attempt < AttemptsMax; attempt++)
            {
                if (!period.Index.Adopt(await database.Copy(RankCopy.Query(database.Schema, period.Board, period.Expiry), RankCopy.Read))) continue;
                var took = TimeProvider.System.GetElapsedTime(started);
                meter.Loaded(took);
                LogLoaded(period.Board, period.Expiry, period.Index.Count, (long)took.TotalMilliseconds);
                return true;
            }

            LogOverrun(period.Board, period.Expiry);
        }
        catch (DatabaseAwayException)
        {
            // In the log already, once for the whole outage.
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OverflowException or InvalidDataException)
        {
            LogFailed(failure, period.Board, period.Expiry);
        }

        return false;
    }

    /// <summary>Loads a period that a request waits for, when it is its turn.</summary>
    public async Task<bool> LoadInTurn(RankPeriod period)
    {
        var turn = period.IsCurrent ? _current : _past;
        await turn.WaitAsync();
        try
        {
            return await Load(period);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        _current.Dispose();
        _past.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "Loaded the ranks of {Board}, period {Expiry}: {Count} records in {Milliseconds} ms")]
    partial void LogLoaded(string board, long expiry, int count, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "The ranks of {Board}, period {Expiry}, were not loaded: records were deleted faster than they could be read")]
    partial void LogOverrun(string board, long expiry);

    [LoggerMessage(LogLevel.Error, "The ranks of {Board}, period {Expiry}, could not be loaded")]
    partial void LogFailed(Exception failure, string board, long expiry);
}

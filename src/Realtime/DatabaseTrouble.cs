using KaosNet.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Realtime;

/// <summary>What the answer to a message says in its own words: the database did not do what it was asked.</summary>
static class DatabaseTrouble
{
    /// <summary>Whether a failure is the database's.</summary>
    public static bool IsBehind(Exception failure) => failure is DatabaseAwayException or NpgsqlException or TimeoutException;

    /// <summary>Logs it; while the database is away the outage has its own lines.</summary>
    public static void LogTrouble(this ILogger log, Exception failure, string what)
    {
        if (failure is DatabaseAwayException) log.LogDebug("{What}: {Cause}", what, failure.Message);
        else log.LogError(failure, "{What}", what);
    }
}

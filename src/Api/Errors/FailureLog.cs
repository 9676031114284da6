using KaosNet.Store;

namespace KaosNet.Api.Errors;

/// <summary>Logs what went wrong on our side while a client was served.</summary>
static class FailureLog
{
    /// <summary>An error with its stack; but an outage of the database has been told once for all requests that it costs.</summary>
    public static void LogFailure(this ILogger log, Exception failure, string what)
    {
        if (failure is DatabaseAwayException) log.LogDebug("{What}: {Cause}", what, failure.Message);
        else log.LogError(failure, "{What}", what);
    }
}

using System.Net.Sockets;
using Npgsql;

namespace KaosNet.Store;

/// <summary>The database cannot be reached or does not answer. It has been logged already, once for the whole outage: who catches it need not.</summary>
public sealed class DatabaseAwayException(Exception cause) : NpgsqlException("The database cannot be reached.", cause)
{
    /// <summary>True when the connection failed, rather than what was asked over it.</summary>
    internal static bool IsCause(Exception failure) => failure switch
    {
        // FATAL and worse end the session: the server is starting, stopping or has crashed.
        PostgresException error => error.InvariantSeverity is not "ERROR",
        NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException => true,
        // The driver lets go of a multiplexed connection that broke while somebody still reads from it.
        NullReferenceException { Source: "Npgsql" } => true,
        _ => false,
    };

    /// <summary>
    /// The failed connection behind a failure of any library, or null when it failed for another reason: a statement that is wrong, a bug, or an I/O
    /// that has nothing to do with the database.
    /// </summary>
    public static Exception? Behind(Exception failure)
    {
        for (var (at, depth) = (failure, 0); at is not null && depth < 16; at = at.InnerException, depth++)
        {
            if (at is DatabaseAwayException { InnerException: { } cause }) return cause;
            if (at is PostgresException error) return error.InvariantSeverity is "ERROR" ? null : error;
            if (at is NpgsqlException { InnerException: SocketException or IOException or TimeoutException } lost) return lost;
        }

        return null;
    }
}

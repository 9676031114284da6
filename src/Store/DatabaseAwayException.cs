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
        _ => false,
    };
}

namespace KaosNet.Store.Postgres;

/// <summary>How a private PostgreSQL is run. Only the folder must be given.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Everything of it lives here: the cluster, its socket and its password file. Made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Loopback TCP port for tools of the operator's (role kaosnet, password file in the folder); 0 = Unix socket only.</summary>
    public int Port { get; init; }

    /// <summary>False trades every guarantee after a crash of the machine for speed: for throw-away tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Memory for cached pages in MB; it is taken from the machine only as pages come in.</summary>
    public int SharedBuffersMb { get; init; } = 128;

    public int MaxConnections { get; init; } = 130;

    /// <summary>PostgreSQL refuses to run as root; started by root it runs as this user.</summary>
    public string OperatingSystemUser { get; init; } = "postgres";

    /// <summary>Longest wait until it answers, which includes replaying its log after a crash.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

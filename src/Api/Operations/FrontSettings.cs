namespace KaosNet.Api.Operations;

/// <summary>What the front needs to know of the server's settings.</summary>
public sealed record FrontSettings
{
    /// <summary>The node's name; a label of every metric.</summary>
    public string NodeName { get; init; } = "nakama";

    /// <summary>What games prove themselves with to sign players in (<c>socket.server_key</c>).</summary>
    public string ServerKey { get; init; } = "defaultkey";

    /// <summary>What servers prove themselves with to call RPC functions (<c>runtime.http_key</c>).</summary>
    public string HttpKey { get; init; } = "defaulthttpkey";

    /// <summary>Largest body of a request as sent, and largest message as decoded, in bytes (<c>socket.max_request_size_bytes</c>).</summary>
    public int RequestBytesMax { get; init; } = 262_144;

    /// <summary>How long reading a request may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long writing an answer may take.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be idle; with 500 ms less also a request's deadline.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Headers added to every answer that does not have them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; init; } = [];

    /// <summary>How many proxies stand between clients and this server.</summary>
    public int ProxyCount { get; init; } = 1;

    /// <summary>Calls per second of one operation by one caller, in the long run; 0 for no limit.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Calls of one operation by one caller at once, before <see cref="RequestsPerSecond"/> applies.</summary>
    public int RequestBurst { get; init; } = 20;

    /// <summary>First word of metric names; empty for none.</summary>
    public string MetricsPrefix { get; init; } = "nakama";

    /// <summary>Label "namespace" of every metric; empty for none.</summary>
    public string MetricsNamespace { get; init; } = "";

    /// <summary>Port that serves metrics; 0 for none.</summary>
    public int MetricsPort { get; init; }

    /// <summary>How long a request may run before it is answered with code 4.</summary>
    public TimeSpan RequestDeadline =>
        IdleTimeout > TimeSpan.FromMilliseconds(500) ? IdleTimeout - TimeSpan.FromMilliseconds(500) : Timeout.InfiniteTimeSpan;
}

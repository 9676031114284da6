using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Modules;

/// <summary>One call of a module's function: who calls, from where, and the server in the call's name. Not to be kept for longer than the call.</summary>
public class ModuleContext
{
    static readonly Dictionary<string, string> NoTexts = [];
    static readonly Dictionary<string, IReadOnlyList<string>> NoLists = [];

    /// <summary>What the function runs as: <c>rpc</c>, <c>before</c>, <c>after</c>, <c>event</c>, <c>run_once</c> at the start, <c>matchmaker</c>, <c>leaderboard_reset</c> and so on.</summary>
    public string Mode { get; init; } = "";

    /// <summary>The player; null where there is none.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The player's name as of the session token; empty without a player.</summary>
    public string Username { get; init; } = "";

    /// <summary>The session's variables.</summary>
    public IReadOnlyDictionary<string, string> Vars { get; init; } = NoTexts;

    /// <summary>When the session token expires; null without one.</summary>
    public DateTimeOffset? SessionExpiry { get; init; }

    /// <summary>The player's socket; empty elsewhere.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The language that the socket was opened with; empty elsewhere.</summary>
    public string Language { get; init; } = "";

    /// <summary>The client's network address; empty where no client calls.</summary>
    public string ClientIp { get; init; } = "";

    /// <summary>The client's network port; empty where no client calls.</summary>
    public string ClientPort { get; init; } = "";

    /// <summary>The request's id, which its log lines and events carry; empty where no client calls.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>The request's headers by canonical name; only of calls of functions over HTTP and gRPC.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } = NoLists;

    /// <summary>The request's query parameters without <c>http_key</c>; only of calls of functions over HTTP and gRPC.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> QueryParameters { get; init; } = NoLists;

    /// <summary>The operator's settings for modules (<c>runtime.env</c>).</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = NoTexts;

    /// <summary>The server's name.</summary>
    public string Node { get; init; } = "";

    /// <summary>The server's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The server, in this call's name.</summary>
    public virtual INk Nk { get => field ?? throw new InvalidOperationException("This context was made without a server."); init; }

    /// <summary>The module's log; lines carry the module and the request.</summary>
    public virtual ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The caller went away, or the call's time is over. Who does not heed it goes on; the caller is answered all the same.</summary>
    public virtual CancellationToken Cancel { get; init; }
}

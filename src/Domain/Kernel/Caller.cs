namespace KaosNet.Domain.Kernel;

/// <summary>Where a change came from.</summary>
public enum Source
{
    /// <summary>A game client with a session.</summary>
    Client,

    /// <summary>A server module.</summary>
    Script,

    /// <summary>A person at the console or the command line.</summary>
    Console,

    /// <summary>The server itself: schedules, resets, repairs.</summary>
    System,

    /// <summary>Another server or tool of the game's, which knows the HTTP key.</summary>
    Server,
}

/// <summary>
/// Who asks for something, and on whose behalf: goes with every request and is kept with every event that comes of it.
/// </summary>
public sealed record Caller
{
    /// <summary>Where the request came from.</summary>
    public required Source Source { get; init; }

    /// <summary>The player's user id (lower-case UUID), the module's or job's name, or the console user's name; empty for nobody.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The player's id when a player is behind it, also through a script; empty otherwise.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The player's username as of the token that the request came with.</summary>
    public string Username { get; init; } = "";

    /// <summary>Session variables of the player's token.</summary>
    public IReadOnlyDictionary<string, string> Vars { get; init; } = NoVars;

    /// <summary>
    /// The build of the game client, which it names in the session variable <c>build</c> when it signs in, cut to 64 characters; null when it does not.
    /// Kept with every event.
    /// </summary>
    public string? Build => Vars.TryGetValue("build", out var build) && build.Length > 0 ? build[..Math.Min(build.Length, BuildLengthMax)] : null;

    /// <summary>When the player's token expires, in Unix seconds; 0 without a token.</summary>
    public long SessionExpiry { get; init; }

    /// <summary>Id of the player's socket session; empty outside sockets.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The public API's name of what is being done, e.g. <c>WriteLeaderboardRecord</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Request id that ties log lines, events and messages of one request together.</summary>
    public string Correlation { get; init; } = "";

    /// <summary>What caused the request when it was not a person: an event's id, a match id, a schedule.</summary>
    public string? Cause { get; init; }

    /// <summary>Network address of the client, empty when there is none.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>Network port of the client, empty when there is none.</summary>
    public string ClientPort { get; init; } = "";

    /// <summary>The server acting by itself, e.g. a schedule.</summary>
    /// <param name="job">Name of the job, kept as the actor.</param>
    /// <param name="operation">What it does.</param>
    public static Caller System(string job, string operation) => new() { Source = Source.System, Actor = job, Operation = operation };

    const int BuildLengthMax = 64;

    static readonly IReadOnlyDictionary<string, string> NoVars = new Dictionary<string, string>(0, StringComparer.Ordinal);
}

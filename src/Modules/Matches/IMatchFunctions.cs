using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Matches;

/// <summary>A match as listings show it.</summary>
public sealed record ListedMatch
{
    /// <summary>The public id.</summary>
    public required string MatchId { get; init; }

    /// <summary>Whether the server runs its logic.</summary>
    public required bool Authoritative { get; init; }

    /// <summary>The label; null for relayed matches.</summary>
    public string? Label { get; init; }

    /// <summary>Members now.</summary>
    public required int Size { get; init; }

    /// <summary>Loops a second; 0 for relayed matches.</summary>
    public required int TickRate { get; init; }

    /// <summary>The handler's name; empty for relayed matches.</summary>
    public required string HandlerName { get; init; }
}

/// <summary>Matches, started, found and told something.</summary>
public interface IMatchFunctions
{
    /// <summary>Starts a match: its init callback has run when this answers its id.</summary>
    /// <param name="handler">The name that the handler was registered under, in any language; for Lua the module's name.</param>
    /// <param name="parameters">For the init callback; null for nothing.</param>
    [ServerFunction("match_create", Failure = "error creating match: ")]
    ValueTask<string> Create(
        [Expects("expects module name")] string handler,
        [PlainData("error creating match: cannot encode params"), Expects("expects params to be nil or a table of key value pairs"), InLua(MustBePassed = true)]
        JsonText? parameters = null);

    /// <summary>Looks a match up, relayed ones included; null where there is none.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("match_get", Failure = "failed to get match: ")]
    ValueTask<ListedMatch?> Get(string id);

    /// <summary>Lists matches: those that the server runs first, by the query's score and newest first, then relayed ones.</summary>
    /// <param name="limit">The most, up to 10,000.</param>
    /// <param name="authoritative">Only those that the server runs, or only those that players relay; null for both.</param>
    /// <param name="label">The exact label. Not looked at when there is a query.</param>
    /// <param name="minSize">At least so many members.</param>
    /// <param name="maxSize">At most so many members.</param>
    /// <param name="query">A search over labels, empty for all that have one.</param>
    [ServerFunction("match_list", Failure = "failed to list matches: ")]
    ValueTask<IReadOnlyList<ListedMatch>> List(
        long limit = 1,
        [Expects("expects authoritative true/false or nil", Kind = "expects authoritative true/false or nil"), InLua(MustBePassed = true)] bool? authoritative = null,
        [Expects("expects label string or nil", Kind = "expects label string or nil"), InLua(MustBePassed = true)] string? label = null,
        [Expects("expects minimum size number or nil", Kind = "expects minimum size number or nil"), InLua(MustBePassed = true)] long? minSize = null,
        [Expects("expects maximum size number or nil", Kind = "expects maximum size number or nil"), InLua(MustBePassed = true)] long? maxSize = null,
        [Expects("expects query string or nil", Kind = "expects query string or nil"), InLua(MustBePassed = true)] string? query = null);

    /// <summary>Tells a match something and waits for its answer.</summary>
    /// <param name="id">The match.</param>
    /// <param name="data">What.</param>
    [ServerFunction("match_signal", Failure = "failed to signal match: ")]
    ValueTask<string> Signal(string id, string data = "");
}

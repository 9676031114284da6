using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;

namespace KaosNet.Realtime.Scripts;

/// <summary>The function that modules registered for matches of the matchmaker (parity runtime.md section 8).</summary>
public interface IMatchmakerFunctions
{
    /// <summary>Whether there is one.</summary>
    bool HasMatched { get; }

    /// <summary>
    /// Asks for the match that these players are to join. Null for a relayed match of their own. Refused with the error when the function fails, and when
    /// what it returns is no match id.
    /// </summary>
    ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel);
}

/// <summary>A server without modules.</summary>
sealed class NoMatchmakerFunctions : IMatchmakerFunctions
{
    public bool HasMatched => false;

    public ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel) =>
        ValueTask.FromResult<Answer<string?>>((string?)null);
}

using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches.Listing;

namespace KaosNet.Realtime.Matches;

/// <summary>Authoritative matches as the rest of the server sees them: what <c>nk.match_create</c>, <c>match_get</c> and <c>match_signal</c> call.</summary>
public interface IMatches
{
    /// <summary>Starts a match: its init callback has run when this answers.</summary>
    /// <param name="handler">Name of the handler.</param>
    /// <param name="parameters">A JSON object for the init callback.</param>
    /// <returns>
    /// The new match's id; or the refusal <c>error creating match: not found</c>, the handler's own text, or <c>shutdown in progress</c>.
    /// Script bindings put <c>error creating match: </c> before each of them, also before the first.
    /// </returns>
    ValueTask<Answer<string>> Create(string handler, string parameters, CancellationToken cancel = default);

    /// <summary>Looks a match up, relayed ones included. Refused with <c>match id invalid</c>; null when there is none.</summary>
    ValueTask<Answer<MatchSummary?>> Get(string matchId, CancellationToken cancel = default);

    /// <summary>
    /// What a filter lets through: matches that servers run first, by score and newest first, then relayed ones in no order. A query that is none is
    /// refused with code 3.
    /// </summary>
    ValueTask<Answer<MatchSummary[]>> List(MatchFilter filter, CancellationToken cancel = default);

    /// <summary>
    /// Sends a signal and waits at most 10 s for the handler's answer. Refused with <c>match id invalid</c>, <c>match not found</c> or
    /// <c>match busy</c>; script bindings put <c>failed to signal match: </c> before it.
    /// </summary>
    ValueTask<Answer<string>> Signal(string matchId, string data, CancellationToken cancel = default);
}

/// <summary>A match as listings show it.</summary>
/// <param name="MatchId">The public id.</param>
/// <param name="Authoritative">Whether the server runs its logic.</param>
/// <param name="Label">The label; null for relayed matches.</param>
/// <param name="Size">Members now.</param>
/// <param name="TickRate">Loops a second; 0 for relayed matches.</param>
/// <param name="HandlerName">Name of the handler; empty for relayed matches.</param>
[GenerateSerializer, Immutable]
public sealed record MatchSummary(string MatchId, bool Authoritative, string? Label, int Size, int TickRate, string HandlerName);

namespace KaosNet.Modules.Matches;

/// <summary>Authoritative matches. Scripts have <c>match_create</c> and <c>match_signal</c> for the same.</summary>
public interface IMatchFunctions
{
    /// <summary>Starts a match: its init callback has run when this answers its id.</summary>
    /// <param name="handler">The name that the handler was registered under, in any language.</param>
    /// <param name="parameters">For the init callback; null for nothing.</param>
    ValueTask<string> Create(string handler, JsonText? parameters = null);

    /// <summary>Tells a match something and waits for its answer.</summary>
    /// <param name="matchId">The match.</param>
    /// <param name="data">What.</param>
    ValueTask<string> Signal(string matchId, string data);
}

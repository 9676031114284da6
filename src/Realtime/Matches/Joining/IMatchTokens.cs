namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Tickets into a match that the matchmaker hands out: JWTs with the claim <c>mid</c>, signed as session tokens are.</summary>
public interface IMatchTokens
{
    /// <summary>A token that leads to a match for that long.</summary>
    string Issue(string matchId, TimeSpan lifetime);

    /// <summary>The match that a token leads to; null when it is expired, forged or no such token.</summary>
    string? MatchIdOf(string token);
}

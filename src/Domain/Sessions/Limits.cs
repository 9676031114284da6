namespace KaosNet.Domain.Sessions;

/// <summary>The bounds of what is remembered against tokens.</summary>
public static class Limits
{
    /// <summary>Revoked tokens of one player that have not run out. One more, and all of the player's sessions end instead.</summary>
    public const int RevokedTokens = 200;
}

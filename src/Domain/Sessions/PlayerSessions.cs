using System.Collections.Immutable;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Sessions;

/// <summary>The two tokens of a sign-in.</summary>
public enum TokenKind
{
    /// <summary>Goes with every call; short-lived.</summary>
    Session,

    /// <summary>Earns a new pair; long-lived.</summary>
    Refresh,
}

/// <summary>A token that was ended before its time.</summary>
/// <param name="TokenId">The token's id.</param>
/// <param name="Kind">Which of the two tokens that share the id.</param>
/// <param name="Until">When it need not be remembered any more.</param>
public sealed record RevokedToken(string TokenId, TokenKind Kind, DateTimeOffset Until);

/// <summary>What is known against a player's tokens.</summary>
public sealed record PlayerSessions
{
    /// <summary>What is known against tokens, by user id.</summary>
    public static readonly StreamKind<PlayerSessions, SessionEvent> Kind =
        new("sessions", id => new PlayerSessions { UserId = id }, Evolve, about: (id, _) => [id], snapshotEvery: 100);

    /// <summary>Whose tokens.</summary>
    public required string UserId { get; init; }

    /// <summary>Tokens issued before this second are over; null when nothing ended them all.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Tokens ended one by one and not run out when the last event happened, oldest first.</summary>
    public ImmutableList<RevokedToken> Revoked { get; init; } = [];

    /// <summary>The state after one more event.</summary>
    public static PlayerSessions Evolve(PlayerSessions sessions, SessionEvent happened, DateTimeOffset at) => happened switch
    {
        SessionTokenRevoked revoked => sessions with
        {
            Revoked = sessions.Revoked.RemoveAll(token => token.Until <= at).Add(new(revoked.TokenId, revoked.Kind, revoked.Until)),
        },
        // A second that has not come yet leaves no survivor, so that nothing need be listed by itself any more.
        SessionsRevoked revoked => sessions with
        {
            NotBefore = revoked.NotBefore,
            Revoked = revoked.NotBefore > at ? [] : sessions.Revoked.RemoveAll(token => token.Until <= at),
        },
        _ => sessions,
    };

    /// <summary>Whether this token was ended by itself.</summary>
    public bool IsRevoked(string tokenId, TokenKind kind) => Revoked.Any(token => token.TokenId == tokenId && token.Kind == kind);
}

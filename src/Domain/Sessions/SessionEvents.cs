using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Sessions;

/// <summary>What can happen to a player's sessions.</summary>
public abstract record SessionEvent;

/// <summary>One token was ended before its time.</summary>
/// <param name="TokenId">The token's id, which its refreshed successors share.</param>
/// <param name="Kind">Which of the two tokens that share the id.</param>
/// <param name="Until">When it need not be remembered any more: a second after its own expiry.</param>
[EventName("session_token_revoked")]
public sealed record SessionTokenRevoked(string TokenId, TokenKind Kind, DateTimeOffset Until) : SessionEvent;

/// <summary>Every token issued before that second was ended.</summary>
/// <param name="NotBefore">A whole second. Tokens issued within it live on.</param>
[EventName("sessions_revoked")]
public sealed record SessionsRevoked(DateTimeOffset NotBefore) : SessionEvent;

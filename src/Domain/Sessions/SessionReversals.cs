using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Sessions;

/// <summary>What ended sessions is not undone.</summary>
public static class SessionReversals
{
    const string Over = "a session that was ended stays over; the player signs in again";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<PlayerSessions, SessionEvent>(
        PlayerSessions.Kind,
        (_, _) => Reversal.Refused(Over),
        new Dictionary<Type, string> { [typeof(SessionTokenRevoked)] = Over, [typeof(SessionsRevoked)] = Over });
}

using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Sessions;

/// <summary>Players' sessions: their sockets, their tokens, and whose status they follow.</summary>
public interface ISessionFunctions
{
    /// <summary>Closes a session's socket; nothing happens when there is none. Within a transaction once that is committed.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="reason">What others are told it left for: 1 join, 2 update, 3 leave, 4 disconnect; 0 counts as 4.</param>
    [ServerFunction("session_disconnect")]
    ValueTask Disconnect(
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        [Expects("invalid disconnect reason, must be a value 0-4"), Between(0, 4)] int reason = 0);

    /// <summary>Ends single tokens of a player, or all that were issued so far. Open sockets stay open.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">A session token; empty for none.</param>
    /// <param name="refreshToken">A refresh token; empty for none. When both are empty, all end.</param>
    [ServerFunction("session_logout", Failure = "error logging out: ")]
    ValueTask Logout([Expects("expects valid user id", Empty = "expects user id")] Guid userId, string token = "", string refreshToken = "");

    /// <summary>Lets a session hear of players' statuses from now on; nothing happens when this server does not hold it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="userIds">Whose statuses.</param>
    [ServerFunction("status_follow", Failure = "failed to follow: ")]
    ValueTask Follow(
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        [Expects("invalid user id", Kind = "user id must be a string"), AtMost(10_000)] IReadOnlyList<Guid> userIds);

    /// <summary>Lets a session hear no more of players' statuses.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="userIds">Whose statuses.</param>
    [ServerFunction("status_unfollow", Failure = "failed to unfollow: ")]
    ValueTask Unfollow(
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        [Expects("invalid user id", Kind = "user id must be a string"), AtMost(10_000)] IReadOnlyList<Guid> userIds);
}

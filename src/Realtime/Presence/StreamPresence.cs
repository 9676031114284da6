using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>How a session is present on a stream.</summary>
/// <param name="Hidden">Receives everything, is neither listed nor announced.</param>
/// <param name="Persistence">Whether what it says in chat is kept.</param>
/// <param name="Status">The player's status, on status streams; null elsewhere.</param>
[GenerateSerializer, Immutable]
public sealed record PresenceMeta(bool Hidden = false, bool Persistence = false, string? Status = null)
{
    /// <summary>As members of matches are.</summary>
    public static readonly PresenceMeta Plain = new();

    /// <summary>As listeners to notifications are.</summary>
    public static readonly PresenceMeta Invisible = new(Hidden: true);
}

/// <summary>A session on a stream, of this node or of another.</summary>
public abstract class StreamMember(StreamAddress stream, PresenceMeta meta)
{
    UserPresence? _wire;

    public StreamAddress Stream { get; } = stream;

    public PresenceMeta Meta { get; } = meta;

    public abstract Guid UserId { get; }

    public abstract Guid SessionId { get; }

    /// <summary>Who it is, and on which node.</summary>
    public abstract MatchPresence Who { get; }

    /// <summary>As clients see it in matches: who it is and no more. Never to be changed.</summary>
    public abstract UserPresence Plain { get; }

    /// <summary>As clients see it in events: with persistence, and with the status on status streams.</summary>
    public UserPresence Wire => _wire ??= new()
    {
        UserId = Plain.UserId,
        SessionId = Plain.SessionId,
        Username = Plain.Username,
        Persistence = Meta.Persistence,
        Status = Stream.Mode == StreamMode.Status ? Meta.Status ?? "" : null,
    };
}

/// <summary>A session of this node on a stream.</summary>
public sealed class StreamPresence(Session session, StreamAddress stream, PresenceMeta meta) : StreamMember(stream, meta)
{
    public Session Session { get; } = session;

    public override Guid UserId => Session.UserId;

    public override Guid SessionId => Session.Id;

    public override MatchPresence Who => Session.MatchPresence;

    public override UserPresence Plain => Session.UserPresence;
}

/// <summary>What changed on one stream. Hidden presences are not in it.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="Joins">Who came.</param>
/// <param name="Leaves">Who left, or was there as something else.</param>
/// <param name="Reason">Why they left.</param>
public sealed record PresenceChange(
    StreamAddress Stream, IReadOnlyList<StreamMember> Joins, IReadOnlyList<StreamMember> Leaves, PresenceReason Reason);

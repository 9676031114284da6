using KaosNet.Domain.Matches;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Cluster;

/// <summary>Sessions of the sender are on streams from now on, or are there in another way.</summary>
[GenerateSerializer, Immutable]
public sealed record EnteredMail(RemoteEntry[] Entries) : NodeMail;

/// <summary>A session of the sender is off streams, all at once.</summary>
[GenerateSerializer, Immutable]
public sealed record LeftMail(Guid SessionId, StreamAddress[] Streams, PresenceReason Reason) : NodeMail;

/// <summary>All of the sender's are off a stream without a word.</summary>
[GenerateSerializer, Immutable]
public sealed record DroppedMail(StreamAddress Stream) : NodeMail;

/// <summary>An envelope, in protobuf, for the node's members of streams; with an id, unless the event feed has brought it already.</summary>
[GenerateSerializer, Immutable]
public sealed record StreamMail(StreamAddress[] Streams, Guid? Once, byte[] Envelope) : NodeMail
{
    public override bool IsData => true;
}

/// <summary>An envelope, in protobuf, for sessions of the node; with a stream, only for those that are on it.</summary>
[GenerateSerializer, Immutable]
public sealed record SessionsMail(Guid[] Sessions, StreamAddress? Only, byte[] Envelope) : NodeMail
{
    public override bool IsData => true;
}

/// <summary>An envelope, in protobuf, for all sessions of the node.</summary>
[GenerateSerializer, Immutable]
public sealed record EverybodyMail(byte[] Envelope) : NodeMail
{
    public override bool IsData => true;
}

/// <summary>The node's members of a stream are to be dropped without a word.</summary>
[GenerateSerializer, Immutable]
public sealed record CloseMail(StreamAddress Stream) : NodeMail;

/// <summary>Sessions of the node are to leave a stream.</summary>
[GenerateSerializer, Immutable]
public sealed record ExpelMail(Guid[] Sessions, StreamAddress Stream) : NodeMail;

/// <summary>Sessions of the node are to be closed.</summary>
[GenerateSerializer, Immutable]
public sealed record DisconnectMail(Guid[] Sessions, PresenceReason Reason) : NodeMail;

/// <summary>A player whose sockets close each other has a new one at the sender.</summary>
/// <param name="UserId">The player.</param>
/// <param name="SessionId">The new one.</param>
/// <param name="Known">Those that the sender knew of then: they are older. Any other was opened at the same time, and of these the greater id stays.</param>
[GenerateSerializer, Immutable]
public sealed record TookOverMail(Guid UserId, Guid SessionId, Guid[] Known) : NodeMail;

/// <summary>A node's sessions, for calls of others that need an answer. The key is the node's name.</summary>
[Alias("KaosNet.StreamNode")]
public interface IStreamNode : IGrainWithStringKey
{
    /// <summary>Puts a session of this node on a stream, or changes how it is there.</summary>
    /// <param name="userId">Whose session.</param>
    /// <param name="sessionId">Which.</param>
    /// <param name="stream">Where.</param>
    /// <param name="meta">How.</param>
    /// <param name="mayChange">Whether it is changed if it is there already.</param>
    [Alias("Put")]
    Task<StreamPutAnswer> Put(Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange);
}

/// <summary>What came of that.</summary>
/// <param name="IsNew">It was not there before.</param>
/// <param name="Code">Why not; 0 for nothing.</param>
/// <param name="Refusal">Why not, in words.</param>
[GenerateSerializer, Immutable]
public sealed record StreamPutAnswer(bool IsNew, int Code, string Refusal);

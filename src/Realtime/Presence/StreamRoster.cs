namespace KaosNet.Realtime.Presence;

/// <summary>Who is on a stream, on whatever node. A node alone compares one count with zero for the others.</summary>
public sealed class StreamRoster(PresenceTracker here, RemotePresences elsewhere)
{
    /// <summary>Everybody, hidden ones included, as of now; those of this node come first.</summary>
    public IReadOnlyList<StreamMember> MembersOf(StreamAddress stream)
    {
        var (own, others) = (here.MembersOf(stream), elsewhere.MembersOf(stream));
        return others.Count == 0 ? own : own.Count == 0 ? others : [.. own, .. others];
    }

    /// <summary>How many sessions are on a stream, hidden ones included.</summary>
    public int CountOf(StreamAddress stream) => here.MembersOf(stream).Count + elsewhere.MembersOf(stream).Count;

    /// <summary>Whether anybody is.</summary>
    public bool Exists(StreamAddress stream) => here.Exists(stream) || elsewhere.MembersOf(stream).Count > 0;
}

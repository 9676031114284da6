using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Statuses;
using Microsoft.Extensions.DependencyInjection;
using Session = KaosNet.Realtime.Sessions.Session;

namespace KaosNet.Realtime.Cluster;

/// <summary>
/// Streams across nodes (docs/decisions/0021): every node tells all others who of its own comes and goes, and keeps what they tell in
/// <see cref="RemotePresences"/>; envelopes go to all of them, after what was told before. A node that is met is told everybody first.
/// </summary>
public sealed class OrleansStreams(IServiceProvider services, ClusterNodes nodes, RemotePresences elsewhere) : ClusterStreams, INodePart
{
    /// <summary>Presences in one message.</summary>
    const int EntriesMax = 256;

    static readonly TimeSpan PutDeadline = TimeSpan.FromSeconds(5);

    readonly Lazy<PresenceTracker> _tracker = new(services.GetRequiredService<PresenceTracker>);
    readonly Lazy<SessionRegistry> _sessions = new(services.GetRequiredService<SessionRegistry>);
    readonly Lazy<PushedHere> _pushed = new(services.GetRequiredService<PushedHere>);
    readonly Lazy<StreamRouter> _router = new(services.GetRequiredService<StreamRouter>);

    // Those that know everybody of this node. Changed under the tracker's lock, so that nobody comes or goes in between.
    volatile OtherNode[] _told = [];

    public override bool IsAlone => _told.Length == 0;

    public override void Entered(StreamPresence presence)
    {
        if (IsTold(presence.Stream)) Tell(new EnteredMail([EntryOf(presence)]));
    }

    public override void Left(Session session, IReadOnlyList<StreamAddress> streams, PresenceReason reason)
    {
        StreamAddress[] told = [.. streams.Where(IsTold)];
        if (told.Length > 0) Tell(new LeftMail(session.Id, told, reason));
    }

    public override void Dropped(StreamAddress stream) => Tell(new DroppedMail(stream));

    public override void Send(ReadOnlySpan<StreamAddress> streams, EncodedEnvelope envelope, Guid? once = null)
    {
        if (!IsAlone) Tell(new StreamMail([.. streams], once, Bytes(envelope)));
    }

    public override void Send(IReadOnlyCollection<Guid> sessions, StreamAddress? only, EncodedEnvelope envelope)
    {
        byte[]? bytes = null;
        foreach (var (node, there) in ByNode(sessions)) node.Send(new SessionsMail(there, only, bytes ??= Bytes(envelope)));
    }

    public override void SendToAll(EncodedEnvelope envelope)
    {
        if (!IsAlone) Tell(new EverybodyMail(Bytes(envelope)));
    }

    public override void Close(StreamAddress stream) => Tell(new CloseMail(stream));

    public override bool Reaches(Guid sessionId) => nodes.Of(sessionId) is not null;

    public override void Expel(IReadOnlyCollection<Guid> sessions, StreamAddress stream)
    {
        foreach (var (node, there) in ByNode(sessions)) node.Send(new ExpelMail(there, stream));
    }

    public override void Disconnect(IReadOnlyCollection<Guid> sessions, PresenceReason reason)
    {
        foreach (var (node, there) in ByNode(sessions)) node.Send(new DisconnectMail(there, reason));
    }

    public override IReadOnlyCollection<Guid> SocketsElsewhere(Guid userId) =>
        IsAlone ? [] : [.. elsewhere.MembersOf(StatusStreams.SocketsOf(userId)).Select(member => member.SessionId)];

    public override void TookOver(Session session)
    {
        if (!IsAlone) Tell(new TookOverMail(session.UserId, session.Id, [.. session.KnewElsewhere]));
    }

    public override async ValueTask<Answer<bool>?> Put(
        Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange, CancellationToken cancel)
    {
        if (nodes.Of(sessionId) is not { } node) return null;
        var call = nodes.Grain<IStreamNode>(node).Put(userId, sessionId, stream, meta, mayChange);
        if (await nodes.Ask<StreamPutAnswer?>(node, call!, PutDeadline, otherwise: null, cancel) is not { } answer) return null;
        return answer.Code == 0 ? answer.IsNew : new Fault((FaultCode)answer.Code, answer.Refusal);
    }

    public void Met(OtherNode node) => _tracker.Value.Read(presences =>
    {
        foreach (var some in presences.Where(presence => IsTold(presence.Stream)).Select(EntryOf).Chunk(EntriesMax)) node.Send(new EnteredMail(some));
        _told = [.. _told, node];
    });

    public void Lost(OtherNode node)
    {
        _tracker.Value.Read(_ => _told = [.. _told.Where(told => told != node)]);
        elsewhere.Lose(node);
    }

    public bool Hear(OtherNode from, NodeMail mail)
    {
        switch (mail)
        {
            case StreamMail stream: Deliver(stream); break;
            case EnteredMail entered: elsewhere.Enter(from, from.Name, entered.Entries); break;
            case LeftMail left: elsewhere.Leave(from, left.SessionId, left.Streams, left.Reason); break;
            case DroppedMail dropped: elsewhere.Drop(from, dropped.Stream); break;
            case SessionsMail sessions: Deliver(sessions); break;
            case EverybodyMail everybody: _router.Value.DeliverToAll(Read(everybody.Envelope)); break;
            case CloseMail close: _tracker.Value.Close(close.Stream); break;
            case ExpelMail expel: Expel(expel); break;
            case DisconnectMail disconnect: Disconnect(disconnect); break;
            case TookOverMail newer: MakeWay(newer); break;
            default: return false;
        }

        return true;
    }

    /// <summary>Who follows whom is for the own node alone: nobody lists it, and it may be much.</summary>
    static bool IsTold(StreamAddress stream) => !StatusStreams.IsOfFollowers(stream);

    static RemoteEntry EntryOf(StreamPresence presence) =>
        new(presence.Stream, presence.SessionId, presence.UserId, presence.Plain.Username, presence.Meta);

    static byte[] Bytes(EncodedEnvelope envelope) => envelope.In(SocketFormat.Protobuf).ToArray();

    static Envelope Read(byte[] bytes)
    {
        var envelope = new Envelope();
        return SocketFormat.Protobuf.Codec.Read(new(bytes), envelope) is { } broken ? throw new FormatException(broken.ToString()) : envelope;
    }

    void Tell(NodeMail mail)
    {
        foreach (var node in _told) node.Send(mail);
    }

    IEnumerable<(OtherNode Node, Guid[] Sessions)> ByNode(IReadOnlyCollection<Guid> sessions)
    {
        if (IsAlone) yield break;
        foreach (var there in sessions.GroupBy(nodes.Of))
            if (there.Key is { } node) yield return (node, [.. there]);
    }

    void Deliver(StreamMail mail)
    {
        if (mail.Once is { } id && !_pushed.Value.TryClaim(id)) return;
        if (!mail.Streams.Any(_tracker.Value.Exists)) return;
        var envelope = Read(mail.Envelope);
        foreach (var stream in mail.Streams) _router.Value.Deliver(stream, envelope);
    }

    void Deliver(SessionsMail mail)
    {
        using var encoded = EncodedEnvelope.Of(Read(mail.Envelope));
        foreach (var session in Here(mail.Sessions))
            if (mail.Only is not { } stream || _tracker.Value.Find(session, stream) is not null) session.Send(encoded);
    }

    void Expel(ExpelMail mail)
    {
        foreach (var session in Here(mail.Sessions)) _tracker.Value.Untrack(session, mail.Stream);
    }

    void Disconnect(DisconnectMail mail)
    {
        foreach (var session in Here(mail.Sessions)) session.Close(SessionEnd.ServerSide with { Reason = mail.Reason });
    }

    void MakeWay(TookOverMail newer)
    {
        foreach (var member in _tracker.Value.MembersOf(StatusStreams.SocketsOf(newer.UserId)))
            if (SoleSocket.GivesWay(member.SessionId, member.Session.KnewElsewhere, newer.SessionId, newer.Known)) member.Session.Close(SessionEnd.SingleSocket);
    }

    IEnumerable<Session> Here(Guid[] sessions)
    {
        foreach (var id in sessions)
            if (_sessions.Value.TryFind(id, out var session)) yield return session;
    }
}

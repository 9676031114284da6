using System.Security.Cryptography;
using System.Text;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Opens a relayed match, or joins the one of that name (parity realtime.md 5).</summary>
public sealed class MatchCreateHandler(PresenceTracker tracker, ClusterMatches others) : IMessageHandler<MatchCreate>
{
    static readonly Guid DnsNamespace = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    public async ValueTask<Reply> Handle(Session session, MatchCreate message)
    {
        var id = message.Name.Length == 0 ? RandomId() : IdOfName(message.Name);
        var match = new MatchKey(id, "");
        // Only a match with a name can be one of others.
        var elsewhere = message.Name.Length == 0 ? RemoteMembers.None : await others.MembersOf(match, session.Closed);
        var tracked = tracker.Track(session, match.Stream(), PresenceMeta.Plain);
        // A session that is closing is not answered.
        if (tracked == Tracking.Refused) return Reply.Nothing;

        var members = tracker.MembersOf(match.Stream());
        var listed = MatchStreams.Listed(members);
        if (tracked == Tracking.Tracked) listed.Remove(session.UserPresence);
        listed.AddRange(elsewhere.Visible.Select(MatchStreams.Wire));
        return new Envelope
        {
            Match = new() { MatchId = match.ToString(), Size = members.Count + elsewhere.Count, Presences = listed, Self = session.UserPresence },
        };
    }

    static Guid RandomId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>A version-5 UUID of the name.</summary>
    static Guid IdOfName(string name)
    {
        var input = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        DnsNamespace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(16));
#pragma warning disable CA5350 // What version 5 is made of; players of other servers expect the same id.
        var bytes = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}

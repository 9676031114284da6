using System.Runtime.InteropServices;
using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches.Routing;

// How Orleans carries types of the domain, which knows nothing of it, from node to node.

[GenerateSerializer, Immutable, StructLayout(LayoutKind.Auto)]
internal readonly record struct PresenceSurrogate(string UserId, string SessionId, string Username, string Node, int Reason);

[RegisterConverter]
internal sealed class PresenceConverter : IConverter<MatchPresence, PresenceSurrogate>
{
    public MatchPresence ConvertFromSurrogate(in PresenceSurrogate surrogate) =>
        new(surrogate.UserId, surrogate.SessionId, surrogate.Username, surrogate.Node, (PresenceReason)surrogate.Reason);

    public PresenceSurrogate ConvertToSurrogate(in MatchPresence value) => new(value.UserId, value.SessionId, value.Username, value.Node, (int)value.Reason);
}

[GenerateSerializer, Immutable, StructLayout(LayoutKind.Auto)]
internal readonly record struct MessageSurrogate(MatchPresence Sender, long OpCode, byte[] Data, bool Reliable, long ReceivedAtMs);

[RegisterConverter]
internal sealed class MessageConverter : IConverter<MatchMessage, MessageSurrogate>
{
    public MatchMessage ConvertFromSurrogate(in MessageSurrogate surrogate) =>
        new(surrogate.Sender, surrogate.OpCode, surrogate.Data, surrogate.Reliable, surrogate.ReceivedAtMs);

    public MessageSurrogate ConvertToSurrogate(in MatchMessage value) => new(value.Sender, value.OpCode, value.Data.ToArray(), value.Reliable, value.ReceivedAtMs);
}

[GenerateSerializer, Immutable, StructLayout(LayoutKind.Auto)]
internal readonly record struct JoinRequestSurrogate(
    Dictionary<string, string> Metadata, Dictionary<string, string> Vars, long SessionExpiry, string ClientAddress, string ClientPort);

[RegisterConverter]
internal sealed class JoinRequestConverter : IConverter<JoinRequest, JoinRequestSurrogate>
{
    public JoinRequest ConvertFromSurrogate(in JoinRequestSurrogate surrogate) =>
        new(surrogate.Metadata, surrogate.Vars, surrogate.SessionExpiry, surrogate.ClientAddress, surrogate.ClientPort);

    public JoinRequestSurrogate ConvertToSurrogate(in JoinRequest value) =>
        new(new(value.Metadata), new(value.Vars), value.SessionExpiry, value.ClientAddress, value.ClientPort);
}

using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Joining;

namespace KaosNet.Realtime.Sessions.Messages;

/// <summary>The one registration line of each message that clients may send. Anything else is unrecognised.</summary>
public static class MessageKinds
{
    public static IReadOnlyList<MessageKind> All { get; } =
    [
        MessageKind.Of<Ping, PingHandler>(),
        MessageKind.Of<Pong, PongHandler>(),
        MessageKind.Of<Rpc, RpcHandler>(),
        MessageKind.Of<MatchCreate, MatchCreateHandler>(),
        MessageKind.Of<MatchJoin, MatchJoinHandler>(),
        MessageKind.Of<MatchLeave, MatchLeaveHandler>(),
        MessageKind.Of<MatchDataSend, MatchDataSendHandler>(),
        MessageKind.Unavailable<ChannelJoin>("Chat"),
        MessageKind.Unavailable<ChannelLeave>("Chat"),
        MessageKind.Unavailable<ChannelMessageSend>("Chat"),
        MessageKind.Unavailable<ChannelMessageUpdate>("Chat"),
        MessageKind.Unavailable<ChannelMessageRemove>("Chat"),
        MessageKind.Unavailable<StatusFollow>("Status"),
        MessageKind.Unavailable<StatusUnfollow>("Status"),
        MessageKind.Unavailable<StatusUpdate>("Status"),
        MessageKind.Unavailable<MatchmakerAdd>("Matchmaker"),
        MessageKind.Unavailable<MatchmakerRemove>("Matchmaker"),
        MessageKind.Unavailable<PartyCreate>("Party"),
        MessageKind.Unavailable<PartyUpdate>("Party"),
        MessageKind.Unavailable<PartyJoin>("Party"),
        MessageKind.Unavailable<PartyLeave>("Party"),
        MessageKind.Unavailable<PartyPromote>("Party"),
        MessageKind.Unavailable<PartyAccept>("Party"),
        MessageKind.Unavailable<PartyRemove>("Party"),
        MessageKind.Unavailable<PartyClose>("Party"),
        MessageKind.Unavailable<PartyJoinRequestList>("Party"),
        MessageKind.Unavailable<PartyMatchmakerAdd>("Party"),
        MessageKind.Unavailable<PartyMatchmakerRemove>("Party"),
        MessageKind.Unavailable<PartyDataSend>("Party"),
    ];
}

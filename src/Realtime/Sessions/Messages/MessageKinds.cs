using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Statuses;

namespace KaosNet.Realtime.Sessions.Messages;

/// <summary>The one registration line of each message that clients may send. Anything else is unrecognised.</summary>
public static class MessageKinds
{
    public static IReadOnlyList<MessageKind> All { get; } =
    [
        MessageKind.QuickOf<Ping, PingHandler>(),
        MessageKind.QuickOf<Pong, PongHandler>(),
        MessageKind.Of<Rpc, RpcHandler>(),
        MessageKind.Of<MatchCreate, MatchCreateHandler>(),
        MessageKind.Of<MatchJoin, MatchJoinHandler>(),
        MessageKind.Of<MatchLeave, MatchLeaveHandler>(),
        MessageKind.QuickOf<MatchDataSend, MatchDataSendHandler>(),
        MessageKind.Of<ChannelJoin, ChannelJoinHandler>(),
        MessageKind.Of<ChannelLeave, ChannelLeaveHandler>(),
        MessageKind.Of<ChannelMessageSend, ChannelMessageSendHandler>(),
        MessageKind.Of<ChannelMessageUpdate, ChannelMessageUpdateHandler>(),
        MessageKind.Of<ChannelMessageRemove, ChannelMessageRemoveHandler>(),
        MessageKind.Of<StatusFollow, StatusFollowHandler>(),
        MessageKind.Of<StatusUnfollow, StatusUnfollowHandler>(),
        MessageKind.Of<StatusUpdate, StatusUpdateHandler>(),
        MessageKind.Of<MatchmakerAdd, MatchmakerAddHandler>(),
        MessageKind.Of<MatchmakerRemove, MatchmakerRemoveHandler>(),
        MessageKind.Of<PartyCreate, PartyCreateHandler>(),
        MessageKind.Of<PartyUpdate, PartyUpdateHandler>(),
        MessageKind.Of<PartyJoin, PartyJoinHandler>(),
        MessageKind.Of<PartyLeave, PartyLeaveHandler>(),
        MessageKind.Of<PartyPromote, PartyPromoteHandler>(),
        MessageKind.Of<PartyAccept, PartyAcceptHandler>(),
        MessageKind.Of<PartyRemove, PartyRemoveHandler>(),
        MessageKind.Of<PartyClose, PartyCloseHandler>(),
        MessageKind.Of<PartyJoinRequestList, PartyJoinRequestListHandler>(),
        MessageKind.Of<PartyMatchmakerAdd, PartyMatchmakerAddHandler>(),
        MessageKind.Of<PartyMatchmakerRemove, PartyMatchmakerRemoveHandler>(),
        MessageKind.Of<PartyDataSend, PartyDataSendHandler>(),
    ];
}

using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>
/// What travels over the socket: at most one message and the correlation id of the request it belongs to (empty on pushes).
/// Setting a second message replaces the first, as the fields are one choice on the wire.
/// </summary>
[DataContract]
public sealed class Envelope : IEnvelope
{
    object? _message;

    /// <summary>Chosen by the client and repeated on the direct answer.</summary>
    [DataMember(Name = "cid", Order = 1)] public string Cid { get; set; } = "";

    /// <summary>The message inside, whichever it is; null in an empty acknowledgement.</summary>
    [IgnoreDataMember] public object? Message => _message;

    [OneOf("message"), DataMember(Name = "channel", Order = 2)]
    public Channel? Channel { get => _message as Channel; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_join", Order = 3)]
    public ChannelJoin? ChannelJoin { get => _message as ChannelJoin; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_leave", Order = 4)]
    public ChannelLeave? ChannelLeave { get => _message as ChannelLeave; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_message", Order = 5)]
    public Api.ChannelMessage? ChannelMessage { get => _message as Api.ChannelMessage; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_message_ack", Order = 6)]
    public ChannelMessageAck? ChannelMessageAck { get => _message as ChannelMessageAck; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_message_send", Order = 7)]
    public ChannelMessageSend? ChannelMessageSend { get => _message as ChannelMessageSend; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_message_update", Order = 8)]
    public ChannelMessageUpdate? ChannelMessageUpdate { get => _message as ChannelMessageUpdate; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_message_remove", Order = 9)]
    public ChannelMessageRemove? ChannelMessageRemove { get => _message as ChannelMessageRemove; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "channel_presence_event", Order = 10)]
    public ChannelPresenceEvent? ChannelPresenceEvent { get => _message as ChannelPresenceEvent; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "error", Order = 11)]
    public Error? Error { get => _message as Error; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match", Order = 12)]
    public Match? Match { get => _message as Match; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match_create", Order = 13)]
    public MatchCreate? MatchCreate { get => _message as MatchCreate; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match_data", Order = 14)]
    public MatchData? MatchData { get => _message as MatchData; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match_data_send", Order = 15)]
    public MatchDataSend? MatchDataSend { get => _message as MatchDataSend; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match_join", Order = 16)]
    public MatchJoin? MatchJoin { get => _message as MatchJoin; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match_leave", Order = 17)]
    public MatchLeave? MatchLeave { get => _message as MatchLeave; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "match_presence_event", Order = 18)]
    public MatchPresenceEvent? MatchPresenceEvent { get => _message as MatchPresenceEvent; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "matchmaker_add", Order = 19)]
    public MatchmakerAdd? MatchmakerAdd { get => _message as MatchmakerAdd; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "matchmaker_matched", Order = 20)]
    public MatchmakerMatched? MatchmakerMatched { get => _message as MatchmakerMatched; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "matchmaker_remove", Order = 21)]
    public MatchmakerRemove? MatchmakerRemove { get => _message as MatchmakerRemove; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "matchmaker_ticket", Order = 22)]
    public MatchmakerTicket? MatchmakerTicket { get => _message as MatchmakerTicket; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "notifications", Order = 23)]
    public Notifications? Notifications { get => _message as Notifications; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "rpc", Order = 24)]
    public Api.Rpc? Rpc { get => _message as Api.Rpc; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "status", Order = 25)]
    public Status? Status { get => _message as Status; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "status_follow", Order = 26)]
    public StatusFollow? StatusFollow { get => _message as StatusFollow; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "status_presence_event", Order = 27)]
    public StatusPresenceEvent? StatusPresenceEvent { get => _message as StatusPresenceEvent; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "status_unfollow", Order = 28)]
    public StatusUnfollow? StatusUnfollow { get => _message as StatusUnfollow; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "status_update", Order = 29)]
    public StatusUpdate? StatusUpdate { get => _message as StatusUpdate; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "stream_data", Order = 30)]
    public StreamData? StreamData { get => _message as StreamData; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "stream_presence_event", Order = 31)]
    public StreamPresenceEvent? StreamPresenceEvent { get => _message as StreamPresenceEvent; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "ping", Order = 32)]
    public Ping? Ping { get => _message as Ping; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "pong", Order = 33)]
    public Pong? Pong { get => _message as Pong; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party", Order = 34)]
    public Party? Party { get => _message as Party; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_create", Order = 35)]
    public PartyCreate? PartyCreate { get => _message as PartyCreate; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_join", Order = 36)]
    public PartyJoin? PartyJoin { get => _message as PartyJoin; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_leave", Order = 37)]
    public PartyLeave? PartyLeave { get => _message as PartyLeave; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_promote", Order = 38)]
    public PartyPromote? PartyPromote { get => _message as PartyPromote; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_leader", Order = 39)]
    public PartyLeader? PartyLeader { get => _message as PartyLeader; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_accept", Order = 40)]
    public PartyAccept? PartyAccept { get => _message as PartyAccept; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_remove", Order = 41)]
    public PartyRemove? PartyRemove { get => _message as PartyRemove; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_close", Order = 42)]
    public PartyClose? PartyClose { get => _message as PartyClose; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_join_request_list", Order = 43)]
    public PartyJoinRequestList? PartyJoinRequestList { get => _message as PartyJoinRequestList; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_join_request", Order = 44)]
    public PartyJoinRequest? PartyJoinRequest { get => _message as PartyJoinRequest; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_matchmaker_add", Order = 45)]
    public PartyMatchmakerAdd? PartyMatchmakerAdd { get => _message as PartyMatchmakerAdd; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_matchmaker_remove", Order = 46)]
    public PartyMatchmakerRemove? PartyMatchmakerRemove { get => _message as PartyMatchmakerRemove; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_matchmaker_ticket", Order = 47)]
    public PartyMatchmakerTicket? PartyMatchmakerTicket { get => _message as PartyMatchmakerTicket; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_data", Order = 48)]
    public PartyData? PartyData { get => _message as PartyData; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_data_send", Order = 49)]
    public PartyDataSend? PartyDataSend { get => _message as PartyDataSend; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_presence_event", Order = 50)]
    public PartyPresenceEvent? PartyPresenceEvent { get => _message as PartyPresenceEvent; set => Hold(value); }

    [OneOf("message"), DataMember(Name = "party_update", Order = 51)]
    public PartyUpdate? PartyUpdate { get => _message as PartyUpdate; set => Hold(value); }

    void Hold<T>(T? message) where T : class
    {
        if (message is not null) _message = message;
        else if (_message is T) _message = null;
    }
}

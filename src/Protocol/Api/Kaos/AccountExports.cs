using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>All that belongs to a player, to be handed out or to be taken over by another server. There is no password in it.</summary>
[DataContract]
public sealed class AccountExport
{
    [DataMember(Name = "account", Order = 1)] public Account? Account { get; set; }
    [DataMember(Name = "objects", Order = 2)] public List<StorageObject> Objects { get; set; } = [];
    [DataMember(Name = "friends", Order = 3)] public List<Friend> Friends { get; set; } = [];
    [DataMember(Name = "messages", Order = 4)] public List<ChannelMessage> Messages { get; set; } = [];
    [DataMember(Name = "groups", Order = 5)] public List<Group> Groups { get; set; } = [];
    [DataMember(Name = "leaderboard_records", Order = 6)] public List<LeaderboardRecord> LeaderboardRecords { get; set; } = [];
    [DataMember(Name = "notifications", Order = 7)] public List<Notification> Notifications { get; set; } = [];
    [DataMember(Name = "wallet_ledgers", Order = 8)] public List<WalletLedger> WalletLedgers { get; set; } = [];
}

/// <summary>One change of a wallet, with the amounts and the metadata as JSON text.</summary>
[DataContract]
public sealed class WalletLedger
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "changeset", Order = 3)] public string Changeset { get; set; } = "";
    [DataMember(Name = "metadata", Order = 4)] public string Metadata { get; set; } = "";
    [DataMember(Name = "create_time", Order = 5)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 6)] public DateTimeOffset? UpdateTime { get; set; }
}

using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>What a player owns.</summary>
[DataContract]
public sealed class Wallet
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "balances", Order = 2)] public Dictionary<string, long> Balances { get; set; } = [];
}

/// <summary>Ask for a player's wallet.</summary>
[DataContract]
public sealed class GetWalletRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
}

/// <summary>Give to players and take from them: all of it, or nothing.</summary>
[DataContract]
public sealed class UpdateWalletsRequest
{
    [DataMember(Name = "updates", Order = 1)] public List<WalletUpdate> Updates { get; set; } = [];
    [DataMember(Name = "update_ledger", Order = 2)] public bool UpdateLedger { get; set; }
}

/// <summary>How much to give to a player, or to take if negative. The metadata is a JSON object for the ledger.</summary>
[DataContract]
public sealed class WalletUpdate
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "changeset", Order = 2)] public Dictionary<string, long> Changeset { get; set; } = [];
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
}

/// <summary>What came of the updates, in their order. Players who do not exist are not among them.</summary>
[DataContract]
public sealed class WalletUpdateResults
{
    [DataMember(Name = "results", Order = 1)] public List<WalletUpdateResult> Results { get; set; } = [];
}

/// <summary>A player's balances before an update and after all updates of the call; the ledger item, if one was asked for.</summary>
[DataContract]
public sealed class WalletUpdateResult
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "previous", Order = 2)] public Dictionary<string, long> Previous { get; set; } = [];
    [DataMember(Name = "updated", Order = 3)] public Dictionary<string, long> Updated { get; set; } = [];
    [DataMember(Name = "item_id", Order = 4)] public string ItemId { get; set; } = "";
}

/// <summary>Ask for a page of a player's ledger, newest first: from a moment on, up to another.</summary>
[DataContract]
public sealed class ListWalletLedgerRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
    [DataMember(Name = "from", Order = 4)] public DateTimeOffset? From { get; set; }
    [DataMember(Name = "to", Order = 5)] public DateTimeOffset? To { get; set; }
}

/// <summary>A page of a ledger.</summary>
[DataContract]
public sealed class WalletLedgerList
{
    [DataMember(Name = "items", Order = 1)] public List<WalletLedgerItem> Items { get; set; } = [];
    [DataMember(Name = "next_cursor", Order = 2)] public string NextCursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 3)] public string PrevCursor { get; set; } = "";
}

/// <summary>What was booked to a wallet, and why. A reversal names the item it takes back, and is named by it.</summary>
[DataContract]
public sealed class WalletLedgerItem
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "changeset", Order = 3)] public Dictionary<string, long> Changeset { get; set; } = [];
    [DataMember(Name = "metadata", Order = 4)] public string Metadata { get; set; } = "";
    [DataMember(Name = "create_time", Order = 5)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 6)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "number", Order = 7)] public long Number { get; set; }
    [DataMember(Name = "cause", Order = 8)] public string Cause { get; set; } = "";
    [DataMember(Name = "correlation", Order = 9)] public string Correlation { get; set; } = "";
    [DataMember(Name = "reverses", Order = 10)] public string Reverses { get; set; } = "";
    [DataMember(Name = "reversed_by", Order = 11)] public string ReversedBy { get; set; } = "";
    [DataMember(Name = "shortfall", Order = 12)] public Dictionary<string, long> Shortfall { get; set; } = [];
    [DataMember(Name = "author", Order = 13)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 14)] public string Reason { get; set; } = "";
}

/// <summary>Take back what a ledger item booked; all of it, or as much as is there if told so.</summary>
[DataContract]
public sealed class ReverseWalletLedgerItemRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "item_id", Order = 2)] public string ItemId { get; set; } = "";
    [DataMember(Name = "take_what_is_there", Order = 3)] public bool TakeWhatIsThere { get; set; }
    [DataMember(Name = "author", Order = 4)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 5)] public string Reason { get; set; } = "";
    [DataMember(Name = "metadata", Order = 6)] public string Metadata { get; set; } = "";
}

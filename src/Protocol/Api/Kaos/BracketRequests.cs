using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>Make a bracket, and enter players into it.</summary>
[DataContract]
public sealed class CreateBracketRequest
{
    [DataMember(Name = "rules", Order = 1)] public BracketRules? Rules { get; set; }
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Ask for a page of brackets, newest first: of a phase, of a category, or of a player's.</summary>
[DataContract]
public sealed class ListBracketsRequest
{
    [DataMember(Name = "phase", Order = 1)] public string Phase { get; set; } = "";
    [DataMember(Name = "category", Order = 2)] public int? Category { get; set; }
    [DataMember(Name = "user_id", Order = 3)] public string UserId { get; set; } = "";
    [DataMember(Name = "limit", Order = 4)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 5)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for all of a bracket, or only for the pairings of one player.</summary>
[DataContract]
public sealed class GetBracketRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
}

/// <summary>Enter a bracket.</summary>
[DataContract]
public sealed class JoinBracketRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
}

/// <summary>Leave a bracket; once it runs, whoever meets the caller wins.</summary>
[DataContract]
public sealed class LeaveBracketRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
}

/// <summary>Say that one is there for a pairing; 0 for the one that the caller has to play now.</summary>
[DataContract]
public sealed class CheckInToBracketRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "pairing", Order = 2)] public int Pairing { get; set; }
}

/// <summary>Say how the caller's pairing ended; it counts when the other player says the same.</summary>
[DataContract]
public sealed class ClaimBracketResultRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "pairing", Order = 2)] public int Pairing { get; set; }
    [DataMember(Name = "result", Order = 3)] public BracketResult? Result { get; set; }
}

/// <summary>Enter players into a bracket: all of them, or none.</summary>
[DataContract]
public sealed class AddBracketEntrantsRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>
/// Start a bracket. <c>seeding</c> is <c>entry</c>, <c>given</c> with <c>user_ids</c>, <c>board</c> with a <c>board</c> and perhaps the <c>expiry</c> of
/// one of its periods, or <c>random</c>.
/// </summary>
[DataContract]
public sealed class StartBracketRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "seeding", Order = 2)] public string Seeding { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 3)] public List<string> UserIds { get; set; } = [];
    [DataMember(Name = "board", Order = 4)] public string Board { get; set; } = "";
    [DataMember(Name = "expiry", Order = 5)] public long? Expiry { get; set; }
}

/// <summary>Say how a pairing ended.</summary>
[DataContract]
public sealed class ReportBracketResultRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "pairing", Order = 2)] public int Pairing { get; set; }
    [DataMember(Name = "result", Order = 3)] public BracketResult? Result { get; set; }
    [DataMember(Name = "match_id", Order = 4)] public string MatchId { get; set; } = "";
}

/// <summary>Set a wrong result right; without a result the pairing is open again.</summary>
[DataContract]
public sealed class CorrectBracketResultRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "pairing", Order = 2)] public int Pairing { get; set; }
    [DataMember(Name = "result", Order = 3)] public BracketResult? Result { get; set; }
    [DataMember(Name = "reason", Order = 4)] public string Reason { get; set; } = "";
}

/// <summary>Take a player out of a bracket.</summary>
[DataContract]
public sealed class WithdrawBracketEntrantRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "reason", Order = 3)] public string Reason { get; set; } = "";
}

/// <summary>Call a bracket off.</summary>
[DataContract]
public sealed class CancelBracketRequest
{
    [DataMember(Name = "bracket_id", Order = 1)] public string BracketId { get; set; } = "";
    [DataMember(Name = "reason", Order = 2)] public string Reason { get; set; } = "";
}

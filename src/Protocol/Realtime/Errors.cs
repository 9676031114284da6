using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>A request over the socket was refused.</summary>
[DataContract]
public sealed class Error
{
    [DataMember(Name = "code", Order = 1)] public int Code { get; set; }
    [DataMember(Name = "message", Order = 2)] public string Message { get; set; } = "";
    [DataMember(Name = "context", Order = 3)] public Dictionary<string, string> Context { get; set; } = [];
}

/// <summary>Why; sent as the number in <see cref="Error.Code"/>, where 0 is omitted in JSON.</summary>
[DataContract(Name = "Error.Code")]
public enum ErrorCode
{
    [EnumMember(Value = "RUNTIME_EXCEPTION")] RuntimeException = 0,
    [EnumMember(Value = "UNRECOGNIZED_PAYLOAD")] UnrecognizedPayload = 1,
    [EnumMember(Value = "MISSING_PAYLOAD")] MissingPayload = 2,
    [EnumMember(Value = "BAD_INPUT")] BadInput = 3,
    [EnumMember(Value = "MATCH_NOT_FOUND")] MatchNotFound = 4,
    [EnumMember(Value = "MATCH_JOIN_REJECTED")] MatchJoinRejected = 5,
    [EnumMember(Value = "RUNTIME_FUNCTION_NOT_FOUND")] RuntimeFunctionNotFound = 6,
    [EnumMember(Value = "RUNTIME_FUNCTION_EXCEPTION")] RuntimeFunctionException = 7,
}

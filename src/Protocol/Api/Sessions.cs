using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>What a sign-in earns: the token for calls and the one that renews it. <c>created</c> only when this call made the account.</summary>
[DataContract]
public sealed class Session
{
    [DataMember(Name = "created", Order = 1)] public bool Created { get; set; }
    [DataMember(Name = "token", Order = 2)] public string Token { get; set; } = "";
    [DataMember(Name = "refresh_token", Order = 3)] public string RefreshToken { get; set; } = "";
}

/// <summary>Renew a session; given vars replace those the token carries.</summary>
[DataContract]
public sealed class SessionRefreshRequest
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>End a session, or every session of the player when both tokens are empty.</summary>
[DataContract]
public sealed class SessionLogoutRequest
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "refresh_token", Order = 2)] public string RefreshToken { get; set; } = "";
}

/// <summary>The refresh token and vars as server modules see them in hooks.</summary>
[DataContract]
public sealed class AccountRefresh
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

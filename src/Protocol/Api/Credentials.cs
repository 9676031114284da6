using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Sign in with Apple: the identity token.</summary>
[DataContract]
public sealed class AccountApple
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>An id that the game's own identity system hands out.</summary>
[DataContract]
public sealed class AccountCustom
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>A device's own id; one account may have many.</summary>
[DataContract]
public sealed class AccountDevice
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>Email address and password; the password is never sent back.</summary>
[DataContract]
public sealed class AccountEmail
{
    [DataMember(Name = "email", Order = 1)] public string Email { get; set; } = "";
    [DataMember(Name = "password", Order = 2)] public string Password { get; set; } = "";
    [DataMember(Name = "vars", Order = 3)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>A Facebook access or limited-login token.</summary>
[DataContract]
public sealed class AccountFacebook
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>The signed player info of a Facebook Instant Game.</summary>
[DataContract]
public sealed class AccountFacebookInstantGame
{
    [DataMember(Name = "signed_player_info", Order = 1)] public string SignedPlayerInfo { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>Apple Game Center's signed proof of a player.</summary>
[DataContract]
public sealed class AccountGameCenter
{
    [DataMember(Name = "player_id", Order = 1)] public string PlayerId { get; set; } = "";
    [DataMember(Name = "bundle_id", Order = 2)] public string BundleId { get; set; } = "";
    [DataMember(Name = "timestamp_seconds", Order = 3)] public long TimestampSeconds { get; set; }
    [DataMember(Name = "salt", Order = 4)] public string Salt { get; set; } = "";
    [DataMember(Name = "signature", Order = 5)] public string Signature { get; set; } = "";
    [DataMember(Name = "public_key_url", Order = 6)] public string PublicKeyUrl { get; set; } = "";
    [DataMember(Name = "vars", Order = 7)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>A Google id token or authorisation code.</summary>
[DataContract]
public sealed class AccountGoogle
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

/// <summary>A Steam ticket.</summary>
[DataContract]
public sealed class AccountSteam
{
    [DataMember(Name = "token", Order = 1)] public string Token { get; set; } = "";
    [DataMember(Name = "vars", Order = 2)] public Dictionary<string, string> Vars { get; set; } = [];
}

using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Sign in, or up, with Apple.</summary>
[DataContract]
public sealed class AuthenticateAppleRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountApple? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with a custom id.</summary>
[DataContract]
public sealed class AuthenticateCustomRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountCustom? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with a device id. Unset <c>create</c> means true.</summary>
[DataContract]
public sealed class AuthenticateDeviceRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountDevice? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with email and password; with a username and no email it only signs in.</summary>
[DataContract]
public sealed class AuthenticateEmailRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountEmail? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with Facebook. Unset <c>sync</c> means false: no friends are imported.</summary>
[DataContract]
public sealed class AuthenticateFacebookRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountFacebook? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
    [DataMember(Name = "sync", Order = 4)] public bool? Sync { get; set; }
}

/// <summary>Sign in, or up, from a Facebook Instant Game.</summary>
[DataContract]
public sealed class AuthenticateFacebookInstantGameRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountFacebookInstantGame? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with Game Center.</summary>
[DataContract]
public sealed class AuthenticateGameCenterRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountGameCenter? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with Google.</summary>
[DataContract]
public sealed class AuthenticateGoogleRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountGoogle? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
}

/// <summary>Sign in, or up, with Steam. Unset <c>sync</c> means false: no friends are imported.</summary>
[DataContract]
public sealed class AuthenticateSteamRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountSteam? Account { get; set; }
    [DataMember(Name = "create", Order = 2)] public bool? Create { get; set; }
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
    [DataMember(Name = "sync", Order = 4)] public bool? Sync { get; set; }
}

/// <summary>Add Facebook to an account. Unset <c>sync</c> means true: friends are imported.</summary>
[DataContract]
public sealed class LinkFacebookRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountFacebook? Account { get; set; }
    [DataMember(Name = "sync", Order = 2)] public bool? Sync { get; set; }
}

/// <summary>Add Steam to an account. Unset <c>sync</c> means true: friends are imported.</summary>
[DataContract]
public sealed class LinkSteamRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountSteam? Account { get; set; }
    [DataMember(Name = "sync", Order = 2)] public bool? Sync { get; set; }
}

namespace KaosNet.Modules.Utilities;

/// <summary>Settings of the server, under the names that their keys have.</summary>
public sealed record ServerConfig
{
    public string Name { get; init; } = "";

    public int ShutdownGraceSec { get; init; }

    public LoggerConfig Logger { get; init; } = new();

    public SessionConfig Session { get; init; } = new();

    public SocketConfig Socket { get; init; } = new();

    public SocialConfig Social { get; init; } = new();

    public RuntimeConfig Runtime { get; init; } = new();

    public IapConfig Iap { get; init; } = new();

    public GoogleAuthConfig GoogleAuth { get; init; } = new();

    public SatoriConfig Satori { get; init; } = new();
}

/// <summary>What is logged.</summary>
public sealed record LoggerConfig
{
    public string Level { get; init; } = "";
}

/// <summary>Sessions of players.</summary>
public sealed record SessionConfig
{
    public string EncryptionKey { get; init; } = "";

    public long TokenExpirySec { get; init; }

    public string RefreshEncryptionKey { get; init; } = "";

    public long RefreshTokenExpirySec { get; init; }

    public bool SingleSocket { get; init; }

    public bool SingleMatch { get; init; }

    public bool SingleParty { get; init; }

    public bool SingleSession { get; init; }
}

/// <summary>Where players connect to.</summary>
public sealed record SocketConfig
{
    public string ServerKey { get; init; } = "";

    public int Port { get; init; }

    public string Address { get; init; } = "";

    public string Protocol { get; init; } = "";
}

/// <summary>Sign-in with other services' accounts.</summary>
public sealed record SocialConfig
{
    public SteamConfig Steam { get; init; } = new();

    public FacebookInstantGameConfig FacebookInstantGame { get; init; } = new();

    public FacebookLimitedLoginConfig FacebookLimitedLogin { get; init; } = new();

    public AppleConfig Apple { get; init; } = new();
}

/// <summary>Steam.</summary>
public sealed record SteamConfig
{
    public string PublisherKey { get; init; } = "";

    public int AppId { get; init; }
}

/// <summary>Facebook's instant games.</summary>
public sealed record FacebookInstantGameConfig
{
    public string AppSecret { get; init; } = "";
}

/// <summary>Facebook's limited sign-in.</summary>
public sealed record FacebookLimitedLoginConfig
{
    public string AppId { get; init; } = "";
}

/// <summary>Apple.</summary>
public sealed record AppleConfig
{
    public string BundleId { get; init; } = "";
}

/// <summary>Modules.</summary>
public sealed record RuntimeConfig
{
    public IReadOnlyList<string> Env { get; init; } = [];

    public string HttpKey { get; init; } = "";
}

/// <summary>Purchases in stores.</summary>
public sealed record IapConfig
{
    public AppleIapConfig Apple { get; init; } = new();

    public GoogleIapConfig Google { get; init; } = new();

    public HuaweiIapConfig Huawei { get; init; } = new();

    public FacebookInstantIapConfig FacebookInstant { get; init; } = new();

    public SamsungIapConfig Samsung { get; init; } = new();
}

/// <summary>Apple's store.</summary>
public sealed record AppleIapConfig
{
    public string SharedPassword { get; init; } = "";

    public string NotificationsEndpointId { get; init; } = "";
}

/// <summary>Google's store.</summary>
public sealed record GoogleIapConfig
{
    public string ClientEmail { get; init; } = "";

    public string PrivateKey { get; init; } = "";

    public string NotificationsEndpointId { get; init; } = "";
}

/// <summary>Huawei's store.</summary>
public sealed record HuaweiIapConfig
{
    public string PublicKey { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";
}

/// <summary>Facebook's store for instant games.</summary>
public sealed record FacebookInstantIapConfig
{
    public string AppSecret { get; init; } = "";
}

/// <summary>Samsung's store.</summary>
public sealed record SamsungIapConfig
{
    public string PackageName { get; init; } = "";
}

/// <summary>Sign-in with Google by code.</summary>
public sealed record GoogleAuthConfig
{
    public string CredentialsJson { get; init; } = "";
}

/// <summary>Satori.</summary>
public sealed record SatoriConfig
{
    public string Url { get; init; } = "";

    public string ApiKeyName { get; init; } = "";

    public string ApiKey { get; init; } = "";

    public string SigningKey { get; init; } = "";
}

namespace KaosNet.Api.Configuration;

/// <summary>The operators' console.</summary>
public sealed record ConsoleSettings
{
    [Setting("Console HTTP port; console gRPC listens on this minus 3.", AtLeast = 1, AtMost = 65_535)]
    public int Port { get; init; } = 7351;

    [Setting("Interface address for the console; empty = all.")]
    public string Address { get; init; } = "";

    [Setting("Largest console request.", AtLeast = 1)]
    public long MaxMessageSizeBytes { get; init; } = 4_194_304;

    [Setting("Console HTTP read limit.", AtLeast = 1, NotYet = true)]
    public int ReadTimeoutMs { get; init; } = 10000;

    [Setting("Console HTTP write limit.", AtLeast = 1, NotYet = true)]
    public int WriteTimeoutMs { get; init; } = 60000;

    [Setting("Console keep-alive idle limit; minus 500 ms (when above 500) also the deadline of each console request.", AtLeast = 1, NotYet = true)]
    public int IdleTimeoutMs { get; init; } = 300_000;

    [Setting("Root administrator name; must be set and match the console user name rule; default raises a warning.", NotYet = true)]
    public string Username { get; init; } = "admin";

    [Setting("Root administrator password; must be set; default raises a warning.", Secret = true, NotYet = true)]
    public string Password { get; init; } = "password";

    [Setting("Lifetime of console tokens and of invitation/reset tokens.", AtLeast = 1, NotYet = true)]
    public long TokenExpirySec { get; init; } = 86400;

    [Setting("HS256 key of console tokens; must be set; default raises a warning.", Secret = true, NotYet = true)]
    public string SigningKey { get; init; } = "defaultsigningkey";

    public ConsoleMfaSettings Mfa { get; init; } = new();

    [Setting("Console account search no longer looks at display names.", NotYet = true)]
    public bool DisableDisplayNameSearch { get; init; } = false;
}

/// <summary>Kept for old configuration files; the top-level mfa section is the one in use.</summary>
public sealed record ConsoleMfaSettings
{
    [Setting("Accepted but unused; the top-level mfa section is read.", Secret = true)]
    public string StorageEncryptionKey { get; init; } = "the-key-has-to-be-32-bytes-long!";

    [Setting("Accepted but unused; the top-level mfa section is read.")]
    public bool AdminAccountEnabled { get; init; } = false;
}

/// <summary>Second factor of console users.</summary>
public sealed record MfaSettings
{
    [Setting("AES-256 key for stored MFA secrets; empty or exactly 32 bytes, else fatal.", Secret = true, NotYet = true)]
    public string StorageEncryptionKey { get; init; } = "the-key-has-to-be-32-bytes-long!";

    [Setting("Require MFA of the root administrator.", NotYet = true)]
    public bool AdminAccountEnabled { get; init; } = false;
}

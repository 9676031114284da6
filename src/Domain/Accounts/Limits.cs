namespace KaosNet.Domain.Accounts;

/// <summary>The bounds of an account. Bytes are of UTF-8, characters are Unicode code points (parity 2.2, 2.3, 3.1).</summary>
public static class Limits
{
    public const int UsernameBytes = 128;

    /// <summary>Length of a username that the server makes up.</summary>
    public const int GeneratedUsernameLetters = 10;

    public const int DeviceIdBytesMin = 10;

    public const int CustomIdBytesMin = 6;

    /// <summary>Longest identifier of every kind but email.</summary>
    public const int IdentifierBytes = 128;

    public const int EmailBytesMin = 10;

    public const int EmailBytes = 255;

    public const int PasswordBytesMin = 8;

    /// <summary>bcrypt reads no further; a longer password is refused rather than cut.</summary>
    public const int PasswordBytes = 72;

    public const int DisplayNameCharacters = 255;

    public const int AvatarUrlCharacters = 512;

    public const int LangTagCharacters = 18;

    public const int LocationCharacters = 255;

    public const int TimezoneCharacters = 255;

    /// <summary>Of metadata, as JSON text. The reference has no bound here; lists show it with every player.</summary>
    public const int MetadataCharacters = 16 * 1024;

    /// <summary>Device ids of one account. The reference has no bound here; nobody plays on a hundred devices.</summary>
    public const int Devices = 100;
}

namespace KaosNet.Domain.Groups;

/// <summary>The bounds of groups. Characters are Unicode code points (parity 5.1).</summary>
public static class Limits
{
    public const int NameCharacters = 255;

    public const int DescriptionCharacters = 255;

    public const int AvatarUrlCharacters = 512;

    public const int LangTagCharacters = 18;

    /// <summary>Characters of metadata, as JSON text.</summary>
    public const int MetadataCharacters = 64 * 1024;

    /// <summary>Members of a group whose founder did not say.</summary>
    public const int MaxCountDefault = 100;

    /// <summary>Players that one call adds, kicks, bans, promotes or demotes.</summary>
    public const int UsersAtOnceMax = 10_000;

    /// <summary>How many of those who run a group are told of a join request.</summary>
    public const int LeadersToldMax = 1000;

    /// <summary>Entries of a page that a player asks for.</summary>
    public const int PageMax = 100;

    /// <summary>Members of a page that a module asks for.</summary>
    public const int ScriptPageMax = 10_000;

    /// <summary>Groups that a module gets by chance or by id in one call.</summary>
    public const int ScriptGroupsMax = 1000;
}


namespace KaosNet.Modules.Accounts;

/// <summary>A player, as others may see them.</summary>
public sealed record User
{
    /// <summary>The account's id.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The unique name.</summary>
    public required string Username { get; init; }

    /// <summary>The name to show; may be empty.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Where the picture is; may be empty.</summary>
    public string AvatarUrl { get; init; } = "";

    /// <summary>The language, as a BCP-47 tag.</summary>
    public string LangTag { get; init; } = "";

    /// <summary>Where the player is, in their own words.</summary>
    public string Location { get; init; } = "";

    /// <summary>The time zone.</summary>
    public string Timezone { get; init; } = "";

    /// <summary>Apple's id, if linked.</summary>
    public string? AppleId { get; init; }

    /// <summary>Facebook's id, if linked.</summary>
    public string? FacebookId { get; init; }

    /// <summary>The id of Facebook's instant games, if linked.</summary>
    public string? FacebookInstantGameId { get; init; }

    /// <summary>Google's id, if linked.</summary>
    public string? GoogleId { get; init; }

    /// <summary>Game Center's id, if linked.</summary>
    public string? GamecenterId { get; init; }

    /// <summary>Steam's id, if linked.</summary>
    public string? SteamId { get; init; }

    /// <summary>Whether the player has an open socket that shows them.</summary>
    public bool Online { get; init; }

    /// <summary>Friends, invitations and blocks together.</summary>
    public int EdgeCount { get; init; }

    /// <summary>When the account was made. A number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it last changed. A number of seconds in scripts.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>What the game keeps about the player for all to see.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;
}

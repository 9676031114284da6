namespace KaosNet.Modules.Accounts;

/// <summary>A change of an account's profile; what is null stays as it is.</summary>
public sealed record AccountUpdate
{
    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What the game keeps about the player for all to see.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>The unique name; an empty one never changes it.</summary>
    public string? Username { get; init; }

    /// <summary>The name to show.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The time zone.</summary>
    public string? Timezone { get; init; }

    /// <summary>Where the player is, in their own words.</summary>
    public string? Location { get; init; }

    /// <summary>The language, as a BCP-47 tag.</summary>
    public string? LangTag { get; init; }

    /// <summary>Where the picture is.</summary>
    public string? AvatarUrl { get; init; }
}

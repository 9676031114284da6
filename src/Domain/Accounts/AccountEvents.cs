using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>What can happen to an account, in the order in which it can.</summary>
public abstract record AccountEvent;

/// <summary>Somebody signed in with an identity that nobody had, and an account was made for it.</summary>
/// <param name="Username">Chosen or made up.</param>
/// <param name="Kind">Kind of the identity.</param>
/// <param name="Identifier">The device id, custom id, lower-case email, or the provider's id of the player.</param>
/// <param name="PasswordHash">bcrypt text, with an email only.</param>
[EventName("account_created")]
public sealed record AccountCreated(
    [property: Personal] string Username, IdentityKind Kind, [property: Personal] string Identifier, [property: Personal] string? PasswordHash = null)
    : AccountEvent;

/// <summary>An account was taken over as it was elsewhere, or here in earlier days: with its id and times, and without a password.</summary>
/// <param name="Username">The name.</param>
/// <param name="Identities">The ways to prove to be its owner, oldest first.</param>
[EventName("account_imported")]
public sealed record AccountImported([property: Personal] string Username, [property: Personal] IReadOnlyList<Identity> Identities) : AccountEvent
{
    [Personal]
    public string DisplayName { get; init; } = "";

    [Personal]
    public string AvatarUrl { get; init; } = "";

    [Personal(Account.DefaultLangTag)]
    public string LangTag { get; init; } = Account.DefaultLangTag;

    [Personal]
    public string Location { get; init; } = "";

    [Personal]
    public string Timezone { get; init; } = "";

    /// <summary>A JSON object in its canonical spelling.</summary>
    [Personal("{}")]
    public string Metadata { get; init; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Since when the player is shut out, or null.</summary>
    public DateTimeOffset? BannedAt { get; init; }
}

/// <summary>The player goes by another name.</summary>
[EventName("account_renamed")]
public sealed record AccountRenamed([property: Personal] string Username) : AccountEvent;

/// <summary>The profile reads differently now. What is null stayed as it was; empty text was cleared.</summary>
[EventName("profile_edited")]
public sealed record ProfileEdited(
    [property: Personal] string? DisplayName = null,
    [property: Personal] string? AvatarUrl = null,
    [property: Personal] string? LangTag = null,
    [property: Personal] string? Location = null,
    [property: Personal] string? Timezone = null) : AccountEvent
{
    /// <summary>A JSON object of the game's own, as a module gave it, in its canonical spelling; it takes the place of the one before.</summary>
    [Personal]
    public string? Metadata { get; init; }
}

/// <summary>The player can prove who they are in one more way. Of every kind but devices it takes the place of the one before.</summary>
[EventName("identity_linked")]
public sealed record IdentityLinked(IdentityKind Kind, [property: Personal] string Identifier, [property: Personal] string? PasswordHash = null) : AccountEvent;

/// <summary>The player can prove who they are in one way less. With the email goes the password.</summary>
[EventName("identity_unlinked")]
public sealed record IdentityUnlinked(IdentityKind Kind, [property: Personal] string Identifier) : AccountEvent;

/// <summary>The player is shut out, and every session issued before that second is over.</summary>
[EventName("account_banned")]
public sealed record AccountBanned : AccountEvent;

/// <summary>The player may come in again; sessions from before the ban stay over.</summary>
[EventName("account_unbanned")]
public sealed record AccountUnbanned : AccountEvent;

/// <summary>The account is gone: its name and identities are free, its sessions are over.</summary>
/// <param name="IsRecorded">Whether server code asked for the deletion to be kept on record (X8).</param>
[EventName("account_deleted")]
public sealed record AccountDeleted(bool IsRecorded = false) : AccountEvent;

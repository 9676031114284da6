using System.Collections.Immutable;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>A player's account as its events left it.</summary>
public sealed record Account
{
    /// <summary>Accounts, by user id.</summary>
    public static readonly StreamKind<Account, AccountEvent> Kind =
        new("account", id => new Account { Id = id }, Evolve, about: (id, _) => [id], snapshotEvery: 100) { Whose = new() { ByStream = id => [id] } };

    /// <summary>Language of a player who said nothing about it.</summary>
    public const string DefaultLangTag = "en";

    /// <summary>The user id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether there is an account now: created and not deleted.</summary>
    public bool IsAlive { get; init; }

    /// <summary>Whether there was one and it is gone; its id is never given out again.</summary>
    public bool IsDeleted { get; init; }

    public string Username { get; init; } = "";

    public string DisplayName { get; init; } = "";

    public string AvatarUrl { get; init; } = "";

    public string LangTag { get; init; } = DefaultLangTag;

    public string Location { get; init; } = "";

    public string Timezone { get; init; } = "";

    /// <summary>A JSON object of the game's own, in its canonical spelling. Only modules write it; everybody sees it.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>The ways to prove to be its owner, oldest first.</summary>
    public ImmutableList<Identity> Identities { get; init; } = [];

    /// <summary>bcrypt text, or null without a password.</summary>
    public string? PasswordHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Since when the player is shut out, or null.</summary>
    public DateTimeOffset? BannedAt { get; init; }

    /// <summary>When ban or deletion last ended all of the player's sessions, or null. An unban does not bring them back (V6).</summary>
    public DateTimeOffset? SessionsEndedAt { get; init; }

    /// <summary>The account after one more event.</summary>
    public static Account Evolve(Account account, AccountEvent happened, DateTimeOffset at) => happened switch
    {
        AccountCreated created => (account with
        {
            IsAlive = true,
            Username = created.Username,
            CreatedAt = at,
            UpdatedAt = at,
        }).With(new(created.Kind, created.Identifier), created.PasswordHash),
        AccountImported imported => new Account
        {
            Id = account.Id,
            IsAlive = true,
            Username = imported.Username,
            DisplayName = imported.DisplayName,
            AvatarUrl = imported.AvatarUrl,
            LangTag = imported.LangTag,
            Location = imported.Location,
            Timezone = imported.Timezone,
            Metadata = imported.Metadata,
            Identities = [.. imported.Identities],
            CreatedAt = imported.CreatedAt,
            UpdatedAt = imported.UpdatedAt,
            BannedAt = imported.BannedAt,
        },
        AccountRenamed renamed => account with { Username = renamed.Username, UpdatedAt = at },
        ProfileEdited edited => account with
        {
            DisplayName = edited.DisplayName ?? account.DisplayName,
            AvatarUrl = edited.AvatarUrl ?? account.AvatarUrl,
            LangTag = edited.LangTag ?? account.LangTag,
            Location = edited.Location ?? account.Location,
            Timezone = edited.Timezone ?? account.Timezone,
            Metadata = edited.Metadata ?? account.Metadata,
            UpdatedAt = at,
        },
        IdentityLinked linked => account.With(new(linked.Kind, linked.Identifier), linked.PasswordHash) with { UpdatedAt = at },
        IdentityUnlinked unlinked => account.Without(new(unlinked.Kind, unlinked.Identifier)) with { UpdatedAt = at },
        AccountBanned => account with { BannedAt = at, SessionsEndedAt = at, UpdatedAt = at },
        AccountUnbanned => account with { BannedAt = null, UpdatedAt = at },
        AccountDeleted => new Account { Id = account.Id, IsDeleted = true, CreatedAt = account.CreatedAt, UpdatedAt = at, SessionsEndedAt = at },
        _ => account,
    };

    /// <summary>Whether the player can prove who they are in this way.</summary>
    public bool Has(Identity identity) => Identities.Contains(identity);

    Account With(Identity identity, string? passwordHash) => this with
    {
        Identities = Has(identity) ? Identities
            : (identity.Kind is IdentityKind.Device ? Identities : Identities.RemoveAll(one => one.Kind == identity.Kind)).Add(identity),
        PasswordHash = identity.Kind is IdentityKind.Email ? passwordHash : PasswordHash,
    };

    Account Without(Identity identity) => this with
    {
        Identities = Identities.Remove(identity),
        PasswordHash = identity.Kind is IdentityKind.Email ? null : PasswordHash,
    };
}

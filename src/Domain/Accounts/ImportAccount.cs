using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>
/// Takes over an account as it was elsewhere, or here in earlier days (parity console-infra.md, import): id, name, profile, identities, ban and times. There is no
/// password in a document, so an email only opens the account once it has been linked anew.
/// </summary>
/// <param name="UserId">The id that it had.</param>
/// <param name="Username">Its name; empty to have one made up.</param>
/// <param name="Identities">Its ways to sign in, oldest first.</param>
public sealed record ImportAccount(string UserId, string Username, IReadOnlyList<Identity> Identities) : StreamCommand<Account, Done>
{
    /// <summary>There is an account of that id, or of one of these identities, or there was one.</summary>
    public static readonly Fault IdTaken = Fault.AlreadyExists("User identifier already exists.");

    static readonly Fault UsernameTaken = Fault.AlreadyExists("Username already in use.");

    public string DisplayName { get; init; } = "";

    public string AvatarUrl { get; init; } = "";

    /// <summary>Empty for the default one.</summary>
    public string LangTag { get; init; } = "";

    public string Location { get; init; } = "";

    public string Timezone { get; init; } = "";

    /// <summary>A JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Null for now; nothing is older than 1970 or younger than now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Since when the player is shut out, or null.</summary>
    public DateTimeOffset? BannedAt { get; init; }

    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    public override Fault? OnTaken(string uniqueIndex) => uniqueIndex == Accounts.Username.UniqueIndex ? UsernameTaken : IdTaken;

    protected override Decision<Done> Decide(Account state, DecisionContext context)
    {
        if (Identities.Count == 0) return Fault.InvalidArgument("Expects an account with at least one way to sign in.");
        if (Identities.Count(identity => identity.Kind is IdentityKind.Device) > Limits.Devices
            || Identities.Where(identity => identity.Kind is not IdentityKind.Device).GroupBy(identity => identity.Kind).Any(ofKind => ofKind.Count() > 1)
            || Identities.Distinct().Count() < Identities.Count)
            return Fault.InvalidArgument($"Expects at most {Limits.Devices} devices and one identifier of every other kind.");
        foreach (var identity in Identities)
        {
            if (identity.Refusal() is { } badIdentity) return badIdentity;
        }

        var profile = new EditAccount(UserId)
        {
            Username = Username.Length > 0 ? Username : context.Dice.Letters(Limits.GeneratedUsernameLetters),
            DisplayName = DisplayName,
            AvatarUrl = AvatarUrl,
            LangTag = LangTag,
            Location = Location,
            Timezone = Timezone,
            Metadata = Metadata,
        };
        if (profile.Flaw(out var metadata) is { } flaw) return flaw;
        if (state.IsAlive || state.IsDeleted) return IdTaken;
        return Decision.Granted().Append(Stream, new AccountImported(profile.Username, [.. Identities])
        {
            DisplayName = DisplayName,
            AvatarUrl = AvatarUrl,
            LangTag = LangTag.Length > 0 ? LangTag : Account.DefaultLangTag,
            Location = Location,
            Timezone = Timezone,
            Metadata = metadata,
            CreatedAt = context.Told(CreatedAt),
            UpdatedAt = context.Told(UpdatedAt),
            BannedAt = BannedAt is null ? null : context.Told(BannedAt),
        });
    }
}

using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>A player, or a module for one, edits name and profile (C1 to C9): null keeps, empty text clears.</summary>
public sealed record EditAccount(string UserId) : StreamCommand<Account, Done>
{
    public string? Username { get; init; }

    public string? DisplayName { get; init; }

    public string? AvatarUrl { get; init; }

    public string? LangTag { get; init; }

    public string? Location { get; init; }

    public string? Timezone { get; init; }

    /// <summary>A JSON object that takes the place of the one before; only modules have one to give.</summary>
    public string? Metadata { get; init; }

    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    // The reference lets the inner status shine through with the wrong code; games have seen no other (defect D2).
    public override Fault? OnTaken(string uniqueIndex) => uniqueIndex == Accounts.Username.UniqueIndex
        ? Fault.InvalidArgument("rpc error: code = AlreadyExists desc = Username is already in use.")
        : null;

    protected override Decision<Done> Decide(Account state, DecisionContext context)
    {
        if (this is { Username: null, DisplayName: null, AvatarUrl: null, LangTag: null, Location: null, Timezone: null, Metadata: null })
            return Fault.InvalidArgument("No fields to update.");
        if (Flaw(out var metadata) is { } flaw) return flaw;
        if (!state.IsAlive) return Decision.Granted();

        // A cleared language is the default one: the reference trips over its own table here (defect D3).
        var langTag = LangTag is "" ? Account.DefaultLangTag : LangTag;
        var edited = new ProfileEdited(
            Difference(DisplayName, state.DisplayName),
            Difference(AvatarUrl, state.AvatarUrl),
            Difference(langTag, state.LangTag),
            Difference(Location, state.Location),
            Difference(Timezone, state.Timezone))
        {
            Metadata = Metadata is null ? null : Difference(metadata, state.Metadata),
        };
        return Decision.Granted()
            .AppendIf(Difference(Username, state.Username) is not null, Stream, () => new AccountRenamed(Username!))
            .AppendIf(edited != Unedited, Stream, () => edited);
    }

    /// <summary>What is wrong with it, or null; and the metadata in its canonical spelling.</summary>
    internal Fault? Flaw(out string metadata)
    {
        metadata = "";
        if (UsernameFlaw is { } badUsername) return badUsername;
        if (!IsStorable) return Fault.InvalidArgument("Error while trying to update account.");
        return Metadata is not null && (Metadata.Length > Limits.MetadataCharacters || JsonDocumentText.CanonicalizeObject(Metadata, out metadata) != JsonFlaw.None)
            ? Fault.InvalidArgument($"Account metadata must be a JSON object of at most {Limits.MetadataCharacters} characters.")
            : null;
    }

    Fault? UsernameFlaw => Username is null ? null
        : Username.Length == 0 || Text.Bytes(Username) > Limits.UsernameBytes ? Accounts.Username.WrongLength
        : Accounts.Username.Refusal(Username);

    bool IsStorable => Fits(DisplayName, Limits.DisplayNameCharacters)
        && Fits(AvatarUrl, Limits.AvatarUrlCharacters)
        && Fits(LangTag, Limits.LangTagCharacters)
        && Fits(Location, Limits.LocationCharacters)
        && Fits(Timezone, Limits.TimezoneCharacters);

    static readonly ProfileEdited Unedited = new();

    static bool Fits(string? text, int characters) => text is null || Text.Fits(text, characters);

    static string? Difference(string? wanted, string current) => wanted == current ? null : wanted;
}

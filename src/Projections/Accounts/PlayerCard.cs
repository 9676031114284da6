using System.Collections.Immutable;
using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>What other players see of a player: in lists of friends and members, and when they look somebody up (G5).</summary>
public sealed record PlayerCard(
    Guid UserId,
    string Username,
    string DisplayName,
    string AvatarUrl,
    string LangTag,
    string Location,
    string Timezone,
    string Metadata,
    string AppleId,
    string FacebookId,
    string FacebookInstantGameId,
    string GoogleId,
    string GameCenterId,
    string SteamId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Columns of the table of accounts, in the order of <see cref="Read"/>.</summary>
    internal const string Columns = "user_id, username, display_name, avatar_url, lang_tag, location, timezone, metadata, identities, created_at, updated_at";

    /// <summary>The card of an account that is alive.</summary>
    public static PlayerCard Of(Account account) => Of(
        Guid.Parse(account.Id), account.Username, account.DisplayName, account.AvatarUrl, account.LangTag, account.Location, account.Timezone,
        account.Metadata, account.Identities, account.CreatedAt, account.UpdatedAt);

    /// <summary>The card of an account as its owner's row shows it.</summary>
    public static PlayerCard Of(AccountProfile profile) => Of(
        profile.UserId, profile.Username, profile.DisplayName, profile.AvatarUrl, profile.LangTag, profile.Location, profile.Timezone,
        profile.Metadata, profile.Identities, profile.CreatedAt, profile.UpdatedAt);

    /// <summary>A row of <see cref="Columns"/>.</summary>
    internal static PlayerCard Read(NpgsqlDataReader reader) => Of(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
        reader.GetString(7), JsonSerializer.Deserialize<ImmutableList<Identity>>(reader.GetString(8), EventJson.Options)!,
        reader.GetFieldValue<DateTimeOffset>(9), reader.GetFieldValue<DateTimeOffset>(10));

    /// <summary>About what it takes in memory, in bytes.</summary>
    internal int Weight => WeightOfAnEmptyOne + (sizeof(char) * (Username.Length + DisplayName.Length + AvatarUrl.Length + LangTag.Length + Location.Length
        + Timezone.Length + Metadata.Length + AppleId.Length + FacebookId.Length + FacebookInstantGameId.Length + GoogleId.Length + GameCenterId.Length + SteamId.Length));

    /// <summary>The record, its place in a dictionary and the heads of half a dozen strings.</summary>
    const int WeightOfAnEmptyOne = 400;

    static PlayerCard Of(
        Guid userId, string username, string displayName, string avatarUrl, string langTag, string location, string timezone, string metadata,
        ImmutableList<Identity> identities, DateTimeOffset createdAt, DateTimeOffset updatedAt)
    {
        return new(
            userId, username, displayName, avatarUrl, langTag, location, timezone, metadata,
            IdOf(IdentityKind.Apple), IdOf(IdentityKind.Facebook), IdOf(IdentityKind.FacebookInstantGame), IdOf(IdentityKind.Google),
            IdOf(IdentityKind.GameCenter), IdOf(IdentityKind.Steam), createdAt, updatedAt);

        string IdOf(IdentityKind kind) => identities.Find(identity => identity.Kind == kind)?.Value ?? "";
    }
}

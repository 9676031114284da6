using System.Collections.Immutable;
using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>A player's account as its owner sees it, in one row.</summary>
/// <param name="Identities">All ways to sign in, oldest first.</param>
/// <param name="BannedAt">Since when the player is shut out, or null.</param>
/// <param name="PasswordHash">bcrypt text, or null. It never leaves the server.</param>
public sealed record AccountProfile(
    Guid UserId,
    string Username,
    string DisplayName,
    string AvatarUrl,
    string LangTag,
    string Location,
    string Timezone,
    string Metadata,
    ImmutableList<Identity> Identities,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? BannedAt,
    string? PasswordHash)
{
    /// <summary>What identifies the player to one kind of provider; empty when nothing does.</summary>
    public string IdentifierOf(IdentityKind kind) => Identities.Find(identity => identity.Kind == kind)?.Value ?? "";
}

/// <summary>A player's account with what is summed up about it.</summary>
/// <param name="Profile">The account.</param>
/// <param name="EdgeCount">Friends, invites sent and received, and blocks.</param>
/// <param name="ChangedAt">When that count or the wallet last changed, which counts as a change of the user; the default if there never was either.</param>
/// <param name="Wallet">What the player owns: a JSON object in its canonical spelling.</param>
public sealed record OwnAccount(AccountProfile Profile, int EdgeCount, DateTimeOffset ChangedAt, string Wallet);

/// <summary>Who players are: every living account, by user id.</summary>
public sealed class AccountProfiles(Database database)
{
    /// <summary>Inline, because players read the profile they just wrote.</summary>
    public static readonly StateTable<Account, AccountProfile> Table = new("accounts", Account.Kind, Rows, table => table
        .Uuid("user_id", row => row.UserId)
        .Text("username", row => row.Username)
        .Text("display_name", row => row.DisplayName)
        .Text("avatar_url", row => row.AvatarUrl)
        .Text("lang_tag", row => row.LangTag)
        .Text("location", row => row.Location)
        .Text("timezone", row => row.Timezone)
        .Text("metadata", row => row.Metadata)
        .JsonOf("identities", row => row.Identities)
        .Time("created_at", row => row.CreatedAt)
        .Time("updated_at", row => row.UpdatedAt)
        .TimeOrNull("banned_at", row => row.BannedAt)
        .TextOrNull("password_hash", row => row.PasswordHash)
        .Key("user_id")
        .Unique(Username.UniqueIndex, "username"));

    internal string Statement { get; } = Selecting(database) + "where user_id = $1";

    // The ids are gathered first, so that the accounts are looked up by key and each once.
    internal string StatementOfMany { get; } = Selecting(database) +
        $"where user_id = any(array(select unnest($1) union select user_id from {database.Schema}.account_identities " +
        $"where kind = '{SignInIdentities.WordOf(IdentityKind.Device)}' and identifier = any($2)))";

    static string Selecting(Database database) =>
        "select user_id, username, display_name, avatar_url, lang_tag, location, timezone, accounts.metadata, identities, created_at, updated_at, banned_at, " +
        $"password_hash, coalesce(count, 0), greatest(changed_at, wallet_updated_at), wallet from {database.Schema}.accounts " +
        $"left join {database.Schema}.friend_counts using (user_id) left join {database.Schema}.wallets using (user_id) ";

    /// <summary>The player's account, or null when there is none (any more).</summary>
    public async ValueTask<AccountProfile?> Of(string userId, CancellationToken cancel = default) => (await WithEdges(userId, cancel))?.Profile;

    /// <summary>The player's account with the count of friends, invites and blocks, or null when there is none (any more).</summary>
    public async ValueTask<OwnAccount?> WithEdges(string userId, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? Read(reader) : null;
    }

    /// <summary>The accounts with these ids or devices, each once. What is nobody's is passed over.</summary>
    /// <param name="userIds">Their ids.</param>
    /// <param name="deviceIds">Devices that sign in.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<OwnAccount>> Find(IReadOnlyList<Guid> userIds, IReadOnlyList<string> deviceIds, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(StatementOfMany);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. userIds] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. deviceIds] });
        await using var reader = await database.Query(command, cancel);
        var found = new List<OwnAccount>();
        while (await reader.ReadAsync(cancel)) found.Add(Read(reader));
        return found;
    }

    static OwnAccount Read(NpgsqlDataReader reader)
    {
        var profile = new AccountProfile(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
            reader.GetString(7), JsonSerializer.Deserialize<ImmutableList<Identity>>(reader.GetString(8), EventJson.Options)!,
            reader.GetFieldValue<DateTimeOffset>(9), reader.GetFieldValue<DateTimeOffset>(10),
            reader.IsDBNull(11) ? null : reader.GetFieldValue<DateTimeOffset>(11),
            reader.IsDBNull(12) ? null : reader.GetString(12));
        return new(
            profile, (int)reader.GetInt64(13), reader.IsDBNull(14) ? default : reader.GetFieldValue<DateTimeOffset>(14),
            reader.IsDBNull(15) ? "{}" : reader.GetString(15));
    }

    static IEnumerable<AccountProfile> Rows(string id, Account account) => account.IsAlive
        ?
        [
            new(
                Guid.Parse(id), account.Username, account.DisplayName, account.AvatarUrl, account.LangTag, account.Location, account.Timezone,
                account.Metadata, account.Identities, account.CreatedAt, account.UpdatedAt, account.BannedAt, account.PasswordHash),
        ]
        : [];
}

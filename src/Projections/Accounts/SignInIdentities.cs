using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>One way to sign in, with all that a sign-in has to know.</summary>
/// <param name="Kind">In the words of events.</param>
/// <param name="PasswordHash">Beside an email only.</param>
public sealed record SignInIdentity(string Kind, string Identifier, Guid UserId, string Username, bool IsBanned, string? PasswordHash);

/// <summary>The account that an identity opens.</summary>
/// <param name="UserId">Lower case with dashes.</param>
/// <param name="PasswordHash">bcrypt text; null when the account has no password or the identity needs none.</param>
public sealed record KnownPlayer(string UserId, string Username, bool IsBanned, string? PasswordHash);

/// <summary>
/// Whose identity this is: one row for each way into an account, so that a sign-in is one look-up by key. A row repeats name and ban of its account,
/// which change far less often than players sign in.
/// </summary>
public sealed class SignInIdentities(Database database)
{
    /// <summary>Inline, because the next sign-in must find the account that this one made.</summary>
    public static readonly StateTable<Account, SignInIdentity> Table = new("account_identities", Account.Kind, Rows, table => table
        .Text("kind", row => row.Kind)
        .Text("identifier", row => row.Identifier)
        .Uuid("user_id", row => row.UserId)
        .Text("username", row => row.Username)
        .Boolean("is_banned", row => row.IsBanned)
        .TextOrNull("password_hash", row => row.PasswordHash)
        .Key("kind", "identifier"));

    static readonly string[] Words =
        [.. Enum.GetValues<IdentityKind>().Select(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()))];

    readonly string _ofIdentity =
        $"select user_id, username, is_banned, password_hash from {database.Schema}.account_identities where kind = $1 and identifier = $2";

    readonly string _ofUsername =
        $"select user_id, username, banned_at is not null, password_hash from {database.Schema}.accounts where username = $1";

    readonly string _ofUser = $"select user_id, username, banned_at is not null, password_hash from {database.Schema}.accounts where user_id = $1";

    /// <summary>The account that an identity opens, or null.</summary>
    public async ValueTask<KnownPlayer?> Of(Identity identity, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(_ofIdentity);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = WordOf(identity.Kind) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = identity.Value });
        return await Find(command, cancel);
    }

    /// <summary>The account of this exact username, or null.</summary>
    public async ValueTask<KnownPlayer?> OfUsername(string username, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(_ofUsername);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = username });
        return await Find(command, cancel);
    }

    /// <summary>The account with this user id, or null.</summary>
    public async ValueTask<KnownPlayer?> OfUser(string userId, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(_ofUser);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        return await Find(command, cancel);
    }

    async ValueTask<KnownPlayer?> Find(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetGuid(0).ToString(), reader.GetString(1), reader.GetBoolean(2), reader.IsDBNull(3) ? null : reader.GetString(3))
            : null;
    }

    static IEnumerable<SignInIdentity> Rows(string id, Account account)
    {
        if (!account.IsAlive) yield break;
        var userId = Guid.Parse(id);
        foreach (var identity in account.Identities)
        {
            yield return new(
                WordOf(identity.Kind), identity.Value, userId, account.Username, account.BannedAt is not null,
                identity.Kind is IdentityKind.Email ? account.PasswordHash : null);
        }
    }

    internal static string WordOf(IdentityKind kind) => Words[(int)kind];
}

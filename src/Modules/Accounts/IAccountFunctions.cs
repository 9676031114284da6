using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Accounts;

/// <summary>Players' accounts, with the server's authority.</summary>
public interface IAccountFunctions
{
    /// <summary>Reads an account; one that is not there is refused.</summary>
    /// <param name="userId">Whose.</param>
    [ServerFunction("account_get_id", Failure = "failed to get account: ")]
    ValueTask<Account> Get([Expects("expects user ID to be a valid identifier")] Guid userId);

    /// <summary>Reads accounts by ids and by the devices that sign in, each once; those that are not there are left out.</summary>
    /// <param name="userIds">Whose, by ids.</param>
    /// <param name="deviceIds">Whose, by devices.</param>
    [ServerFunction("accounts_get_id", Failure = "failed to get accounts: ")]
    ValueTask<IReadOnlyList<Account>> Find(
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid>? userIds = null,
        [Expects("expects each device ID to be a non-empty string"), AtMost(10_000)] IReadOnlyList<string>? deviceIds = null);

    /// <summary>
    /// Changes name, profile and metadata. What is null stays; an empty text clears, but for the username, which it leaves. In Lua an empty text leaves everything as it is.
    /// </summary>
    /// <param name="userId">Whose.</param>
    /// <param name="metadata">A JSON object in place of the one before. The last argument in JavaScript.</param>
    /// <param name="username">The name.</param>
    /// <param name="displayName">The name to show.</param>
    /// <param name="timezone">The time zone.</param>
    /// <param name="location">Where the player is.</param>
    /// <param name="langTag">The language; cleared, it is <c>en</c>.</param>
    /// <param name="avatarUrl">Where the picture is.</param>
    [ServerFunction("account_update_id", Failure = "error while trying to update user: ")]
    ValueTask Update(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [InJavaScript(Position = 8)] JsonText? metadata = null,
        [InLua(EmptyIsNone = true)] string? username = null,
        [InLua(EmptyIsNone = true)] string? displayName = null,
        [InLua(EmptyIsNone = true)] string? timezone = null,
        [InLua(EmptyIsNone = true)] string? location = null,
        [InLua(EmptyIsNone = true)] string? langTag = null,
        [InLua(EmptyIsNone = true)] string? avatarUrl = null);

    /// <summary>Deletes an account and all that ends with it. One that is gone already is no error.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="recorded">Whether the deletion is to be kept on record, as an answer to a player's request to be forgotten.</param>
    [ServerFunction("account_delete_id", Failure = "error while trying to delete account: ")]
    ValueTask Delete([Expects("expects user ID to be a valid identifier")] Guid userId, bool recorded = false);

    /// <summary>
    /// All that belongs to a player as a JSON document: <c>account</c>, <c>objects</c>, <c>friends</c>, <c>groups</c>, <c>messages</c>, <c>leaderboard_records</c>,
    /// <c>notifications</c> and <c>wallet_ledgers</c>; no password. Up to 64 MiB.
    /// </summary>
    /// <param name="userId">Whose.</param>
    [ServerFunction("account_export_id", Failure = "error exporting account: ")]
    ValueTask<string> Export([Expects("expects user ID to be a valid identifier")] Guid userId);

    /// <summary>
    /// Takes over an account from such a document: id, name, profile, metadata, ways to sign in, ban, times, wallet and stored objects, in one commit. With a user id it puts
    /// metadata, wallet and stored objects in place of that player's and leaves everything else as it is. Up to 16 MiB and 2,000 objects.
    /// </summary>
    /// <param name="data">The document.</param>
    /// <param name="userId">Into whose account; none or an empty one to make the account that the document tells of.</param>
    [ServerFunction("account_import_id", Failure = "error importing account: ")]
    ValueTask<Account> Import(
        [Expects("expects data string")] string data,
        [Expects("expects user ID to be a valid identifier")] Guid? userId = null);
}

using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Accounts;

/// <summary>Players as others see them, and bans.</summary>
public interface IUserFunctions
{
    /// <summary>Looks players up by ids and Facebook ids, each once; those that are not there are left out.</summary>
    /// <param name="userIds">Whom, by ids.</param>
    /// <param name="facebookIds">Whom, by Facebook ids.</param>
    [ServerFunction("users_get_id", Failure = "failed to get users: ")]
    ValueTask<IReadOnlyList<User>> Find(
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid>? userIds = null,
        [Expects("expects each Facebook ID to be a non-empty string"), AtMost(10_000)] IReadOnlyList<string>? facebookIds = null);

    /// <summary>Looks players up by their exact names; those that are not there are left out.</summary>
    /// <param name="usernames">Whom.</param>
    [ServerFunction("users_get_username", Failure = "failed to get users: ")]
    ValueTask<IReadOnlyList<User>> FindByUsername(
        [Expects("expects each username to be a non-empty string"), AtMost(10_000), InJavaScript(IsMandatory = true)] IReadOnlyList<string>? usernames = null);

    /// <summary>Players by chance: different ones, and fewer only if there are no more.</summary>
    /// <param name="count">How many.</param>
    [ServerFunction("users_get_random", Failure = "failed to get users: ")]
    ValueTask<IReadOnlyList<User>> Random([Expects("count must be 0-1000"), Between(0, 1000), InJavaScript(IsMandatory = true)] int count = 0);

    /// <summary>
    /// Bans players: their sessions end, their sockets are told so and close, and they cannot sign in until the ban is lifted. All of them or none; unknown ones and those
    /// who are banned already are passed over.
    /// </summary>
    /// <param name="userIds">Whom.</param>
    [ServerFunction("users_ban_id", Failure = "failed to ban users: ")]
    ValueTask Ban([Expects("expects each user ID to be a valid identifier"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyList<Guid>? userIds = null);

    /// <summary>Lifts bans. Sessions from before stay over: the players sign in anew.</summary>
    /// <param name="userIds">Whose.</param>
    [ServerFunction("users_unban_id", Failure = "failed to unban users: ")]
    ValueTask Unban([Expects("expects each user ID to be a valid identifier"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyList<Guid>? userIds = null);
}

using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>What adding, removing and blocking have in common: whom a call names, by ids and by names (F1 to F7).</summary>
static class NamedUsers
{
    /// <summary>Checks whom the call names and executes a command on them.</summary>
    /// <param name="call">The call.</param>
    /// <param name="ids">User ids in any accepted spelling.</param>
    /// <param name="usernames">Exact usernames; those of nobody are passed over.</param>
    /// <param name="self">Refuses the caller among them.</param>
    /// <param name="whenNobody">Refuses names that are all nobody's; null where that is fine.</param>
    /// <param name="failed">When names could not be looked up.</param>
    /// <param name="command">The command on these users, as ids in lower case.</param>
    public static async ValueTask<Answer<Wire.Empty>> Do(
        OperationCall call, List<string> ids, List<string> usernames, Fault self, Fault? whenNobody, Fault failed,
        Func<IReadOnlyList<string>, Command<Done>> command)
    {
        if (ids.Count == 0 && usernames.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new Wire.Empty();
        }

        var users = new List<string>(ids.Count + usernames.Count);
        var caller = Guid.Parse(call.Caller.UserId);
        foreach (var given in ids)
        {
            var isId = Uuids.TryRead(given, out var id);
            if (isId && id == caller) return self;
            if (!isId || id == Guid.Empty) return FriendFaults.InvalidUserId(given);
            users.Add(id.ToString());
        }

        foreach (var username in usernames)
        {
            if (username.Length == 0) return FriendFaults.EmptyUsername;
            if (username == call.Caller.Username) return self;
        }

        if (ids.Count + usernames.Count > Limits.UsersPerCall) return FriendFaults.TooManyUsers;
        if (usernames.Count > 0)
        {
            if (await IdsOf(usernames, call) is not { } found) return failed;
            users.AddRange(found);
        }

        if (users.Count == 0) return whenNobody is null ? new Wire.Empty() : whenNobody;
        var answer = await call.Execute(command(users));
        return answer.Fault is { } fault ? fault : new Wire.Empty();
    }

    static async ValueTask<IEnumerable<string>?> IdsOf(List<string> usernames, OperationCall call)
    {
        try
        {
            // Nobody is called what the database cannot hold.
            var found = await call.Get<PlayerSearch>().Find([], usernames.FindAll(name => !name.Contains('\0')), [], call.Aborted);
            return found.Select(player => player.Card.UserId.ToString());
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            call.Get<ILogger<FriendsFeature>>().LogFailure(failure, "Users could not be found by name");
            return null;
        }
    }
}

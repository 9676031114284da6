using System.Data.Common;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Api;
using UserList = KaosNet.Protocol.Api.Users;

namespace KaosNet.Api.Accounts;

/// <summary>A player looks others up by id, name or Facebook id (parity 3.4).</summary>
static class GetUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetUsers", "Find players by id, username or Facebook id.")
        .Get("/v2/user")
        .ForPlayers<GetUsersRequest, UserList>(Handle);

    static async ValueTask<Answer<UserList>> Handle(GetUsersRequest request, OperationCall call)
    {
        if (request.Ids.Count + request.Usernames.Count + request.FacebookIds.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new UserList();
        }

        var ids = new Guid[request.Ids.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!Uuids.TryRead(request.Ids[i], out ids[i])) return Fault.InvalidArgument($"ID '{request.Ids[i]}' is not a valid system ID.");
        }

        try
        {
            var users = call.Get<Users>();
            var found = await call.Get<PlayerSearch>().Find(ids, Findable(request.Usernames), Findable(request.FacebookIds), call.Aborted);
            return new UserList { Entries = [.. found.Select(users.Of)] };
        }
        catch (DbException failure)
        {
            call.Get<ILogger<PlayerSearch>>().LogFailure(failure, "Users could not be read");
            return Fault.Internal("Error retrieving user accounts.");
        }
    }

    /// <summary>Nobody is called what the database cannot hold.</summary>
    static List<string> Findable(List<string> texts) => texts.FindAll(text => !text.Contains('\0'));
}

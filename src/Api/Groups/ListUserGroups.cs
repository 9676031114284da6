using KaosNet.Api.Operations;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using KaosNet.Protocol.Api;
using UserGroup = KaosNet.Protocol.Api.UserGroup;

namespace KaosNet.Api.Groups;

/// <summary>A page of a player's groups (parity 5.8).</summary>
static class ListUserGroups
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListUserGroups", "List the groups that a player is in or asks to be.")
        .Get("/v2/user/{user_id}/group")
        .ForPlayers<ListUserGroupsRequest, UserGroupList>(Handle);

    static async ValueTask<Answer<UserGroupList>> Handle(ListUserGroupsRequest request, OperationCall call)
    {
        if (request.UserId.Length == 0) return GroupFaults.UserIdMissing;
        // The reference speaks of the wrong id here, and clients know it so.
        if (!Uuids.TryRead(request.UserId, out var userId)) return GroupFaults.IdInvalid;
        var limit = request.Limit ?? Limits.PageMax;
        if (limit is < 1 or > Limits.PageMax) return GroupFaults.LimitInvalid;
        if (request.State is < (int)GroupRank.Superadmin or > (int)GroupRank.Banned) return GroupFaults.StateInvalid;
        return await GroupMessages.OrFault(
            call.Get<ILogger<GroupsFeature>>(),
            "list groups for a user",
            async ValueTask<Answer<UserGroupList>> () =>
            {
                var answer = await call.Get<GroupMembers>().OfUser(userId, request.State, limit, request.Cursor, call.Aborted);
                if (!answer.IsGranted(out var page, out var fault)) return fault;
                return new UserGroupList
                {
                    UserGroups = [.. page.Groups.Select(entry => new UserGroup { Group = GroupMessages.Of(entry.Group), State = entry.State })],
                    Cursor = page.Cursor,
                };
            });
    }
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Groups;
using KaosNet.Protocol.Api;
using Users = KaosNet.Api.Accounts.Users;

namespace KaosNet.Api.Groups;

/// <summary>A page of a group's members (parity 5.8).</summary>
static class ListGroupUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListGroupUsers", "List who is in a group, asks to be, or is banned.")
        .Get("/v2/group/{group_id}/user")
        .ForPlayers<ListGroupUsersRequest, GroupUserList>(Handle);

    static async ValueTask<Answer<GroupUserList>> Handle(ListGroupUsersRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        var limit = request.Limit ?? Limits.PageMax;
        if (limit is < 1 or > Limits.PageMax) return GroupFaults.LimitInvalid;
        if (request.State is < (int)GroupRank.Superadmin or > (int)GroupRank.Banned) return GroupFaults.StateInvalid;
        return await GroupMessages.OrFault(
            call.Get<ILogger<GroupsFeature>>(), "list users in a group", () => Page(Guid.Parse(groupId), limit, request, call));
    }

    static async ValueTask<Answer<GroupUserList>> Page(Guid groupId, int limit, ListGroupUsersRequest request, OperationCall call)
    {
        var answer = await call.Get<GroupMembers>().OfGroup(groupId, request.State, limit, request.Cursor, call.Aborted);
        if (!answer.IsGranted(out var page, out var fault)) return fault;
        var cards = await call.Get<PlayerCards>().Of([.. page.Members.Select(member => member.UserId)], call.Aborted);
        var users = call.Get<Users>();
        var list = new GroupUserList { Cursor = page.Cursor };
        foreach (var member in page.Members)
        {
            // Who has no card is just being deleted.
            if (cards.TryGetValue(member.UserId, out var card)) list.GroupUsers.Add(new() { User = users.Of(card), State = member.State });
        }

        return list;
    }
}

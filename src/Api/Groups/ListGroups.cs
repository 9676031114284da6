using KaosNet.Api.Operations;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Groups;

/// <summary>A page of the groups that a filter lets through (parity 5.8).</summary>
static class ListGroups
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListGroups", "Search groups by name, language, size or openness.")
        .Get("/v2/group")
        .ForPlayers<ListGroupsRequest, GroupList>(Handle);

    static async ValueTask<Answer<GroupList>> Handle(ListGroupsRequest request, OperationCall call)
    {
        var limit = request.Limit ?? 1;
        if (limit is < 1 or > Limits.PageMax) return GroupFaults.LimitInvalid;
        var filter = new GroupFilter { Name = request.Name, LangTag = request.LangTag, IsOpen = request.Open, Members = request.Members };
        return await GroupMessages.OrFault(call.Get<ILogger<GroupsFeature>>(), "list groups", async ValueTask<Answer<GroupList>> () =>
        {
            var answer = await call.Get<GroupSearch>().Page(filter, limit, request.Cursor, call.Aborted);
            return answer.IsGranted(out var page, out var fault)
                ? new GroupList { Groups = [.. page.Groups.Select(GroupMessages.Of)], Cursor = page.Cursor }
                : fault;
        });
    }
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.Managing.DemoteGroupUsers;

namespace KaosNet.Api.Groups;

/// <summary>Lowers members by one rank (parity 5.6).</summary>
static class DemoteGroupUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DemoteGroupUsers", "Lower members of a group that the caller runs by one rank.")
        .PostWithoutBody("/v2/group/{group_id}/demote")
        .ForPlayers<DemoteGroupUsersRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(DemoteGroupUsersRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        // The only one of its kind that minds.
        if (request.UserIds.Count == 0) return GroupFaults.UserIdsMissing;
        if (!GroupMessages.UserIds(request.UserIds).IsGranted(out var userIds, out refusal)) return refusal;
        var answer = await call.Execute(new Command(groupId, call.Caller.UserId, userIds));
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

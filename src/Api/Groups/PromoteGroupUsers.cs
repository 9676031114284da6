using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.Managing.PromoteGroupUsers;

namespace KaosNet.Api.Groups;

/// <summary>Raises members by one rank (parity 5.6).</summary>
static class PromoteGroupUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("PromoteGroupUsers", "Raise members of a group that the caller runs by one rank.")
        .PostWithoutBody("/v2/group/{group_id}/promote")
        .ForPlayers<PromoteGroupUsersRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(PromoteGroupUsersRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        if (request.UserIds.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new Empty();
        }

        if (!GroupMessages.UserIds(request.UserIds).IsGranted(out var userIds, out refusal)) return refusal;
        var answer = await call.Execute(new Command(groupId, call.Caller.UserId, userIds));
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

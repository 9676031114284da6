using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.LeaveGroup;

namespace KaosNet.Api.Groups;

/// <summary>A member leaves, or a player no longer asks to be let in (J6 to J9).</summary>
static class LeaveGroup
{
    public static readonly Operation Operation = Operations.Operation
        .Named("LeaveGroup", "Leave a group, or ask no longer to be let in.")
        .PostWithoutBody("/v2/group/{group_id}/leave")
        .ForPlayers<LeaveGroupRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeaveGroupRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        var answer = await call.Execute(new Command(groupId, call.Caller.UserId));
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

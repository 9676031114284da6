using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.DeleteGroup;

namespace KaosNet.Api.Groups;

/// <summary>A superadmin ends a group (parity 5.3).</summary>
static class DeleteGroup
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DeleteGroup", "End a group of which the caller is a superadmin.")
        .Delete("/v2/group/{group_id}")
        .ForPlayers<DeleteGroupRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(DeleteGroupRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        var answer = await call.Execute(new Command(groupId, call.Caller.UserId));
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

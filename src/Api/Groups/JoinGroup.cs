using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.JoinGroup;

namespace KaosNet.Api.Groups;

/// <summary>A player joins an open group, or asks to be let into a closed one (J1 to J5).</summary>
static class JoinGroup
{
    public static readonly Operation Operation = Operations.Operation
        .Named("JoinGroup", "Join an open group, or ask to be let into a closed one.")
        .PostWithoutBody("/v2/group/{group_id}/join")
        .ForPlayers<JoinGroupRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(JoinGroupRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        var answer = await call.Execute(new Command(groupId, call.Caller.UserId));
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.UpdateGroup;

namespace KaosNet.Api.Groups;

/// <summary>A superadmin or admin edits a group (parity 5.3).</summary>
static class UpdateGroup
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UpdateGroup", "Edit a group that the caller runs.")
        .Put("/v2/group/{group_id}")
        .ForPlayers<UpdateGroupRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(UpdateGroupRequest request, OperationCall call)
    {
        if (!GroupMessages.GroupId(request.GroupId).IsGranted(out var groupId, out var refusal)) return refusal;
        var answer = await call.Execute(new Command(groupId, call.Caller.UserId)
        {
            Name = request.Name,
            Description = request.Description,
            AvatarUrl = request.AvatarUrl,
            LangTag = request.LangTag,
            IsOpen = request.Open,
        });
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.Managing.AddGroupUsers;

namespace KaosNet.Api.Groups;

/// <summary>Lets players in, whether they asked or not (parity 5.5).</summary>
static class AddGroupUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AddGroupUsers", "Let players into a group that the caller runs.")
        .PostWithoutBody("/v2/group/{group_id}/add")
        .ForPlayers<AddGroupUsersRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(AddGroupUsersRequest request, OperationCall call)
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

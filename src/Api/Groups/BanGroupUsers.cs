using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.Managing.BanGroupUsers;

namespace KaosNet.Api.Groups;

/// <summary>Puts members and those who ask to be out for good (parity 5.5).</summary>
static class BanGroupUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("BanGroupUsers", "Put members out of a group that the caller runs, for good.")
        .PostWithoutBody("/v2/group/{group_id}/ban")
        .ForPlayers<BanGroupUsersRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(BanGroupUsersRequest request, OperationCall call)
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

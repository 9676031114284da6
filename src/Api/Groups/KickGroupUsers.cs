using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Groups.Managing.KickGroupUsers;

namespace KaosNet.Api.Groups;

/// <summary>Puts members out, rejects join requests and lifts bans (parity 5.5).</summary>
static class KickGroupUsers
{
    public static readonly Operation Operation = Operations.Operation
        .Named("KickGroupUsers", "Put members out of a group that the caller runs, reject join requests and lift bans.")
        .PostWithoutBody("/v2/group/{group_id}/kick")
        .ForPlayers<KickGroupUsersRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(KickGroupUsersRequest request, OperationCall call)
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

using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using Command = KaosNet.Domain.Groups.CreateGroup;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Groups;

/// <summary>A player founds a group (parity 5.3).</summary>
static class CreateGroup
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CreateGroup", "Found a group, of which the caller becomes a superadmin.")
        .Post("/v2/group")
        .ForPlayers<Wire.CreateGroupRequest, Wire.Group>(Handle);

    static async ValueTask<Answer<Wire.Group>> Handle(Wire.CreateGroupRequest request, OperationCall call)
    {
        var answer = await call.Execute(new Command(call.Caller.UserId, request.Name)
        {
            Description = request.Description,
            AvatarUrl = request.AvatarUrl,
            LangTag = request.LangTag,
            IsOpen = request.Open,
            MaxCount = request.MaxCount,
        });
        return answer.IsGranted(out var group, out var fault) ? GroupMessages.Of(GroupRow.Of(group)) : fault;
    }
}

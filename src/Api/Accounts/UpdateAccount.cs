using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Accounts;

/// <summary>A player edits name and profile (C1 to C9). Live tokens keep the old name.</summary>
static class UpdateAccount
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UpdateAccount", "Edit the caller's own name and profile.")
        .Put("/v2/account")
        .ForPlayers<UpdateAccountRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(UpdateAccountRequest request, OperationCall call)
    {
        var answer = await call.Execute(new EditAccount(call.Caller.UserId)
        {
            Username = request.Username,
            DisplayName = request.DisplayName,
            AvatarUrl = request.AvatarUrl,
            LangTag = request.LangTag,
            Location = request.Location,
            Timezone = request.Timezone,
        });
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

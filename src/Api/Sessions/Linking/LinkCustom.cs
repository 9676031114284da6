using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>A player adds a custom id, or puts another in place of the one before (parity 2.10).</summary>
static class LinkCustom
{
    public static readonly Operation Operation = Operations.Operation
        .Named("LinkCustom", "Add a custom id to the ways the caller can sign in, in place of the one before.")
        .Post("/v2/account/link/custom")
        .ForPlayers<AccountCustom, Empty>(Handle);

    static ValueTask<Answer<Empty>> Handle(AccountCustom request, OperationCall call) =>
        call.Change(new LinkIdentity(call.Caller.UserId, Identity.Custom(request.Id)));
}

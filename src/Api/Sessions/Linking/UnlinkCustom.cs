using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>A player takes the custom id away. If the request names one, it has to be that one (N2).</summary>
static class UnlinkCustom
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UnlinkCustom", "Take the custom id away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/custom")
        .ForPlayers<AccountCustom, Empty>(Handle);

    static ValueTask<Answer<Empty>> Handle(AccountCustom request, OperationCall call) =>
        call.Change(new UnlinkIdentity(call.Caller.UserId, IdentityKind.Custom, request.Id.Length == 0 ? null : request.Id));
}

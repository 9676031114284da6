using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>A player takes email and password away (N8). If the request names an address, it has to be that one; the password is not looked at (N3).</summary>
static class UnlinkEmail
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UnlinkEmail", "Take email and password away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/email")
        .ForPlayers<AccountEmail, Empty>(Handle);

    static ValueTask<Answer<Empty>> Handle(AccountEmail request, OperationCall call) =>
        call.Change(new UnlinkIdentity(call.Caller.UserId, IdentityKind.Email, request.Email.Length == 0 ? null : Identity.Email(request.Email).Value));
}

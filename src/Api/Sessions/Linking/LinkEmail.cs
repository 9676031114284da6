using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>A player adds email and password, or puts others in place of the ones before: this is also how a password is changed (K3).</summary>
static class LinkEmail
{
    public static readonly Operation Operation = Operations.Operation
        .Named("LinkEmail", "Add email and password to the ways the caller can sign in, in place of the ones before.")
        .Post("/v2/account/link/email")
        .ForPlayers<AccountEmail, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(AccountEmail request, OperationCall call)
    {
        if (LinkIdentity.Refusal(request.Email, request.Password) is { } refusal) return refusal;
        if (!(await call.Get<Passwords>().Hash(request.Password, call.Aborted)).IsGranted(out var hash, out var fault)) return fault;
        return await call.Change(new LinkIdentity(call.Caller.UserId, Identity.Email(request.Email), hash));
    }
}

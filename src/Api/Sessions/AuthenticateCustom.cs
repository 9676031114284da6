using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player signs in, or up, with a custom id.</summary>
static class AuthenticateCustom
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AuthenticateCustom", "Sign in, or up, with a custom id.")
        .Post("/v2/account/authenticate/custom", body: "account")
        .ForGames<AuthenticateCustomRequest, Session>(Handle);

    static async ValueTask<Answer<Session>> Handle(AuthenticateCustomRequest request, OperationCall call)
    {
        var account = request.Account ?? new();
        var identity = Identity.Custom(account.Id);
        return (identity.Refusal() ?? Username.Refusal(request.Username)) is { } fault
            ? fault
            : await call.Get<SigningIn>().By(identity, request.Username, request.Create, account.Vars, call);
    }
}

using System.Data.Common;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Api;
using Account = KaosNet.Protocol.Api.Account;

namespace KaosNet.Api.Accounts;

/// <summary>A player looks at the own account (parity 3.2).</summary>
static class GetAccount
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetAccount", "Read the caller's own account.")
        .Get("/v2/account")
        .ForPlayers<Empty, Account>(Handle);

    static async ValueTask<Answer<Account>> Handle(Empty request, OperationCall call)
    {
        try
        {
            return await call.Get<AccountProfiles>().WithEdges(call.Caller.UserId, call.Aborted) is { } own
                ? AccountOf(own, call.Get<Users>().Of(PlayerCard.Of(own.Profile), own.EdgeCount, own.ChangedAt))
                : Fault.NotFound("Account not found.");
        }
        catch (DbException failure)
        {
            call.Get<ILogger<AccountProfiles>>().LogFailure(failure, $"The account of {call.Caller.UserId} could not be read");
            return Fault.Internal("Error retrieving user account.");
        }
    }

    static Account AccountOf(OwnAccount own, User user) => new()
    {
        User = user,
        Wallet = own.Wallet,
        Email = own.Profile.IdentifierOf(IdentityKind.Email),
        CustomId = own.Profile.IdentifierOf(IdentityKind.Custom),
        Devices =
        [
            .. own.Profile.Identities.Where(identity => identity.Kind is IdentityKind.Device).Select(identity => new AccountDevice { Id = identity.Value }),
        ],
    };
}

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
        .Named("GetAccount", "The caller's own account.")
        .Get("/v2/account")
        .ForPlayers<Empty, Account>(Handle);

    static async ValueTask<Answer<Account>> Handle(Empty request, OperationCall call)
    {
        try
        {
            return await call.Get<AccountProfiles>().Of(call.Caller.UserId, call.Aborted) is { } profile
                ? AccountOf(profile)
                : Fault.NotFound("Account not found.");
        }
        catch (DbException failure)
        {
            call.Get<ILogger<AccountProfiles>>().LogFailure(failure, $"The account of {call.Caller.UserId} could not be read");
            return Fault.Internal("Error retrieving user account.");
        }
    }

    static Account AccountOf(AccountProfile profile) => new()
    {
        User = UserOf(profile),
        Wallet = "{}",
        Email = profile.IdentifierOf(IdentityKind.Email),
        CustomId = profile.IdentifierOf(IdentityKind.Custom),
        Devices =
        [
            .. profile.Identities.Where(identity => identity.Kind is IdentityKind.Device).Select(identity => new AccountDevice { Id = identity.Value }),
        ],
    };

    static User UserOf(AccountProfile profile) => new()
    {
        Id = profile.UserId.ToString(),
        Username = profile.Username,
        DisplayName = profile.DisplayName,
        AvatarUrl = profile.AvatarUrl,
        LangTag = profile.LangTag,
        Location = profile.Location,
        Timezone = profile.Timezone,
        Metadata = "{}",
        AppleId = profile.IdentifierOf(IdentityKind.Apple),
        FacebookId = profile.IdentifierOf(IdentityKind.Facebook),
        FacebookInstantGameId = profile.IdentifierOf(IdentityKind.FacebookInstantGame),
        GoogleId = profile.IdentifierOf(IdentityKind.Google),
        GamecenterId = profile.IdentifierOf(IdentityKind.GameCenter),
        SteamId = profile.IdentifierOf(IdentityKind.Steam),
        CreateTime = WholeSecond(profile.CreatedAt),
        UpdateTime = WholeSecond(profile.UpdatedAt),
    };

    // Accounts are told in whole seconds (end of parity 1.5).
    static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}

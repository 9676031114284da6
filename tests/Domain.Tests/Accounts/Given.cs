using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Accounts;

/// <summary>Ann, who signed up with a device.</summary>
static class Given
{
    public const string AnnsId = "0aa0aa00-0000-4000-8000-000000000001";

    public static readonly StreamRef<Account> Ann = Account.Kind.Of(AnnsId);

    public static readonly Identity Phone = Identity.Device("anns-phone-01");

    public static readonly AccountCreated AnnSignedUp = new("ann", Phone.Kind, Phone.Value);
}

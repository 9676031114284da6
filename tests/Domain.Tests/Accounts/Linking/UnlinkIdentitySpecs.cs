using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts.Linking;

public class UnlinkIdentitySpecs
{
    const string LastOrNotOwn = "Cannot unlink last account identifier. Check profile exists and is not last link.";

    static readonly Specification WithEmail = Specification.Given(Ann, AnnSignedUp, new IdentityLinked(IdentityKind.Email, "ann@example.com", "hash"));

    [Fact]
    public void with_the_email_goes_the_password() => WithEmail
        .When(new UnlinkIdentity(AnnsId, IdentityKind.Email))
        .Then(new IdentityUnlinked(IdentityKind.Email, "ann@example.com"))
        .ThenState(Ann, account =>
        {
            account.Identities.ShouldBe([Phone]);
            account.PasswordHash.ShouldBeNull();
        });

    [Fact]
    public void a_device_goes_by_its_id() => WithEmail
        .When(new UnlinkIdentity(AnnsId, IdentityKind.Device, Phone.Value))
        .Then(new IdentityUnlinked(IdentityKind.Device, Phone.Value));

    [Fact]
    public void one_of_two_devices_may_go() => Specification.Given(Ann, AnnSignedUp, new IdentityLinked(IdentityKind.Device, "anns-tablet-01"))
        .When(new UnlinkIdentity(AnnsId, IdentityKind.Device, Phone.Value))
        .Then(new IdentityUnlinked(IdentityKind.Device, Phone.Value))
        .After.When(new UnlinkIdentity(AnnsId, IdentityKind.Device, "anns-tablet-01"))
        .ThenRefused(FaultCode.PermissionDenied, LastOrNotOwn);

    [Fact]
    public void a_device_has_to_be_named() => WithEmail.When(new UnlinkIdentity(AnnsId, IdentityKind.Device, ""))
        .ThenRefused(FaultCode.InvalidArgument, "A device ID must be supplied.");

    [Theory]
    [InlineData(IdentityKind.Device, "not-anns-phone")]
    [InlineData(IdentityKind.Email, "bob@example.com")]
    [InlineData(IdentityKind.Custom, "some-id")]
    public void what_is_not_ones_own_stays(IdentityKind kind, string identifier) => WithEmail
        .When(new UnlinkIdentity(AnnsId, kind, identifier)).ThenRefused(FaultCode.PermissionDenied, LastOrNotOwn);

    [Fact]
    public void the_last_identity_stays() => Specification.Given(Ann, AnnSignedUp)
        .When(new UnlinkIdentity(AnnsId, IdentityKind.Device, Phone.Value)).ThenRefused(FaultCode.PermissionDenied, LastOrNotOwn);

    [Fact]
    public void what_is_not_linked_is_unlinked_already() => WithEmail.When(new UnlinkIdentity(AnnsId, IdentityKind.Steam)).ThenNothing();

    [Fact]
    public void a_deleted_account_has_nothing_to_unlink() => Specification.Given(Ann, AnnSignedUp, new AccountDeleted())
        .When(new UnlinkIdentity(AnnsId, IdentityKind.Email)).ThenRefused(FaultCode.PermissionDenied, LastOrNotOwn);
}

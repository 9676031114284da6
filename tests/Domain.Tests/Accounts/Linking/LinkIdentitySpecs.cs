using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts.Linking;

public class LinkIdentitySpecs
{
    static readonly Identity Tablet = Identity.Device("anns-tablet-01");

    [Fact]
    public void a_second_device_joins_the_first() => Specification.Given(Ann, AnnSignedUp)
        .When(new LinkIdentity(AnnsId, Tablet))
        .Then(new IdentityLinked(IdentityKind.Device, Tablet.Value))
        .ThenState(Ann, account => account.Identities.ShouldBe([Phone, Tablet]));

    [Fact]
    public void of_other_kinds_the_new_one_takes_the_place_of_the_old() => Specification.Given(Ann, AnnSignedUp, new IdentityLinked(IdentityKind.Custom, "old-id"))
        .When(new LinkIdentity(AnnsId, Identity.Custom("new-id")))
        .Then(new IdentityLinked(IdentityKind.Custom, "new-id"))
        .ThenState(Ann, account => account.Identities.ShouldBe([Phone, Identity.Custom("new-id")]));

    [Fact]
    public void linking_the_same_again_changes_nothing() => Specification.Given(Ann, AnnSignedUp).When(new LinkIdentity(AnnsId, Phone)).ThenNothing();

    [Fact]
    public void the_same_email_with_another_password_changes_the_password() => Specification
        .Given(Ann, AnnSignedUp, new IdentityLinked(IdentityKind.Email, "ann@example.com", "old"))
        .When(new LinkIdentity(AnnsId, Identity.Email("ann@example.com"), "new"))
        .Then(new IdentityLinked(IdentityKind.Email, "ann@example.com", "new"))
        .ThenState(Ann, account =>
        {
            account.PasswordHash.ShouldBe("new");
            account.Identities.Count.ShouldBe(2);
        });

    [Fact]
    public void a_hundred_devices_are_enough()
    {
        var devices = Enumerable.Range(2, Limits.Devices - 2).Select(number => (object)new IdentityLinked(IdentityKind.Device, $"anns-device-{number}"));
        Specification.Given(Ann, [AnnSignedUp, .. devices]).When(new LinkIdentity(AnnsId, Tablet))
            .Then(new IdentityLinked(IdentityKind.Device, Tablet.Value))
            .After.When(new LinkIdentity(AnnsId, Identity.Device("anns-watch-01")))
            .ThenRefused(FaultCode.ResourceExhausted, "Too many Device IDs.");
    }

    [Theory]
    [InlineData(IdentityKind.Device, "Device ID already in use.")]
    [InlineData(IdentityKind.Custom, "Custom ID is already in use.")]
    [InlineData(IdentityKind.Email, "Email is already in use.")]
    [InlineData(IdentityKind.Facebook, "Facebook ID is already in use.")]
    [InlineData(IdentityKind.FacebookInstantGame, "Facebook Instant Game ID is already in use.")]
    [InlineData(IdentityKind.GameCenter, "GameCenter ID is already in use.")]
    [InlineData(IdentityKind.Google, "Google ID is already in use.")]
    [InlineData(IdentityKind.Apple, "Apple ID is already in use.")]
    [InlineData(IdentityKind.Steam, "Steam ID is already in use.")]
    public void what_somebody_else_has_is_refused(IdentityKind kind, string message)
    {
        var command = new LinkIdentity(AnnsId, new(kind, "somebody@elses.org"));
        command.OnTaken("account_identities_pkey").ShouldBe(Fault.AlreadyExists(message));
        Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).When(command).ThenRefused(FaultCode.AlreadyExists, message);
    }

    [Theory]
    [InlineData(IdentityKind.Device, "", FaultCode.InvalidArgument, "Device ID is required.")]
    [InlineData(IdentityKind.Device, "with a space", FaultCode.InvalidArgument, "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData(IdentityKind.Device, "ninebytes", FaultCode.InvalidArgument, "Device ID invalid, must be 10-128 bytes.")]
    [InlineData(IdentityKind.Custom, "", FaultCode.InvalidArgument, "Custom ID is required.")]
    [InlineData(IdentityKind.Custom, "with a space", FaultCode.InvalidArgument, "Invalid custom ID, no spaces or control characters allowed.")]
    [InlineData(IdentityKind.Custom, "fives", FaultCode.InvalidArgument, "Invalid custom ID, must be 6-128 bytes.")]
    [InlineData(IdentityKind.Email, "example", FaultCode.InvalidArgument, "Invalid email address format.")]
    [InlineData(IdentityKind.Steam, "", FaultCode.Internal, "Error while trying to link Steam ID.")]
    [InlineData(IdentityKind.FacebookInstantGame, "a b", FaultCode.Internal, "Error while trying to link Facebook Instant Game ID.")]
    public void what_is_misspelled_is_refused(IdentityKind kind, string value, FaultCode code, string message) =>
        Specification.Given(Ann, AnnSignedUp).When(new LinkIdentity(AnnsId, new(kind, value))).ThenRefused(code, message);

    [Theory]
    [InlineData("", "password", "Email address and password is required.")]
    [InlineData("ann@example.com", "", "Email address and password is required.")]
    [InlineData("a nn", "short", "Invalid email address, no spaces or control characters allowed.")]
    [InlineData("ann", "seven77", "Password must be at least 8 characters long.")]
    [InlineData("ann", "a password of seventy-three bytes, which is one more than bcrypt reads of", "Password must be at most 72 bytes long.")]
    [InlineData("ann", "a password of seventy-two bytes, which are just as many as bcrypt reads.", "Invalid email address format.")]
    [InlineData("ann", "password", "Invalid email address format.")]
    [InlineData("a@bcde.fg", "password", "Invalid email address, must be 10-255 bytes.")]
    public void email_and_password_are_checked_in_order(string email, string password, string message) =>
        LinkIdentity.Refusal(email, password).ShouldBe(Fault.InvalidArgument(message));

    [Fact]
    public void a_good_email_with_a_good_password_is_fine() => LinkIdentity.Refusal("Ann@example.com", "password").ShouldBeNull();
}

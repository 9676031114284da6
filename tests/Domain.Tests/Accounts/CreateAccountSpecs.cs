using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts;

public class CreateAccountSpecs
{
    [Fact]
    public void a_new_identity_gets_an_account() => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, "ann", Phone))
        .Then(new AccountCreated("ann", IdentityKind.Device, "anns-phone-01"))
        .ThenAnswers(account => account.Username.ShouldBe("ann"))
        .ThenState(Ann, account =>
        {
            account.IsAlive.ShouldBeTrue();
            account.LangTag.ShouldBe("en");
            account.CreatedAt.ShouldBe(Specification.Now);
            account.UpdatedAt.ShouldBe(Specification.Now);
            account.Identities.ShouldBe([Phone]);
        });

    [Fact]
    public void an_email_account_keeps_the_password_hash() => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, "ann", Identity.Email("Ann@Example.com"), "hash"))
        .Then(new AccountCreated("ann", IdentityKind.Email, "ann@example.com", "hash"))
        .ThenState(Ann, account => account.PasswordHash.ShouldBe("hash"));

    [Fact]
    public void without_a_name_ten_letters_are_made_up() => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, "", Phone))
        .ThenAnswers(account =>
        {
            account.Username.Length.ShouldBe(10);
            account.Username.ShouldAllBe(letter => char.IsAsciiLetter(letter));
        });

    [Fact]
    public void made_up_names_come_from_the_dice() => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, "", Phone), seed: 1).Result.Username
        .ShouldNotBe(Specification.GivenNothing().When(new CreateAccount(AnnsId, "", Phone), seed: 2).Result.Username);

    [Fact]
    public void a_bad_identity_is_refused() => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, "ann", Identity.Device("")))
        .ThenRefused(FaultCode.InvalidArgument, "Device ID is required.");

    [Theory]
    [InlineData("tab\there")]
    [InlineData("delete\x7F")]
    [InlineData("brackets[]")]
    public void a_malformed_username_is_refused(string username) => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, username, Phone))
        .ThenRefused(FaultCode.InvalidArgument, "Username invalid, no spaces or control characters allowed.");

    [Fact]
    public void spaces_in_usernames_are_fine() => Specification.GivenNothing()
        .When(new CreateAccount(AnnsId, " ann [of] gables ", Phone))
        .ThenAnswers(account => account.Username.ShouldBe(" ann [of] gables "));

    [Fact]
    public void a_username_has_at_most_128_bytes()
    {
        Specification.GivenNothing().When(new CreateAccount(AnnsId, new('u', 128), Phone)).ThenAnswers(account => account.Username.Length.ShouldBe(128));
        Specification.GivenNothing().When(new CreateAccount(AnnsId, new('u', 129), Phone))
            .ThenRefused(FaultCode.InvalidArgument, "Username invalid, must be 1-128 bytes.");
        Specification.GivenNothing().When(new CreateAccount(AnnsId, new('ü', 65), Phone))
            .ThenRefused(FaultCode.InvalidArgument, "Username invalid, must be 1-128 bytes.");
    }

    [Fact]
    public void an_id_is_given_out_once() => Specification.Given(Ann, AnnSignedUp)
        .When(new CreateAccount(AnnsId, "bob", Identity.Device("bobs-phone-01")))
        .ThenRefused(FaultCode.Internal, "Error finding or creating user account.");

    [Fact]
    public void the_id_of_a_deleted_account_stays_taken() => Specification.Given(Ann, AnnSignedUp, new AccountDeleted())
        .When(new CreateAccount(AnnsId, "ann", Phone))
        .ThenRefused(FaultCode.Internal, "Error finding or creating user account.");

    [Fact]
    public void what_is_taken_is_told_apart()
    {
        var command = new CreateAccount(AnnsId, "ann", Phone);
        command.OnTaken("accounts_by_username").ShouldBe(Fault.AlreadyExists("Username is already in use."));
        command.OnTaken("account_identities_pkey").ShouldBe(CreateAccount.IdentityTaken);
    }
}

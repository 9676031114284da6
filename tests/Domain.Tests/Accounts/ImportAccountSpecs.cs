using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts;

/// <summary>Accounts out of documents (parity console-infra.md, import).</summary>
public class ImportAccountSpecs
{
    static readonly DateTimeOffset Earlier = Specification.Now.AddYears(-1);
    static readonly ImportAccount Anns = new(AnnsId, "ann", [Phone, Identity.Email("Ann@Example.com")])
    {
        DisplayName = "Ann", Metadata = """{"b":1,"a":2}""", CreatedAt = Earlier, UpdatedAt = Earlier.AddDays(1), BannedAt = Earlier.AddDays(2),
    };

    [Fact]
    public void an_account_comes_with_its_id_and_times() => Specification.GivenNothing()
        .When(Anns)
        .ThenState(Ann, account =>
        {
            (account.IsAlive, account.Username, account.DisplayName, account.LangTag, account.Metadata).ShouldBe((true, "ann", "Ann", "en", """{"a": 2, "b": 1}"""));
            (account.CreatedAt, account.UpdatedAt, account.BannedAt).ShouldBe((Earlier, Earlier.AddDays(1), Earlier.AddDays(2)));
            account.Identities.ShouldBe([Phone, Identity.Email("ann@example.com")]);
            account.PasswordHash.ShouldBeNull();
        });

    [Fact]
    public void times_that_no_list_could_show_are_moved() => Specification.GivenNothing()
        .When(Anns with { CreatedAt = DateTimeOffset.MinValue, UpdatedAt = DateTimeOffset.MaxValue, BannedAt = null })
        .ThenState(Ann, account => (account.CreatedAt, account.UpdatedAt, account.BannedAt).ShouldBe((DateTimeOffset.UnixEpoch, Specification.Now, null)));

    [Fact]
    public void without_a_name_one_is_made_up() => Specification.GivenNothing()
        .When(Anns with { Username = "", CreatedAt = null })
        .ThenState(Ann, account => (account.Username.Length, account.CreatedAt).ShouldBe((10, Specification.Now)));

    [Fact]
    public void an_id_that_is_taken_or_was_is_refused()
    {
        Specification.Given(Ann, AnnSignedUp).When(Anns).ThenRefused(FaultCode.AlreadyExists, "User identifier already exists.");
        Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).When(Anns).ThenRefused(FaultCode.AlreadyExists, "User identifier already exists.");
        Anns.OnTaken(Username.UniqueIndex).ShouldBe(Fault.AlreadyExists("Username already in use."));
        Anns.OnTaken("account_identities_pkey").ShouldBe(ImportAccount.IdTaken);
    }

    [Fact]
    public void what_no_account_can_be_is_refused()
    {
        Refused(Anns with { Identities = [] }, "Expects an account with at least one way to sign in.");
        Refused(Anns with { Identities = [Phone, Phone] }, "Expects at most 100 devices and one identifier of every other kind.");
        Refused(Anns with { Identities = [Identity.Custom("custom-1"), Identity.Custom("custom-2")] }, "Expects at most 100 devices and one identifier of every other kind.");
        Refused(Anns with { Identities = [.. Enumerable.Range(0, 101).Select(i => Identity.Device($"device-number-{i}"))] },
            "Expects at most 100 devices and one identifier of every other kind.");
        Refused(Anns with { Identities = [Identity.Device("x")] }, "Device ID invalid, must be 10-128 bytes.");
        Refused(Anns with { Username = "a\n" }, "Username invalid, no spaces or control characters allowed.");
        Refused(Anns with { Location = new('x', 256) }, "Error while trying to update account.");
        Refused(Anns with { Metadata = "[]" }, "Account metadata must be a JSON object of at most 16384 characters.");

        static void Refused(ImportAccount command, string text) => Specification.GivenNothing().When(command).ThenRefused(FaultCode.InvalidArgument, text);
    }
}

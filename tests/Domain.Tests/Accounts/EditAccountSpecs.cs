using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts;

public class EditAccountSpecs
{
    static readonly EditAccount Edit = new(AnnsId);

    [Fact]
    public void only_what_differs_happened() => Specification.Given(Ann, AnnSignedUp, new ProfileEdited(DisplayName: "Ann", Location: "Avonlea"))
        .When(Edit with { DisplayName = "Ann", Location = "Redmond", Timezone = "AST" })
        .Then(new ProfileEdited(Location: "Redmond", Timezone: "AST"))
        .ThenState(Ann, account =>
        {
            account.DisplayName.ShouldBe("Ann");
            account.Location.ShouldBe("Redmond");
            account.Timezone.ShouldBe("AST");
        });

    [Fact]
    public void a_new_name_and_a_new_profile_are_two_events() => Specification.Given(Ann, AnnSignedUp)
        .When(Edit with { Username = "anne", AvatarUrl = "https://example.com/anne.png" })
        .Then(new AccountRenamed("anne"), new ProfileEdited(AvatarUrl: "https://example.com/anne.png"));

    [Fact]
    public void empty_text_clears() => Specification.Given(Ann, AnnSignedUp, new ProfileEdited("Ann", "url", "fr", "Avonlea", "AST"))
        .When(Edit with { DisplayName = "", AvatarUrl = "", Location = "", Timezone = "" })
        .Then(new ProfileEdited(DisplayName: "", AvatarUrl: "", Location: "", Timezone: ""))
        .ThenState(Ann, account => account.DisplayName.ShouldBe(""));

    [Fact]
    public void a_cleared_language_is_the_default_one() => Specification.Given(Ann, AnnSignedUp, new ProfileEdited(LangTag: "fr"))
        .When(Edit with { LangTag = "" }).Then(new ProfileEdited(LangTag: "en"));

    [Fact]
    public void doing_it_twice_changes_nothing_and_keeps_the_time() => Specification.Given(Ann, AnnSignedUp, new AccountRenamed("anne"), new ProfileEdited("Anne"))
        .When(Edit with { Username = "anne", DisplayName = "Anne" }, now: Specification.Now.AddHours(1))
        .ThenNothing()
        .ThenState(Ann, account => account.UpdatedAt.ShouldBe(Specification.Now));

    [Fact]
    public void an_edit_is_dated() => Specification.Given(Ann, AnnSignedUp)
        .When(Edit with { DisplayName = "Anne" }, now: Specification.Now.AddHours(1))
        .ThenState(Ann, account =>
        {
            account.CreatedAt.ShouldBe(Specification.Now);
            account.UpdatedAt.ShouldBe(Specification.Now.AddHours(1));
        });

    [Fact]
    public void metadata_is_replaced_as_a_whole() => Specification.Given(Ann, AnnSignedUp, new ProfileEdited { Metadata = """{"skin": "red", "level": 3}""" })
        .When(Edit with { Metadata = """{"level":4}""" })
        .Then(new ProfileEdited { Metadata = """{"level": 4}""" })
        .ThenState(Ann, account => account.Metadata.ShouldBe("""{"level": 4}"""));

    [Fact]
    public void the_same_metadata_in_another_spelling_changes_nothing() => Specification.Given(Ann, AnnSignedUp, new ProfileEdited { Metadata = """{"a": 1, "b": 2}""" })
        .When(Edit with { Metadata = """{"b":2,"a":1}""" }).ThenNothing();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":\"\\u0000\"}")]
    public void what_is_no_metadata_is_refused(string metadata) => Specification.Given(Ann, AnnSignedUp)
        .When(Edit with { Metadata = metadata }).ThenRefused(FaultCode.InvalidArgument, "Account metadata must be a JSON object of at most 16384 characters.");

    [Fact]
    public void metadata_has_a_bound()
    {
        var longest = $$"""{"a": "{{new string('x', Limits.MetadataCharacters - 9)}}"}""";
        longest.Length.ShouldBe(Limits.MetadataCharacters);
        Specification.Given(Ann, AnnSignedUp).When(Edit with { Metadata = longest }).Then(new ProfileEdited { Metadata = longest });
        Specification.Given(Ann, AnnSignedUp).When(Edit with { Metadata = longest + " " })
            .ThenRefused(FaultCode.InvalidArgument, "Account metadata must be a JSON object of at most 16384 characters.");
    }

    [Fact]
    public void no_field_at_all_is_refused() => Specification.Given(Ann, AnnSignedUp)
        .When(Edit).ThenRefused(FaultCode.InvalidArgument, "No fields to update.");

    [Theory]
    [InlineData("", "Username invalid, must be 1-128 bytes.")]
    [InlineData("bell\a", "Username invalid, no spaces or control characters allowed.")]
    [InlineData("[]", "Username invalid, no spaces or control characters allowed.")]
    public void a_bad_username_is_refused(string username, string message) => Specification.Given(Ann, AnnSignedUp)
        .When(Edit with { Username = username }).ThenRefused(FaultCode.InvalidArgument, message);

    [Fact]
    public void a_username_of_129_bytes_is_refused() => Specification.Given(Ann, AnnSignedUp)
        .When(Edit with { Username = new('u', 129) }).ThenRefused(FaultCode.InvalidArgument, "Username invalid, must be 1-128 bytes.");

    public static TheoryData<string, int> Lengths => new() { { "display", 255 }, { "avatar", 512 }, { "language", 18 }, { "location", 255 }, { "timezone", 255 } };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void each_field_has_its_length_in_characters(string field, int characters)
    {
        Specification.Given(Ann, AnnSignedUp).When(With(field, new('x', characters))).ThenAnswers(Done.Value);
        Specification.Given(Ann, AnnSignedUp).When(With(field, string.Concat(Enumerable.Repeat("🦊", characters)))).ThenAnswers(Done.Value);
        Specification.Given(Ann, AnnSignedUp).When(With(field, new('x', characters + 1)))
            .ThenRefused(FaultCode.InvalidArgument, "Error while trying to update account.");
    }

    [Fact]
    public void what_the_store_cannot_hold_is_refused() => Specification.Given(Ann, AnnSignedUp)
        .When(Edit with { DisplayName = "nul\0" }).ThenRefused(FaultCode.InvalidArgument, "Error while trying to update account.");

    [Fact]
    public void a_deleted_account_is_left_alone() => Specification.Given(Ann, AnnSignedUp, new AccountDeleted())
        .When(Edit with { DisplayName = "Ghost" }).ThenNothing();

    [Fact]
    public void a_taken_name_answers_as_the_reference_does() => (Edit with { Username = "bob" }).OnTaken("accounts_by_username")
        .ShouldBe(Fault.InvalidArgument("rpc error: code = AlreadyExists desc = Username is already in use."));

    static EditAccount With(string field, string value) => field switch
    {
        "display" => Edit with { DisplayName = value },
        "avatar" => Edit with { AvatarUrl = value },
        "language" => Edit with { LangTag = value },
        "location" => Edit with { Location = value },
        _ => Edit with { Timezone = value },
    };
}

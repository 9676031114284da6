using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;

namespace KaosNet.Domain.Tests.Subscriptions;

public sealed class SubscriptionSpecs
{
    static readonly SubscriptionTerms Terms = new("https://example.com/hook", ["wallet"], [], null, Personal: false, 100, 8, FailureRule.DeadLetter);
    static readonly StreamRef<Subscription> Stream = Subscription.Kind.Of("sales");
    static readonly SubscriptionCreated Made = new(Terms, "sealed", After: 7);

    [Fact]
    public void a_service_subscribes() => Specification.GivenNothing()
        .When(new CreateSubscription("sales", Terms, "sealed", 7))
        .Then(Made)
        .ThenState(Stream, made => (made.Exists, made.Generation, made.After, made.Terms).ShouldBe((true, 1, 7L, Terms)));

    [Fact]
    public void a_name_in_use_is_refused() => Specification.Given(Stream, Made)
        .When(new CreateSubscription("sales", Terms, "other", 0))
        .ThenRefused(SubscriptionFaults.Exists.Code, SubscriptionFaults.Exists.Message);

    [Fact]
    public void a_name_that_is_free_again_begins_a_generation_of_its_own() => Specification.Given(Stream, Made, new SubscriptionDeleted())
        .When(new CreateSubscription("sales", Terms, "sealed", 7))
        .Then(Made)
        .ThenState(Stream, made => made.Generation.ShouldBe(2));

    [Fact]
    public void terms_change_and_the_place_stays()
    {
        var other = Terms with { BatchSize = 5 };
        Specification.Given(Stream, Made)
            .When(new ChangeSubscription("sales", other, null))
            .Then(new SubscriptionChanged(other, null))
            .ThenState(Stream, changed => (changed.Terms, changed.Secret, changed.After).ShouldBe((other, "sealed", 7L)));
    }

    [Fact]
    public void what_is_so_already_changes_nothing()
    {
        Specification.Given(Stream, Made).When(new ChangeSubscription("sales", Terms with { Slices = ["wallet"] }, null)).ThenNothing();
        Specification.Given(Stream, Made).When(new PauseSubscription("sales", IsPaused: false)).ThenNothing();
        Specification.Given(Stream, Made, new SubscriptionPaused()).When(new PauseSubscription("sales", IsPaused: true)).ThenNothing();
        Specification.GivenNothing().When(new DeleteSubscription("sales")).ThenNothing();
    }

    [Fact]
    public void it_pauses_goes_on_and_ends()
    {
        Specification.Given(Stream, Made).When(new PauseSubscription("sales", IsPaused: true)).Then(new SubscriptionPaused());
        Specification.Given(Stream, Made, new SubscriptionPaused()).When(new PauseSubscription("sales", IsPaused: false)).Then(new SubscriptionResumed());
        Specification.Given(Stream, Made).When(new DeleteSubscription("sales")).Then(new SubscriptionDeleted());
    }

    [Fact]
    public void one_that_there_is_not_is_refused()
    {
        Specification.GivenNothing().When(new ChangeSubscription("sales", Terms, null)).ThenRefused(SubscriptionFaults.NotFound.Code, SubscriptionFaults.NotFound.Message);
        Specification.Given(Stream, Made, new SubscriptionDeleted()).When(new PauseSubscription("sales", IsPaused: true)).ThenRefused(SubscriptionFaults.NotFound.Code, SubscriptionFaults.NotFound.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a/b")]
    public void a_name_that_is_none_is_refused(string name)
    {
        Specification.GivenNothing().When(new CreateSubscription(name, Terms, "s", 0)).ThenRefused(SubscriptionFaults.InvalidName.Code, SubscriptionFaults.InvalidName.Message);
        Specification.GivenNothing().When(new ChangeSubscription(name, Terms, "s")).ThenRefused(SubscriptionFaults.InvalidName.Code, SubscriptionFaults.InvalidName.Message);
        Specification.GivenNothing().When(new PauseSubscription(name, IsPaused: true)).ThenRefused(SubscriptionFaults.InvalidName.Code, SubscriptionFaults.InvalidName.Message);
        Specification.GivenNothing().When(new DeleteSubscription(name)).ThenRefused(SubscriptionFaults.InvalidName.Code, SubscriptionFaults.InvalidName.Message);
    }

    [Fact]
    public void terms_have_bounds()
    {
        static Fault? FlawOf(Func<SubscriptionTerms, SubscriptionTerms> with) => with(Terms).Flaw();

        Subscription.IsName(new('n', 64)).ShouldBeTrue();
        Subscription.IsName(new('n', 65)).ShouldBeFalse();
        FlawOf(terms => terms with { Url = "http://10.0.0.1:8080/x?y=z" }).ShouldBeNull();
        string[] wrong = ["", "example.com", "ftp://example.com/", "https://ann:secret@example.com/", "/hook", "https://example.com/" + new string('x', 2048), "https://example.com/\nx"];
        foreach (var url in wrong) FlawOf(terms => terms with { Url = url }).ShouldBe(SubscriptionFaults.InvalidUrl, url);
        FlawOf(terms => terms with { BatchSize = 1000 }).ShouldBeNull();
        FlawOf(terms => terms with { BatchSize = 1001 }).ShouldBe(SubscriptionFaults.InvalidBatchSize);
        FlawOf(terms => terms with { BatchSize = 0 }).ShouldBe(SubscriptionFaults.InvalidBatchSize);
        FlawOf(terms => terms with { Attempts = 100 }).ShouldBeNull();
        FlawOf(terms => terms with { Attempts = 101 }).ShouldBe(SubscriptionFaults.InvalidAttempts);
        FlawOf(terms => terms with { Attempts = 0 }).ShouldBe(SubscriptionFaults.InvalidAttempts);
        FlawOf(terms => terms with { UserId = "ann" }).ShouldBe(SubscriptionFaults.InvalidUser);
        FlawOf(terms => terms with { Types = [.. Enumerable.Repeat("t", 200)] }).ShouldBe(SubscriptionFaults.TooManyNames);
        FlawOf(terms => terms with { OnFailure = (FailureRule)7 }).ShouldBe(SubscriptionFaults.InvalidOnFailure);
        Specification.GivenNothing().When(new CreateSubscription("sales", Terms with { Attempts = 0 }, "s", 0)).ThenRefused(SubscriptionFaults.InvalidAttempts.Code, SubscriptionFaults.InvalidAttempts.Message);
        Specification.Given(Stream, Made).When(new ChangeSubscription("sales", Terms with { Attempts = 0 }, "s")).ThenRefused(SubscriptionFaults.InvalidAttempts.Code, SubscriptionFaults.InvalidAttempts.Message);
    }
}

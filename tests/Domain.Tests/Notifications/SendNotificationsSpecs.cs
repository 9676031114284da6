using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using static KaosNet.Domain.Tests.Specification;
using Limits = KaosNet.Domain.Notifications.Limits;

namespace KaosNet.Domain.Tests.Notifications;

public sealed class SendNotificationsSpecs
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly NotificationDraft Gift = new(Ann, 7, "A gift", """{"b":1,"a":[1,2]}""") { SenderId = Bob, IsPersistent = true };

    static Specification GivenAnn() => Given(Account.Kind.Of(Ann), new AccountCreated("ann", IdentityKind.Device, "anns-phone-01"));

    [Fact]
    public void a_player_is_told() => GivenAnn()
        .When(new SendNotifications([Gift]))
        .Then(new NotificationSent(Ann, Bob, "A gift", """{"a": [1, 2], "b": 1}""", 7));

    [Fact]
    public void telling_twice_is_two_notifications()
    {
        var once = GivenAnn().When(new SendNotifications([Gift]));
        once.After.When(new SendNotifications([Gift]), seed: 2).Then(new NotificationSent(Ann, Bob, "A gift", """{"a": [1, 2], "b": 1}""", 7));
    }

    [Fact]
    public void all_or_nothing() => GivenAnn()
        .When(new SendNotifications([Gift, Gift with { ReceiverId = Bob }]))
        .ThenRefused(FaultCode.NotFound, "Notification receiver not found.");

    [Fact]
    public void to_everybody_means_to_those_who_are_there() => GivenAnn()
        .When(new SendNotifications([Gift with { ReceiverId = Bob }, Gift]) { SkipsUnknownReceivers = true })
        .Then(new NotificationSent(Ann, Bob, "A gift", """{"a": [1, 2], "b": 1}""", 7));

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(-999, false)]
    [InlineData(-2001, false)]
    [InlineData(-1000, true)]
    [InlineData(-2000, true)]
    public void some_codes_are_the_servers_own(int code, bool isReserved)
    {
        GivenAnn().When(new SendNotifications([Gift with { Code = code }]))
            .ThenRefused(FaultCode.InvalidArgument, "Notification code must be greater than 0.");
        var single = GivenAnn().When(new SendNotifications([Gift with { Code = code }]) { AllowsReserved = true });
        if (isReserved) single.Then(new NotificationSent(Ann, Bob, "A gift", """{"a": [1, 2], "b": 1}""", code));
        else single.ThenRefused(FaultCode.InvalidArgument, "Notification code must be greater than 0, or between -2000 and -1000.");
    }

    [Theory]
    [InlineData("", "Notification subject must be set.")]
    [InlineData("a\0b", "Notification subject must be at most 255 characters.")]
    public void subjects_that_cannot_be(string subject, string text) => GivenAnn()
        .When(new SendNotifications([Gift with { Subject = subject }])).ThenRefused(FaultCode.InvalidArgument, text);

    [Fact]
    public void a_subject_has_at_most_255_characters()
    {
        var subject = string.Concat(Enumerable.Repeat("😀", Limits.SubjectCharacters));
        GivenAnn().When(new SendNotifications([Gift with { Subject = subject }]))
            .Then(new NotificationSent(Ann, Bob, subject, """{"a": [1, 2], "b": 1}""", 7));
        GivenAnn().When(new SendNotifications([Gift with { Subject = subject + "!" }]))
            .ThenRefused(FaultCode.InvalidArgument, "Notification subject must be at most 255 characters.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"a":"\u0000"}""")]
    public void a_content_is_a_json_object(string content) => GivenAnn()
        .When(new SendNotifications([Gift with { Content = content }]))
        .ThenRefused(FaultCode.InvalidArgument, "Notification content must be a valid JSON object.");

    [Fact]
    public void a_content_has_its_bound() => GivenAnn()
        .When(new SendNotifications([Gift with { Content = $$"""{"a":"{{new string('x', Limits.ContentBytes)}}"}""" }]))
        .ThenRefused(FaultCode.InvalidArgument, "Notification content must be at most 65536 bytes.");

    [Theory]
    [InlineData("ann", Bob)]
    [InlineData("0AA0AA00-0000-4000-8000-000000000001", Bob)]
    [InlineData(Ann, "bob")]
    public void users_are_named_by_their_ids(string receiver, string sender) => GivenAnn()
        .When(new SendNotifications([Gift with { ReceiverId = receiver, SenderId = sender }]))
        .ThenRefused(FaultCode.InvalidArgument, "Notification receiver and sender must be valid user IDs.");

    [Fact]
    public void no_more_than_500_at_once()
    {
        var most = Enumerable.Repeat(Gift, Limits.AtOnceMax).ToArray();
        GivenAnn().When(new SendNotifications(most)).Result.ShouldBe(Done.Value);
        GivenAnn().When(new SendNotifications([.. most, Gift]))
            .ThenRefused(FaultCode.InvalidArgument, "At most 500 notifications can be changed at once.");
    }
}

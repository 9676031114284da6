using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using static KaosNet.Domain.Tests.Specification;

namespace KaosNet.Domain.Tests.Notifications;

/// <summary>What becomes of notifications that are kept.</summary>
public sealed class KeptNotificationSpecs
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";
    const string One = "11111111-0000-4000-8000-000000000001";
    const string Other = "22222222-0000-4000-8000-000000000002";

    static readonly StreamRef<Notification> First = Notification.Kind.Of(One);
    static readonly StreamRef<Notification> Second = Notification.Kind.Of(Other);
    static readonly NotificationSent ToAnn = new(Ann, Bob, "hello", "{}", 1);

    static DeleteNotifications Delete(string? receiver, params string[] ids) => new([.. ids.Select(id => new DeletedNotification(id, receiver))]);

    static UpdateNotifications Update(params NotificationEdit[] edits) => new(edits);

    [Fact]
    public void the_receiver_throws_them_away() => Given(First, ToAnn).And(Second, ToAnn)
        .When(Delete(Ann, One, Other))
        .ThenIn(First, new NotificationDeleted())
        .ThenIn(Second, new NotificationDeleted())
        .ThenState(First, gone => (gone.Exists, gone.Content).ShouldBe((false, "{}")));

    [Fact]
    public void naming_one_twice_or_deleting_twice_is_deleting_once()
    {
        var once = Given(First, ToAnn).When(Delete(Ann, One, One)).Then(new NotificationDeleted());
        once.After.When(Delete(Ann, One)).ThenNothing();
    }

    [Fact]
    public void unknown_ones_and_those_of_others_are_passed_over() => Given(First, ToAnn).When(Delete(Bob, One, Other)).ThenNothing();

    [Fact]
    public void server_code_deletes_whoevers_it_is() => Given(First, ToAnn).When(Delete(null, One)).Then(new NotificationDeleted());

    [Fact]
    public void no_more_than_500_are_deleted_at_once()
    {
        GivenNothing().When(Delete(Ann, [.. Enumerable.Repeat(One, 500)])).ThenNothing();
        GivenNothing().When(Delete(Ann, [.. Enumerable.Repeat(One, 501)]))
            .ThenRefused(FaultCode.InvalidArgument, "At most 500 notifications can be changed at once.");
    }

    [Fact]
    public void server_code_edits_what_it_names() => Given(First, ToAnn)
        .When(Update(new NotificationEdit(One) { Content = """{"a":1}""", Subject = "hi" }))
        .Then(new NotificationUpdated("hi", """{"a": 1}""", null))
        .ThenState(First, edited => (edited.Subject, edited.Content, edited.SenderId, edited.Code, edited.CreateTime)
            .ShouldBe(("hi", """{"a": 1}""", Bob, 1, Now)));

    [Fact]
    public void editing_twice_or_nothing_or_the_unknown_does_nothing()
    {
        Given(First, ToAnn).When(Update(new NotificationEdit(One) { Content = "{ }", Subject = "hello", SenderId = Bob })).ThenNothing();
        Given(First, ToAnn).When(Update(new NotificationEdit(One), new NotificationEdit(Other) { Subject = "hi" })).ThenNothing();
        Given(First, ToAnn, new NotificationDeleted()).When(Update(new NotificationEdit(One) { Subject = "hi" })).ThenNothing();
    }

    [Fact]
    public void an_edit_that_cannot_be_refuses_all()
    {
        Given(First, ToAnn).When(Update(new NotificationEdit(One) { Subject = "hi" }, new NotificationEdit(One) { Subject = "" }))
            .ThenRefused(FaultCode.InvalidArgument, "Notification subject must be set.");
        Given(First, ToAnn).When(Update(new NotificationEdit(One) { Content = "1" }))
            .ThenRefused(FaultCode.InvalidArgument, "Notification content must be a valid JSON object.");
        Given(First, ToAnn).When(Update(new NotificationEdit(One) { SenderId = "bob" }))
            .ThenRefused(FaultCode.InvalidArgument, "Notification receiver and sender must be valid user IDs.");
        Given(First, ToAnn).When(Update([.. Enumerable.Repeat(new NotificationEdit(One), 501)]))
            .ThenRefused(FaultCode.InvalidArgument, "At most 500 notifications can be changed at once.");
    }
}

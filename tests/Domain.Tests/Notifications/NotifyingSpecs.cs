using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Tests.Notifications;

public sealed class NotifyingSpecs
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly DecisionContext Context = new(Specification.Player, Specification.Now, new Dice(1));

    [Fact]
    public void a_decision_tells_a_player_in_the_name_of_who_asks()
    {
        var decision = Decision.Granted().Notify(Context, Bob, Notice.FriendRequest("ann"));
        var appended = decision.Events.ShouldHaveSingleItem();
        appended.Stream.IsNew.ShouldBeTrue();
        Guid.TryParseExact(appended.Stream.Id, "D", out _).ShouldBeTrue();
        appended.Event.ShouldBe(
            new NotificationSent(Bob, Ann, "ann wants to add you as a friend", """{"username": "ann"}""", NotificationCode.FriendRequest));
    }

    [Fact]
    public void the_server_itself_has_no_name() => Decision.Granted()
        .Notify(Context with { Caller = Caller.System("job", "Test") }, Bob, 7, "hello", "{}")
        .Events.ShouldHaveSingleItem().Event.ShouldBe(new NotificationSent(Bob, null, "hello", "{}", 7));

    [Fact]
    public void each_has_an_id_of_its_own() =>
        Decision.Granted().Notify(Context, Bob, Notice.FriendAccept("ann")).Notify(Context, Ann, Notice.FriendAccept("ann"))
            .Events.Select(appended => appended.Stream.Id).Distinct().Count().ShouldBe(2);

    [Fact]
    public void a_subject_is_cut_to_what_it_may_hold_and_never_within_a_character()
    {
        var sent = (NotificationSent)Decision.Granted()
            .Notify(Context, Bob, Notice.GroupAdd(Ann, string.Concat(Enumerable.Repeat("😀", 300)))).Events[0].Event;
        sent.Subject.EnumerateRunes().Count().ShouldBe(Limits.SubjectCharacters);
        sent.Subject.ShouldEndWith("😀");
    }

    public static TheoryData<Notice, int, string, string> Rules => new()
    {
        { Notice.DirectMessageRequest("ann"), -1, "ann wants to chat", """{"username": "ann"}""" },
        { Notice.FriendRequest("ann"), -2, "ann wants to add you as a friend", """{"username": "ann"}""" },
        { Notice.FriendAccept("ann"), -3, "ann accepted your friend request", """{"username": "ann"}""" },
        { Notice.GroupAdd(Bob, "The \"Foo\" 😀"), -4, "You've been added to group The \"Foo\" 😀", $$"""{"name": "The \"Foo\" 😀", "group_id": "{{Bob}}"}""" },
        { Notice.GroupJoinRequest(Bob, "ann"), -5, "User ann wants to join your group", $$"""{"group_id": "{{Bob}}", "username": "ann"}""" },
        { Notice.FriendJoinedGame("ann"), -6, "Your friend has just joined the game", """{"username": "ann"}""" },
        { Notice.FriendRemove("ann"), -9, "ann removed you as a friend", """{"username": "ann"}""" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void rules_are_told_word_for_word(Notice notice, int code, string subject, string content)
    {
        (notice.Code, notice.Subject, notice.Content).ShouldBe((code, subject, content));
        JsonDocumentText.Of(content).ShouldBe(content);
    }
}

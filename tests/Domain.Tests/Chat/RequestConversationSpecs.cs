using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Notifications;
using static KaosNet.Domain.Tests.Specification;

namespace KaosNet.Domain.Tests.Chat;

public sealed class RequestConversationSpecs
{
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    [Fact]
    public void the_other_one_is_told_in_the_players_name_each_time() => GivenNothing()
        .When(new CreateAccount(Bob, "bob", Identity.Device("bobs-phone-01"))).After
        .When(new RequestConversation(Bob, "ann"))
        .Then(new NotificationSent(Bob, Player.UserId, "ann wants to chat", """{"username": "ann"}""", NotificationCode.DirectMessageRequest))
        .After.When(new RequestConversation(Bob, "ann"))
        .Then(new NotificationSent(Bob, Player.UserId, "ann wants to chat", """{"username": "ann"}""", NotificationCode.DirectMessageRequest));

    [Fact]
    public void nobody_is_told_who_is_gone() => GivenNothing().When(new RequestConversation(Bob, "ann")).ThenNothing();
}

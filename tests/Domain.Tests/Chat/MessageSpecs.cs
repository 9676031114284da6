using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Specification;

namespace KaosNet.Domain.Tests.Chat;

public sealed class MessageSpecs
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";
    const string Eve = "0ee0ee00-0000-4000-8000-000000000003";
    const string Id = "11111111-0000-4000-8000-000000000001";

    static readonly StreamRef<ChannelMessage> Message = ChannelMessage.Kind.Of(Id);
    static readonly ChannelId Lobby = ChannelId.Room("lobby");
    static readonly ChannelId Conversation = ChannelId.DirectMessage(Guid.Parse(Ann), Guid.Parse(Bob));
    static readonly Speaker ByAnn = new(Ann, "ann");
    static readonly MessageSent Hello = new("2...lobby", MessageCode.Chat, Ann, "ann", """{"text": "hello"}""");
    static readonly Caller Module = new() { Source = Source.Script, Actor = "module", Operation = "Test" };
    static readonly DateTimeOffset Later = Now.AddMinutes(1);

    static readonly PostMessage Post = new(Id, Lobby, ByAnn, """{"text":"hello"}""");
    static readonly EditMessage Edit = new(Id, Lobby, ByAnn, """{"text":"hi"}""");
    static readonly RemoveMessage Remove = new(Id, Lobby, ByAnn);

    [Fact]
    public void a_player_says_something() => GivenNothing().When(Post)
        .Then(Hello)
        .ThenAnswers(said => (said.ChannelId, said.Code, said.SenderId, said.Username, said.Content, said.CreateTime, said.UpdateTime)
            .ShouldBe(("2...lobby", 0, Ann, "ann", """{"text": "hello"}""", Now, Now)));

    [Fact]
    public void the_same_message_once_more_is_said_once() => GivenNothing().When(Post).After.When(Post)
        .ThenNothing()
        .ThenAnswers(said => said.Content.ShouldBe("""{"text": "hello"}"""));

    [Fact]
    public void the_server_speaks_without_a_name() => GivenNothing()
        .When(Post with { Sender = new(null, "") }, Module)
        .Then(Hello with { SenderId = null, Username = null });

    [Fact]
    public void nobody_speaks_for_another_or_in_the_conversation_of_others()
    {
        GivenNothing().When(Post with { Sender = new(Bob, "bob") }).ThenRefused(FaultCode.InvalidArgument, "Must join channel before sending messages");
        GivenNothing().When(Post with { Channel = ChannelId.DirectMessage(Guid.Parse(Bob), Guid.Parse(Eve)) })
            .ThenRefused(FaultCode.InvalidArgument, "Must join channel before sending messages");
        GivenNothing().When(Post with { Channel = Conversation }).Then(Hello with { ChannelId = $"4.{Ann}.{Bob}." });
        GivenNothing().When(Post with { Sender = new(Eve, "eve"), Channel = Conversation }, Module)
            .Then(Hello with { ChannelId = $"4.{Ann}.{Bob}.", SenderId = Eve, Username = "eve" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[1]")]
    [InlineData("""{"a":""")]
    [InlineData("""{"a":"\ud800"}""")]
    public void a_content_is_a_json_object(string content)
    {
        GivenNothing().When(Post with { Content = content }).ThenRefused(FaultCode.InvalidArgument, "Message content must be a valid JSON object");
        Given(Message, Hello).When(Edit with { Content = content })
            .ThenRefused(FaultCode.InvalidArgument, "Message content must be a valid JSON object");
    }

    [Fact]
    public void contents_and_names_have_bounds()
    {
        GivenNothing().When(Post with { Content = $$"""{"a":"{{new string('x', Limits.ContentBytes)}}"}""" })
            .ThenRefused(FaultCode.InvalidArgument, "Message content must be at most 65536 bytes");
        GivenNothing().When(Post with { Content = $$"""{"a":"{{new string('é', Limits.ContentBytes / 2)}}"}""" })
            .ThenRefused(FaultCode.InvalidArgument, "Message content must be at most 65536 bytes");
        GivenNothing().When(Post with { Sender = new(Ann, new string('é', 64)) }).Then(Hello with { Username = new string('é', 64) });
        GivenNothing().When(Post with { Sender = new(Ann, new string('é', 65)) })
            .ThenRefused(FaultCode.InvalidArgument, "Message sender must be a valid user ID with a name of at most 128 bytes");
        GivenNothing().When(Post with { Sender = new("ann", "ann") }, Module)
            .ThenRefused(FaultCode.InvalidArgument, "Message sender must be a valid user ID with a name of at most 128 bytes");
    }

    [Fact]
    public void the_sender_says_it_differently() => Given(Message, Hello)
        .When(Edit with { Sender = new(Ann, "anne") }, now: Later)
        .Then(new MessageEdited("""{"text": "hi"}""", "anne"))
        .ThenAnswers(said => (said.Code, said.Username, said.Content, said.CreateTime, said.UpdateTime)
            .ShouldBe((0, "anne", """{"text": "hi"}""", Now, Later)));

    [Fact]
    public void the_sender_takes_it_back() => Given(Message, Hello)
        .When(Remove, now: Later)
        .Then(new MessageRemoved())
        .ThenAnswers(said => (said.CreateTime, said.UpdateTime).ShouldBe((Now, Now)))
        .ThenState(Message, gone => (gone.Exists, gone.Content, gone.SenderId).ShouldBe((false, "{}", null)));

    [Fact]
    public void what_is_not_there_or_not_theirs_is_not_found()
    {
        NotFound(GivenNothing(), Edit, Remove);
        NotFound(Given(Message, Hello, new MessageRemoved()), Edit, Remove);
        NotFound(Given(Message, Hello with { SenderId = Bob }), Edit, Remove);
        NotFound(Given(Message, Hello), Edit with { Channel = Conversation }, Remove with { Channel = Conversation });
        NotFound(Given(Message, Hello with { Code = MessageCode.GroupKick }), Edit, Remove);
        NotFound(Given(Message, Hello with { SenderId = Bob }), Edit with { Sender = new(Bob, "bob") }, Remove with { Sender = new(Bob, "bob") });
    }

    [Fact]
    public void server_code_changes_what_it_says_for_others()
    {
        Given(Message, Hello).When(Edit, Module).Then(new MessageEdited("""{"text": "hi"}""", "ann"));
        Given(Message, Hello).When(Remove, Module).Then(new MessageRemoved());
        Given(Message, Hello with { SenderId = null }).When(Remove with { Sender = new(null, null) }, Module).Then(new MessageRemoved());
    }

    [Fact]
    public void a_decision_leaves_its_notice_in_the_groups_channel_to_the_second()
    {
        var at = Now.AddMilliseconds(700);
        var context = new DecisionContext(Player, at, new Dice(1));
        var notice = Decision.Granted().PostGroupMessage(context, Eve, MessageCode.GroupKick, Bob, "bob").Events.ShouldHaveSingleItem();
        notice.Stream.IsNew.ShouldBeTrue();
        notice.Event.ShouldBe(new MessageSent($"3.{Eve}..", 6, Bob, "bob", "{}"));
        var kept = (ChannelMessage)ChannelMessage.Kind.Evolve(ChannelMessage.Kind.Initial(notice.Stream.Id), notice.Event, at);
        (kept.CreateTime, kept.UpdateTime).ShouldBe((Now, Now));
    }

    [Fact]
    public void the_audit_index_finds_both_who_talk() =>
        ChannelMessage.Kind.About(Id, Hello with { ChannelId = Conversation.ToString() }).Distinct().ShouldBe([Ann, Bob]);

    static void NotFound(Specification given, EditMessage edit, RemoveMessage remove)
    {
        given.When(edit).ThenRefused(FaultCode.InvalidArgument, "Could not find message to update in channel history");
        given.When(remove).ThenRefused(FaultCode.InvalidArgument, "Could not find message to remove in channel history");
    }
}

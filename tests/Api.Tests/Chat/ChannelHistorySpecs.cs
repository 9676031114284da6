using System.Text.Json;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Chat;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Chat;
using KaosNet.Store.Tables;
using static KaosNet.Api.Tests.Answers;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Api.Tests.Chat;

/// <summary>What was said, as clients read it (parity 6.2).</summary>
public sealed class ChannelHistorySpecs(GameServer server) : IClassFixture<GameServer>
{
    [Fact]
    public async Task a_room_is_read_to_its_last_page_by_anybody()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var room = ChannelId.Room("the lobby." + Guid.NewGuid().ToString("n"));
        for (var i = 0; i < 5; i++) await Say(ann, room, $$"""{"n":{{i}},"a":1}""");

        var path = "/v2/channel/" + Uri.EscapeDataString(room.ToString());
        var read = new List<string>();
        var page = await Json(server.Send("GET", path + "?limit=2", bob.Token));
        for (; ; page = await Json(server.Send("GET", $"{path}?limit=2&cursor={Text(page, "next_cursor")}", bob.Token)))
        {
            read.AddRange(page.GetProperty("messages").EnumerateArray().Select(message => Text(message, "content")));
            if (!page.TryGetProperty("next_cursor", out _)) break;
        }

        read.ShouldBe(Enumerable.Range(0, 5).Select(n => $$"""{"a": 1, "n": {{n}}}"""));
        page.TryGetProperty("prev_cursor", out _).ShouldBeTrue();
        var newest = (await Json(server.Send("GET", path + "?forward=false", bob.Token))).GetProperty("messages").EnumerateArray().Single();
        Text(newest, "content").ShouldBe("""{"a": 1, "n": 4}""");

        await Say(ann, room, """{"news":true}""");
        var news = await Json(server.Send("GET", $"{path}?limit=100&cursor={Text(page, "cacheable_cursor")}", bob.Token));
        Text(news.GetProperty("messages").EnumerateArray().Single(), "content").ShouldBe("""{"news": true}""");
    }

    [Fact]
    public async Task a_message_shows_all_that_is_known_of_it()
    {
        var ann = await server.SignUp();
        var room = ChannelId.Room(Guid.NewGuid().ToString("n"));
        var ack = await Say(ann, room, "{}");
        var shown = await Single(room, ann);
        shown.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["channel_id", "message_id", "code", "sender_id", "username", "content", "create_time", "update_time", "persistent", "room_name"],
            ignoreOrder: true);
        (Text(shown, "channel_id"), Text(shown, "message_id"), Text(shown, "room_name")).ShouldBe((room.ToString(), ack.MessageId, room.Label));
        (Text(shown, "sender_id"), Text(shown, "username"), Text(shown, "content")).ShouldBe((ann.UserId, ann.Username, "{}"));
        (shown.GetProperty("code").GetInt32(), shown.GetProperty("persistent").GetBoolean()).ShouldBe((0, true));
        shown.GetProperty("create_time").GetDateTimeOffset().ShouldBe(ack.CreateTime!.Value);
    }

    [Fact]
    public async Task edits_and_removals_show()
    {
        var ann = await server.SignUp();
        var room = ChannelId.Room(Guid.NewGuid().ToString("n"));
        var ack = await Say(ann, room, "{}");
        var chat = server.Get<ChatSender>();
        (await chat.Update(room, ack.MessageId, By(ann), """{"x":1}""", isPersistent: true, CallerOf(ann), default)).Value.Code.ShouldBe(MessageCode.Update);
        var shown = await Single(room, ann);
        (Text(shown, "content"), shown.GetProperty("code").GetInt32()).ShouldBe(("""{"x": 1}""", 0));
        shown.GetProperty("update_time").GetDateTimeOffset().ShouldBeGreaterThan(shown.GetProperty("create_time").GetDateTimeOffset());
        (await chat.Remove(room, ack.MessageId, By(ann), isPersistent: true, CallerOf(ann), default)).Value.Code.ShouldBe(MessageCode.Remove);
        await Expect(server.Send("GET", "/v2/channel/" + room, ann.Token), 200, "{}");
        (await chat.Remove(room, ack.MessageId, By(ann), isPersistent: true, CallerOf(ann), default)).Fault.ShouldBe(ChatFaults.NothingToRemove);
    }

    [Fact]
    public async Task a_conversation_is_read_by_the_two_who_talk()
    {
        var (ann, bob, eve) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
        var conversation = ChannelId.DirectMessage(Guid.Parse(ann.UserId), Guid.Parse(bob.UserId));
        await Say(ann, conversation, """{"psst":1}""");
        foreach (var player in new[] { ann, bob })
        {
            var shown = await Single(conversation, player);
            (Text(shown, "user_id_one"), Text(shown, "user_id_two")).ShouldBe((conversation.Subject.ToString(), conversation.Subcontext.ToString()));
        }

        await Refused(server.Send("GET", "/v2/channel/" + conversation, eve.Token), 400, 3, "Channel not found.");
        // The reverse is another channel, in which nobody ever speaks.
        await Expect(server.Send("GET", $"/v2/channel/4.{conversation.Subcontext}.{conversation.Subject}.", ann.Token), 200, "{}");
    }

    [Fact]
    public async Task a_groups_channel_is_closed_to_others()
    {
        var ann = await server.SignUp();
        await Refused(server.Send("GET", $"/v2/channel/3.{Guid.NewGuid()}..", ann.Token), 400, 3, "Group not found.");
    }

    [Fact]
    public async Task a_groups_channel_tells_its_members_who_came()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var group = Text(await Json(server.Send("POST", "/v2/group", ann.Token, $$"""{"name":"{{Guid.NewGuid():n}}","open":true}""")), "id");
        var path = $"/v2/channel/3.{group}..?limit=100";
        await Refused(server.Send("GET", path, bob.Token), 400, 3, "Group not found.");
        await Expect(server.Send("POST", $"/v2/group/{group}/join", bob.Token), 200, "{}");

        var notice = (await Json(server.Send("GET", path, bob.Token))).GetProperty("messages").EnumerateArray().Single();
        (notice.GetProperty("code").GetInt32(), Text(notice, "sender_id"), Text(notice, "username"), Text(notice, "content"), Text(notice, "group_id"))
            .ShouldBe((MessageCode.GroupJoin, bob.UserId, bob.Username, "{}", group));
        Text(notice, "create_time").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");

        await Expect(server.Send("POST", $"/v2/group/{group}/leave", bob.Token), 200, "{}");
        await Refused(server.Send("GET", path, bob.Token), 400, 3, "Group not found.");
        (await Json(server.Send("GET", path, ann.Token))).GetProperty("messages").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("nonsense", "Invalid channel ID.")]
    [InlineData("2...", "Invalid channel ID.")]
    [InlineData("3.group..", "Invalid channel ID.")]
    [InlineData("2...a?limit=0", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("2...a?limit=101", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("2...a?limit=-1", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("2...a?cursor=AAAA", "Cursor is invalid or expired.")]
    [InlineData("2...a?cursor=%F0%9F%98%80", "Cursor is invalid or expired.")]
    public async Task bad_input_is_refused(string what, string text) =>
        await Refused(server.Send("GET", "/v2/channel/" + what, (await server.SignUp()).Token), 400, 3, text);

    [Fact]
    public async Task nobody_without_a_session() => await Refused(server.Send("GET", "/v2/channel/2...a"), 401, 16, "Auth token required");

    [Fact]
    public async Task what_was_said_goes_with_the_account_and_what_is_there_can_be_rebuilt()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var room = ChannelId.Room(Guid.NewGuid().ToString("n"));
        await Say(ann, room, """{"by":"ann"}""");
        await Say(bob, room, """{"by":"bob"}""");
        await Expect(server.Send("DELETE", "/v2/account", ann.Token), 200, "{}");
        Text(await Single(room, bob), "content").ShouldBe("""{"by": "bob"}""");
        foreach (var table in await server.Get<TableRebuilder>().Verify([MessageRow.Table])) table.Differences.ShouldBeEmpty();
    }

    async Task<ChannelMessageAck> Say(TestPlayer player, ChannelId channel, string content) =>
        (await server.Get<ChatSender>().Send(channel, By(player), content, isPersistent: true, CallerOf(player), default)).Value;

    async Task<JsonElement> Single(ChannelId channel, TestPlayer player) =>
        (await Json(server.Send("GET", "/v2/channel/" + channel + "?limit=100", player.Token))).GetProperty("messages").EnumerateArray().Single();

    static Speaker By(TestPlayer player) => new(player.UserId, player.Username);

    static Caller CallerOf(TestPlayer player) =>
        new() { Source = Source.Client, Actor = player.UserId, UserId = player.UserId, Username = player.Username, Operation = "Spec" };
}

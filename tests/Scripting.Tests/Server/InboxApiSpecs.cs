using KaosNet.Modules;
using KaosNet.Modules.Chat;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Notifications and chat from modules in JavaScript and in C#, on a real database.</summary>
public sealed class InboxApiSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task javascript_tells_players_things()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        world.Run("""
            nk.notificationSend(ann, "hello", { b: 1 }, 7, bob, true);
            nk.notificationSend(ann, "passing", {}, 8);
            nk.notificationsSend([{ userId: ann, subject: "reserved", content: {}, code: -1500, persistent: true }, { userId: bob, subject: "his", content: { n: 3 }, code: 9, senderId: ann, persistent: true }]);
            nk.notificationsSend([]);
            const page = nk.notificationsList(ann, 1), rest = nk.notificationsList(ann, 10, page.cursor), [n] = page.notifications;
            const { id } = nk.notificationsList(bob).notifications[0];
            nk.notificationsUpdate([{ id, subject: "edited", content: { x: true }, sender: cid }]);
            const [m] = nk.notificationsGetId([id, nobody]);
            nk.notificationsDelete([{ userId: ann, notificationId: id }]);
            nk.notificationsDeleteId([id], ann);
            const kept = nk.notificationsList(bob).notifications.length;
            nk.notificationsDeleteId([id]);
            return [n.subject, n.content, n.code, n.senderId === bob, n.createTime > 1700000000, n.persistent, rest.notifications.map(one => one.code), rest.notifications[0].senderId,
              m.userId === bob, m.subject, m.content.x, m.code, m.sender === cid, "senderId" in m, m.persistent, kept, nk.notificationsList(bob).notifications.length];
            """).ShouldBe("""["hello","{\"b\": 1}",7,true,true,true,[-1500],"",true,"edited",true,9,true,false,true,1,0]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.notificationSend('ann', 's', {}, 1)", "TypeError: expects user_id to be a valid ID"),
            ("nk.notificationSend(ann, 's', [], 1)", "TypeError: expects content to be an object"),
            ("nk.notificationSend(ann, 's', {}, -1)", "TypeError: expects code to be greater than 0, or between -2000 and -1000"),
            ("nk.notificationSend(nobody, 's', {}, 1, null, true)", "GoError: failed to send notification: Notification receiver not found."),
            ("nk.notificationsSend([{ userId: ann, subject: 's', content: {}, code: -2001 }])", "TypeError: expects code to be greater than 0"),
            ("nk.notificationsSend([{ userId: ann, content: {}, code: 1 }])", "TypeError: expects subject to be supplied"),
            ("nk.notificationSendAll('s', {}, -1500)", "TypeError: expects code to be greater than 0"),
            ("nk.notificationsList(ann, 1001)", "TypeError: expects limit to be 1-1000"),
            ("nk.notificationsUpdate([{ subject: 's' }])", "TypeError: expects id to be supplied"),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task csharp_tells_players_things()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        var notifications = world.Nk.Notifications;
        await notifications.Send(ApiWorld.AnnId, "hello", """{"a":1}""", 7, persistent: true);
        var listed = (await notifications.List(ApiWorld.AnnId)).Notifications.ShouldHaveSingleItem();
        (listed.Subject, listed.Content, listed.SenderId).ShouldBe(("hello", """{"a": 1}""", ""));
        await notifications.Update([new() { Id = listed.Id, Sender = ApiWorld.BobId }]);
        (await notifications.Of([listed.Id])).ShouldHaveSingleItem().SenderId.ShouldBe(ApiWorld.BobId);
        // A code that nobody checks on the way is looked at all the same.
        await Should.ThrowAsync<RefusedException>(async () => await notifications.SendMany([new() { UserId = ApiWorld.AnnId, Subject = "s", Content = "{}", Code = -5 }]));
        await notifications.Delete([new() { UserId = ApiWorld.AnnId, NotificationId = listed.Id }]);
        (await notifications.List(ApiWorld.AnnId)).Notifications.ShouldBeEmpty();
    }

    [Fact]
    public async Task javascript_speaks_on_channels()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        world.Run("""
            const room = nk.channelIdBuild(undefined, "lobby", 1);
            const ack = nk.channelMessageSend(room, { b: 1 }, ann, "ann");
            nk.channelMessageSend(room, { kept: false }, ann, "ann", false);
            nk.channelMessageSend(room);
            const edited = nk.channelMessageUpdate(room, ack.messageId, { c: 3 }, ann, "anne");
            const page = nk.channelMessagesList(room, 1), [m] = page.messages, rest = nk.channelMessagesList(room, 1, true, page.nextCursor);
            const removed = nk.channelMessageRemove(room, ack.messageId, ann, "ann");
            return [room, nk.channelIdBuild(bob, ann, 2) === `4.${ann}.${bob}.`, ack.code, ack.username, ack.persistent, edited.code, edited.messageId === ack.messageId, m.content, m.username,
              m.senderId === ann, m.roomName, m.createTime === ack.createTime, page.prevCursor, rest.messages[0].content, rest.nextCursor, rest.prevCursor.length > 0, removed.code,
              nk.channelMessagesList(room).messages.length];
            """).ShouldBe("""["2...lobby",true,0,"ann",true,1,true,"{\"c\": 3}","anne",true,"lobby",true,"","{}","",true,2,1]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.channelIdBuild(ann, 'x', 4)", "TypeError: expects channel type to be 1, 2 or 3"),
            ("nk.channelIdBuild('x', 'x', 1)", "TypeError: expects sender ID to either be not set, empty string or a valid ID"),
            ("nk.channelIdBuild(ann, nobody, 3)", "GoError: error building channel ID: Group not found: Invalid channel target"),
            ("nk.channelMessageSend('nonsense', {})", "TypeError: expects channel ID to be a valid channel identifier"),
            ("nk.channelMessageSend('2...lobby', 'x')", "TypeError: expects content to be an object"),
            ("nk.channelMessageUpdate('2...lobby', nobody, {})", "GoError: failed to update channel message: Could not find message to update in channel history"),
            ("nk.channelMessagesList('2...lobby', 101)", "TypeError: expects limit to be 1-100"),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task csharp_speaks_on_channels()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        var chat = world.Nk.Chat;
        var room = await chat.BuildId(null, "den", ChannelType.Room);
        var ack = await chat.Send(room, """{"a":1}""", ApiWorld.AnnId, "ann", persist: true);
        await chat.Update(room, ack.MessageId, """{"a":2}""", ApiWorld.AnnId, "ann", persist: true);
        var message = (await chat.List(room)).Messages.ShouldHaveSingleItem();
        (message.MessageId, message.SenderId, message.Content, message.RoomName).ShouldBe((ack.MessageId, ApiWorld.AnnId, """{"a": 2}""", "den"));
        (await Should.ThrowAsync<RefusedException>(async () => await chat.Send("den"))).Message.ShouldBe("expects channel ID to be a valid channel identifier");
        (await chat.Remove(room, ack.MessageId, ApiWorld.AnnId, "ann", persist: true)).Code.ShouldBe(2);
    }
}

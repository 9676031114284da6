using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Notifications and chat from modules, on a real database.</summary>
public sealed class InboxFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";
    private const string Bob = "00000000-0000-4000-8000-000000000002";

    private const string Module = """
        local nk = require('nakama')
        local ann, bob = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end
        local function error_of(f, ...) return (select(2, pcall(f, ...))) end

        rpc('notify', function()
          nk.notification_send(ann, 'hello', { b = 1, a = { 1, 2 } }, 7, bob, true)
          nk.notification_send(ann, 'passing', {}, 8)
          nk.notification_send(ann, 'reserved', {}, -1500, nil, true)
          nk.notifications_send({
            { user_id = ann, subject = 'third', content = { n = 3 }, code = 9, persistent = true },
            { user_id = bob, subject = 'his', content = {}, code = 10, sender_id = ann, persistent = true },
            { user_id = bob, subject = 'unkept', content = {}, code = 11 },
          })
          nk.notifications_send({})
          local first, cursor = nk.notifications_list(ann, 2)
          local second, last = nk.notifications_list(ann, 2, cursor)
          local none, same = nk.notifications_list(ann, 2, last)
          local n = first[1]
          return { #first, n.subject, n.content, n.code, n.senderId, n.createTime > 1700000000, n.persistent, #n.id, first[2].senderId, first[2].code,
            #second, second[1].code, #none, same == last }
        end)
        rpc('edit', function()
          local id = nk.notifications_list(bob)[1].id
          nk.notifications_update({ { id = id, subject = 'edited', content = { x = true }, sender = bob } })
          local n = nk.notifications_get_id({ id })[1]
          local of_another = #nk.notifications_get_id({ id }, ann)
          nk.notifications_delete({ { user_id = ann, notification_id = id } })
          local kept = #nk.notifications_list(bob)
          nk.notifications_delete({ { user_id = bob, notification_id = id } })
          return { n.id == id, n.user_id, n.subject, n.content.x, n.code, n.sender_id, n.persistent, of_another, kept, #nk.notifications_list(bob) }
        end)
        rpc('delete_ids', function()
          nk.notification_send(bob, 'one', {}, 1, nil, true)
          local ids = { nk.notifications_list(bob)[1].id }
          nk.notifications_delete_id(ids, ann)
          local kept = #nk.notifications_list(bob)
          nk.notifications_delete_id(ids)
          nk.notifications_delete_id()
          return { kept, #nk.notifications_list(bob) }
        end)
        rpc('refused', function()
          return {
            error_of(nk.notification_send, 'ann', 's', {}, 1), error_of(nk.notification_send, ann, '', {}, 1), error_of(nk.notification_send, ann, 's', {}, 0),
            error_of(nk.notification_send, ann, 's', nil, 1), error_of(nk.notification_send, '00000000-0000-4000-8000-000000000009', 's', {}, 1, nil, true),
            error_of(nk.notifications_send, { { user_id = ann, subject = 's', content = {}, code = -1500 } }), error_of(nk.notification_send_all, 's', {}, -1500),
            error_of(nk.notifications_list, ann, 0), error_of(nk.notifications_list, ann, 1, 'bad'),
          }
        end)
        rpc('everybody', function() nk.notification_send_all('news', { n = 1 }, 42, true) nk.notification_send_all('news', {}, 43) return {} end)
        rpc('news', function() return #nk.notifications_list(bob, 1) end)

        rpc('ids', function()
          return { nk.channel_id_build('', 'lobby', 1), nk.channel_id_build(bob, ann, 2), nk.channel_id_build('', 'd00d0000-0000-4000-8000-00000000000d', 3),
            error_of(nk.channel_id_build, ann, 'd00d0000-0000-4000-8000-00000000000d', 3), error_of(nk.channel_id_build, '', ann, 2),
            error_of(nk.channel_id_build, ann, '00000000-0000-4000-8000-000000000009', 2), error_of(nk.channel_id_build, ann, string.rep('x', 65), 1),
            error_of(nk.channel_id_build, ann, 'x', 4) }
        end)
        rpc('chat', function()
          local room = nk.channel_id_build('', 'lobby', 1)
          local ack = nk.channel_message_send(room, { b = 1, a = 2 }, ann, 'ann', true)
          nk.channel_message_send(room, { kept = false }, ann, 'ann')
          nk.channel_message_send(room, nil, nil, nil, true)
          local edited = nk.channel_message_update(room, ack.messageId, { c = 3 }, ann, 'anne', true)
          local page, after, before = nk.channel_messages_list(room, 1)
          local rest, none, back = nk.channel_messages_list(room, 1, true, after)
          local m = page[1]
          local removed = nk.channel_message_remove(room, ack.messageId, ann, 'ann', true)
          return { ack.channelId, ack.code, ack.username, ack.persistent, edited.code, edited.messageId == ack.messageId, m.content, m.username, m.senderId, m.roomName,
            m.createTime == ack.createTime, before, rest[1].senderId, rest[1].username, rest[1].content, none, #back > 0, removed.code, #nk.channel_messages_list(room),
            error_of(nk.channel_message_update, room, ack.messageId, {}, ann, 'ann', true), error_of(nk.channel_message_send, 'nonsense', {}) }
        end)
        """;

    [Fact]
    public async Task players_are_told_things_listed_edited_and_deleted()
    {
        await using var world = await Open();
        (await world.Call("notify")).ShouldBe($$"""[2,"hello","{\"a\": [1, 2], \"b\": 1}",7,"{{Bob}}",true,true,36,"",-1500,1,9,0,true]""");
        (await world.Call("edit")).ShouldBe($$"""[true,"{{Bob}}","edited",true,10,"{{Bob}}",true,0,1,0]""");
        (await world.Call("delete_ids")).ShouldBe("[1,0]");
    }

    [Fact]
    public async Task everybody_is_told()
    {
        // In a game of its own, as everybody is everybody.
        await using var world = await Open(await TestPostgres.CreateDatabaseAsync());
        var sending = world.Get<Realtime.Notifications.NotificationsToAll>();
        await sending.StartAsync(CancellationToken.None);
        (await world.Call("everybody")).ShouldBe("{}");
        await Eventually.Is(async () => await world.Call("news") == "1");
        await sending.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task what_cannot_be_sent_is_a_script_error()
    {
        await using var world = await Open();
        var refused = await world.Call("refused");
        foreach (var text in new[]
        {
            "bad argument #1 to notification_send (expects user_id to be a valid ID)",
            "bad argument #2 to notification_send (expects subject to be a non-empty string)",
            "bad argument #4 to notification_send (expects code to be greater than 0, or between -2000 and -1000)",
            "bad argument #3 to notification_send (table expected, got nil)",
            "failed to send notification: Notification receiver not found.",
            "bad argument #1 to notifications_send (expects code to be greater than 0)",
            "bad argument #3 to notification_send_all (expects code to be greater than 0)",
            "bad argument #2 to notifications_list (expects limit to be 1-1000)",
            "failed to list notifications: Cursor is invalid.",
        })
        {
            refused.ShouldContain(text);
        }
    }

    [Fact]
    public async Task channels_are_named_for_those_who_may_be_there()
    {
        await using var world = await Open();
        var ids = await world.Call("ids");
        ids.ShouldStartWith($"[\"2...lobby\",\"4.{Ann}.{Bob}.\",\"3.d00d0000-0000-4000-8000-00000000000d..\"");
        foreach (var text in new[]
        {
            "Group not found: Invalid channel target", "Invalid user ID in direct message join: Invalid channel target",
            "User ID not found: Invalid channel target", "Channel name is required and must be 1-64 chars: Invalid channel target",
            "expects channel type to be 1, 2 or 3",
        })
        {
            ids.ShouldContain(text);
        }
    }

    [Fact]
    public async Task modules_speak_edit_remove_and_read_on_channels()
    {
        await using var world = await Open();
        var told = await world.Call("chat");
        told.ShouldStartWith(
            $$"""["2...lobby",0,"ann",true,1,true,"{\"c\": 3}","anne","{{Ann}}","lobby",true,"","{{Guid.Empty}}","","{}","",true,2,1,""");
        told.ShouldContain("failed to update channel message: Could not find message to update in channel history");
        told.ShouldContain("expects channel ID to be a valid channel identifier");
    }

    private async Task<GameWorld> Open(string? connectionString = null)
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        var world = await GameWorld.Open(connectionString ?? postgres.ConnectionString, folder);
        foreach (var (id, name) in new[] { (Ann, "ann"), (Bob, "bob") })
            await world.Get<IJournal>().Execute(new CreateAccount(id, name, Identity.Device($"{name}s-phone-01")), Caller.System("spec", "Spec"));
        return world;
    }
}

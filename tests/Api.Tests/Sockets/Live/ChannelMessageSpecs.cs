using System.Text.Json.Nodes;
using KaosNet.Domain.Accounts;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>What is said on channels: live, acknowledged and in history (parity 4.4 and 4.5 of realtime).</summary>
[Collection(LiveServer.Name)]
public sealed class ChannelMessageSpecs(LiveServer live)
{
    readonly GameServer server = live.Game;

    [Fact]
    public async Task what_is_said_reaches_everybody_there_and_is_kept()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = await Join(ann);
        await Join(bob, room);
        var ack = (await Say(ann, room, """{\"b\":1,\"a\":\"<x>\"}"""))["channel_message_ack"]!.AsObject();
        ack.Select(field => field.Key).ShouldBe(["channel_id", "message_id", "code", "username", "create_time", "update_time", "persistent", "room_name"]);
        ((string?)ack["channel_id"], (int?)ack["code"], (string?)ack["username"], (bool?)ack["persistent"]).ShouldBe((room, 0, ann.Username, true));
        ack["create_time"]!.ToJsonString().ShouldBe(ack["update_time"]!.ToJsonString());

        foreach (var player in new[] { ann, bob })
        {
            var message = await player.Next("channel_message");
            message.Select(field => field.Key).ShouldBe(
            [
                "channel_id", "message_id", "code", "sender_id", "username", "content", "create_time", "update_time", "persistent", "room_name",
            ]);
            // As it was submitted; history spells it canonically.
            ((string?)message["message_id"], (string?)message["sender_id"], (string?)message["content"])
                .ShouldBe(((string?)ack["message_id"], ann.UserId, """{"b":1,"a":"<x>"}"""));
        }

        (await History(ann, room)).ShouldBe([(0, """{"a": "<x>", "b": 1}""", ann.Username)]);
    }

    [Fact]
    public async Task the_speaker_gets_the_message_before_its_acknowledgement()
    {
        await using var ann = await LivePlayer.Open(server);
        var room = await Join(ann);
        for (var i = 0; i < 5; i++)
        {
            await Say(ann, room, "{}");
            ann.Kept.ShouldContain("channel_message");
            await ann.Next("channel_message");
        }
    }

    [Fact]
    public async Task what_is_said_without_persistence_is_only_live()
    {
        await using var ann = await LivePlayer.Open(server);
        var room = (string)(await ann.Ask($$""" "channel_join":{"target":"{{Guid.NewGuid()}}","type":1,"persistence":false} """))["channel"]!["id"]!;
        var ack = (await Say(ann, room, "{}"))["channel_message_ack"]!.AsObject();
        ((int?)ack["code"], (bool?)ack["persistent"]).ShouldBe((0, false));
        (await ann.Next("channel_message"))["message_id"]!.ToJsonString().ShouldBe(ack["message_id"]!.ToJsonString());
        // Nothing is looked up, so any id will do.
        var any = Guid.NewGuid().ToString();
        ack = (await Edit(ann, room, any, """{\"x\":1}"""))["channel_message_ack"]!.AsObject();
        ((string?)ack["message_id"], (int?)ack["code"]).ShouldBe((any, 1));
        ((string?)(await ann.Next("channel_message"))["content"]).ShouldBe("""{"x":1}""");
        ack = (await Remove(ann, room, any))["channel_message_ack"]!.AsObject();
        ((string?)ack["message_id"], (int?)ack["code"]).ShouldBe((any, 2));
        ((string?)(await ann.Next("channel_message"))["content"]).ShouldBe("{}");
        (await History(ann, room)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_message_is_said_differently_and_taken_back()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = await Join(ann);
        await Join(bob, room);
        var sent = (await Say(ann, room, """{\"n\":1}"""))["channel_message_ack"]!.AsObject();
        var id = (string)sent["message_id"]!;
        await bob.Next("channel_message");

        // The id may be spelled in any way that ids may.
        var edited = (await Edit(ann, room, id.ToUpperInvariant(), """{\"n\":2}"""))["channel_message_ack"]!.AsObject();
        ((string?)edited["message_id"], (int?)edited["code"], (bool?)edited["persistent"]).ShouldBe((id, 1, true));
        ((string?)edited["create_time"]).ShouldBe((string?)sent["create_time"]);
        var told = await bob.Next("channel_message");
        ((int?)told["code"], (string?)told["content"], (string?)told["update_time"]).ShouldBe((1, """{"n":2}""", (string?)edited["update_time"]));
        (await History(bob, room)).ShouldBe([(0, """{"n": 2}""", ann.Username)]);

        var removed = (await Remove(ann, room, id))["channel_message_ack"]!.AsObject();
        ((int?)removed["code"], (string?)removed["create_time"], (string?)removed["update_time"])
            .ShouldBe((2, (string?)sent["create_time"], (string?)edited["update_time"]));
        told = await bob.Next("channel_message");
        ((int?)told["code"], (string?)told["content"]).ShouldBe((2, "{}"));
        (await History(bob, room)).ShouldBeEmpty();
        await ann.Refused(RemoveOf(room, id), 3, "Could not find message to remove in channel history");
        await ann.Refused(EditOf(room, id, "{}"), 3, "Could not find message to update in channel history");
    }

    [Fact]
    public async Task only_the_sender_changes_a_message_and_only_in_its_channel()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = await Join(ann);
        var other = await Join(ann);
        await Join(bob, room);
        var id = (string)(await Say(ann, room, "{}"))["channel_message_ack"]!["message_id"]!;
        foreach (var (player, where) in new[] { (bob, room), (ann, other) })
        {
            await player.Refused(EditOf(where, id, "{}"), 3, "Could not find message to update in channel history");
            await player.Refused(RemoveOf(where, id), 3, "Could not find message to remove in channel history");
        }

        await ann.Refused(EditOf(room, Guid.NewGuid().ToString(), "{}"), 3, "Could not find message to update in channel history");
        (await History(ann, room)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_player_who_was_renamed_speaks_under_the_old_name_until_the_next_socket()
    {
        await using var ann = await LivePlayer.Open(server);
        var room = await Join(ann);
        var name = "renamed-" + Guid.NewGuid().ToString("n");
        (await server.Send("PUT", "/v2/account", ann.Player.Token, $$"""{"username":"{{name}}"}""")).EnsureSuccessStatusCode();
        var ack = (await Say(ann, room, "{}"))["channel_message_ack"]!;
        ((string?)ack["username"]).ShouldBe(ann.Username);
        (await server.Get<IJournal>().Load(Account.Kind.Of(ann.UserId))).Username.ShouldBe(name);
        (await History(ann, room)).ShouldBe([(0, "{}", ann.Username)]);
    }

    [Theory]
    [InlineData(""" "channel_message_send":{"content":"{}"} """, "Invalid channel identifier")]
    [InlineData(""" "channel_message_send":{"channel_id":"2...room","content":"[]"} """, "Message content must be a valid JSON object")]
    [InlineData(""" "channel_message_send":{"channel_id":"2...room","content":""} """, "Message content must be a valid JSON object")]
    [InlineData(""" "channel_message_send":{"channel_id":"2...room","content":"{]"} """, "Message content must be a valid JSON object")]
    [InlineData(""" "channel_message_send":{"channel_id":"2...room","content":"{}"} """, "Must join channel before sending messages")]
    [InlineData(""" "channel_message_update":{"channel_id":"x","message_id":"x"} """, "Invalid message identifier")]
    [InlineData(""" "channel_message_update":{"channel_id":"x","message_id":"00000000-0000-4000-8000-00000000dead"} """, "Invalid channel identifier")]
    [InlineData(""" "channel_message_update":{"channel_id":"2...room","message_id":"00000000-0000-4000-8000-00000000dead","content":"1"} """,
        "Message content must be a valid JSON object")]
    [InlineData(""" "channel_message_update":{"channel_id":"2...room","message_id":"00000000-0000-4000-8000-00000000dead","content":"{}"} """,
        "Must join channel before updating messages")]
    [InlineData(""" "channel_message_remove":{"channel_id":"x","message_id":"x"} """, "Invalid message identifier")]
    [InlineData(""" "channel_message_remove":{"channel_id":"x","message_id":"00000000-0000-4000-8000-00000000dead"} """, "Invalid channel identifier")]
    [InlineData(""" "channel_message_remove":{"channel_id":"2...room","message_id":"00000000-0000-4000-8000-00000000dead"} """,
        "Must join channel before removing messages")]
    public async Task what_cannot_be_said_is_refused(string message, string text)
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Refused(message, 3, text);
    }

    [Fact]
    public async Task content_that_is_no_object_is_refused_to_those_who_joined_too()
    {
        await using var ann = await LivePlayer.Open(server);
        var room = await Join(ann);
        await ann.Refused($$""" "channel_message_send":{"channel_id":"{{room}}","content":"7"} """, 3, "Message content must be a valid JSON object");
        await ann.Refused(EditOf(room, Guid.NewGuid().ToString(), "7"), 3, "Message content must be a valid JSON object");
        (await History(ann, room)).ShouldBeEmpty();
    }

    static async Task<string> Join(LivePlayer player, string? channel = null) =>
        (string)(await player.Ask($$""" "channel_join":{"target":"{{channel?[4..] ?? Guid.NewGuid().ToString()}}","type":1} """))["channel"]!["id"]!;

    static Task<JsonObject> Say(LivePlayer player, string channel, string content) =>
        player.Ask($$""" "channel_message_send":{"channel_id":"{{channel}}","content":"{{content}}"} """);

    static string EditOf(string channel, string id, string content) =>
        $$""" "channel_message_update":{"channel_id":"{{channel}}","message_id":"{{id}}","content":"{{content}}"} """;

    static string RemoveOf(string channel, string id) => $$""" "channel_message_remove":{"channel_id":"{{channel}}","message_id":"{{id}}"} """;

    static Task<JsonObject> Edit(LivePlayer player, string channel, string id, string content) => player.Ask(EditOf(channel, id, content));

    static Task<JsonObject> Remove(LivePlayer player, string channel, string id) => player.Ask(RemoveOf(channel, id));

    async Task<List<(int Code, string Content, string Username)>> History(LivePlayer player, string channel)
    {
        using var listed = await server.Send("GET", $"/v2/channel/{Uri.EscapeDataString(channel)}?limit=100", player.Player.Token);
        var page = await GameServer.Json(listed);
        if (!page.TryGetProperty("messages", out var messages)) return [];
        return
        [
            .. messages.EnumerateArray().Select(message => (
                message.GetProperty("code").GetInt32(), message.GetProperty("content").GetString()!, message.GetProperty("username").GetString()!)),
        ];
    }
}

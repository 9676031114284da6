using System.Text.Json.Nodes;
using KaosNet.Realtime.Presence;
using static KaosNet.Api.Tests.Sockets.Live.Seen;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Joining and leaving channels (parity 4.1 to 4.3 of realtime).</summary>
[Collection(LiveServer.Name)]
public sealed class ChannelSpecs(LiveServer live)
{
    readonly GameServer server = live.Game;

    const string Event = "channel_presence_event";

    [Fact]
    public async Task a_room_is_joined_by_its_name()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = Room();
        var joined = await Join(ann, room);
        joined.Select(field => field.Key).ShouldBe(["id", "self", "room_name"]);
        ((string?)joined["id"], (string?)joined["room_name"]).ShouldBe(("2..." + room, room));
        var self = joined["self"]!.AsObject();
        self.Select(field => field.Key).ShouldBe(["user_id", "session_id", "username", "persistence"]);
        ((string?)self["user_id"], (string?)self["username"], (bool?)self["persistence"]).ShouldBe((ann.UserId, ann.Username, true));

        // The joiner is told of the own joining too.
        var told = await ann.Next(Event);
        told.Select(field => field.Key).ShouldBe(["channel_id", "joins", "room_name"]);
        (Moves(told), (string?)told["channel_id"], (bool?)told["joins"]![0]!["persistence"]).ShouldBe(("+" + ann.Username, "2..." + room, true));

        // No type counts as a room.
        joined = (await bob.Ask($$""" "channel_join":{"target":"{{room}}","persistence":false} """))["channel"]!.AsObject();
        Names(joined["presences"]).ShouldBe([ann.Username]);
        joined["self"]!.AsObject().ContainsKey("persistence").ShouldBeFalse();
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
    }

    [Fact]
    public async Task joining_again_changes_and_tells_nothing_but_echoes_what_was_asked()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = Room();
        await Join(ann, room);
        var again = (await ann.Ask($$""" "channel_join":{"target":"{{room}}","type":1,"persistence":false,"hidden":true} """))["channel"]!.AsObject();
        Names(again["presences"]).ShouldBe([ann.Username]);
        again["self"]!.AsObject().ContainsKey("persistence").ShouldBeFalse();
        Names((await Join(bob, room))["presences"]).ShouldBe([ann.Username]);
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        ((bool?)(await ann.Ask($$""" "channel_message_send":{"channel_id":"2...{{room}}","content":"{}"} """))["channel_message_ack"]!["persistent"]).ShouldBe(true);
    }

    [Fact]
    public async Task who_is_hidden_hears_everything_and_is_not_seen()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var ghost = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = Room();
        await Join(ann, room);
        await ann.Next(Event);
        await ghost.Ask($$""" "channel_join":{"target":"{{room}}","type":1,"hidden":true} """);
        Names((await Join(bob, room))["presences"]).ShouldBe([ann.Username]);
        Moves(await ghost.Next(Event)).ShouldBe("+" + bob.Username);
        await ghost.Asking($$""" "channel_leave":{"channel_id":"2...{{room}}"} """, "{}");
        await bob.Asking($$""" "channel_leave":{"channel_id":"2...{{room}}"} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        Moves(await ann.Next(Event)).ShouldBe("-" + bob.Username);
    }

    [Fact]
    public async Task leaving_is_told_to_those_who_stay_and_may_be_done_twice()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var room = Room();
        await Join(ann, room);
        // Who is told is decided when the event is told.
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        await Join(bob, room);
        var leave = $$""" "channel_leave":{"channel_id":"2...{{room}}"} """;
        Moves(await bob.Next(Event)).ShouldBe("+" + bob.Username);
        await bob.Asking(leave, "{}");
        await bob.Asking(leave, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        Moves(await ann.Next(Event)).ShouldBe("-" + bob.Username);

        // Nor is the leaver told of the own leaving.
        await Join(bob, room);
        Moves(await bob.Next(Event)).ShouldBe("+" + bob.Username);
        bob.Vanish();
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        Moves(await ann.Next(Event)).ShouldBe("-" + bob.Username);
    }

    [Fact]
    public async Task each_socket_of_a_player_is_on_a_channel_for_itself()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var phone = await LivePlayer.Open(server, ann.Player);
        var room = Room();
        await Join(ann, room);
        Names((await Join(phone, room))["presences"]).ShouldBe([ann.Username]);
        await phone.Asking($$""" "channel_leave":{"channel_id":"2...{{room}}"} """, "{}");
        foreach (var move in new[] { "+", "+", "-" }) Moves(await ann.Next(Event)).ShouldBe(move + ann.Username);
        await ann.Refused($$""" "channel_message_send":{"channel_id":"2...{{room}}","content":"[]"} """, 3, "Message content must be a valid JSON object");
        await phone.Refused($$""" "channel_message_send":{"channel_id":"2...{{room}}","content":"{}"} """, 3, "Must join channel before sending messages");
    }

    [Fact]
    public async Task a_conversation_is_the_same_for_both_and_the_other_one_is_told_when_away()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var (small, large) = string.CompareOrdinal(ann.UserId, bob.UserId) < 0 ? (ann.UserId, bob.UserId) : (bob.UserId, ann.UserId);
        var id = $"4.{small}.{large}.";
        var joined = await Converse(ann, bob.UserId);
        joined.Select(field => field.Key).ShouldBe(["id", "self", "user_id_one", "user_id_two"]);
        ((string?)joined["id"], (string?)joined["user_id_one"], (string?)joined["user_id_two"]).ShouldBe((id, small, large));

        var told = (await bob.Next("notifications"))["notifications"]!.AsArray().Single()!;
        ((int?)told["code"], (string?)told["subject"], (string?)told["sender_id"], (bool?)told["persistent"])
            .ShouldBe((-1, ann.Username + " wants to chat", ann.UserId, true));
        JsonNode.Parse((string)told["content"]!)!.ToJsonString().ShouldBe($$"""{"username":"{{ann.Username}}"}""");

        Names((await Converse(bob, ann.UserId.ToUpperInvariant()))["presences"]).ShouldBe([ann.Username]);
        await Converse(ann, bob.UserId);
        // Nobody was told who was there.
        (await ann.Waiting()).ShouldNotContain("notifications");
        (await bob.Waiting()).ShouldNotContain("notifications");
        await ann.Asking($$""" "channel_leave":{"channel_id":"{{id}}"} """, "{}");
        await Converse(ann, bob.UserId);
        (await bob.Waiting()).ShouldNotContain("notifications");

        // The other way round it is another channel, where nobody is.
        await ann.Refused($$""" "channel_message_send":{"channel_id":"4.{{large}}.{{small}}.","content":"{}"} """, 3, "Must join channel before sending messages");
    }

    [Fact]
    public async Task one_may_talk_to_oneself()
    {
        await using var ann = await LivePlayer.Open(server);
        ((string?)(await Converse(ann, ann.UserId))["id"]).ShouldBe($"4.{ann.UserId}.{ann.UserId}.");
        (await ann.Waiting()).ShouldNotContain("notifications");
    }

    [Fact]
    public async Task a_block_ends_the_conversation_without_a_word_and_only_the_blocked_one_cannot_begin_another()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var id = (string)(await Converse(ann, bob.UserId))["id"]!;
        await Converse(bob, ann.UserId);
        foreach (var move in new[] { ann, bob }) Moves(await ann.Next(Event)).ShouldBe("+" + move.Username);
        (await server.Send("POST", $"/v2/friend/block?ids={bob.UserId}", ann.Player.Token)).EnsureSuccessStatusCode();
        await bob.Refused($$""" "channel_message_send":{"channel_id":"{{id}}","content":"{}"} """, 3, "Must join channel before sending messages");
        await ann.Refused($$""" "channel_message_send":{"channel_id":"{{id}}","content":"{}"} """, 3, "Must join channel before sending messages");
        await bob.Refused($$""" "channel_join":{"target":"{{ann.UserId}}","type":2} """, 3, "User ID not found: Invalid channel target");
        (await Converse(ann, bob.UserId)).ContainsKey("presences").ShouldBeFalse();
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
    }

    [Fact]
    public async Task a_groups_channel_is_for_its_members_as_long_as_they_are()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        await using var eve = await LivePlayer.Open(server);
        var group = await Group(ann);
        await JoinGroup(bob, group);
        var joined = await JoinChannelOf(ann, group);
        joined.Select(field => field.Key).ShouldBe(["id", "self", "group_id"]);
        ((string?)joined["id"], (string?)joined["group_id"]).ShouldBe(($"3.{group}..", group));
        await JoinChannelOf(bob, group);
        await eve.Refused($$""" "channel_join":{"target":"{{group}}","type":3} """, 3, "Group not found: Invalid channel target");

        await JoinGroup(eve, group);
        Notice(await ann.Next("channel_message")).ShouldBe((3, eve.UserId, eve.Username, "{}", true));
        await JoinChannelOf(eve, group);
        await Change(ann, group, "promote", bob);
        Notice(await ann.Next("channel_message")).ShouldBe((7, bob.UserId, bob.Username, "{}", true));
        await Change(ann, group, "demote", bob);
        Notice(await ann.Next("channel_message")).ShouldBe((9, bob.UserId, bob.Username, "{}", true));
        await Change(ann, group, "kick", bob);
        Notice(await ann.Next("channel_message")).ShouldBe((6, bob.UserId, bob.Username, "{}", true));
        await Change(ann, group, "ban", eve);
        Notice(await ann.Next("channel_message")).ShouldBe((8, eve.UserId, eve.Username, "{}", true));
        foreach (var move in new[] { "+" + ann.Username, "+" + bob.Username, "+" + eve.Username, "-" + bob.Username, "-" + eve.Username })
            Moves(await ann.Next(Event)).ShouldBe(move);

        await bob.Refused($$""" "channel_message_send":{"channel_id":"3.{{group}}..","content":"{}"} """, 3, "Must join channel before sending messages");
        await eve.Refused($$""" "channel_join":{"target":"{{group}}","type":3} """, 3, "Group not found: Invalid channel target");
        await Change(ann, group, "add", bob);
        Notice(await ann.Next("channel_message")).ShouldBe((4, bob.UserId, bob.Username, "{}", true));
        await JoinChannelOf(bob, group);
        (await server.Send("POST", $"/v2/group/{group}/leave", bob.Player.Token)).EnsureSuccessStatusCode();
        Notice(await ann.Next("channel_message")).ShouldBe((5, bob.UserId, bob.Username, "{}", true));
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        Moves(await ann.Next(Event)).ShouldBe("-" + bob.Username);
    }

    [Fact]
    public async Task a_deleted_groups_channel_is_over_without_a_word()
    {
        await using var ann = await LivePlayer.Open(server);
        var group = await Group(ann);
        await JoinChannelOf(ann, group);
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        (await server.Send("DELETE", $"/v2/group/{group}", ann.Player.Token)).EnsureSuccessStatusCode();
        await ann.Refused($$""" "channel_message_send":{"channel_id":"3.{{group}}..","content":"{}"} """, 3, "Must join channel before sending messages");
        server.Get<PresenceTracker>().Exists(new(StreamMode.Group, Guid.Parse(group))).ShouldBeFalse();
        (await ann.Waiting()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(""" "channel_join":{} """, "Invalid channel target")]
    [InlineData(""" "channel_join":{"type":9} """, "Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"x","type":4} """, "Invalid channel type")]
    [InlineData(""" "channel_join":{"target":"x","type":-1} """, "Invalid channel type")]
    [InlineData(""" "channel_join":{"target":"01234567890123456789012345678901234567890123456789012345678901234","type":1} """,
        "Channel name is required and must be 1-64 chars: Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"a\tb","type":1} """, "Channel name must not contain control chars: Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"x","type":2} """, "Invalid user ID in direct message join: Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"00000000-0000-0000-0000-000000000000","type":2} """, "Invalid user ID in direct message join: Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"00000000-0000-4000-8000-00000000dead","type":2} """, "User ID not found: Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"x","type":3} """, "Invalid group ID in group channel join: Invalid channel target")]
    [InlineData(""" "channel_join":{"target":"00000000-0000-4000-8000-00000000dead","type":3} """, "Group not found: Invalid channel target")]
    [InlineData(""" "channel_leave":{} """, "Invalid channel identifier")]
    [InlineData(""" "channel_leave":{"channel_id":"1...x"} """, "Invalid channel identifier")]
    [InlineData(""" "channel_leave":{"channel_id":"2.x..x"} """, "Invalid channel identifier")]
    [InlineData(""" "channel_leave":{"channel_id":"2..."} """, "Invalid channel identifier")]
    [InlineData(""" "channel_leave":{"channel_id":"3.x.."} """, "Invalid channel identifier")]
    public async Task what_is_no_channel_is_refused(string message, string text)
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Refused(message, 3, text);
        await ann.Asking("\"ping\":{}", """{"pong":{}}""");
    }

    static string Room() => "room." + Guid.NewGuid().ToString("n");

    static async Task<JsonObject> Join(LivePlayer player, string room) =>
        (await player.Ask($$""" "channel_join":{"target":"{{room}}","type":1} """))["channel"]!.AsObject();

    static async Task<JsonObject> Converse(LivePlayer player, string other) =>
        (await player.Ask($$""" "channel_join":{"target":"{{other}}","type":2} """))["channel"]!.AsObject();

    static async Task<JsonObject> JoinChannelOf(LivePlayer player, string group) =>
        (await player.Ask($$""" "channel_join":{"target":"{{group}}","type":3} """))["channel"]!.AsObject();

    static (int Code, string? Sender, string? Name, string? Content, bool? Persistent) Notice(JsonObject message) =>
        ((int)message["code"]!, (string?)message["sender_id"], (string?)message["username"], (string?)message["content"], (bool?)message["persistent"]);

    async Task<string> Group(LivePlayer founder)
    {
        using var founded = await server.Send("POST", "/v2/group", founder.Player.Token, $$"""{"name":"clan {{Guid.NewGuid():n}}","open":true}""");
        return (await GameServer.Json(founded)).GetProperty("id").GetString()!;
    }

    async Task JoinGroup(LivePlayer player, string group) =>
        (await server.Send("POST", $"/v2/group/{group}/join", player.Player.Token)).EnsureSuccessStatusCode();

    async Task Change(LivePlayer leader, string group, string what, LivePlayer member) =>
        (await server.Send("POST", $"/v2/group/{group}/{what}?user_ids={member.UserId}", leader.Player.Token)).EnsureSuccessStatusCode();
}

using System.Text.Json.Nodes;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Sockets.Live.Seen;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Players of two servers meet as those of one do: on channels, in each other's lists, on streams.</summary>
[Collection(TwoServers.Name)]
public sealed class PlayersOfTwoServersSpecs(TwoServers servers)
{
    [Fact]
    public async Task a_room_is_one_on_both()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        var room = "room " + Guid.NewGuid();
        Names((await Join(ann, room, 1))["presences"]).ShouldBeEmpty();
        var joined = await Join(bob, room, 1);
        Moves(await ann.Next("channel_presence_event")).ShouldBe("+" + ann.Username);
        Moves(await ann.Next("channel_presence_event")).ShouldBe("+" + bob.Username);
        // What server two had not heard yet when it answered, it has told since.
        if (!Names(joined["presences"]).Contains(ann.Username)) await Sees(bob, "+" + ann.Username);
        (await Join(bob, room, 1))["presences"]!.AsArray().Count.ShouldBe(2);

        // It comes from the other server itself and from the history, and is heard once.
        var channel = (string)joined["id"]!;
        await Say(ann, channel, "kept");
        (await Heard(bob)).ShouldBe("kept");
        await Say(bob, channel, "back");
        (await Heard(ann), await Heard(ann)).ShouldBe(("kept", "back"));
        using var history = await servers.Two.Send("GET", $"/v2/channel/{Uri.EscapeDataString(channel)}?limit=10&forward=true", ann.Player.Token);
        (await GameServer.Json(history)).GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString())
            .ShouldBe(["""{"say": "kept"}""", """{"say": "back"}"""]);

        await bob.Ask($$""" "channel_leave":{"channel_id":"{{channel}}"} """);
        Moves(await ann.Next("channel_presence_event")).ShouldBe("-" + bob.Username);
        await Join(bob, room, 1);
        Moves(await ann.Next("channel_presence_event")).ShouldBe("+" + bob.Username);
        bob.Vanish();
        Moves(await ann.Next("channel_presence_event")).ShouldBe("-" + bob.Username);
        Names((await Join(ann, room, 1))["presences"]).ShouldBe([ann.Username]);
    }

    [Fact]
    public async Task passing_messages_reach_who_has_just_joined()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        var room = "room " + Guid.NewGuid();
        var channel = (string)(await ann.Ask($$""" "channel_join":{"target":"{{room}}","type":1,"persistence":false} """))["channel"]!["id"]!;
        await bob.Ask($$""" "channel_join":{"target":"{{room}}","type":1,"persistence":false} """);
        await Say(ann, channel, "at once");
        (await Heard(bob)).ShouldBe("at once");
    }

    [Fact]
    public async Task two_talk_who_are_on_different_servers()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        var channel = (string)(await Join(ann, bob.UserId, 2))["id"]!;
        // The wish to talk is kept for him and reaches his socket.
        var told = (await bob.Next("notifications"))["notifications"]!.AsArray().Single()!;
        ((int?)told["code"], (string?)told["sender_id"]).ShouldBe((-1, ann.UserId));
        ((string?)(await Join(bob, ann.UserId, 2))["id"]).ShouldBe(channel);
        await Sees(ann, "+" + bob.Username);
        await Say(bob, channel, "hello");
        ((string?)(await ann.Next("channel_message"))["sender_id"]).ShouldBe(bob.UserId);
    }

    [Fact]
    public async Task friends_are_seen_online_and_followed()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two, "status=true");
        foreach (var (one, other) in (IEnumerable<(LivePlayer, LivePlayer)>)[(ann, bob), (bob, ann)])
            (await servers.One.Send("POST", "/v2/friend?ids=" + other.UserId, one.Player.Token)).EnsureSuccessStatusCode();
        await Eventually.Is(async () => await IsOnline(ann, bob));

        (await ann.Ask($$""" "status_follow":{"user_ids":["{{bob.UserId}}"]} """))["status"]!["presences"]!.AsArray().Count.ShouldBe(1);
        await bob.Asking(""" "status_update":{"status":"in a match"} """, "{}");
        var change = await ann.Next("status_presence_event");
        (Moves(change), (string?)change["joins"]![0]!["status"]).ShouldBe(($"+{bob.Username} -{bob.Username}", "in a match"));
        await bob.Asking("\"status_update\":{}", "{}");
        Moves(await ann.Next("status_presence_event")).ShouldBe("-" + bob.Username);
        (await IsOnline(ann, bob)).ShouldBeFalse();
    }

    [Fact]
    public async Task notifications_reach_a_player_on_the_other_server()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        foreach (var isKept in (bool[])[true, false])
        {
            var subject = $"kept {isKept}";
            (await TwoServers.Call(servers.One, "notification_send", bob.UserId, subject, new { }, 1, ann.UserId, isKept)).ShouldBe("null");
            var told = (await bob.Next("notifications"))["notifications"]!.AsArray().Single()!;
            ((string?)told["subject"], (bool?)told["persistent"] ?? false).ShouldBe((subject, isKept));
        }
    }

    [Fact]
    public async Task modules_reach_streams_and_sessions_of_both()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        var stream = new JsonObject { ["mode"] = 131, ["subject"] = Guid.NewGuid().ToString(), ["label"] = "both" };
        foreach (var player in (LivePlayer[])[ann, bob])
            (await TwoServers.Call(servers.One, "stream_user_join", player.UserId, player.SessionId, stream, false, false, "in")).ShouldBe("true");
        Moves(await ann.Next("stream_presence_event")).ShouldBe("+" + ann.Username);
        Moves(await ann.Next("stream_presence_event")).ShouldBe("+" + bob.Username);
        foreach (var server in (GameServer[])[servers.One, servers.Two])
        {
            await Eventually.Is(async () => await TwoServers.Call(server, "stream_count", stream) == "2");
            Names(JsonNode.Parse(await TwoServers.Call(server, "stream_user_list", stream))).ShouldBe([ann.Username, bob.Username], ignoreOrder: true);
            (await TwoServers.Call(server, "stream_user_get", bob.UserId, bob.SessionId, stream)).ShouldContain("\"status\":\"in\"");
        }

        await TwoServers.Call(servers.One, "stream_send", stream, "to both");
        foreach (var player in (LivePlayer[])[ann, bob]) ((string?)(await player.Next("stream_data"))["data"]).ShouldBe("to both");
        // A player's sockets are on a stream of their own, which modules ask for them.
        var sockets = new JsonObject { ["mode"] = 0, ["subject"] = bob.UserId };
        ((string?)JsonNode.Parse(await TwoServers.Call(servers.One, "stream_user_list", sockets))![0]!["node"]).ShouldBe("two");
        (await TwoServers.Call(servers.One, "session_disconnect", bob.SessionId)).ShouldBe("null");
        (await bob.Closed()).ShouldBe("1000 server-side session disconnect");
        Moves(await ann.Next("stream_presence_event")).ShouldBe("-" + bob.Username);
    }

    [Fact]
    public async Task a_second_sign_in_closes_the_socket_on_the_other_server()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var again = await LivePlayer.Open(servers.Two, ann.Player);
        (await ann.Closed()).ShouldBe("1000 server-side session disconnect");
        ((string?)(await ann.Next("notifications"))["notifications"]![0]!["subject"]).ShouldBe("single_socket");
        await using var third = await LivePlayer.Open(servers.One, ann.Player);
        (await again.Closed()).ShouldBe("1000 server-side session disconnect");
        (await third.Ask("\"ping\":{}")).ContainsKey("pong").ShouldBeTrue();
    }

    static async Task<JsonObject> Join(LivePlayer player, string target, int type) =>
        (await player.Ask($$""" "channel_join":{"target":"{{target}}","type":{{type}}} """))["channel"]!.AsObject();

    static async Task Say(LivePlayer player, string channel, string words) =>
        (await player.Ask($$""" "channel_message_send":{"channel_id":"{{channel}}","content":"{\"say\":\"{{words}}\"}"} """))
            .ContainsKey("channel_message_ack").ShouldBeTrue();

    static async Task<string?> Heard(LivePlayer player) => (string?)JsonNode.Parse((string)(await player.Next("channel_message"))["content"]!)!["say"];

    static async Task Sees(LivePlayer player, string move)
    {
        while (Moves(await player.Next("channel_presence_event")) != move)
        {
        }
    }

    async Task<bool> IsOnline(LivePlayer asker, LivePlayer friend)
    {
        using var listed = await servers.One.Send("GET", "/v2/friend?state=0", asker.Player.Token);
        return (await GameServer.Json(listed)).GetProperty("friends").EnumerateArray().Select(one => one.GetProperty("user"))
            .Single(user => user.GetProperty("id").GetString() == friend.UserId).TryGetProperty("online", out var online) && online.GetBoolean();
    }
}

using System.Text.Json.Nodes;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Sockets.Live.Seen;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Streams, sessions and follows as modules reach them (parity 3.6 of realtime).</summary>
[Collection(LiveServer.Name)]
public sealed class StreamFunctionSpecs(LiveServer live)
{
    const string Event = "stream_presence_event";

    readonly GameServer server = live.Game;

    [Fact]
    public async Task players_are_put_on_a_stream_changed_listed_and_taken_off()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var stream = Stream();
        (await live.Call("stream_user_join", ann.UserId, ann.SessionId, stream, false, false, "first")).ShouldBe("true");
        (await ann.Next(Event)).ToJsonString().ShouldBe(
            $$$"""{"stream":{"mode":130,"subject":"{{{stream["subject"]}}}","label":"here"},"joins":[{"user_id":"{{{ann.UserId}}}","session_id":"{{{ann.SessionId}}}","username":"{{{ann.Username}}}"}]}""");
        (await live.Call("stream_user_join", ann.UserId, ann.SessionId, stream, true, true, "again")).ShouldBe("false");
        (await live.Call("stream_user_join", bob.UserId, bob.SessionId, stream, true)).ShouldBe("true");
        (await live.Call("stream_count", stream)).ShouldBe("2");
        (await live.Call("stream_user_get", ann.UserId, ann.SessionId, stream))
            .ShouldBe($$"""{"hidden":false,"persistence":false,"status":"first","username":"{{ann.Username}}"}""");
        (await live.Call("stream_user_get", bob.UserId, ann.SessionId, stream)).ShouldBe("null");
        (await live.Call("stream_user_list", stream, false, true)).ShouldBe(
            $$"""[{"hidden":false,"node":"nakama","persistence":false,"session_id":"{{ann.SessionId}}","status":"first","user_id":"{{ann.UserId}}","username":"{{ann.Username}}"}]""");
        Names(JsonNode.Parse(await live.Call("stream_user_list", stream, true, false))).ShouldBe([bob.Username]);
        Names(JsonNode.Parse(await live.Call("stream_user_list", stream))).ShouldBe([ann.Username, bob.Username]);

        (await live.Call("stream_user_update", ann.UserId, ann.SessionId, stream, false, true, "second")).ShouldBe("null");
        Moves(await ann.Next(Event)).ShouldBe($"+{ann.Username} -{ann.Username}");
        (await live.Call("stream_user_update", bob.UserId, bob.SessionId, stream)).ShouldBe("null");
        Moves(await bob.Next(Event)).ShouldBe($"+{ann.Username} -{ann.Username}");
        Moves(await bob.Next(Event)).ShouldBe("+" + bob.Username);
        (await live.Call("stream_user_leave", bob.UserId, bob.SessionId, stream)).ShouldBe("null");
        (await live.Call("stream_user_leave", bob.UserId, bob.SessionId, stream)).ShouldBe("null");
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        Moves(await ann.Next(Event)).ShouldBe("-" + bob.Username);
        (await live.Call("stream_user_kick", Presence(ann), stream)).ShouldBe("null");
        (await live.Call("stream_count", stream)).ShouldBe("0");
        (await live.Call("stream_user_list", stream)).ShouldBe("{}");
    }

    [Fact]
    public async Task modules_in_javascript_do_the_same()
    {
        await using var ann = await LivePlayer.Open(server);
        var stream = Stream();
        (await live.CallInJavaScript("streamUserJoin", ann.UserId, ann.SessionId, stream, false, false, "first")).ShouldBe("true");
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        (await live.CallInJavaScript("streamUserJoin", ann.UserId, ann.SessionId, stream)).ShouldBe("false");
        (await live.CallInJavaScript("streamUserGet", ann.UserId, ann.SessionId, stream))
            .ShouldBe($$"""{"hidden":false,"persistence":false,"username":"{{ann.Username}}","status":"first","reason":0}""");
        (await live.CallInJavaScript("streamUserGet", Guid.NewGuid(), ann.SessionId, stream)).ShouldBe("null");
        var listed = JsonNode.Parse(await live.CallInJavaScript("streamUserList", stream))!.AsArray().ShouldHaveSingleItem()!;
        ((string?)listed["userId"], (string?)listed["sessionId"], (string?)listed["nodeId"]).ShouldBe((ann.UserId, ann.SessionId, "nakama"));
        (await live.CallInJavaScript("streamUserUpdate", ann.UserId, ann.SessionId, stream, false, true, "second")).ShouldBe("null");
        Moves(await ann.Next(Event)).ShouldBe($"+{ann.Username} -{ann.Username}");
        (await live.CallInJavaScript("streamCount", stream)).ShouldBe("1");

        (await live.CallInJavaScript("streamSend", stream, "to all")).ShouldBe("null");
        ((string?)(await ann.Next("stream_data"))["data"]).ShouldBe("to all");
        (await live.CallInJavaScript("streamSendRaw", Stream(), new { status_presence_event = new { } }, new[] { listed })).ShouldBe("null");
        await ann.Next("status_presence_event");
        (await live.CallInJavaScript("streamUserKick", listed, stream)).ShouldBe("null");
        (await live.CallInJavaScript("streamUserLeave", ann.UserId, ann.SessionId, stream)).ShouldBe("null");
        (await live.CallInJavaScript("streamClose", stream)).ShouldBe("null");
        (await live.CallInJavaScript("streamUserJoin", ann.UserId, "00000000-0000-1000-8000-" + ann.SessionId[^12..], stream))
            .ShouldBe("error: GoError: stream user join failed: session id does not exist");

        (await live.CallInJavaScript("statusFollow", ann.SessionId, Array.Empty<string>())).ShouldBe("null");
        (await live.CallInJavaScript("statusUnfollow", ann.SessionId, Array.Empty<string>())).ShouldBe("null");
        (await live.CallInJavaScript("sessionLogout", ann.UserId, "x")).ShouldBe("error: GoError: error logging out: Session token invalid.");
        (await live.CallInJavaScript("sessionLogout", ann.UserId, ann.Player.Token)).ShouldBe("null");
        (await live.CallInJavaScript("sessionDisconnect", ann.SessionId, 3)).ShouldBe("null");
        (await ann.Closed()).ShouldBe("1000 server-side session disconnect");
    }

    [Fact]
    public async Task a_closed_stream_is_empty_and_nobody_is_told()
    {
        await using var ann = await LivePlayer.Open(server);
        var stream = Stream();
        await live.Call("stream_user_join", ann.UserId, ann.SessionId, stream);
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        (await live.Call("stream_close", stream)).ShouldBe("null");
        (await live.Call("stream_close", stream)).ShouldBe("null");
        (await live.Call("stream_count", stream)).ShouldBe("0");
        // A later event comes through the same queue.
        await live.Call("stream_user_join", ann.UserId, ann.SessionId, Stream());
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
    }

    [Fact]
    public async Task text_and_envelopes_reach_all_of_a_stream_or_the_sessions_named()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        await using var cat = await LivePlayer.Open(server);
        var stream = Stream();
        await live.Call("stream_user_join", ann.UserId, ann.SessionId, stream, true);
        await live.Call("stream_user_join", bob.UserId, bob.SessionId, stream, true);
        (await live.Call("stream_send", stream, "to all")).ShouldBe("null");
        (await live.Call("stream_send", stream, "to some", new[] { Presence(cat) }, false)).ShouldBe("null");
        (await live.Call("stream_send_raw", stream, new { rpc = new { id = "told", payload = "{}" } })).ShouldBe("null");
        (await live.Call("stream_send_raw", stream, new { stream_data = new { data = "raw" } }, new[] { Presence(bob), Presence(cat) })).ShouldBe("null");

        var all = await ann.Next("stream_data");
        all.ToJsonString().ShouldBe(
            $$$"""{"stream":{"mode":130,"subject":"{{{stream["subject"]}}}","label":"here"},"data":"to all","reliable":true}""");
        ((string?)(await bob.Next("stream_data"))["data"], (string?)(await bob.Next("stream_data"))["data"]).ShouldBe(("to all", "raw"));
        foreach (var player in new[] { ann, bob }) ((string?)(await player.Next("rpc"))["id"]).ShouldBe("told");
        var some = await cat.Next("stream_data");
        ((string?)some["data"], some.ContainsKey("reliable")).ShouldBe(("to some", false));
        ((string?)(await cat.Next("stream_data"))["data"]).ShouldBe("raw");
        (await ann.Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task streams_of_the_server_itself_may_be_used_too()
    {
        await using var ann = await LivePlayer.Open(server);
        var room = "room " + Guid.NewGuid();
        (await live.Call("stream_user_join", ann.UserId, ann.SessionId, new { mode = 2, label = room })).ShouldBe("true");
        ((string?)(await ann.Next("channel_presence_event"))["room_name"]).ShouldBe(room);
        ((bool?)(await ann.Ask($$""" "channel_message_send":{"channel_id":"2...{{room}}","content":"{}"} """))["channel_message_ack"]!["persistent"]).ShouldBe(true);
        // Listening to one's notifications is what every socket does.
        (await live.Call("stream_count", new { subject = ann.UserId })).ShouldBe("1");
    }

    [Fact]
    public async Task what_is_wrong_is_an_error_of_the_script()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var stream = Stream();
        // The same server as far as the id tells, and another.
        var unknown = "00000000-0000-1000-8000-" + ann.SessionId[^12..];
        var foreign = "00000000-0000-1000-8000-000000000000";
        foreach (var function in new[] { "join", "update" })
        {
            (await live.Call("stream_user_" + function, ann.UserId, unknown, stream)).ShouldEndWith($"stream user {function} failed: session id does not exist");
            (await live.Call("stream_user_" + function, bob.UserId, ann.SessionId, stream)).ShouldEndWith($"stream user {function} failed: session id does not exist");
            (await live.Call("stream_user_" + function, ann.UserId, foreign, stream)).ShouldEndWith($"stream user {function} failed: node not found");
        }

        (await live.Call("stream_user_leave", ann.UserId, unknown, stream)).ShouldBe("null");
        (await live.Call("stream_user_leave", ann.UserId, foreign, stream)).ShouldEndWith("stream user leave failed: node not found");
        (await live.Call("stream_user_kick", new { user_id = ann.UserId, session_id = foreign }, stream)).ShouldEndWith("stream user kick failed: node not found");
        foreach (var (function, arguments, text) in new (string, object?[], string)[]
        {
            ("stream_user_join", ["", ann.SessionId, stream], "#1 to stream_user_join (expects user id)"),
            ("stream_user_join", ["x", ann.SessionId, stream], "#1 to stream_user_join (expects valid user id)"),
            ("stream_user_join", [ann.UserId, "", stream], "#2 to stream_user_join (expects session id)"),
            ("stream_user_join", [ann.UserId, "x", stream], "#2 to stream_user_join (expects valid session id)"),
            ("stream_user_join", [ann.UserId, ann.SessionId, "x"], "#3 to stream_user_join (table expected, got string)"),
            ("stream_count", [new { mode = "x" }], "#1 to stream_count (expects stream mode to be a number)"),
            ("stream_count", [new { subject = 1 }], "#1 to stream_count (expects stream subject to be a string)"),
            ("stream_count", [new { subject = "x" }], "#1 to stream_count (expects stream subject to be a valid identifier)"),
            ("stream_count", [new { subcontext = "x" }], "#1 to stream_count (expects stream subcontext to be a valid identifier)"),
            ("stream_count", [new { label = true }], "#1 to stream_count (expects stream label to be a string)"),
            ("stream_send", [stream, null], "#2 to stream_send (string expected, got nil)"),
            ("stream_send", [stream, "x", new[] { "x" }], "#3 to stream_send (expects a list of presences)"),
            ("stream_send", [stream, "x", new[] { new { session_id = "x" } }], "#3 to stream_send (expects each presence to have a valid session_id)"),
            ("stream_send_raw", [stream, new { nonsense = 1 }], "#2 to stream_send_raw (not a valid envelope: "),
            ("stream_user_kick", [new { session_id = ann.SessionId }, stream], "#1 to stream_user_kick (expects each presence to have a valid user_id)"),
            ("session_disconnect", [""], "#1 to session_disconnect (expects session id)"),
            ("session_disconnect", [ann.SessionId, 5], "#2 to session_disconnect (invalid disconnect reason, must be a value 0-4)"),
            ("session_logout", ["x"], "#1 to session_logout (expects valid user id)"),
            ("session_logout", [ann.UserId, "x"], "error logging out: Session token invalid."),
            ("session_logout", [ann.UserId, "", ann.Player.Token], "error logging out: Refresh token invalid."),
            ("session_logout", [bob.UserId, ann.Player.Token], "error logging out: Session token invalid."),
            ("status_follow", ["x", Array.Empty<string>()], "#1 to status_follow (expects valid session id)"),
            ("status_follow", [ann.SessionId, new[] { 1 }], "#2 to status_follow (user id must be a string)"),
            ("status_unfollow", [ann.SessionId, new[] { "x" }], "#2 to status_unfollow (invalid user id)"),
        })
        {
            var answer = await live.Call(function, arguments);
            answer.ShouldStartWith("error: ");
            answer.ShouldContain(text);
        }
    }

    [Fact]
    public async Task follows_are_made_and_unmade_for_a_player()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        (await live.Call("status_follow", ann.SessionId, new[] { bob.UserId, ann.UserId })).ShouldBe("null");
        (await live.Call("status_follow", Guid.NewGuid(), new[] { bob.UserId })).ShouldBe("null");
        await bob.Asking(""" "status_update":{"status":"one"} """, "{}");
        Moves(await ann.Next("status_presence_event")).ShouldBe("+" + bob.Username);
        (await live.Call("status_unfollow", ann.SessionId, new[] { bob.UserId, ann.UserId })).ShouldBe("null");
        await bob.Asking(""" "status_update":{"status":"two"} """, "{}");
        await ann.Asking(""" "status_update":{"status":"me"} """, "{}");
        Moves(await ann.Next("status_presence_event")).ShouldBe("+" + ann.Username);
    }

    [Fact]
    public async Task a_session_is_closed_and_its_tokens_are_ended_apart_from_that()
    {
        await using var ann = await LivePlayer.Open(server);
        (await live.Call("session_logout", ann.UserId, ann.Player.Token, ann.Player.RefreshToken)).ShouldBe("null");
        (await server.Send("GET", "/v2/account", ann.Player.Token)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        await ann.Asking("\"ping\":{}", """{"pong":{}}""");

        (await live.Call("session_disconnect", Guid.NewGuid())).ShouldBe("null");
        (await live.Call("session_disconnect", ann.SessionId, 3)).ShouldBe("null");
        (await ann.Closed()).ShouldBe("1000 server-side session disconnect");
    }

    [Fact]
    public async Task all_tokens_of_a_player_end_at_once()
    {
        var bob = await server.SignUp();
        // Tokens of the same second live on.
        server.Time.Advance(TimeSpan.FromSeconds(2));
        (await live.Call("session_logout", bob.UserId)).ShouldBe("null");
        await Eventually.Is(async () => (await server.Send("GET", "/v2/account", bob.Token)).StatusCode == System.Net.HttpStatusCode.Unauthorized);
    }

    static Dictionary<string, object> Stream() => new() { ["mode"] = 130 + 256, ["subject"] = Guid.NewGuid().ToString(), ["label"] = "here", ["more"] = 1 };

    static object Presence(LivePlayer player) => new { user_id = player.UserId, session_id = player.SessionId, node = "nakama" };
}

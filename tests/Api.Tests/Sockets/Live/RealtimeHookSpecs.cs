using System.Text.Json.Nodes;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Functions of modules around realtime messages (parity runtime.md section 4).</summary>
[Collection(LiveServer.Name)]
public sealed class RealtimeHookSpecs(LiveServer live)
{
    const string Event = "status_presence_event";

    readonly GameServer server = live.Game;

    [Fact]
    public async Task what_runs_before_sees_the_caller_and_may_change_the_message()
    {
        await using var ann = await LivePlayer.Open(server, "lang=de");
        await ann.Asking(Status("as it is"), "{}");
        (await ShownBy(ann)).ShouldBe("as it is");
        await ann.Asking(Status("shout"), "{}");
        (await ShownBy(ann)).ShouldBe("SHOUT");
        await ann.Asking(Status("context"), "{}");
        (await ShownBy(ann)).ShouldBe($$"""["before","{{ann.UserId}}","{{ann.Username}}","{{ann.SessionId}}","de","nakama",null,true,true,true]""");
    }

    [Fact]
    public async Task a_message_that_lost_its_cid_is_answered_without_it()
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Send($$"""{"cid":"77",{{Status("forget")}}}""");
        await ann.Asking("\"ping\":{}", """{"pong":{}}""");
        ann.Kept.ShouldContain("");
    }

    [Theory]
    [InlineData("refuse", "not that")]
    [InlineData("fail", "broken")]
    [InlineData("twist", "The before hook returned another kind of message.")]
    [InlineData("spoil", "Could not complete runtime Before function.")]
    [InlineData("number", "Could not complete runtime Before function.")]
    public async Task what_runs_before_may_refuse_and_the_socket_stays(string word, string text)
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Refused(Status(word), 7, text);
        await ann.Asking(Status("fine"), "{}");
        (await ShownBy(ann)).ShouldBe("fine");
    }

    [Fact]
    public async Task nothing_disables_the_message_and_closes_the_socket()
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Send($$"""{"cid":"x",{{Status("drop")}}}""");
        (await ann.Closed()).ShouldBe("1000 error processing message");
    }

    [Fact]
    public async Task what_runs_after_sees_answer_and_request_of_a_success_only()
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Refused(""" "match_leave":{"match_id":"x"} """, 3, "Invalid match ID");
        var match = Guid.NewGuid() + ".";
        await ann.Asking($$""" "match_leave":{"match_id":"{{match}}"} """, "{}");
        var told = (await ann.Next("notifications"))["notifications"]!.AsArray().Single()!;
        ((string?)told["subject"]).ShouldBe("after");
        var seen = JsonNode.Parse((string)told["content"]!)!;
        ((string?)seen["into"]!["match_leave"]!["match_id"]).ShouldBe(match);
        ((string?)seen["out"]!["cid"]).ShouldBe((string?)seen["into"]!["cid"]);
        (await ann.Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task calls_of_functions_have_no_hooks_and_names_of_no_message_are_never_called()
    {
        await using var ann = await LivePlayer.Open(server);
        ((int?)(await ann.Ask(""" "rpc":{"id":"nothing here"} """))["error"]!["code"]).ShouldBe(6);
        (await server.Send("GET", "/v2/account", ann.Player.Token)).EnsureSuccessStatusCode();
    }

    static string Status(string words) => $$""" "status_update":{"status":"{{words}}"} """;

    static async Task<string?> ShownBy(LivePlayer player) => (string?)(await player.Next(Event))["joins"]![0]!["status"];
}

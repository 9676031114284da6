using System.Text.Json.Nodes;
using KaosNet.Api.Sockets;

namespace KaosNet.Api.Tests.Sockets;

public class RelayedMatchSpecs : IAsyncLifetime
{
    SocketsUnderTest _server = null!;

    public async ValueTask InitializeAsync() => _server = await SocketsUnderTest.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_match_without_a_name_is_new()
    {
        await using var ann = await _server.Open("ann");
        var match = (await ann.Ask("\"match_create\":{}"))["match"]!.AsObject();
        ((string?)match["match_id"])!.ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.$");
        match.Select(field => field.Key).ShouldBe(["match_id", "size", "self"]);
        ((int?)match["size"]).ShouldBe(1);
        ((string?)match["self"]!["username"]).ShouldBe("ann");
    }

    [Fact]
    public async Task a_name_always_leads_to_the_same_match()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        (await ann.CreateMatch("python.org")).ShouldBe("886313e1-3b8a-5372-9b90-0c9aee199e5d.");
        var match = (await bob.Ask(""" "match_create":{"name":"python.org"} """))["match"]!;
        ((int?)match["size"]).ShouldBe(2);
        Names(match["presences"]).ShouldBe(["ann"]);
    }

    [Fact]
    public async Task joining_and_leaving_is_told_to_those_in_the_match()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        var id = await ann.CreateMatch();
        Event(await ann.Receive("match_presence_event"), "joins").ShouldBe(["ann"]);

        var joined = await bob.JoinMatch(id);
        Names(joined["presences"]).ShouldBe(["ann"]);
        ((int?)joined["size"]).ShouldBe(1);
        Event(await ann.Receive("match_presence_event"), "joins").ShouldBe(["bob"]);

        (await bob.Ask($$""" "match_leave":{"match_id":"{{id}}"} """)).ToJsonString().ShouldBe("""{"cid":"1"}""");
        Event(await ann.Receive("match_presence_event"), "leaves").ShouldBe(["bob"]);
        (await bob.Ask($$""" "match_leave":{"match_id":"{{id}}"} """, "2")).ToJsonString().ShouldBe("""{"cid":"2"}""");
    }

    [Fact]
    public async Task joining_again_lists_the_caller_too()
    {
        await using var ann = await _server.Open("ann");
        var id = await ann.CreateMatch();
        var again = await ann.JoinMatch(id);
        Names(again["presences"]).ShouldBe(["ann"]);
    }

    [Fact]
    public async Task a_lost_socket_leaves_the_match_which_ends_with_its_last_player()
    {
        await using var ann = await _server.Open("ann");
        var bob = await _server.Open("bob");
        var id = await ann.CreateMatch();
        await bob.JoinMatch(id);
        bob.Socket.Abort();
        while (Event(await ann.Receive("match_presence_event"), "leaves") is not ["bob"])
        {
        }

        await ann.Ask($$""" "match_leave":{"match_id":"{{id}}"} """);
        ShouldBeError(await ann.Ask($$""" "match_join":{"match_id":"{{id}}"} """), 4, "Match not found");
    }

    [Theory]
    [InlineData("\"match_join\":{\"match_id\":\"nonsense\"}", 3, "Invalid match ID")]
    [InlineData("\"match_join\":{}", 3, "No match ID or token found")]
    [InlineData("\"match_join\":{\"token\":\"nonsense\"}", 3, "Invalid match token")]
    [InlineData("\"match_join\":{\"match_id\":\"886313e1-3b8a-5372-9b90-0c9aee199e5d.\"}", 4, "Match not found")]
    [InlineData("\"match_join\":{\"match_id\":\"886313e1-3b8a-5372-9b90-0c9aee199e5d.node1\"}", 4, "Match not found")]
    [InlineData("\"match_join\":{\"match_id\":\"886313e1-3b8a-5372-9b90-0c9aee199e5d.other\"}", 4, "Match not found")]
    [InlineData("\"match_leave\":{\"match_id\":\"nonsense\"}", 3, "Invalid match ID")]
    public async Task what_is_wrong_with_a_request_is_told(string request, int code, string message)
    {
        await using var ann = await _server.Open("ann");
        ShouldBeError(await ann.Ask(request), code, message);
    }

    [Fact]
    public async Task a_token_opens_the_match_for_the_first_one_too()
    {
        await using var ann = await _server.Open("ann");
        const string Id = "886313e1-3b8a-5372-9b90-0c9aee199e5d.";
        var token = _server.Get<MatchTokens>().Issue(Id, TimeSpan.FromSeconds(30));
        var match = (await ann.Ask($$""" "match_join":{"token":"{{token}}"} """))["match"]!.AsObject();
        match.Select(field => field.Key).ShouldBe(["match_id", "self"]);
        ((string?)match["match_id"]).ShouldBe(Id);

        var expired = _server.Get<MatchTokens>().Issue(Id, TimeSpan.FromSeconds(-1));
        ShouldBeError(await ann.Ask($$""" "match_join":{"token":"{{expired}}"} """), 3, "Invalid match token");
        ShouldBeError(await ann.Ask($$""" "match_join":{"token":"{{token}}x"} """), 3, "Invalid match token");
    }

    [Fact]
    public async Task data_goes_to_all_others_and_is_never_answered()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        await using var cat = await _server.Open("cat", "format=json");
        var id = await ann.CreateMatch();
        await bob.JoinMatch(id);
        await cat.JoinMatch(id);
        await ann.Send($$"""{"cid":"9","match_data_send":{"match_id":"{{id}}","op_code":"5","data":"aGk=","reliable":true} }""");
        foreach (var other in new[] { bob, cat })
        {
            var envelope = await other.Receive("match_data");
            envelope.ContainsKey("cid").ShouldBeFalse();
            var data = envelope["match_data"]!;
            ((string?)data["match_id"], (string?)data["op_code"], (string?)data["data"], (bool?)data["reliable"]).ShouldBe((id, "5", "aGk=", true));
            ((string?)data["presence"]!["session_id"]).ShouldBe(ann.SessionId);
        }

        await ann.Send("""{"ping":{}}""");
        while (true)
        {
            var envelope = await ann.Receive();
            envelope.ContainsKey("match_data").ShouldBeFalse();
            if (envelope.ContainsKey("pong")) return;
        }
    }

    [Fact]
    public async Task data_can_be_meant_for_some_only_and_for_oneself()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        await using var cat = await _server.Open("cat");
        var id = await ann.CreateMatch();
        await bob.JoinMatch(id);
        await cat.JoinMatch(id);
        // The user id must be one, but is not compared.
        string To(params TestSocket[] sockets) => string.Join(",", sockets.Select(socket => $$"""{"user_id":"{{SocketsUnderTest.UserIdOf("any")}}","session_id":"{{socket.SessionId}}"}"""));
        await ann.Send($$"""{"match_data_send":{"match_id":"{{id}}","op_code":"1","presences":[{{To(ann, bob)}}]} }""");
        await ann.Send($$"""{"match_data_send":{"match_id":"{{id}}","op_code":"2","presences":[{"user_id":"x","session_id":"{{cat.SessionId}}"}]} }""");
        await ann.Send($$"""{"match_data_send":{"match_id":"{{id}}","op_code":"3"} }""");
        OpCode(await ann.Receive("match_data")).ShouldBe("1");
        OpCode(await bob.Receive("match_data")).ShouldBe("1");
        OpCode(await bob.Receive("match_data")).ShouldBe("3");
        OpCode(await cat.Receive("match_data")).ShouldBe("3");
    }

    [Fact]
    public async Task data_of_somebody_outside_is_dropped()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        var id = await ann.CreateMatch();
        await bob.Send($$"""{"match_data_send":{"match_id":"{{id}}","op_code":"1"} }""");
        await bob.JoinMatch(id);
        await bob.Send($$"""{"match_data_send":{"match_id":"{{id}}","op_code":"2"} }""");
        OpCode(await ann.Receive("match_data")).ShouldBe("2");
    }

    [Fact]
    public async Task data_for_a_match_id_that_is_none_is_refused_without_the_cid()
    {
        await using var ann = await _server.Open("ann");
        await ann.Send("""{"cid":"1","match_data_send":{"match_id":"nonsense"}}""");
        (await ann.Receive()).ToJsonString().ShouldBe("""{"error":{"code":3,"message":"Invalid match ID"}}""");
    }

    static string? OpCode(JsonObject envelope) => (string?)envelope["match_data"]!["op_code"];

    static string[] Event(JsonObject envelope, string part) => Names(envelope["match_presence_event"]![part]);

    static string[] Names(JsonNode? presences) => presences is null ? [] : [.. presences.AsArray().Select(presence => (string)presence!["username"]!)];

    static void ShouldBeError(JsonObject envelope, int code, string message) =>
        ((int?)envelope["error"]?["code"] ?? 0, (string?)envelope["error"]?["message"]).ShouldBe((code, message));
}

using System.Text.Json;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>A module in JavaScript beside one in Lua, through the front.</summary>
[Collection(LiveServer.Name)]
public sealed class JavaScriptSpecs(LiveServer live)
{
    readonly GameServer server = live.Game;

    [Fact]
    public async Task a_function_answers_over_http_and_over_a_socket()
    {
        var player = await server.SignUp();
        var answer = await Answers.Json(server.Send("POST", "/v2/rpc/JS/echo?page=2", player.Token, "\"hi\""));
        Answers.Text(answer, "payload").ShouldBe($$"""{"payload":"hi","user":"{{player.Username}}","page":["2"]}""");
        await using var ann = await LivePlayer.Open(server, player);
        var said = await ann.Ask("\"rpc\":{\"id\":\"js/echo\",\"payload\":\"hi\"}");
        ((string?)said["rpc"]!["payload"]).ShouldBe($$"""{"payload":"hi","user":"{{player.Username}}"}""");
        (await live.Call("time")).ShouldNotContain("never");
    }

    [Fact]
    public async Task a_function_fails_with_its_own_code_or_with_the_place()
    {
        var player = await server.SignUp();
        using var chosen = await server.Send("POST", "/v2/rpc/js_fail", player.Token, "\"no\"");
        ((int)chosen.StatusCode).ShouldBe(400);
        var (code, message, trace) = await FailureOf(chosen);
        (code, message).ShouldBe((3, "no"));
        trace.ShouldContain("at fail (index.js:");
        using var broken = await server.Send("POST", "/v2/rpc/js_fail", player.Token, "\"\"");
        ((int)broken.StatusCode).ShouldBe(500);
        (await FailureOf(broken)).Message.ShouldStartWith("Error: broken at fail (index.js:");
        using var endless = await server.Send("POST", "/v2/rpc/js_spin", player.Token);
        (await FailureOf(endless)).ShouldBe((13, "script ended: instruction budget spent", ""));
    }

    [Fact]
    public async Task functions_stand_around_messages_of_a_socket()
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Refused("\"party_create\":{\"open\":true,\"max_size\":77}", 7, "not in JavaScript");
        var party = await ann.Ask("\"party_create\":{\"open\":true,\"max_size\":78}");
        ((int?)party["party"]!["max_size"]).ShouldBe(8);
    }

    [Fact]
    public async Task functions_stand_around_operations()
    {
        var player = await server.SignUp();
        await Answers.Refused(server.Send("PUT", "/v2/account", player.Token, "{\"display_name\":\"no\"}"), 403, 7, "not that");
        (await server.Send("PUT", "/v2/account", player.Token, "{\"display_name\":\"js\"}")).EnsureSuccessStatusCode();
        var account = await Answers.Json(server.Send("GET", "/v2/account", player.Token));
        Answers.Text(account.GetProperty("user"), "display_name").ShouldBe(player.Username.ToUpperInvariant());
    }

    static async Task<(int Code, string Message, string Trace)> FailureOf(HttpResponseMessage response)
    {
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var trace = body.GetProperty("error").TryGetProperty("stackTrace", out var found) ? found.GetString()! : "";
        return (body.GetProperty("code").GetInt32(), body.GetProperty("message").GetString()!, trace);
    }
}

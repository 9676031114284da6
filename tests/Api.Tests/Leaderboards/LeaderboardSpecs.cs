using System.Net;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Leaderboards;

public sealed class LeaderboardSpecs(GameServer server) : IClassFixture<GameServer>
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task a_score_is_handed_in_and_shows_with_its_rank()
    {
        var board = await Board();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Json(server.Send("POST", board, bob.Token, """{"score":"90"}"""));
        var record = await Json(server.Send("POST", board, ann.Token, """{"score":"100","subscore":"5","metadata":"{\"a\":1}"}"""));
        Text(record, "owner_id").ShouldBe(ann.UserId);
        Text(record, "username").ShouldBe(ann.Username);
        (Text(record, "score"), Text(record, "subscore"), Text(record, "rank")).ShouldBe(("100", "5", "1"));
        (record.GetProperty("num_score").GetInt32(), record.GetProperty("max_num_score").GetInt32()).ShouldBe((1, 1_000_000));
        Text(record, "metadata").ShouldBe("""{"a":1}""");
        record.TryGetProperty("expiry_time", out _).ShouldBeFalse();
        Text(record, "create_time").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");

        var list = await Json(server.Send("GET", board + "?limit=1&owner_ids=" + bob.UserId, ann.Token));
        Text(list.GetProperty("records")[0], "owner_id").ShouldBe(ann.UserId);
        Text(list.GetProperty("owner_records")[0], "rank").ShouldBe("2");
        Text(list, "rank_count").ShouldBe("2");
        var next = await Json(server.Send("GET", $"{board}?limit=1&cursor={Uri.EscapeDataString(Text(list, "next_cursor"))}", ann.Token));
        Text(next.GetProperty("records")[0], "owner_id").ShouldBe(bob.UserId);
        next.TryGetProperty("prev_cursor", out _).ShouldBeTrue();

        var around = await Json(server.Send("GET", $"{board}/owner/{bob.UserId}?limit=2", ann.Token));
        around.GetProperty("records").EnumerateArray().Select(entry => Text(entry, "rank")).ShouldBe(["1", "2"]);

        await Expect(server.Send("DELETE", board, ann.Token), 200, "{}");
        await Expect(server.Send("DELETE", board, ann.Token), 200, "{}");
        Text(await Json(server.Send("GET", board, ann.Token)), "rank_count").ShouldBe("1");
    }

    [Fact]
    public async Task the_calls_operator_is_the_wires()
    {
        var board = await Board();
        var ann = await server.SignUp();
        await Json(server.Send("POST", board, ann.Token, """{"score":"10"}"""));
        Text(await Json(server.Send("POST", board, ann.Token, """{"score":"3","operator":3}""")), "score").ShouldBe("13");
        Text(await Json(server.Send("POST", board, ann.Token, """{"score":"4","operator":"DECREMENT"}""")), "score").ShouldBe("9");
        Text(await Json(server.Send("POST", board, ann.Token, """{"score":"2","operator":2}""")), "score").ShouldBe("2");
        Text(await Json(server.Send("POST", board, ann.Token, """{"score":"1"}""")), "score").ShouldBe("2");
    }

    [Fact]
    public async Task bad_submissions_are_refused_in_nakamas_words()
    {
        var board = await Board();
        var locked = await Board(authoritative: true);
        var ann = await server.SignUp();
        await Refused(server.Send("POST", board, ann.Token, """{"score":"1","metadata":"[]"}"""), 400, 3, "Metadata value must be JSON, if provided.");
        await Refused(server.Send("POST", "/v2/leaderboard/nowhere", ann.Token, """{"score":"1"}"""), 404, 5, "Leaderboard not found.");
        await Refused(server.Send("POST", locked, ann.Token, """{"score":"1"}"""), 403, 7, "Leaderboard only allows authoritative score submissions.");
        await Refused(server.Send("POST", board, ann.Token, """{"score":"-1"}"""), 400, 3, "Error writing score to leaderboard.");
        await Refused(server.Send("POST", board, ann.Token, """{"score":"1","operator":9}"""), 400, 3, "Error writing score to leaderboard.");
        await Refused(server.Send("DELETE", "/v2/leaderboard/nowhere", ann.Token), 404, 5, "Leaderboard not found.");
        await Refused(server.Send("DELETE", locked, ann.Token), 403, 7, "Leaderboard only allows authoritative score deletions.");
    }

    [Fact]
    public async Task bad_lists_are_refused_in_nakamas_words()
    {
        var board = await Board();
        var ann = await server.SignUp();
        foreach (var limit in new[] { "0", "-1", "1001" })
        {
            await Refused(server.Send("GET", $"{board}?limit={limit}", ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 1000.");
        }

        await Refused(server.Send("GET", board + "?owner_ids=ann", ann.Token), 400, 3, "One or more owner IDs are invalid.");
        await Refused(server.Send("GET", board + "?cursor=AAAA", ann.Token), 400, 3, "Cursor is invalid or expired.");
        await Refused(server.Send("GET", "/v2/leaderboard/nowhere", ann.Token), 404, 5, "Leaderboard not found.");
        foreach (var limit in new[] { "0", "101" })
        {
            await Refused(
                server.Send("GET", $"{board}/owner/{ann.UserId}?limit={limit}", ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        }

        await Refused(server.Send("GET", board + "/owner/ann", ann.Token), 400, 3, "Invalid owner ID provided.");
        await Refused(server.Send("GET", "/v2/leaderboard/nowhere/owner/" + ann.UserId, ann.Token), 404, 5, "Leaderboard not found.");
        await Refused(
            server.Send("GET", $"{board}/owner/{ann.UserId}?cursor=AAAA", ann.Token), 400, 3, "Error querying records from leaderboard.");
        await Expect(server.Send("GET", $"{board}/owner/{ann.UserId}", ann.Token), 200, "{}");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/owner/0aa0aa00-0000-4000-8000-000000000001")]
    public async Task nobody_gets_anywhere_without_a_session(string method, string path)
    {
        using var response = await server.Send(method, "/v2/leaderboard/any" + path, body: method == "POST" ? "{}" : null);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task without_a_limit_owners_are_all_that_is_listed()
    {
        var board = await Board();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        foreach (var player in new[] { ann, bob }) await Json(server.Send("POST", board, player.Token, """{"score":"1"}"""));
        (await Json(server.Send("GET", board, ann.Token))).GetProperty("records").GetArrayLength().ShouldBe(1);
        var owners = await Json(server.Send("GET", board + "?owner_ids=" + ann.UserId, ann.Token));
        owners.TryGetProperty("records", out _).ShouldBeFalse();
        owners.GetProperty("owner_records").GetArrayLength().ShouldBe(1);
    }

    async Task<string> Board(bool authoritative = false)
    {
        var id = $"board-{Guid.NewGuid():n}";
        var answer = await server.Get<IJournal>().Execute(new CreateLeaderboard(id) { Authoritative = authoritative, EnableRanks = true }, Script);
        answer.Fault.ShouldBeNull();
        return "/v2/leaderboard/" + id;
    }

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static async Task<JsonElement> Json(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return await GameServer.Json(response);
    }

    static Task Refused(Task<HttpResponseMessage> sending, int status, int code, string message) =>
        Expect(sending, status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    static async Task Expect(Task<HttpResponseMessage> sending, int status, string body)
    {
        using var response = await sending;
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Leaderboards;

/// <summary>Boards, records and ranks as of a moment, for servers.</summary>
public sealed class LeaderboardPastSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Key = "http_key=defaulthttpkey";

    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task a_board_is_shown_as_it_was_page_by_page()
    {
        var board = await Board();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Submit(board, ann, 10);
        await Submit(board, bob, 20);
        var then = Now();
        await Submit(board, ann, 30);
        (await server.Send("DELETE", "/v2/leaderboard/" + board, bob.Token)).EnsureSuccessStatusCode();

        var page = await Json($"{board}/at?at={Uri.EscapeDataString(then)}&limit=1");
        (Text(page, "rank_count"), Owners(page), Text(page.GetProperty("records")[0], "score")).ShouldBe(("2", bob.UserId, "20"));
        page.GetProperty("leaderboard").GetProperty("id").GetString().ShouldBe(board);
        page.GetProperty("leaderboard").GetProperty("operator").GetInt32().ShouldBe(2);
        page.TryGetProperty("prev_cursor", out _).ShouldBeFalse();
        page = await Json($"{board}/at?at={Uri.EscapeDataString(then)}&limit=1&cursor={Text(page, "next_cursor")}");
        (Owners(page), Text(page.GetProperty("records")[0], "rank")).ShouldBe((ann.UserId, "2"));
        page.TryGetProperty("next_cursor", out _).ShouldBeFalse();
        Owners(await Json($"{board}/at?at={Uri.EscapeDataString(then)}&limit=1&cursor={Text(page, "prev_cursor")}")).ShouldBe(bob.UserId);
        Owners(await Json($"{board}/at")).ShouldBe(ann.UserId);
    }

    [Fact]
    public async Task a_record_is_shown_as_it_was_at_a_time_after_an_event_or_in_a_version()
    {
        var board = await Board();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Submit(board, ann, 10);
        var then = Now();
        await Submit(board, ann, 30);
        await Submit(board, bob, 20);

        var past = await Json($"{board}/owner/{ann.UserId}/at?at={then}");
        (Text(past, "rank_count"), Text(past, "version")).ShouldBe(("1", "1"));
        var record = past.GetProperty("record");
        (Text(record, "score"), Text(record, "rank"), Text(record, "username")).ShouldBe(("10", "1", ann.Username));
        var sequence = Text(past, "sequence");
        Text(await Json($"{board}/owner/{ann.UserId}/at?at={sequence}"), "sequence").ShouldBe(sequence);
        Text(await Json($"{board}/owner/{ann.UserId}/at?version=1"), "sequence").ShouldBe(sequence);
        past = await Json($"{board}/owner/{bob.UserId}/at");
        (Text(past.GetProperty("record"), "rank"), Text(past, "rank_count")).ShouldBe(("2", "2"));
    }

    [Fact]
    public async Task what_cannot_be_looked_back_to_is_refused()
    {
        var board = await Board();
        var ann = await server.SignUp();
        await Submit(board, ann, 10);
        const string Moment = "Invalid moment - must be an RFC 3339 time or the sequence number of an event.";
        await Refused("nowhere/at", 404, 5, "Leaderboard not found.");
        await Refused($"{board}/at?at=1999-01-01T00:00:00Z", 404, 5, "Leaderboard not found.");
        await Refused($"{board}/at?at=yesterday", 400, 3, Moment);
        await Refused($"{board}/at?limit=0", 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Refused($"{board}/at?limit=101", 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Refused($"{board}/at?cursor=AAAA", 400, 3, "Cursor is invalid or expired.");
        await Refused($"{board}/owner/ann/at", 400, 3, "Invalid owner ID provided.");
        await Refused($"{board}/owner/{ann.UserId}/at?at=-1", 400, 3, Moment);
        await Refused($"{board}/owner/{ann.UserId}/at?at=1&version=1", 400, 3, Moment);
        await Refused($"{board}/owner/{ann.UserId}/at?version=2", 404, 5, "Leaderboard record not found.");
        await Refused($"{board}/owner/{Guid.NewGuid()}/at", 404, 5, "Leaderboard record not found.");
    }

    [Fact]
    public async Task only_servers_look_back()
    {
        var ann = await server.SignUp();
        foreach (var path in new[] { "any/at", $"any/owner/{ann.UserId}/at" })
        {
            using var asPlayer = await server.Send("GET", "/v2/kaos/leaderboard/" + path, ann.Token);
            using var asGame = await server.SendAsGame("GET", "/v2/kaos/leaderboard/" + path);
            (asPlayer.StatusCode, asGame.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        }
    }

    /// <summary>A moment after all that has been answered, and before all that is still to be asked for.</summary>
    string Now()
    {
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var now = server.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        return now;
    }

    async Task<string> Board()
    {
        var id = $"board-{Guid.NewGuid():n}";
        (await server.Get<IJournal>().Execute(new CreateLeaderboard(id) { Operator = ScoreOperator.Set, EnableRanks = true }, Script)).Fault.ShouldBeNull();
        return id;
    }

    async Task Submit(string board, TestPlayer player, long score) =>
        (await server.Send("POST", "/v2/leaderboard/" + board, player.Token, $$"""{"score":"{{score}}"}""")).EnsureSuccessStatusCode();

    async Task<JsonElement> Json(string path)
    {
        using var response = await server.Send("GET", With(path));
        return await GameServer.Json(response);
    }

    async Task Refused(string path, int status, int code, string message)
    {
        using var response = await server.Send("GET", With(path));
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, $$"""{"code":{{code}},"message":"{{message}}"}"""));
    }

    static string With(string path) => $"/v2/kaos/leaderboard/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Key}";

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static string Owners(JsonElement page) => string.Join(' ', page.GetProperty("records").EnumerateArray().Select(record => Text(record, "owner_id")));
}

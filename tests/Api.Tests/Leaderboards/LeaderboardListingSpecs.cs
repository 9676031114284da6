using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Leaderboards;

/// <summary>The rules of lists as clients meet them (parity sections 3, 4.2, 5.1 to 5.3).</summary>
public sealed class LeaderboardListingSpecs(GameServer server) : IClassFixture<GameServer>
{
    TestPlayer? _reader;

    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task owners_are_shown_once_in_the_boards_order_whatever_limit_and_cursor()
    {
        var (board, players) = await Filled(ranks: true);
        var owners = $"owner_ids={players[0].UserId}&owner_ids={players[2].UserId}&owner_ids={players[0].UserId}&owner_ids={Guid.NewGuid()}";
        var alone = await List(board, owners);
        (Records(alone), Owners(alone)).ShouldBe(("", "3 1"));
        var paged = await List(board, owners + "&limit=2");
        (Records(paged), Owners(paged)).ShouldBe(("4 3", "3 1"));
        paged.GetProperty("owner_records").EnumerateArray().Select(record => Text(record, "rank")).ShouldBe(["2", "4"]);
        var next = Uri.EscapeDataString(Text(paged, "next_cursor"));
        // With a cursor and no limit it is a page of one.
        var further = await List(board, $"{owners}&cursor={next}");
        (Records(further), Owners(further)).ShouldBe(("2", "3 1"));
        (Records(await List(board, "")), Records(await List(board, "limit=1000"))).ShouldBe(("4", "4 3 2 1"));
    }

    [Fact]
    public async Task a_period_is_named_by_its_expiry_and_its_cursors_die_with_it()
    {
        var (board, players) = await Filled(ranks: true, schedule: "*/30 * * * * * *");
        var first = await List(board, "limit=2");
        var cursor = Uri.EscapeDataString(Text(first, "next_cursor"));
        var expiry = DateTimeOffset.Parse(Text(first.GetProperty("records")[0], "expiry_time"), null).ToUnixTimeSeconds();
        Text(first, "rank_count").ShouldBe("4");
        (Records(await List(board, $"expiry={expiry}&limit=9")), Records(await List(board, "expiry=0&limit=9"))).ShouldBe(("4 3 2 1", "4 3 2 1"));

        server.Time.Advance(TimeSpan.FromSeconds(31));
        var ann = await server.SignUp();
        (await List(board, "limit=9", ann)).EnumerateObject().ShouldBeEmpty();
        foreach (var other in new[] { expiry + 1, expiry + 3_000_000_000, -5, 1 })
            Records(await List(board, $"expiry={other}&limit=9", ann)).ShouldBe("", $"{other}");
        await Refused($"{board}?limit=2&cursor={cursor}", ann, "Cursor is invalid or expired.");
        Records(await List(board, $"limit=2&cursor={cursor}&expiry={expiry}", ann)).ShouldBe("2 1");

        // Places in pages are counted, but the period's ranks are let go.
        var past = await List(board, $"limit=9&expiry={expiry}&owner_ids={players[1].UserId}", ann);
        past.GetProperty("records").EnumerateArray().Select(record => Text(record, "rank")).ShouldBe(["1", "2", "3", "4"]);
        past.GetProperty("owner_records")[0].TryGetProperty("rank", out _).ShouldBeFalse();
        past.TryGetProperty("rank_count", out _).ShouldBeFalse();
        var around = await List($"{board}/owner/{players[1].UserId}", $"limit=3&expiry={expiry}", ann);
        Records(around).ShouldBe("3 2 1");
        around.GetProperty("records")[0].TryGetProperty("rank", out _).ShouldBeFalse();
        (await List($"{board}/owner/{players[1].UserId}", "limit=3", ann)).EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task without_ranks_places_are_counted_and_nothing_else_shows_one()
    {
        var (board, players) = await Filled(ranks: false);
        var list = await List(board, $"limit=2&owner_ids={players[0].UserId}");
        list.GetProperty("records").EnumerateArray().Select(record => Text(record, "rank")).ShouldBe(["1", "2"]);
        list.GetProperty("owner_records")[0].TryGetProperty("rank", out _).ShouldBeFalse();
        list.TryGetProperty("rank_count", out _).ShouldBeFalse();
        (await List($"{board}/owner/{players[0].UserId}", "limit=2")).GetProperty("records")[0].TryGetProperty("rank", out _).ShouldBeFalse();
        var written = await GameServer.Json(await server.Send("POST", board, players[0].Token, """{"score":"9"}"""));
        written.TryGetProperty("rank", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task cursors_serve_lists_and_windows_alike()
    {
        var (board, players) = await Filled(ranks: true);
        var around = await List($"{board}/owner/{players[2].UserId}", "limit=1");
        (Records(around), Text(around.GetProperty("records")[0], "rank")).ShouldBe(("3", "2"));
        var (next, previous) = (Uri.EscapeDataString(Text(around, "next_cursor")), Uri.EscapeDataString(Text(around, "prev_cursor")));
        Records(await List(board, $"limit=9&cursor={next}")).ShouldBe("2 1");
        Records(await List(board, $"limit=9&cursor={previous}")).ShouldBe("4");
        var list = await List(board, "limit=1");
        Records(await List($"{board}/owner/{players[0].UserId}", $"limit=2&cursor={Uri.EscapeDataString(Text(list, "next_cursor"))}")).ShouldBe("3 2");
    }

    /// <summary>A board with scores 1 to 4, each of a new player.</summary>
    async Task<(string Board, TestPlayer[] Players)> Filled(bool ranks, string? schedule = null)
    {
        var id = $"board-{Guid.NewGuid():n}";
        var create = new CreateLeaderboard(id) { Operator = ScoreOperator.Set, ResetSchedule = schedule, EnableRanks = ranks };
        (await server.Get<IJournal>().Execute(create, Script)).Fault.ShouldBeNull();
        var players = new TestPlayer[4];
        for (var i = 0; i < players.Length; i++) players[i] = await server.SignUp();
        // A fresh period has time enough for all of them.
        if (schedule is not null) server.Time.Advance(TimeSpan.FromSeconds(31 - (server.Time.GetUtcNow().Second % 30)));
        for (var i = 0; i < players.Length; i++)
            (await server.Send("POST", "/v2/leaderboard/" + id, players[i].Token, $$"""{"score":"{{i + 1}}"}""")).EnsureSuccessStatusCode();
        _reader = players[0];
        return ("/v2/leaderboard/" + id, players);
    }

    async Task<JsonElement> List(string path, string query, TestPlayer? player = null)
    {
        using var response = await server.Send("GET", $"{path}?{query}", (player ?? _reader!).Token);
        return await GameServer.Json(response);
    }

    async Task Refused(string path, TestPlayer player, string message)
    {
        using var response = await server.Send("GET", path, player.Token);
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((400, $$"""{"code":3,"message":"{{message}}"}"""));
    }

    static string Records(JsonElement list) => Scores(list, "records");

    static string Owners(JsonElement list) => Scores(list, "owner_records");

    static string Scores(JsonElement list, string name) =>
        list.TryGetProperty(name, out var records) ? string.Join(' ', records.EnumerateArray().Select(record => Text(record, "score"))) : "";

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

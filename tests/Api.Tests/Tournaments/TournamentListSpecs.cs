using System.Text.Json;
using static KaosNet.Api.Tests.Tournaments.TournamentWorld;

namespace KaosNet.Api.Tests.Tournaments;

/// <summary>Lists of tournaments and of their records (parity sections 5.3, 6.6 and 6.7).</summary>
public sealed class TournamentListSpecs(GameServer server) : IClassFixture<GameServer>
{
    [Fact]
    public async Task tournaments_come_by_start_then_end_then_category_then_id_and_by_filters()
    {
        await using var alone = await GameServer.Start(settings => settings);
        var now = alone.Time.GetUtcNow().ToUnixTimeSeconds();
        var ann = await alone.SignUp();
        await Make("later", 5, 500, 0);
        await Make("never", 5, 100, 0);
        await Make("late-b", 5, 100, 9000);
        await Make("late-a", 5, 100, 9000);
        await Make("late-low", 4, 100, 9000);
        await Make("soon", 5, 100, 5000);
        await Make("ended", 5, -100, -50);
        (await Ids("")).ShouldBe("late-low late-a late-b soon never later");
        (await Ids("?end_time=0")).ShouldBe("never later");
        (await Ids($"?end_time={now + 5000}")).ShouldBe("ended soon");
        (await Ids($"?start_time={now + 101}")).ShouldBe("later");
        (await Ids("?category_start=5&category_end=5")).ShouldBe("late-a late-b soon never later");
        (await Ids("?category_end=4")).ShouldBe("late-low");
        (await Ids("?category_start=6")).ShouldBe("");

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await Json(alone.Send("GET", "/v2/tournament?limit=2&cursor=" + Uri.EscapeDataString(cursor), ann.Token));
            page.GetProperty("tournaments").GetArrayLength().ShouldBe(2);
            seen.AddRange(page.GetProperty("tournaments").EnumerateArray().Select(listed => listed.Text("id")));
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
            // The last one of the page may go meanwhile: the next page goes on all the same.
            if (seen.Count == 2) await alone.Get<Projections.Leaderboards.LeaderboardSetup>().DeleteTournament("late-a", Script);
        }
        while (cursor.Length > 0);
        seen.ShouldBe(["late-low", "late-a", "late-b", "soon", "never", "later"]);

        async Task Make(string id, int category, long start, long end) => await alone.Tournament(with => with with
        {
            Id = id,
            Category = category,
            StartTime = now + start,
            EndTime = end == 0 ? 0 : now + end,
        });

        async Task<string> Ids(string query)
        {
            var list = await Json(alone.Send("GET", "/v2/tournament" + query, ann.Token));
            return !list.TryGetProperty("tournaments", out var listed) ? "" : string.Join(' ', listed.EnumerateArray().Select(entry => entry.Text("id")));
        }
    }

    [Fact]
    public async Task a_tournament_is_listed_with_all_that_clients_know()
    {
        var ann = await server.SignUp();
        var now = server.Time.GetUtcNow().ToUnixTimeSeconds();
        var cup = await server.Tournament(with => with with
        {
            Title = "Cup",
            Description = "Of cups",
            Category = 3,
            Metadata = """{"a":1}""",
            Operator = Domain.Leaderboards.ScoreOperator.Increment,
            ResetSchedule = "0 0 * * *",
            Authoritative = true,
            JoinRequired = true,
            MaxSize = 7,
            MaxNumScore = 2,
            StartTime = now - 10,
            EndTime = now + 1_000_000,
            Duration = 86_400,
        });
        var listed = (await server.Listed(cup, ann))!.Value;
        (listed.Text("title"), listed.Text("description"), listed.Text("metadata")).ShouldBe(("Cup", "Of cups", """{"a":1}"""));
        (listed.Number("category"), listed.Number("sort_order"), listed.Number("operator")).ShouldBe((3, 1, 3));
        (listed.Number("max_size"), listed.Number("max_num_score"), listed.Number("duration")).ShouldBe((7, 2, 86_400));
        (listed.GetProperty("authoritative").GetBoolean(), listed.GetProperty("join_required").GetBoolean()).ShouldBe((true, true));
        var period = cup.PeriodAt(server.Time.GetUtcNow());
        (listed.Number("start_active"), listed.Number("end_active"), listed.Number("next_reset"))
            .ShouldBe((period.StartActive, period.EndActive, period.Expiry));
        listed.Number("prev_reset").ShouldBe(cup.PreviousResetAt(server.Time.GetUtcNow()));
        listed.Text("start_time").ShouldBe(DateTimeOffset.FromUnixTimeSeconds(now - 10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
        listed.TryGetProperty("end_time", out _).ShouldBeTrue();

        var plain = (await server.Listed(await server.Tournament(), ann))!.Value;
        (plain.Number("max_size"), plain.Number("max_num_score"), plain.GetProperty("can_enter").GetBoolean()).ShouldBe((int.MaxValue, 1_000_000, true));
        (plain.TryGetProperty("end_time", out _), plain.TryGetProperty("next_reset", out _), plain.TryGetProperty("size", out _)).ShouldBe((false, false, false));
    }

    [Theory]
    [InlineData("category_end=128", 3, "Tournament category end must be >=0 and <128.")]
    [InlineData("category_start=5&category_end=4", 3, "Tournament category end must be greater than category start.")]
    [InlineData("category_start=128", 3, "Tournament category end must be greater than category start.")]
    [InlineData("start_time=10&end_time=9", 3, "Tournament end time must be greater than start time.")]
    [InlineData("limit=0", 3, "Limit must be between 1 and 100.")]
    [InlineData("limit=101", 3, "Limit must be between 1 and 100.")]
    [InlineData("cursor=AAAA", 3, "leaderboard cursor invalid")]
    public async Task bad_lists_of_tournaments_are_refused_in_nakamas_words(string query, int code, string message) =>
        await Refused(server.Send("GET", "/v2/tournament?" + query, (await server.SignUp()).Token), 400, code, message);

    [Fact]
    public async Task bad_lists_of_records_are_refused_in_nakamas_words()
    {
        var cup = await server.Tournament();
        var ann = await server.SignUp();
        foreach (var limit in new[] { "0", "-1", "101" })
            await Refused(server.Send("GET", $"{cup.Path()}?limit={limit}", ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        foreach (var limit in new[] { "0", "101" })
            await Refused(server.Send("GET", $"{cup.Path()}/owner/{ann.UserId}?limit={limit}", ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Refused(server.Send("GET", cup.Path() + "?owner_ids=ann", ann.Token), 400, 3, "One or more owner IDs are invalid.");
        await Refused(server.Send("GET", cup.Path() + "?cursor=AAAA", ann.Token), 400, 3, "Cursor is invalid or expired.");
        await Refused(server.Send("GET", "/v2/tournament/nowhere", ann.Token), 404, 5, "Tournament not found.");
        await Refused(server.Send("GET", cup.Path() + "/owner/ann", ann.Token), 400, 3, "Invalid owner ID provided.");
        await Refused(server.Send("GET", "/v2/tournament/nowhere/owner/" + ann.UserId, ann.Token), 404, 5, "Tournament not found.");
        await Refused(server.Send("GET", $"{cup.Path()}/owner/{ann.UserId}?cursor=AAAA", ann.Token), 400, 3, "Error querying records from leaderboard.");
        await Expect(server.Send("GET", $"{cup.Path()}/owner/{ann.UserId}", ann.Token), 200, "{}");
    }

    [Fact]
    public async Task records_are_listed_page_by_page_and_around_owners()
    {
        var cup = await server.Tournament();
        var players = new List<TestPlayer>();
        for (var i = 0; i < 12; i++)
        {
            players.Add(await server.SignUp());
            await Json(server.Submit(cup, players[i], 100 - i));
        }

        var ann = players[0].Token;
        var first = await Json(server.Send("GET", cup.Path(), ann));
        Ranks(first).ShouldBe("1 2 3 4 5 6 7 8 9 10");
        first.Text("rank_count").ShouldBe("12");
        var last = await Json(server.Send("GET", $"{cup.Path()}?cursor={Uri.EscapeDataString(first.Text("next_cursor"))}", ann));
        Ranks(last).ShouldBe("11 12");
        last.TryGetProperty("next_cursor", out _).ShouldBeFalse();
        Ranks(await Json(server.Send("GET", $"{cup.Path()}?cursor={Uri.EscapeDataString(last.Text("prev_cursor"))}", ann))).ShouldBe("1 2 3 4 5 6 7 8 9 10");

        var owners = await Json(server.Send("GET", $"{cup.Path()}?limit=1&owner_ids={players[11].UserId}&owner_ids={players[3].UserId}", ann));
        owners.GetProperty("owner_records").EnumerateArray().Select(record => record.Text("rank")).ShouldBe(["4", "12"]);
        var onlyOwners = await Json(server.Send(
            "GET", $"{cup.Path()}?owner_ids={players[3].UserId}&cursor={Uri.EscapeDataString(first.Text("next_cursor"))}", ann));
        (onlyOwners.TryGetProperty("records", out _), onlyOwners.GetProperty("owner_records").GetArrayLength()).ShouldBe((false, 1));

        // The previous cursor goes back and the next one on; the reference fills both with the next one's text.
        var around = await Json(server.Send("GET", $"{cup.Path()}/owner/{players[5].UserId}?limit=3", ann));
        Ranks(around).ShouldBe("5 6 7");
        Ranks(await Json(server.Send("GET", $"{cup.Path()}?limit=3&cursor={Uri.EscapeDataString(around.Text("next_cursor"))}", ann))).ShouldBe("8 9 10");
        Ranks(await Json(server.Send("GET", $"{cup.Path()}?limit=3&cursor={Uri.EscapeDataString(around.Text("prev_cursor"))}", ann))).ShouldBe("2 3 4");
        Ranks(await Json(server.Send(
            "GET", $"{cup.Path()}/owner/{players[5].UserId}?limit=3&cursor={Uri.EscapeDataString(around.Text("prev_cursor"))}", ann))).ShouldBe("2 3 4");
        Ranks(await Json(server.Send("GET", $"{cup.Path()}/owner/{players[5].UserId}", ann))).ShouldBe("1 2 3 4 5 6 7 8 9 10 11 12");
        // Near the top the last record is not cut off and what follows is told.
        var top = await Json(server.Send("GET", $"{cup.Path()}/owner/{players[0].UserId}?limit=11", ann));
        (Ranks(top), top.TryGetProperty("next_cursor", out _)).ShouldBe(("1 2 3 4 5 6 7 8 9 10 11", true));
    }

    static string Ranks(JsonElement list) =>
        string.Join(' ', list.GetProperty("records").EnumerateArray().Select(record => record.Text("rank")));
}

using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Wallets;
using KaosNet.Projections;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Leaderboards.Disqualifying;

/// <summary>Scores are taken back and given back through the front, by servers and tools of the game's.</summary>
public sealed class DisqualificationSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Nobody = "0cc0cc00-0000-4000-8000-000000000003";

    [Fact]
    public async Task a_cheaters_score_goes_on_a_weekly_board_and_comes_back_when_it_was_none()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var board = await Board(schedule: "0 0 * * 1");
        foreach (var score in new[] { 120, 9000, 150 }) await Submit(board, ann, score);
        await Submit(board, bob, 300);
        (await Ranks(board, ann)).ShouldBe("9000#1 300#2");
        var submissions = (await Json(Server("GET", $"/v2/kaos/leaderboard/{board}/owner/{ann.UserId}/submission"))).GetProperty("submissions");
        submissions.EnumerateArray().Select(one => $"{Text(one, "number")}:{Text(one, "score")}").ShouldBe(["3:150", "2:9000", "1:120"]);
        submissions[0].TryGetProperty("counted", out _).ShouldBeFalse("it was no better than the cheated one");

        var expiry = Text(await Json(Server("GET", $"/v2/kaos/leaderboard/{board}/owner/{ann.UserId}/submission?limit=1")), "expiry");
        var asked = $$"""{"author":"mod","reason":"speed hack","leaderboard_id":"{{board}}","expiry":"{{expiry}}","owner_id":"{{ann.UserId}}","submission":"2"}""";
        var dry = await Json(Server("POST", "/v2/kaos/disqualification", asked[..^1] + ""","dry_run":true}"""));
        dry.TryGetProperty("id", out _).ShouldBeFalse();
        Text(dry.GetProperty("records")[0].GetProperty("after"), "score").ShouldBe("150");
        (await Ranks(board, ann)).ShouldBe("9000#1 300#2");

        var taken = await Json(Server("POST", "/v2/kaos/disqualification", asked));
        (Text(taken, "stage"), Text(taken, "author"), Text(taken, "reason"), Text(taken, "submission")).ShouldBe(("done", "mod", "speed hack", "2"));
        var record = taken.GetProperty("records")[0];
        (Text(record.GetProperty("before"), "score"), Text(record.GetProperty("after"), "score"), record.GetProperty("after").GetProperty("num_score").GetInt32())
            .ShouldBe(("9000", "150", 2));
        (await Ranks(board, ann)).ShouldBe("300#1 150#2");
        submissions = (await Json(Server("GET", $"/v2/kaos/leaderboard/{board}/owner/{ann.UserId}/submission"))).GetProperty("submissions");
        submissions[1].GetProperty("disqualification_ids")[0].GetString().ShouldBe(Text(taken, "id"));

        var undone = await Json(Server("POST", $"/v2/kaos/disqualification/{Text(taken, "id")}/undo", """{"author":"boss","reason":"it was lag"}"""));
        (Text(undone, "stage"), Text(undone, "undo_author"), Text(undone, "undo_reason")).ShouldBe(("undone", "boss", "it was lag"));
        (await Ranks(board, ann)).ShouldBe("9000#1 300#2");
        var found = await Json(Server("GET", "/v2/kaos/disqualification/" + Text(taken, "id")));
        (Text(found, "stage"), found.GetProperty("records").GetArrayLength(), found.GetProperty("record_count").GetInt32()).ShouldBe(("undone", 1, 1));
        await Verified();
    }

    [Fact]
    public async Task everything_of_a_build_goes_and_paid_rewards_are_proposed_for_reversal()
    {
        var (ann, bob) = (await SignUpWith("cracked-1"), await server.SignUp());
        var board = await Board();
        await Submit(board, ann, 500);
        await Submit(board, bob, 100);
        foreach (var player in new[] { ann, bob }) await Pay(player, $"reset:{board}:0");
        await Pay(ann, $"reset:{board}:7");

        var taken = await Json(Server("POST", "/v2/kaos/disqualification", """{"author":"mod","reason":"cracked client","build":"cracked-1"}"""));
        var reversal = taken.GetProperty("reversals").EnumerateArray().ShouldHaveSingleItem();
        (Text(reversal, "user_id"), Text(reversal, "cause"), Text(reversal.GetProperty("changeset"), "gold")).ShouldBe((ann.UserId, $"reset:{board}:0", "50"));
        taken.GetProperty("reversal_count").GetInt32().ShouldBe(1);
        (await Ranks(board, bob)).ShouldBe("100#1");

        // Carrying it out is one call; then it is proposed no more.
        await Json(Server("POST", $"/v2/kaos/wallet/{ann.UserId}/ledger/{Text(reversal, "item_id")}/reverse", """{"author":"mod","reason":"cracked client"}"""));
        await Json(Server("POST", $"/v2/kaos/disqualification/{Text(taken, "id")}/undo", """{"author":"mod","reason":"test"}"""));
        var again = await Json(Server("POST", "/v2/kaos/disqualification", """{"author":"mod","reason":"cracked client","build":"cracked-1","dry_run":true}"""));
        again.TryGetProperty("reversals", out _).ShouldBeFalse();
        var found = await Json(Server("GET", "/v2/kaos/disqualification/" + Text(taken, "id")));
        Text(found.GetProperty("reversals")[0], "item_id").ShouldBe(Text(reversal, "item_id"), "what was proposed then stays written down");
    }

    [Fact]
    public async Task ranks_of_another_server_follow_and_a_restart_forgets_nothing()
    {
        await using var other = await server.StartAnother();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var board = await Board();
        await Submit(board, ann, 500);
        await Submit(board, bob, 100);
        await Eventually.Holds(async () => (await Ranks(board, ann, other)).ShouldBe("500#1 100#2"));
        var body = $$"""{"author":"mod","reason":"x","owner_id":"{{ann.UserId}}"}""";
        var taken = await Json(Server("POST", "/v2/kaos/disqualification", body));
        (await Ranks(board, bob)).ShouldBe("100#1");
        await Eventually.Holds(async () => (await Ranks(board, bob, other)).ShouldBe("100#1"));

        // Undone by the other server, which only knows of it from the database.
        await Json(Server("POST", $"/v2/kaos/disqualification/{Text(taken, "id")}/undo", """{"author":"mod","reason":"y"}""", other));
        (await Ranks(board, bob, other)).ShouldBe("500#1 100#2");
        await Eventually.Holds(async () => (await Ranks(board, bob)).ShouldBe("500#1 100#2"));
        await Verified();
    }

    [Fact]
    public async Task one_of_many_records_is_finished_by_itself_and_so_is_its_undo()
    {
        var board = await Board();
        var journal = server.Get<IJournal>();
        await Task.WhenAll(Enumerable.Range(1, 1100).Select(async i =>
            (await journal.Execute(new SubmitScore(board, 0, new Guid(i, 1, 1, new byte[8]).ToString(), i), Caller.System("spec", "Spec"))).Fault.ShouldBeNull()));
        var ordered = await Json(Server("POST", "/v2/kaos/disqualification", $$"""{"author":"mod","reason":"wrong prizes","leaderboard_id":"{{board}}","expiry":"0"}"""));
        Text(ordered, "stage").ShouldBe("underway");
        var id = Text(ordered, "id");
        await Eventually.Holds(async () => Text(await Json(Server("GET", "/v2/kaos/disqualification/" + id)), "stage").ShouldBe("done"));

        var (seen, cursor) = (new HashSet<string>(), "");
        do
        {
            var page = await Json(Server("GET", $"/v2/kaos/disqualification/{id}?limit=100&cursor={cursor}"));
            foreach (var record in page.GetProperty("records").EnumerateArray()) seen.Add(Text(record, "owner_id")).ShouldBeTrue();
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        seen.Count.ShouldBe(1100);

        Text(await Json(Server("POST", $"/v2/kaos/disqualification/{id}/undo", """{"author":"mod","reason":"right prizes"}""")), "stage").ShouldBe("undoing");
        await Eventually.Holds(async () => Text(await Json(Server("GET", "/v2/kaos/disqualification/" + id)), "stage").ShouldBe("undone"));
        (await journal.Load(ScoreRecord.Of(board, 0, new Guid(700, 1, 1, new byte[8]).ToString()))).Score.ShouldBe(700);
        await Verified();
    }

    [Fact]
    public async Task disqualifications_are_listed_newest_first_to_the_last_page()
    {
        var board = await Board();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var ann = await server.SignUp();
            await Submit(board, ann, i);
            server.Time.Advance(TimeSpan.FromSeconds(1));
            ids.Add(Text(await Json(Server("POST", "/v2/kaos/disqualification", $$"""{"author":"mod","reason":"r{{i}}","owner_id":"{{ann.UserId}}"}""")), "id"));
        }

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await Json(Server("GET", $"/v2/kaos/disqualification?limit=2&cursor={cursor}"));
            seen.AddRange(page.GetProperty("disqualifications").EnumerateArray().Select(one => Text(one, "id")));
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        seen.Take(5).ShouldBe(Enumerable.Reverse(ids));
        await Refused(Server("GET", "/v2/kaos/disqualification?limit=101"), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Refused(Server("GET", "/v2/kaos/disqualification?cursor=AAAA"), 400, 3, "Cursor is invalid.");
    }

    [Fact]
    public async Task bad_input_is_refused()
    {
        async Task Wrong(string body, int status, int code, string message) =>
            await Refused(Server("POST", "/v2/kaos/disqualification", body), status, code, message);

        await Wrong("{}", 400, 3, "Disqualification expects a leaderboard, an owner, a build or a span of time.");
        await Wrong("""{"owner_id":"ann"}""", 400, 3, "Invalid owner ID provided.");
        await Wrong($$"""{"author":"m","reason":"r","owner_id":"{{Nobody}}"}""", 404, 5, "No submission fits the disqualification.");
        await Wrong("""{"author":"m","reason":"r","since":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"}""", 400, 3, "Since must be before until.");
        await Wrong("""{"author":"m","reason":"r","expiry":"5"}""", 400, 3, "Disqualification expects a leaderboard, an owner, a build or a span of time.");
        var ann = await server.SignUp();
        var board = await Board();
        await Submit(board, ann, 1);
        await Wrong($$"""{"reason":"r","owner_id":"{{ann.UserId}}"}""", 400, 3, "Author must have 1 to 128 characters.");
        await Wrong($$"""{"author":"m","owner_id":"{{ann.UserId}}"}""", 400, 3, "Reason must have 1 to 1000 characters.");
        await Refused(Server("GET", "/v2/kaos/disqualification/x"), 400, 3, "Invalid disqualification ID.");
        await Refused(Server("GET", $"/v2/kaos/disqualification/{Nobody}"), 404, 5, "Disqualification not found.");
        await Refused(Server("POST", $"/v2/kaos/disqualification/{Nobody}/undo", """{"author":"m","reason":"r"}"""), 404, 5, "Disqualification not found.");
        await Refused(Server("POST", "/v2/kaos/disqualification/x/undo", "{}"), 400, 3, "Invalid disqualification ID.");
        await Refused(Server("GET", $"/v2/kaos/leaderboard/{board}/owner/{Nobody}/submission"), 404, 5, "Leaderboard record not found.");
        await Refused(Server("GET", $"/v2/kaos/leaderboard/none/owner/{Nobody}/submission"), 404, 5, "Leaderboard not found.");
        await Refused(Server("GET", $"/v2/kaos/leaderboard/{board}/owner/x/submission"), 400, 3, "Invalid owner ID provided.");
    }

    [Theory]
    [InlineData("POST", "/v2/kaos/disqualification")]
    [InlineData("GET", "/v2/kaos/disqualification")]
    [InlineData("GET", "/v2/kaos/disqualification/0cc0cc00-0000-4000-8000-000000000003")]
    [InlineData("POST", "/v2/kaos/disqualification/0cc0cc00-0000-4000-8000-000000000003/undo")]
    [InlineData("GET", "/v2/kaos/leaderboard/x/owner/0cc0cc00-0000-4000-8000-000000000003/submission")]
    public async Task only_servers_get_in(string method, string path)
    {
        var ann = await server.SignUp();
        var body = method == "POST" ? "{}" : null;
        foreach (var sending in new[] { server.Send(method, path, ann.Token, body), server.SendAsGame(method, path, body), server.Send(method, path, null, body) })
        {
            using var response = await sending;
            ((int)response.StatusCode).ShouldBe(401);
        }
    }

    async Task<string> Board(string? schedule = null)
    {
        var id = $"b{Guid.NewGuid():n}";
        await server.Get<IJournal>().Execute(new CreateLeaderboard(id) { ResetSchedule = schedule, EnableRanks = true }, Caller.System("spec", "Spec"));
        return id;
    }

    async Task<TestPlayer> SignUpWith(string build)
    {
        var device = $"device-{Guid.NewGuid():n}";
        using var response = await server.SendAsGame("POST", "/v2/account/authenticate/device", $$$"""{"id":"{{{device}}}","vars":{"build":"{{{build}}}"}}""");
        return TestPlayer.Of(await GameServer.Json(response), device);
    }

    async Task Submit(string board, TestPlayer player, long score) =>
        await Json(server.Send("POST", "/v2/leaderboard/" + board, player.Token, $$"""{"score":"{{score}}"}"""));

    async Task Pay(TestPlayer player, string cause)
    {
        var caller = Caller.System("spec", "Spec") with { Cause = cause };
        var update = new UpdateWallets([new(player.UserId, new Dictionary<string, long> { ["gold"] = 50 })], WritesLedger: true);
        (await server.Get<IJournal>().Execute(update, caller)).Fault.ShouldBeNull();
    }

    /// <summary>The board around a player as it is shown: scores with their ranks.</summary>
    async Task<string> Ranks(string board, TestPlayer player, GameServer? through = null)
    {
        var page = await Json((through ?? server).Send("GET", $"/v2/leaderboard/{board}/owner/{player.UserId}?limit=10", player.Token));
        return string.Join(' ', page.GetProperty("records").EnumerateArray().Select(record => $"{Text(record, "score")}#{Text(record, "rank")}"));
    }

    async Task Verified()
    {
        foreach (var table in await server.Get<TableRebuilder>().Verify(ReadModels.All)) table.Differences.ShouldBeEmpty(table.Table);
    }

    Task<HttpResponseMessage> Server(string method, string path, string? body = null, GameServer? through = null) =>
        (through ?? server).SendWith("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("defaulthttpkey:")), method, path, body);
}

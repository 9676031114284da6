using System.Net;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Leaderboards;

/// <summary>Ranks alone, of any period, for players.</summary>
public sealed class LeaderboardRanksSpecs(GameServer server) : IClassFixture<GameServer>
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task ranks_are_told_also_when_the_period_is_over()
    {
        var board = await Board("0 0 1 1 *");
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Submit(board, ann, 10);
        await Submit(board, bob, 20);
        var nobody = Guid.NewGuid();

        var ranks = await Ask(ann, $"{board}/rank?owner_ids={ann.UserId}&owner_ids={nobody}&owner_ids={bob.UserId}&owner_ids={ann.UserId}");
        Shown(ranks).ShouldBe($"{ann.UserId}:2 {bob.UserId}:1 of 2");
        var expiry = ranks.GetProperty("expiry").GetString();

        server.Time.Advance(TimeSpan.FromDays(366));
        var late = await server.SignUp();
        Shown(await Ask(late, $"{board}/rank?owner_ids={ann.UserId}")).ShouldBe(" of 0");
        Shown(await Ask(late, $"{board}/rank?owner_ids={ann.UserId}&expiry={expiry}")).ShouldBe($"{ann.UserId}:2 of 2");
        Shown(await Ask(late, $"{board}/rank?owner_ids={ann.UserId}&expiry=12345")).ShouldBe(" of 0");
    }

    [Fact]
    public async Task what_cannot_be_told_is_refused()
    {
        var board = await Board(null);
        var silent = "silent" + Guid.NewGuid().ToString("n");
        (await server.Get<IJournal>().Execute(new CreateLeaderboard(silent), Script)).Fault.ShouldBeNull();
        await Refused($"{board}/rank?owner_ids=me", HttpStatusCode.BadRequest, "One or more owner IDs are invalid.");
        await Refused($"{board}/rank?expiry=-1", HttpStatusCode.BadRequest, "Invalid expiry - must be the end of a period in Unix seconds.");
        var many = string.Join('&', Enumerable.Range(0, 101).Select(_ => "owner_ids=" + Guid.NewGuid()));
        await Refused($"{board}/rank?{many}", HttpStatusCode.BadRequest, "Too many owner IDs - at most 100 are answered.");
        await Refused($"{board}no/rank", HttpStatusCode.NotFound, "Leaderboard not found.");
        await Refused($"{silent}/rank", HttpStatusCode.BadRequest, "The leaderboard shows no ranks in this period.");
        (await server.Send("GET", $"/v2/kaos/leaderboard/{board}/rank")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    async Task<string> Board(string? schedule)
    {
        var board = "ranks" + Guid.NewGuid().ToString("n");
        (await server.Get<IJournal>().Execute(new CreateLeaderboard(board) { ResetSchedule = schedule, EnableRanks = true }, Script)).Fault.ShouldBeNull();
        return board;
    }

    async Task Submit(string board, TestPlayer player, long score) =>
        (await server.Send("POST", $"/v2/leaderboard/{board}", player.Token, $$"""{"score":"{{score}}"}""")).EnsureSuccessStatusCode();

    async Task Refused(string path, HttpStatusCode status, string message)
    {
        using var response = await server.Send("GET", "/v2/kaos/leaderboard/" + path, (await server.SignUp()).Token);
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        (response.StatusCode, body.GetProperty("message").GetString()).ShouldBe((status, message));
    }

    async Task<JsonElement> Ask(TestPlayer player, string path) => await GameServer.Json(await server.Send("GET", "/v2/kaos/leaderboard/" + path, player.Token));

    static string Shown(JsonElement list)
    {
        var ranks = list.TryGetProperty("ranks", out var some) ? some.EnumerateArray().Select(rank => $"{rank.GetProperty("owner_id")}:{rank.GetProperty("rank")}") : [];
        return $"{string.Join(' ', ranks)} of {(list.TryGetProperty("rank_count", out var count) ? count.GetString() : "0")}";
    }
}

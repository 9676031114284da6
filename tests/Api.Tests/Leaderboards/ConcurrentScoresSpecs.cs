using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.History;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Leaderboards;

/// <summary>Scores of one owner that come at the same moment (parity section 2.2).</summary>
public sealed class ConcurrentScoresSpecs(GameServer server) : IClassFixture<GameServer>
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task first_submissions_on_two_servers_are_each_counted()
    {
        await using var second = await server.StartAnother();
        var ann = await server.SignUp();
        // The second server finds the board before the news of it has come.
        (await server.Get<IJournal>().Execute(new CreateLeaderboard("sum") { Operator = ScoreOperator.Increment, EnableRanks = true }, Script)).Fault.ShouldBeNull();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            using var answer = await (number % 2 == 0 ? server : second).Send("POST", "/v2/leaderboard/sum", ann.Token, """{"score":"1","subscore":"2"}""");
            var record = await GameServer.Json(answer);
            return int.Parse(record.GetProperty("score").GetString()!);
        }));

        // Each answer is another sum: none was told what another one's submission made.
        answers.Order().ShouldBe(Enumerable.Range(1, 50));
        using var shown = await second.Send("GET", "/v2/leaderboard/sum?owner_ids=" + ann.UserId, ann.Token);
        var stored = (await GameServer.Json(shown)).GetProperty("owner_records")[0];
        (stored.GetProperty("score").GetString(), stored.GetProperty("subscore").GetString(), stored.GetProperty("num_score").GetInt32()).ShouldBe(("50", "100", 50));

        var events = new List<RecordedEvent>();
        await foreach (var recorded in new StreamHistory(server.Get<Store.Database>()).Read($"record-sum/0/{ann.UserId}")) events.Add(recorded);
        events.Select(recorded => recorded.Name).ShouldBe(Enumerable.Repeat("score_submitted", 50));
    }

    [Fact]
    public async Task a_submission_that_changes_nothing_is_an_event_too()
    {
        (await server.Get<IJournal>().Execute(new CreateLeaderboard("best"), Script)).Fault.ShouldBeNull();
        var ann = await server.SignUp();
        foreach (var score in new[] { 9, 5, 9 })
            (await server.Send("POST", "/v2/leaderboard/best", ann.Token, $$"""{"score":"{{score}}"}""")).EnsureSuccessStatusCode();
        var scores = new List<string>();
        await foreach (var recorded in new StreamHistory(server.Get<Store.Database>()).Read($"record-best/0/{ann.UserId}"))
        {
            using var happened = System.Text.Json.JsonDocument.Parse(recorded.Json);
            scores.Add($"{happened.RootElement.GetProperty("score")} {happened.RootElement.GetProperty("counted")} {happened.RootElement.GetProperty("score_after")}");
        }

        scores.ShouldBe(["9 True 9", "5 False 9", "9 False 9"]);
    }
}

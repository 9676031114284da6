using System.Net;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Hosting;

/// <summary>Two servers of one game: what one of them did holds on the other one too.</summary>
public sealed class SeveralServersSpecs(GameServer first) : IClassFixture<GameServer>
{
    [Fact]
    public async Task a_session_that_one_server_ended_is_over_on_the_other()
    {
        await using var second = await first.StartAnother();
        var player = await first.SignUp();
        (await second.Send("GET", "/v2/account", player.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await first.Send("POST", "/v2/session/logout", player.Token, $$"""{"token":"{{player.Token}}"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Eventually.Holds(async () =>
            (await second.Send("GET", "/v2/account", player.Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task a_deleted_account_is_gone_on_the_other_server()
    {
        await using var second = await first.StartAnother();
        var player = await first.SignUp();

        // Tokens of the very second of the deletion live on by rule V1, so that second must be over.
        first.Time.Advance(TimeSpan.FromSeconds(2));
        second.Time.Advance(TimeSpan.FromSeconds(2));
        (await first.Send("DELETE", "/v2/account", player.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Eventually.Holds(async () =>
            (await second.Send("GET", "/v2/account", player.Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task ranks_and_boards_are_the_same_on_both()
    {
        await using var second = await first.StartAnother();
        var board = "cup" + Guid.NewGuid().ToString("n");
        var script = new Caller { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };
        (await first.Get<IJournal>().Execute(new CreateLeaderboard(board) { EnableRanks = true }, script)).Fault.ShouldBeNull();
        TestPlayer ann = await first.SignUp(), bob = await first.SignUp();
        (await first.Send("POST", $"/v2/leaderboard/{board}", ann.Token, """{"score":"10"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.Holds(async () => await GameServer.Json(await second.Send("GET", $"/v2/leaderboard/{board}", ann.Token)));

        var written = await GameServer.Json(await second.Send("POST", $"/v2/leaderboard/{board}", bob.Token, """{"score":"20"}"""));
        written.GetProperty("rank").GetString().ShouldBe("1");

        await Eventually.Holds(async () =>
        {
            var around = await GameServer.Json(await first.Send("GET", $"/v2/leaderboard/{board}/owner/{ann.UserId}?limit=10", ann.Token));
            around.GetProperty("records").EnumerateArray().Select(record => record.TryGetProperty("rank", out var rank) ? rank.GetString() : "none").ShouldBe(["1", "2"]);
        });
    }
}

using System.Net;
using KaosNet.Projections.Leaderboards;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Tournaments.TournamentWorld;

namespace KaosNet.Api.Tests.Tournaments;

/// <summary>Two servers of one game.</summary>
public sealed class SeveralServersSpecs(GameServer first) : IClassFixture<GameServer>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_limited_tournament_never_holds_more_than_its_size(bool isJoined)
    {
        const int places = 7;
        await using var second = await first.StartAnother();
        var cup = await first.Tournament(with => with with { MaxSize = places, JoinRequired = isJoined });
        var players = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => first.SignUp()));
        await Eventually.Holds(async () => (await second.Listed(cup, players[0])).ShouldNotBeNull());

        var answers = await Task.WhenAll(players.Select(async (player, at) =>
        {
            var server = at % 2 == 0 ? first : second;
            using var answer = await (isJoined ? server.Join(cup, player) : server.Submit(cup, player, at));
            return answer.StatusCode;
        }));

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(places);
        answers.Count(status => status == HttpStatusCode.BadRequest).ShouldBe(players.Length - places);
        var list = await Json(second.Send("GET", cup.Path() + "?limit=100", players[0].Token));
        list.GetProperty("records").GetArrayLength().ShouldBe(places);
        foreach (var server in new[] { first, second }) (await server.Listed(cup, players[0]))!.Value.Number("size").ShouldBe(places);
    }

    [Fact]
    public async Task what_happens_to_a_tournament_on_one_server_shows_on_the_other()
    {
        await using var second = await first.StartAnother();
        var cup = await first.Tournament();
        var ann = await first.SignUp();
        await Eventually.Holds(async () => (await Json(second.Submit(cup, ann, 7))).Text("rank").ShouldBe("1"));
        (await first.Get<LeaderboardSetup>().DisableTournamentRanks(cup.Id, Script)).Fault.ShouldBeNull();
        await Eventually.Holds(async () => (await Json(second.Submit(cup, ann, 8))).TryGetProperty("rank", out _).ShouldBeFalse());
        (await first.Get<LeaderboardSetup>().DeleteTournament(cup.Id, Script)).Fault.ShouldBeNull();
        // At once, also where the news has not arrived: nothing is written that nobody would find.
        await Refused(second.Submit(cup, ann, 9), 404, 5, "Tournament not found.");
        await Eventually.Holds(async () => (await second.Listed(cup, ann)).ShouldBeNull());

        // Made again on the other server, with other rules.
        var again = await second.Tournament(with => with with { Id = cup.Id, JoinRequired = true, MaxSize = 1 });
        await Eventually.Holds(async () => await Refused(first.Submit(again, ann, 1), 400, 9, "Must join tournament before attempting to write value."));
        await Expect(first.Join(again, ann), 200, "{}");
        (await Json(second.Submit(again, ann, 5))).Text("score").ShouldBe("5");
    }
}

using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Tests.Parties;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Realtime.Tests.Matches;

/// <summary>Who comes into an authoritative match is shown who is there at that moment, however long ago the match let the newcomer in.</summary>
public sealed class NewcomerSpecs
{
    readonly ManualTickLoop _loop = new(MatchBench.Start);

    [Fact]
    public async Task who_left_or_came_after_the_match_had_answered_is_shown_right()
    {
        await using var server = TestServer.Alone(services => services.AddSingleton<ITickLoop>(_loop));
        var match = server.Get<MatchHost>().Create("test", "{}").Value;
        var (ann, bob, cid) = (server.Player("ann"), server.Player("bob"), server.Player("cid"));
        (await Join(server, ann, match)).ShouldBeEmpty();

        // The match has let bob in; before his server goes on, cid comes and ann is gone.
        var stream = MatchStreamOf(match);
        server.Get<PresenceTracker>().Track(cid.Session, stream, PresenceMeta.Plain);
        var joining = Begin(server, bob, match);
        ann.Drop();
        _loop.RunReady();
        (await Names(joining)).ShouldBe(["cid"]);
    }

    async Task<string[]> Join(TestServer server, TestPlayer player, string match)
    {
        var joining = Begin(server, player, match);
        _loop.RunReady();
        return await Names(joining);
    }

    static Task<Envelope> Begin(TestServer server, TestPlayer player, string match) => player.Ask(new() { MatchJoin = new() { MatchId = match } });

    static async Task<string[]> Names(Task<Envelope> joining) => [.. (await joining).Match!.Presences.Select(presence => presence.Username)];

    static StreamAddress MatchStreamOf(string match)
    {
        MatchKey.TryParse(match, out var key).ShouldBeTrue();
        return key.Stream();
    }
}

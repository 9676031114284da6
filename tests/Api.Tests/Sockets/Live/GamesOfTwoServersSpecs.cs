using System.Text.Json.Nodes;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Sockets.Live.Seen;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Players of two servers of one game look for each other and play together.</summary>
[Collection(TwoServers.Name)]
public sealed class GamesOfTwoServersSpecs(TwoServers servers)
{
    [Fact]
    public async Task a_party_has_members_on_both()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        var party = (string)(await ann.Ask(""" "party_create":{"open":true,"max_size":2} """))["party"]!["party_id"]!;
        party.ShouldEndWith(".one");
        await bob.Asking($$""" "party_join":{"party_id":"{{party}}"} """, "{}");
        Names((await bob.Next("party"))["presences"]).ShouldBe([ann.Username, bob.Username], ignoreOrder: true);
        await Sees(ann, "+" + bob.Username);
        await bob.Asking($$""" "party_data_send":{"party_id":"{{party}}","op_code":7,"data":"aGk="} """, "{}");
        ((string?)(await ann.Next("party_data"))["data"]).ShouldBe("aGk=");

        await ann.Asking($$""" "party_leave":{"party_id":"{{party}}"} """, "{}");
        ((string?)(await bob.Next("party_leader"))["presence"]!["username"]).ShouldBe(bob.Username);
        await bob.Asking($$""" "party_close":{"party_id":"{{party}}"} """, "{}");
        ((string?)(await bob.Next("party_close"))["party_id"]).ShouldBe(party);
    }

    [Fact]
    public async Task tickets_of_both_meet_once_and_their_players_in_one_match()
    {
        await using var ann = await LivePlayer.Open(servers.One);
        await using var bob = await LivePlayer.Open(servers.Two);
        var game = Guid.NewGuid().ToString("n");
        // One who went away is matched with nobody.
        await using (var gone = await LivePlayer.Open(servers.Two))
        {
            await Search(gone, game);
            gone.Vanish();
            await Eventually.Is(() => !IsThere(gone));
        }

        await Search(ann, game);
        await Search(bob, game);
        List<JsonObject> told = [];
        await Eventually.Holds(async () =>
        {
            foreach (var server in (GameServer[])[servers.One, servers.Two]) await server.Get<Matchmaker>().Pass();
            foreach (var player in (LivePlayer[])[ann, bob]) (await player.Waiting()).ShouldContain("matchmaker_matched");
        });
        foreach (var player in (LivePlayer[])[ann, bob]) told.Add(await player.Next("matchmaker_matched"));
        told.Select(matched => (string?)matched["token"]).Distinct().ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
        foreach (var matched in told)
            matched["users"]!.AsArray().Select(user => (string?)user!["presence"]!["username"]).ShouldBe([ann.Username, bob.Username], ignoreOrder: true);

        var token = (string?)told[0]["token"];
        await ann.Ask($$""" "match_join":{"token":"{{token}}"} """);
        var match = (await bob.Ask($$""" "match_join":{"token":"{{token}}"} """))["match"]!;
        Names(match["presences"]).ShouldBe([ann.Username]);
        await ann.Send($$$"""{"match_data_send":{"match_id":"{{{(string?)match["match_id"]}}}","op_code":1,"data":"aGk="}}""");
        ((string?)(await bob.Next("match_data"))["data"]).ShouldBe("aGk=");

        foreach (var server in (GameServer[])[servers.One, servers.Two]) await server.Get<Matchmaker>().Pass();
        foreach (var player in (LivePlayer[])[ann, bob]) (await player.Waiting()).ShouldNotContain("matchmaker_matched");
    }

    bool IsThere(LivePlayer player) => servers.Two.Get<Realtime.Sessions.SessionRegistry>().TryFind(Guid.Parse(player.SessionId), out _);

    static async Task Search(LivePlayer player, string game)
    {
        var search = $$$"""{"min_count":2,"max_count":2,"query":"+properties.game:{{{game}}}","string_properties":{"game":"{{{game}}}"}}""";
        (await player.Ask($"\"matchmaker_add\":{search}")).ContainsKey("matchmaker_ticket").ShouldBeTrue();
    }

    static async Task Sees(LivePlayer player, string move)
    {
        while (Moves(await player.Next("party_presence_event")) != move)
        {
        }
    }
}

using System.Text.Json.Nodes;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Realtime.Sessions;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Parties;

public sealed class PartyMessageSpecs(PartyTable table) : IClassFixture<PartyTable>
{
    [Fact]
    public async Task the_creator_is_answered_with_all_of_the_party_and_shown_it_again_without_label()
    {
        await using var ann = await table.Player();
        var answer = (await ann.Socket.Ask(""" "party_create":{"open":true,"max_size":4,"label":"{\"map\":\"sea\"}","hidden":true} """))["party"]!.AsObject();
        var self = answer["self"]!;
        ((string)self["user_id"]!, (string)self["username"]!).ShouldBe((ann.UserId, ann.Name));
        ((string)answer["party_id"]!).ShouldEndWith(".node1");
        answer.ToJsonString().ShouldBe(new JsonObject
        {
            ["party_id"] = (string)answer["party_id"]!, ["open"] = true, ["hidden"] = true, ["max_size"] = 4, ["self"] = self.DeepClone(),
            ["leader"] = self.DeepClone(), ["presences"] = new JsonArray(self.DeepClone()), ["label"] = "{\"map\":\"sea\"}",
        }.ToJsonString());

        var shown = await ann.Receive("party");
        shown.Select(field => field.Key).ShouldBe(["party_id", "open", "max_size", "self", "leader", "presences"]);
        await ann.ShouldHearOf("joins", ann.Name);
    }

    [Theory]
    [InlineData("\"max_size\":-1", "Invalid party max size, must be 1-256")]
    [InlineData("\"max_size\":257", "Invalid party max size, must be 1-256")]
    [InlineData("\"max_size\":2,\"label\":\"no json\"", "Error creating party: failed to unmarshal party label: it is no JSON object")]
    [InlineData("\"max_size\":2,\"label\":\"3\"", "Error creating party: failed to unmarshal party label: it is no JSON object")]
    public async Task a_party_that_cannot_be_is_refused(string fields, string text)
    {
        await using var ann = await table.Player();
        (await ann.Socket.Ask($$""" "party_create":{{{fields}}} """)).ShouldBeRefused(text);
        await ann.ShouldHearNothing();
    }

    [Fact]
    public async Task a_party_of_256_without_label_is_answered_without_one()
    {
        await using var ann = await table.Player();
        (await ann.Create("\"max_size\":256")).Select(field => field.Key).ShouldBe(["party_id", "max_size", "self", "leader", "presences"]);
    }

    [Fact]
    public async Task nobody_is_in_a_party_of_size_0()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        var party = (string)(await ann.Socket.Ask(""" "party_create":{"open":true} """))["party"]!["party_id"]!;
        (await bob.Ask("party_join", party)).ShouldBeRefused("Error joining party: party full");
        (await ann.Ask("party_data_send", party)).ShouldBeRefused("Error sending party data: party member not found");
        (await ann.Ask("party_close", party)).ShouldBeAck();
    }

    [Fact]
    public async Task who_joins_is_shown_the_party_before_the_news_of_their_coming()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":2,\"label\":\"{}\"");
        (await bob.Ask("party_join", ann.PartyId)).ShouldBeAck();
        var shown = await bob.ReceiveOwnJoin();
        shown.Select(field => field.Key).ShouldBe(["party_id", "open", "max_size", "self", "leader", "presences"]);
        ((string)shown["leader"]!["username"]!).ShouldBe(ann.Name);
        Partier.Names(shown["presences"]).ShouldBe([ann.Name, bob.Name]);
        await ann.ShouldHearOf("joins", bob.Name);

        await using var cat = await table.Player();
        (await cat.Ask("party_join", ann.PartyId)).ShouldBeRefused("Error joining party: party full");
        await ann.ShouldHearNothing();
    }

    [Fact]
    public async Task a_closed_party_is_asked_to_be_let_into()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await using var cat = await table.Player();
        await ann.Create("\"max_size\":3");
        await Meet(bob);
        await Meet(cat);
        (await bob.Ask("party_join", ann.PartyId)).ShouldBeAck();
        Partier.Names((await ann.Receive("party_join_request"))["presences"]).ShouldBe([bob.Name]);
        (await bob.Ask("party_join", ann.PartyId)).ShouldBeRefused("Error joining party: party join request duplicate");
        (await cat.Ask("party_join", ann.PartyId)).ShouldBeAck();
        var asking = (await ann.Ask("party_join_request_list", ann.PartyId))["party_join_request"]!;
        ((string)asking["party_id"]!).ShouldBe(ann.PartyId);
        Partier.Names(asking["presences"]).ShouldBe([bob.Name, cat.Name]);

        (await ann.Ask("party_accept", ann.PartyId, bob.Presence)).ShouldBeAck();
        await bob.ReceiveOwnJoin();
        await ann.ShouldHearOf("joins", bob.Name);
        (await bob.Ask("party_join_request_list", ann.PartyId)).ShouldBeRefused("Error listing party join requests: party leader only");

        (await ann.Ask("party_remove", ann.PartyId, cat.Presence)).ShouldBeAck();
        await cat.ShouldHearNothing();
        (await ann.Ask("party_join_request_list", ann.PartyId))["party_join_request"]!["presences"].ShouldBeNull();
        (await ann.Ask("party_accept", ann.PartyId, cat.Presence)).ShouldBeRefused("Error accepting party join request: party join request not found");
    }

    [Fact]
    public async Task who_has_gone_meanwhile_cannot_be_accepted()
    {
        await using var ann = await table.Player();
        await ann.Create("\"max_size\":3");
        string presence;
        await using (var bob = await table.Player())
        {
            await Meet(bob);
            presence = bob.Presence;
            (await bob.Ask("party_join", ann.PartyId)).ShouldBeAck();
        }

        // The server answers a close before it has forgotten the socket.
        var sessions = table.Server.Get<SessionRegistry>();
        await Eventually.Is(() => !sessions.All.Any(session => presence.Contains(session.UserPresence.SessionId, StringComparison.Ordinal)));
        (await ann.Ask("party_accept", ann.PartyId, presence)).ShouldBeRefused("Error accepting party join request: party could not accept request");
    }

    [Fact]
    public async Task leaving_is_answered_the_same_by_who_is_in_and_who_is_not()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":2");
        (await bob.Ask("party_leave", ann.PartyId)).ShouldBeAck();
        await bob.Join(ann.PartyId);
        (await bob.Ask("party_leave", ann.PartyId)).ShouldBeAck();
        (await bob.Ask("party_leave", ann.PartyId)).ShouldBeAck();
        await bob.ShouldHearNothing();
        await ann.ShouldHearOf("joins", bob.Name);
        await ann.ShouldHearOf("leaves", bob.Name);
        await ann.ShouldHearNothing();
        (await bob.Ask("party_data_send", ann.PartyId)).ShouldBeRefused("Error sending party data: party member not found");
        await bob.Join(ann.PartyId);
        await ann.ShouldHearOf("joins", bob.Name);
    }

    [Fact]
    public async Task when_the_leaders_socket_drops_the_next_one_leads_before_the_news_of_it()
    {
        await using var bob = await table.Player();
        await using var cat = await table.Player();
        string party;
        await using (var ann = await table.Player())
        {
            await ann.Create("\"open\":true,\"max_size\":3");
            party = ann.PartyId;
            await bob.Join(party);
            await cat.Join(party);
            await bob.ShouldHearOf("joins", cat.Name);
        }

        foreach (var left in (Partier[])[bob, cat])
        {
            var (kind, leader) = await left.Next();
            (kind, (string)leader["presence"]!["username"]!).ShouldBe(("party_leader", bob.Name));
            (await left.Next()).Kind.ShouldBe("party_presence_event");
        }

        (await cat.Ask("party_close", party)).ShouldBeRefused("Error closing party: party leader only");
        (await bob.Ask("party_close", party)).ShouldBeAck();
    }

    [Fact]
    public async Task the_leader_promotes_and_all_are_told()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        await bob.Join(ann.PartyId);
        (await bob.Ask("party_promote", ann.PartyId, bob.Presence)).ShouldBeRefused("Error promoting new party leader: party leader only");
        (await ann.Ask("party_promote", ann.PartyId, bob.Presence)).ShouldBeAck();
        foreach (var member in (Partier[])[ann, bob])
            ((string)(await member.Receive("party_leader"))["presence"]!["session_id"]!).ShouldBe(bob.Socket.SessionId);
        (await ann.Ask("party_update", ann.PartyId)).ShouldBeRefused("Error updating party: party leader only");
    }

    [Fact]
    public async Task who_is_removed_hears_that_it_is_over_for_them()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        await bob.Join(ann.PartyId);
        (await ann.Ask("party_remove", ann.PartyId, ann.Presence)).ShouldBeRefused("Error removing party member or join request: party cannot remove self");
        (await ann.Ask("party_remove", ann.PartyId, bob.Presence)).ShouldBeAck();
        (await bob.Next()).Kind.ShouldBe("party_close");
        await ann.ShouldHearOf("joins", bob.Name);
        await ann.ShouldHearOf("leaves", bob.Name);
        (await ann.Ask("party_remove", ann.PartyId, bob.Presence)).ShouldBeRefused("Error removing party member or join request: party member not found");
        await bob.Join(ann.PartyId);
    }

    [Fact]
    public async Task a_closed_party_is_over_for_everybody()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        await bob.Join(ann.PartyId);
        await ann.ShouldHearOf("joins", bob.Name);
        (await ann.Ask("party_close", ann.PartyId)).ShouldBeAck();
        foreach (var member in (Partier[])[ann, bob])
        {
            ((string)(await member.Receive("party_close"))["party_id"]!).ShouldBe(ann.PartyId);
            await member.ShouldHearNothing();
        }

        (await ann.Ask("party_close", ann.PartyId)).ShouldBeRefused("Error closing party: party not found");
        (await bob.Ask("party_leave", ann.PartyId)).ShouldBeAck();
    }

    [Fact]
    public async Task data_goes_to_all_others_with_its_sender()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        await bob.Join(ann.PartyId);
        (await bob.Ask("party_data_send", ann.PartyId, "\"op_code\":\"7\",\"data\":\"aGk=\"")).ShouldBeAck();
        var data = await ann.Receive("party_data");
        ((string)data["party_id"]!, (string)data["op_code"]!, (string)data["data"]!).ShouldBe((ann.PartyId, "7", "aGk="));
        ((string)data["presence"]!["session_id"]!).ShouldBe(bob.Socket.SessionId);
        await bob.ShouldHearNothing();
    }

    [Fact]
    public async Task a_party_is_described_anew()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        await bob.Join(ann.PartyId);
        (await ann.Ask("party_update", ann.PartyId, """ "label":"{\"a\":1}" """)).ShouldBeAck();
        foreach (var member in (Partier[])[ann, bob])
            (await member.Receive("party_update")).ToJsonString().ShouldBe($$"""{"party_id":"{{ann.PartyId}}","label":"{\u0022a\u0022:1}"}""");
        (await ann.Ask("party_update", ann.PartyId, """ "label":"{\"a\":1}","hidden":true """))
            .ShouldBeRefused("Error updating party: party is hidden and label is not empty, invalid operation");
        await using var cat = await table.Player();
        (await cat.Ask("party_join", ann.PartyId)).ShouldBeAck();
        await ann.Receive("party_join_request");
    }

    [Theory]
    [InlineData("party_join", "Error joining party: ")]
    [InlineData("party_promote", "Error promoting new party leader: ")]
    [InlineData("party_accept", "Error accepting party join request: ")]
    [InlineData("party_remove", "Error removing party member or join request: ")]
    [InlineData("party_close", "Error closing party: ")]
    [InlineData("party_join_request_list", "Error listing party join requests: ")]
    [InlineData("party_matchmaker_add", "Error adding party to matchmaker: ")]
    [InlineData("party_matchmaker_remove", "Error closing party: ")]
    [InlineData("party_data_send", "Error sending party data: ")]
    [InlineData("party_update", "Error updating party: ")]
    public async Task forged_ids_are_refused_and_nobody_is_disturbed(string request, string prefix)
    {
        await using var ann = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        const string Rest = """ "ticket":"x","min_count":2,"max_count":2,"presence":{"user_id":"a","session_id":"b","username":"c"} """;
        var fields = request switch
        {
            "party_promote" or "party_accept" or "party_remove" => Rest[(Rest.IndexOf("\"presence", StringComparison.Ordinal))..],
            "party_matchmaker_add" => "\"min_count\":2,\"max_count\":2",
            "party_matchmaker_remove" => "\"ticket\":\"x\"",
            _ => "",
        };
        foreach (var none in (string[])["", "x", "x.node1", ann.PartyId[..36], ann.PartyId + ".node1", ann.PartyId[1..]])
            (await ann.Ask(request, none, fields)).ShouldBeRefused("Invalid party ID");
        foreach (var other in (string[])["886313e1-3b8a-4372-9b90-0c9aee199e5d.node1", ann.PartyId[..37] + "node2", ann.PartyId[..37]])
            (await ann.Ask(request, other, fields)).ShouldBeRefused(prefix + "party not found");
        await ann.ShouldHearNothing();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"presence\":{}")]
    [InlineData("\"presence\":{\"user_id\":\"a\",\"session_id\":\"b\"}")]
    [InlineData("\"presence\":{\"user_id\":\"a\",\"username\":\"c\"}")]
    [InlineData("\"presence\":{\"session_id\":\"b\",\"username\":\"c\"}")]
    public async Task a_presence_is_to_be_whole(string presence)
    {
        await using var ann = await table.Player();
        await ann.Create("\"max_size\":3");
        foreach (var request in (string[])["party_promote", "party_accept", "party_remove"])
            (await ann.Ask(request, ann.PartyId, presence)).ShouldBeRefused("Invalid presence");
    }

    [Theory]
    [InlineData("", "Invalid minimum count, must be >= 2")]
    [InlineData("\"min_count\":3,\"max_count\":2", "Invalid maximum count, must be >= minimum count")]
    [InlineData("\"min_count\":2,\"max_count\":3,\"count_multiple\":2", "Invalid count multiple for maximum count, must divide")]
    public async Task a_search_that_cannot_be_is_refused(string fields, string text)
    {
        await using var ann = await table.Player();
        await ann.Create("\"max_size\":3");
        (await ann.Ask("party_matchmaker_add", ann.PartyId, fields)).ShouldBeRefused(text);
        (await ann.Ask("party_matchmaker_remove", ann.PartyId, "\"ticket\":\"\"")).ShouldBeRefused("Invalid matchmaker ticket");
        (await ann.Ask("party_matchmaker_remove", ann.PartyId, "\"ticket\":\"x\"")).ShouldBeRefused("Error closing party: matchmaker ticket not found");
    }

    [Fact]
    public async Task only_members_and_leaders_are_heard()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"max_size\":3");
        (await bob.Ask("party_data_send", ann.PartyId)).ShouldBeRefused("Error sending party data: party member not found");
        (await bob.Ask("party_matchmaker_add", ann.PartyId, "\"min_count\":2,\"max_count\":2")).ShouldBeRefused("Error adding party to matchmaker: party leader only");
        (await bob.Ask("party_matchmaker_remove", ann.PartyId, "\"ticket\":\"x\"")).ShouldBeRefused("Error closing party: party leader only");
        await ann.ShouldHearNothing();
    }

    [Fact]
    public async Task one_may_be_in_two_parties_unless_the_server_says_otherwise()
    {
        await using var ann = await table.Player();
        await using var bob = await table.Player();
        await ann.Create("\"open\":true,\"max_size\":3");
        await bob.Create("\"open\":true,\"max_size\":3");
        await ann.Join(bob.PartyId);
        await ann.ShouldHearNothing();
    }

    [Fact]
    public async Task with_single_party_another_party_is_left()
    {
        await using var server = await SocketsUnderTest.Start(session: new() { SingleParty = true, SingleSocket = true });
        await using var ann = new Partier(await server.Open("ann"), "ann");
        await using var bob = new Partier(await server.Open("bob"), "bob");
        await using var cat = new Partier(await server.Open("cat"), "cat");
        await ann.Create("\"open\":true,\"max_size\":3");
        var first = ann.PartyId;
        await bob.Join(first);
        await ann.ShouldHearOf("joins", "bob");
        await bob.Create("\"max_size\":3");
        await ann.ShouldHearOf("leaves", "bob");
        await cat.Create("\"open\":true,\"max_size\":3");
        (await cat.Ask("party_join", bob.PartyId)).ShouldBeAck();
        (await bob.Ask("party_accept", bob.PartyId, cat.Presence)).ShouldBeAck();
        await cat.ReceiveOwnJoin();
        (await cat.Ask("party_leave", bob.PartyId)).ShouldBeAck();
        (await ann.Ask("party_join", cat.PartyId)).ShouldBeAck();
    }

    /// <summary>Has a socket learn its own session id.</summary>
    static async Task Meet(Partier player)
    {
        await player.Socket.CreateMatch();
        // Told after the answer, and not to be taken for news of a party.
        await player.Receive("match_presence_event");
    }
}

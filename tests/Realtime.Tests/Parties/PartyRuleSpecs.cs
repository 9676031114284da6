using KaosNet.Realtime.Parties.Deciding;
using static KaosNet.Realtime.Tests.Parties.PartyStory;

namespace KaosNet.Realtime.Tests.Parties;

public sealed class PartyRuleSpecs
{
    [Fact]
    public void a_party_begins_with_its_creator_as_leader_and_only_member()
    {
        var party = PartyStory.Of("ann");
        party.Names.ShouldBe("ann");
        party.Party.Leader.ShouldBe(Player("ann"));
    }

    [Fact]
    public void who_joins_an_open_party_is_shown_it_and_everybody_hears_of_it()
    {
        var party = PartyStory.Of("ann,bob");
        party.Enter("cat");
        party.Names.ShouldBe("ann,bob,cat");
        party.Told.ShouldBe(["cat: party of ann [ann,bob,cat] open 4", "ann,bob,cat: + cat"]);
        party.SearchesGivenUp.ShouldBe(1);
    }

    [Fact]
    public void joining_twice_is_accepted_and_says_nothing_but_ends_the_searches()
    {
        var party = PartyStory.Of("ann,bob");
        party.Enter("bob");
        party.Names.ShouldBe("ann,bob");
        party.Told.ShouldBeEmpty();
        party.SearchesGivenUp.ShouldBe(1);
    }

    [Fact]
    public void a_full_party_lets_nobody_in_and_counts_those_on_the_way()
    {
        var party = PartyStory.Of("ann,bob", maxSize: 3);
        party.Do(JoinParty.Decide(party.Party, Player("cat")));
        party.Do(JoinParty.Decide(party.Party, Player("dan"))).Told.ShouldBe(["refused: party full"]);
        party.Do(MissParty.Decide(party.Party, Player("cat"))).Forget();
        party.Enter("dan").Names.ShouldBe("ann,bob,dan");
    }

    [Fact]
    public void nobody_but_the_leader_hears_who_asks_to_be_let_in()
    {
        var party = PartyStory.Of("ann,bob", open: false);
        party.Do(JoinParty.Decide(party.Party, Player("cat")));
        party.Told.ShouldBe(["ann: ? cat"]);
        party.SearchesGivenUp.ShouldBe(0);
        party.Party.Requests.ShouldBe([Player("cat")]);
    }

    [Fact]
    public void a_player_asks_once()
    {
        var party = PartyStory.Of("ann", open: false);
        party.Do(JoinParty.Decide(party.Party, Player("cat"))).Forget();
        party.Do(JoinParty.Decide(party.Party, Player("cat") with { SessionId = "another" })).Told.ShouldBe(["refused: party join request duplicate"]);
    }

    [Fact]
    public void as_many_may_ask_as_the_party_has_places()
    {
        var party = PartyStory.Of("ann", maxSize: 2, open: false);
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Do(JoinParty.Decide(party.Party, Player("cat"))).Forget();
        party.Do(JoinParty.Decide(party.Party, Player("dan"))).Told.ShouldBe(["refused: party join requests full"]);
    }

    [Fact]
    public void who_is_accepted_comes_in_and_waits_no_longer()
    {
        var party = PartyStory.Of("ann,bob", open: false);
        party.Do(JoinParty.Decide(party.Party, Player("cat"))).Forget();
        party.Do(AcceptJoinRequest.Decide(party.Party, Player("ann"), Shown("cat"))).Told.ShouldBeEmpty();
        party.Do(ArriveAtParty.Decide(party.Party, Player("cat")));
        party.Told.ShouldBe(["cat: party of ann [ann,bob,cat] closed 4", "ann,bob,cat: + cat"]);
        party.Party.Requests.ShouldBeEmpty();
        party.SearchesGivenUp.ShouldBe(1);
        party.Forget().Do(AcceptJoinRequest.Decide(party.Party, Player("ann"), Shown("cat"))).Told.ShouldBe(["refused: party join request not found"]);
    }

    [Fact]
    public void nobody_is_accepted_into_a_full_party_and_they_go_on_waiting()
    {
        var party = PartyStory.Of("ann", maxSize: 2, open: false);
        foreach (var name in (string[])["bob", "cat"]) party.Do(JoinParty.Decide(party.Party, Player(name)));
        party.Do(AcceptJoinRequest.Decide(party.Party, Player("ann"), Shown("bob"))).Forget();
        party.Do(AcceptJoinRequest.Decide(party.Party, Player("ann"), Shown("cat"))).Told.ShouldBe(["refused: party full"]);
        party.Party.Requests.ShouldBe([Player("cat")]);
    }

    [Fact]
    public void a_member_may_ask_to_be_let_in_and_stays_one_member()
    {
        var party = PartyStory.Of("ann,bob", open: false);
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Told.ShouldBe(["ann: ? bob"]);
        party.Forget().Do(AcceptJoinRequest.Decide(party.Party, Player("ann"), Shown("bob"))).Do(ArriveAtParty.Decide(party.Party, Player("bob")));
        party.Told.ShouldBeEmpty();
        party.Names.ShouldBe("ann,bob");
    }

    [Fact]
    public void a_member_who_leaves_is_told_of_to_the_rest()
    {
        var party = PartyStory.Of("ann,bob,cat");
        party.Do(LeaveParty.Decide(party.Party, Player("bob"))).Told.ShouldBe(["ann,cat: - bob"]);
        party.SearchesGivenUp.ShouldBe(1);
        party.Forget().Do(LeaveParty.Decide(party.Party, Player("bob"))).Told.ShouldBeEmpty();
        party.SearchesGivenUp.ShouldBe(0);
    }

    [Fact]
    public void when_the_leader_leaves_the_longest_standing_member_leads()
    {
        var party = PartyStory.Of("ann,bob,cat");
        party.Do(LeaveParty.Decide(party.Party, Player("ann"))).Told.ShouldBe(["bob,cat: led by bob", "bob,cat: - ann"]);
        party.Party.Leader.ShouldBe(Player("bob"));
    }

    [Fact]
    public void a_leader_who_has_left_comes_back_as_a_member()
    {
        var party = PartyStory.Of("ann,bob");
        party.Do(LeaveParty.Decide(party.Party, Player("ann"))).Enter("ann");
        party.Names.ShouldBe("bob,ann");
        party.Party.Leader.ShouldBe(Player("bob"));
    }

    [Fact]
    public void the_last_one_to_leave_ends_the_party()
    {
        var party = PartyStory.Of("ann");
        party.Do(LeaveParty.Decide(party.Party, Player("ann")));
        party.Party.IsOver.ShouldBeTrue();
        party.Told.ShouldBeEmpty();
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Told.ShouldBe(["refused: party closed"]);
    }

    [Fact]
    public void who_is_on_the_way_in_leads_when_nobody_else_is_left()
    {
        var party = PartyStory.Of("ann");
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Do(LeaveParty.Decide(party.Party, Player("ann")));
        party.Party.Leader.ShouldBe(Player("bob"));
        party.Forget().Do(MissParty.Decide(party.Party, Player("bob"))).Party.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void the_leader_hands_the_lead_on()
    {
        var party = PartyStory.Of("ann,bob");
        party.Do(PromoteMember.Decide(party.Party, Player("ann"), Shown("bob"))).Told.ShouldBe(["ann,bob: led by bob"]);
        party.SearchesGivenUp.ShouldBe(0);
        party.Forget().Do(PromoteMember.Decide(party.Party, Player("ann"), Shown("ann"))).Told.ShouldBe(["refused: party leader only"]);
    }

    [Theory]
    [InlineData("stranger", "session-stranger", "stranger")]
    [InlineData("user-bob", "session-bob", "bobby")]
    [InlineData("user-bob", "session-ann", "bob")]
    [InlineData("user-ann", "session-bob", "bob")]
    public void a_member_is_named_by_user_session_and_username(string user, string session, string username)
    {
        var party = PartyStory.Of("ann,bob");
        Protocol.Realtime.UserPresence whom = new() { UserId = user, SessionId = session, Username = username };
        party.Do(PromoteMember.Decide(party.Party, Player("ann"), whom)).Told.ShouldBe(["refused: party member not found"]);
        party.Forget().Do(RemoveFromParty.Decide(party.Party, Player("ann"), whom)).Told.ShouldBe(["refused: party member not found"]);
        party.Forget().Do(AcceptJoinRequest.Decide(party.Party, Player("ann"), whom)).Told.ShouldBe(["refused: party join request not found"]);
    }

    [Fact]
    public void another_socket_of_the_leader_does_not_lead()
    {
        var party = PartyStory.Of("ann,bob");
        var other = Player("ann") with { SessionId = "another" };
        party.Do(PromoteMember.Decide(party.Party, other, Shown("bob"))).Do(CloseParty.Decide(party.Party, other));
        party.Told.ShouldBe(["refused: party leader only", "refused: party leader only"]);
    }

    [Fact]
    public void who_is_removed_is_told_that_it_is_over_for_them_after_the_rest()
    {
        var party = PartyStory.Of("ann,bob,cat");
        party.Do(RemoveFromParty.Decide(party.Party, Player("ann"), Shown("bob"))).Told.ShouldBe(["ann,cat: - bob", "bob: closed"]);
        party.SearchesGivenUp.ShouldBe(1);
        party.Forget().Do(LeaveParty.Decide(party.Party, Player("bob"))).Told.ShouldBeEmpty();
    }

    [Fact]
    public void a_request_is_turned_down_without_a_word()
    {
        var party = PartyStory.Of("ann", open: false);
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Forget();
        party.Do(RemoveFromParty.Decide(party.Party, Player("ann"), Shown("bob"))).Told.ShouldBeEmpty();
        party.Party.Requests.ShouldBeEmpty();
        party.SearchesGivenUp.ShouldBe(0);
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Told.ShouldBe(["ann: ? bob"]);
    }

    [Fact]
    public void the_leader_cannot_remove_themselves()
    {
        var party = PartyStory.Of("ann,bob");
        party.Do(RemoveFromParty.Decide(party.Party, Player("ann"), Shown("ann"))).Told.ShouldBe(["refused: party cannot remove self"]);
    }

    [Fact]
    public void only_the_leader_rules()
    {
        var party = PartyStory.Of("ann,bob", open: false);
        var bob = Player("bob");
        party
            .Do(PromoteMember.Decide(party.Party, bob, Shown("bob"))).Do(AcceptJoinRequest.Decide(party.Party, bob, Shown("cat")))
            .Do(RemoveFromParty.Decide(party.Party, bob, Shown("ann"))).Do(CloseParty.Decide(party.Party, bob))
            .Do(DescribeParty.Decide(party.Party, bob, "{}", true, false));
        party.Told.ShouldBe(Enumerable.Repeat("refused: party leader only", 5));
    }

    [Fact]
    public void everybody_is_told_that_the_leader_closes_the_party_and_nobody_leaves()
    {
        var party = PartyStory.Of("ann,bob");
        party.Do(CloseParty.Decide(party.Party, Player("ann"))).Told.ShouldBe(["ann,bob: closed"]);
        party.SearchesGivenUp.ShouldBe(1);
        party.Forget().Do(LeaveParty.Decide(party.Party, Player("bob"))).Told.ShouldBeEmpty();
        party.Do(CloseParty.Decide(party.Party, Player("ann"))).Told.ShouldBe(["refused: party closed"]);
    }

    [Fact]
    public void everybody_is_told_how_the_leader_describes_the_party()
    {
        var party = PartyStory.Of("ann,bob");
        party.Do(DescribeParty.Decide(party.Party, Player("ann"), "{\"map\":\"sea\"}", false, false)).Told.ShouldBe(["ann,bob: update '{\"map\":\"sea\"}' closed"]);
        (party.Party.Label, party.Party.Open).ShouldBe(("{\"map\":\"sea\"}", false));
        party.Forget().Do(DescribeParty.Decide(party.Party, Player("ann"), "", true, true)).Told.ShouldBe(["ann,bob: update '' open hidden"]);
        (party.Party.Label, party.Party.Hidden).ShouldBe(("{}", true));
    }

    [Theory]
    [InlineData("no json", false, "failed to unmarshal party label: it is no JSON object")]
    [InlineData("[]", false, "failed to unmarshal party label: it is no JSON object")]
    [InlineData("{\"map\":\"sea\"}", true, "party is hidden and label is not empty, invalid operation")]
    public void a_label_that_will_not_do_changes_nothing(string label, bool hidden, string text)
    {
        var party = PartyStory.Of("ann");
        party.Do(DescribeParty.Decide(party.Party, Player("ann"), label, false, hidden)).Told.ShouldBe(["refused: " + text]);
        (party.Party.Label, party.Party.Open).ShouldBe(("{}", true));
    }

    [Fact]
    public void a_label_has_2048_bytes_at_most()
    {
        var party = PartyStory.Of("ann");
        var longest = $"{{\"a\":\"{new string('é', 1020)}\"}}";
        party.Do(DescribeParty.Decide(party.Party, Player("ann"), longest, true, false)).Told.Single().ShouldStartWith("ann: update");
        party.Forget().Do(DescribeParty.Decide(party.Party, Player("ann"), longest + " ", true, false)).Told.ShouldBe(["refused: party label too long"]);
    }

    [Fact]
    public void nobody_is_in_a_party_of_size_0_and_it_ends_with_its_leader()
    {
        var party = PartyStory.Of("ann", maxSize: 0);
        party.Names.ShouldBe("");
        party.Do(JoinParty.Decide(party.Party, Player("bob"))).Told.ShouldBe(["refused: party full"]);
        party.Do(LeaveParty.Decide(party.Party, Player("ann"))).Party.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void whom_server_code_puts_on_the_stream_is_a_member_while_there_is_room()
    {
        var party = PartyStory.Of("ann", maxSize: 2, open: false);
        party.Do(ArriveAtParty.Decide(party.Party, Player("bob"))).Do(ArriveAtParty.Decide(party.Party, Player("cat")));
        party.Names.ShouldBe("ann,bob");
    }
}

using CsCheck;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using static KaosNet.Realtime.Tests.Parties.PartyStory;

namespace KaosNet.Realtime.Tests.Parties;

/// <summary>Whatever players do, in whatever order their servers say so.</summary>
public sealed class PartyViewProperties
{
    static readonly string[] Names = ["ann", "bob", "cat", "dan", "eve", "fay"];

    static readonly Gen<(int Act, int Who, int Whom)[]> Acts =
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, Names.Length - 1], Gen.Int[0, Names.Length - 1]).Array[0, 60];

    [Fact]
    public void there_is_one_leader_never_too_many_and_everybody_sees_the_same() => Gen.Select(Acts, Gen.Int[1, 4], Gen.Bool).Sample((acts, size, open) =>
    {
        var story = PartyStory.Of("ann", size, open);
        var views = new Dictionary<string, View>(StringComparer.Ordinal) { ["ann"] = new() { Leader = "ann", Members = { "ann" } } };
        foreach (var (act, who, whom) in acts)
        {
            Act(story, act, Names[who], Names[whom]);
            foreach (var push in story.Pushes)
                foreach (var to in push.To) Show(views, to.Username, push.Envelope);
            story.Forget();

            var party = story.Party;
            if (party.IsOver) break;
            party.Everybody.Count().ShouldBeLessThanOrEqualTo(size);
            party.Everybody.ShouldBeUnique();
            party.Everybody.ShouldContain(party.Leader);
            party.Requests.Length.ShouldBeLessThanOrEqualTo(size);
            party.Requests.Select(request => request.UserId).ShouldBeUnique();
            foreach (var member in party.Members)
            {
                var view = views[member.Username];
                view.Leader.ShouldBe(party.Leader.Username);
                view.Members.ShouldBe(party.Members.Select(one => one.Username), ignoreOrder: true);
            }
        }
    });

    static void Act(PartyStory story, int act, string who, string whom)
    {
        var (party, player, presence) = (story.Party, Player(who), Shown(whom));
        switch (act)
        {
            case 0 or 1: story.Do(JoinParty.Decide(party, player)); break;
            case 2 or 3: story.Do(ArriveAtParty.Decide(party, player)); break;
            case 4: story.Do(MissParty.Decide(party, player)); break;
            case 5: story.Do(LeaveParty.Decide(party, player)); break;
            case 6: story.Do(PromoteMember.Decide(party, player, presence)); break;
            case 7: story.Do(AcceptJoinRequest.Decide(party, party.Leader, presence)); break;
            case 8: story.Do(RemoveFromParty.Decide(party, party.Leader, presence)); break;
            case 9: story.Do(DescribeParty.Decide(party, player, "", !party.Open, false)); break;
            default: story.Do(LeaveParty.Decide(party, party.Leader)); break;
        }
    }

    static void Show(Dictionary<string, View> views, string to, Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Protocol.Realtime.Party party:
                views[to] = new() { Leader = party.Leader!.Username, Members = [.. party.Presences.Select(presence => presence.Username)] };
                break;
            case PartyLeader leader:
                views[to].Leader = leader.Presence!.Username;
                break;
            case PartyPresenceEvent change:
                foreach (var leave in change.Leaves) views[to].Members.Remove(leave.Username).ShouldBeTrue();
                foreach (var join in change.Joins) views[to].Members.Add(join.Username);
                break;
            case PartyClose:
                views.Remove(to).ShouldBeTrue();
                break;
        }
    }

    sealed class View
    {
        public string Leader { get; set; } = "";

        public HashSet<string> Members { get; init; } = [];
    }
}

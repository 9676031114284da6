using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Tests.Groups;

/// <summary>Parity 5.4: J1 to J9, and X4 when an account goes.</summary>
public class JoinAndLeaveSpecs
{
    static readonly string Channel = $"3.{Clan.Id}..";

    [Fact]
    public void an_open_group_lets_in_and_says_so() => Clan.Young()
        .When(new JoinGroup(Clan.Id, Clan.Fay))
        .Then(new GroupJoined(Clan.Fay), new MessageSent(Channel, 3, Clan.Fay, "fay", "{}"))
        .ThenState(Clan.Stream, group => (Clan.Roster(group), group.MemberCount).ShouldBe(("ann0 fay2", 2)));

    [Fact]
    public void a_closed_group_is_asked_and_who_runs_it_told() => Clan.Grown()
        .When(new JoinGroup(Clan.Id, Clan.Fay))
        .Then([new GroupJoinRequested(Clan.Fay), .. new[] { Clan.Ann, Clan.Sue, Clan.Bob, Clan.Abe }.Select(leader => new NotificationSent(
            leader, Clan.Fay, "User fay wants to join your group", $$"""{"group_id": "{{Clan.Id}}", "username": "fay"}""", -5))])
        .ThenState(Clan.Stream, group =>
        {
            Clan.Roster(group).ShouldBe("ann0 sue0 bob1 abe1 cid2 mia2 dan3 fay3 eve4");
            group.MemberCount.ShouldBe(6);
        });

    [Fact]
    public void an_unknown_group_cannot_be_joined()
    {
        Clan.Players().When(new JoinGroup(Clan.Id, Clan.Fay)).ThenRefused(FaultCode.NotFound, "Group not found.");
        Clan.Grown(new GroupDeleted()).When(new JoinGroup(Clan.Id, Clan.Fay)).ThenRefused(FaultCode.NotFound, "Group not found.");
        Clan.Grown(new GroupDisabled()).When(new JoinGroup(Clan.Id, Clan.Fay)).ThenRefused(FaultCode.NotFound, "Group not found.");
    }

    [Theory]
    [InlineData(true, Clan.Fay)]
    [InlineData(false, Clan.Fay)]
    [InlineData(true, Clan.Cid)]
    [InlineData(true, Clan.Eve)]
    public void a_full_group_takes_nobody_and_not_even_looks_who(bool isOpen, string who) => Clan.Grown(new GroupEdited { MaxCount = 6, IsOpen = isOpen })
        .When(new JoinGroup(Clan.Id, who)).ThenRefused(FaultCode.InvalidArgument, "Group is full.");

    [Theory]
    [InlineData(Clan.Ann)]
    [InlineData(Clan.Bob)]
    [InlineData(Clan.Cid)]
    [InlineData(Clan.Dan)]
    [InlineData(Clan.Eve)]
    public void who_has_a_place_keeps_it(string who)
    {
        Clan.Grown().When(new JoinGroup(Clan.Id, who)).ThenNothing();
        Clan.Grown(new GroupEdited { IsOpen = true }).When(new JoinGroup(Clan.Id, who)).ThenNothing();
    }

    [Fact]
    public void nobody_joins_without_an_account()
    {
        Clan.Young().When(new JoinGroup(Clan.Id, Clan.Zed)).ThenRefused(FaultCode.NotFound, "User not found.");
        Clan.Young().And(Account.Kind.Of(Clan.Fay), new AccountDeleted()).When(new JoinGroup(Clan.Id, Clan.Fay)).ThenRefused(FaultCode.NotFound, "User not found.");
    }

    [Fact]
    public void so_many_of_who_runs_a_group_are_told()
    {
        var (group, leaders) = (Clan.Founded with { IsOpen = false, MaxCount = 2000 }, Enumerable.Range(0, 1005).Select(Ids.Of).ToList());
        var world = Clan.Players().And(
            Clan.Stream, [group, .. leaders.SelectMany(id => new object[] { new GroupMemberAdded(id), new GroupMemberPromoted(id, GroupRank.Admin) })]);
        world.When(new JoinGroup(Clan.Id, Clan.Fay)).ThenState(Clan.Stream, after => after.Leaders.Count.ShouldBe(1006))
            .Events.Count(appended => appended.Event is NotificationSent).ShouldBe(1000);
    }

    [Fact]
    public void a_member_leaves_and_the_channel_hears_of_it() => Clan.Grown()
        .When(new LeaveGroup(Clan.Id, Clan.Cid)).Then(new GroupLeft(Clan.Cid), new MessageSent(Channel, 5, Clan.Cid, "cid", "{}"))
        .ThenState(Clan.Stream, group => (Clan.Roster(group), group.MemberCount).ShouldBe(("ann0 sue0 bob1 abe1 mia2 dan3 eve4", 5))).After
        .When(new LeaveGroup(Clan.Id, Clan.Cid)).ThenNothing();

    [Fact]
    public void a_withdrawn_request_is_heard_of_too() => Clan.Grown()
        .When(new LeaveGroup(Clan.Id, Clan.Dan)).Then(new GroupJoinRequestWithdrawn(Clan.Dan), new MessageSent(Channel, 5, Clan.Dan, "dan", "{}"))
        .ThenState(Clan.Stream, group => group.MemberCount.ShouldBe(6));

    [Theory]
    [InlineData(Clan.Eve)]
    [InlineData(Clan.Fay)]
    public void who_is_not_in_has_nothing_to_leave(string who) => Clan.Grown().When(new LeaveGroup(Clan.Id, who)).ThenNothing();

    [Fact]
    public void an_unknown_group_can_be_left() => Clan.Players().When(new LeaveGroup(Clan.Id, Clan.Ann)).ThenNothing();

    [Fact]
    public void one_of_several_superadmins_may_go() => Clan.Grown().When(new LeaveGroup(Clan.Id, Clan.Ann))
        .ThenState(Clan.Stream, group => (group.Exists, group.SuperadminCount, group.MemberCount, group.CreatorId).ShouldBe((true, 1, 5, Clan.Ann)));

    [Fact]
    public void the_last_superadmin_stays_while_others_are_in() => Clan.Young(new GroupJoined(Clan.Bob))
        .When(new LeaveGroup(Clan.Id, Clan.Ann)).ThenRefused(FaultCode.InvalidArgument, "Cannot leave group when you are the last superadmin.");

    [Fact]
    public void with_the_only_member_goes_the_group_whoever_asks_to_be_let_in() => Clan.Young(
            new GroupEdited { IsOpen = false }, new GroupJoinRequested(Clan.Dan), new GroupJoined(Clan.Eve), new GroupMemberBanned(Clan.Eve))
        .When(new LeaveGroup(Clan.Id, Clan.Ann)).Then(new GroupDeleted())
        .ThenState(Clan.Stream, group => group.Exists.ShouldBeFalse());

    [Fact]
    public void places_grow_are_kept_through_ranks_and_are_given_anew()
    {
        long Place(Group group, string who) => group.Find(who)!.Position;
        var (first, later) = (0L, 0L);
        Clan.Grown().State(Clan.Stream, group =>
        {
            group.Members.Values.Select(member => member.Position).Distinct().Count().ShouldBe(group.Members.Count);
            Place(group, Clan.Ann).ShouldBe(Specification.Now.ToUnixTimeMilliseconds() * 1_000_000);
            first = Place(group, Clan.Dan);
        });
        Clan.Grown(new GroupMemberAdded(Clan.Dan), new GroupMemberPromoted(Clan.Dan, GroupRank.Admin))
            .State(Clan.Stream, group => Place(group, Clan.Dan).ShouldBe(first));
        Clan.Grown(new GroupJoined(Clan.Fay)).State(Clan.Stream, group => later = Place(group, Clan.Fay));
        later.ShouldBeGreaterThan(first);
        Clan.Grown(new GroupJoined(Clan.Fay), new GroupMemberBanned(Clan.Dan)).State(Clan.Stream, group => Place(group, Clan.Dan).ShouldBeGreaterThan(later));
        Clan.Grown(new GroupJoined(Clan.Fay), new GroupLeft(Clan.Cid), new GroupJoined(Clan.Cid))
            .State(Clan.Stream, group => Place(group, Clan.Cid).ShouldBeGreaterThan(later));
    }

    [Theory]
    [InlineData(Clan.Cid, "ann0 sue0 bob1 abe1 mia2 dan3 eve4", 5)]
    [InlineData(Clan.Dan, "ann0 sue0 bob1 abe1 cid2 mia2 eve4", 6)]
    [InlineData(Clan.Eve, "ann0 sue0 bob1 abe1 cid2 mia2 dan3", 6)]
    [InlineData(Clan.Ann, "sue0 bob1 abe1 cid2 mia2 dan3 eve4", 5)]
    public void with_an_account_goes_its_place(string who, string left, int count) => Clan.Grown()
        .When(new DeleteAccount(who, [LoseMember.Of(Clan.Id, who)]))
        .ThenIn(Clan.Stream, new GroupMemberLost(who))
        .ThenState(Clan.Stream, group => (Clan.Roster(group), group.MemberCount, group.CreatorId).ShouldBe((left, count, Clan.Ann))).After
        .When(new DeleteAccount(who, [LoseMember.Of(Clan.Id, who)])).ThenNothing();

    [Fact]
    public void with_the_account_of_the_last_superadmin_goes_the_group() => Clan.Young(new GroupJoined(Clan.Bob), new GroupJoined(Clan.Cid))
        .When(new DeleteAccount(Clan.Ann, [LoseMember.Of(Clan.Id, Clan.Ann)])).ThenIn(Clan.Stream, new GroupDeleted());
}

/// <summary>Any number of players.</summary>
static class Ids
{
    public static string Of(int number) => $"0bb0bb00-0000-4000-8000-{number:x12}";
}

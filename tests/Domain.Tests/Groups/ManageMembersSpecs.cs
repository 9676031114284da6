using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Groups;

/// <summary>Parity 5.5 and 5.6, row by row. The clan before: ann0 sue0 bob1 abe1 cid2 mia2 dan3 eve4, and fay outside.</summary>
public class ManageMembersSpecs
{
    const string Untouched = "ann0 sue0 bob1 abe1 cid2 mia2 dan3 eve4";

    [Theory]
    [InlineData("add", "ann", "fay", "ann0 sue0 bob1 abe1 cid2 mia2 fay2 dan3 eve4", "4:fay -4:fay<ann")]
    [InlineData("add", "bob", "dan", "ann0 sue0 bob1 abe1 cid2 mia2 dan2 eve4", "4:dan -4:dan<bob")]
    [InlineData("add", "", "fay", "ann0 sue0 bob1 abe1 cid2 mia2 fay2 dan3 eve4", "4:fay -4:fay<")]
    [InlineData("add", "ann", "ann sue bob cid eve", Untouched, "")]
    [InlineData("add", "ann", "fay fay cid", "ann0 sue0 bob1 abe1 cid2 mia2 fay2 dan3 eve4", "4:fay -4:fay<ann")]
    [InlineData("kick", "ann", "cid", "ann0 sue0 bob1 abe1 mia2 dan3 eve4", "6:cid")]
    [InlineData("kick", "bob", "cid mia", "ann0 sue0 bob1 abe1 dan3 eve4", "6:cid 6:mia")]
    [InlineData("kick", "bob", "dan", "ann0 sue0 bob1 abe1 cid2 mia2 eve4", "")]
    [InlineData("kick", "bob", "eve", "ann0 sue0 bob1 abe1 cid2 mia2 dan3", "")]
    [InlineData("kick", "bob", "abe ann sue bob fay", Untouched, "")]
    [InlineData("kick", "ann", "bob sue", "ann0 abe1 cid2 mia2 dan3 eve4", "6:bob 6:sue")]
    [InlineData("kick", "ann", "ann fay zed", Untouched, "")]
    [InlineData("kick", "", "ann sue bob", "sue0 abe1 cid2 mia2 dan3 eve4", "6:ann 6:bob")]
    [InlineData("ban", "ann", "cid", "ann0 sue0 bob1 abe1 mia2 dan3 eve4 cid4", "8:cid")]
    [InlineData("ban", "bob", "cid mia dan", "ann0 sue0 bob1 abe1 eve4 cid4 mia4 dan4", "8:cid 8:mia")]
    [InlineData("ban", "bob", "abe ann sue bob fay", Untouched, "")]
    [InlineData("ban", "ann", "sue bob", "ann0 abe1 cid2 mia2 dan3 eve4 sue4 bob4", "8:sue 8:bob")]
    [InlineData("ban", "", "ann sue", "sue0 bob1 abe1 cid2 mia2 dan3 eve4 ann4", "8:ann")]
    [InlineData("ban", "ann", "eve", Untouched, "")]
    [InlineData("promote", "ann", "cid", "ann0 sue0 bob1 abe1 cid1 mia2 dan3 eve4", "7:cid")]
    [InlineData("promote", "ann", "bob mia", "ann0 sue0 bob0 abe1 mia1 cid2 dan3 eve4", "7:bob 7:mia")]
    [InlineData("promote", "ann", "ann sue dan eve fay", Untouched, "")]
    [InlineData("promote", "bob", "cid", "ann0 sue0 bob1 abe1 cid1 mia2 dan3 eve4", "7:cid")]
    [InlineData("promote", "bob", "bob abe sue dan eve fay", Untouched, "")]
    [InlineData("promote", "", "ann bob cid", "ann0 sue0 bob0 abe1 cid1 mia2 dan3 eve4", "7:bob 7:cid")]
    [InlineData("demote", "ann", "sue bob", "ann0 sue1 abe1 bob2 cid2 mia2 dan3 eve4", "9:sue 9:bob")]
    [InlineData("demote", "ann", "ann cid dan eve fay", Untouched, "")]
    [InlineData("demote", "bob", "abe", "ann0 sue0 bob1 abe2 cid2 mia2 dan3 eve4", "9:abe")]
    [InlineData("demote", "bob", "ann sue bob cid dan", Untouched, "")]
    [InlineData("demote", "", "ann sue bob", "sue0 ann1 abe1 bob2 cid2 mia2 dan3 eve4", "9:ann 9:bob")]
    public void what_is_done_to_whom(string what, string actor, string targets, string after, string news)
    {
        var done = Clan.Grown().When(Command(what, actor, targets));
        done.ThenState(Clan.Stream, group =>
        {
            Clan.Roster(group).ShouldBe(after);
            group.MemberCount.ShouldBe(group.Members.Values.Count(member => member.IsIn));
            group.SuperadminCount.ShouldBe(group.Members.Values.Count(member => member.Rank == GroupRank.Superadmin));
        });
        Clan.News(done.Events).ShouldBe(news);
    }

    [Theory]
    [InlineData("add", "ann", "fay")]
    [InlineData("kick", "ann", "cid")]
    public void twice_is_once(string what, string actor, string targets) => Clan.Grown()
        .When(Command(what, actor, targets)).After.When(Command(what, actor, targets)).ThenNothing();

    [Fact]
    public void ranks_change_step_by_step() => Clan.Grown()
        .When(Command("promote", "ann", "cid")).ThenIn(Clan.Stream, new GroupMemberPromoted(Clan.Cid, GroupRank.Admin)).After
        .When(Command("promote", "ann", "cid")).ThenIn(Clan.Stream, new GroupMemberPromoted(Clan.Cid, GroupRank.Superadmin)).After
        .When(Command("promote", "ann", "cid")).ThenNothing().After
        .When(Command("demote", "ann", "cid")).ThenIn(Clan.Stream, new GroupMemberDemoted(Clan.Cid, GroupRank.Admin)).After
        .When(Command("demote", "ann", "cid")).ThenIn(Clan.Stream, new GroupMemberDemoted(Clan.Cid, GroupRank.Member)).After
        .When(Command("demote", "ann", "cid")).ThenNothing();

    [Fact]
    public void a_ban_is_renewed() => Clan.Grown()
        .When(Command("ban", "ann", "eve")).Then(new GroupMemberBanned(Clan.Eve)).After
        .When(Command("ban", "ann", "eve")).Then(new GroupMemberBanned(Clan.Eve));

    [Theory]
    [InlineData("add")]
    [InlineData("kick")]
    [InlineData("ban")]
    [InlineData("promote")]
    [InlineData("demote")]
    public void only_who_runs_the_group_may(string what)
    {
        foreach (var actor in new[] { "cid", "dan", "eve", "fay" })
            Clan.Grown().When(Command(what, actor, "mia")).ThenRefused(FaultCode.NotFound, "Group not found or permission denied.");
        foreach (var world in new[] { Clan.Players(), Clan.Grown(new GroupDeleted()) })
        {
            world.When(Command(what, "ann", "cid")).ThenRefused(FaultCode.NotFound, "Group not found or permission denied.");
            world.When(Command(what, "", "cid")).ThenRefused(FaultCode.NotFound, "Group not found.");
        }
    }

    [Theory]
    [InlineData("add", "Error while trying to add users to a group.")]
    [InlineData("kick", "Error while trying to kick users from a group.")]
    [InlineData("promote", "Error while trying to promote users in a group.")]
    [InlineData("demote", "Error while trying to demote users in a group.")]
    public void a_disabled_group_fails(string what, string refusal)
    {
        Clan.Grown(new GroupDisabled()).When(Command(what, "ann", "bob")).ThenRefused(FaultCode.Internal, refusal);
        Clan.Grown(new GroupDisabled()).When(Command(what, "", "bob")).ThenRefused(FaultCode.NotFound, "Group not found.");
    }

    [Fact]
    public void a_ban_in_a_disabled_group_does_nothing() => Clan.Grown(new GroupDisabled()).When(Command("ban", "ann", "bob")).ThenNothing();

    [Fact]
    public void one_unknown_player_and_nobody_is_added()
    {
        Clan.Grown().When(Command("add", "ann", "fay zed")).ThenRefused(FaultCode.InvalidArgument, "One or more users not found.");
        Clan.Grown().And(Account.Kind.Of(Clan.Fay), new AccountDeleted()).When(Command("add", "ann", "fay"))
            .ThenRefused(FaultCode.InvalidArgument, "One or more users not found.");
    }

    [Fact]
    public void one_too_many_and_nobody_is_added()
    {
        Clan.Grown().When(Command("add", "ann", "fay dan")).ThenRefused(FaultCode.InvalidArgument, "Group is full.");
        Clan.Grown(new GroupEdited { MaxCount = 8 }).When(Command("add", "ann", "fay dan")).ThenState(Clan.Stream, group => group.MemberCount.ShouldBe(8));
        Clan.Grown(new GroupEdited { MaxCount = 6 }).When(Command("add", "ann", "cid bob")).ThenNothing();
    }

    [Fact]
    public void the_last_superadmin_is_safe_from_the_server_too()
    {
        var world = Clan.Young(new GroupJoined(Clan.Bob));
        foreach (var what in new[] { "kick", "ban", "demote" }) world.When(Command(what, "", "ann")).ThenNothing();
    }

    [Fact]
    public void so_many_at_once()
    {
        string[] Many(int count) => [.. Enumerable.Range(0, count).Select(Ids.Of)];
        Clan.Grown().When(new KickGroupUsers(Clan.Id, Clan.Ann, Many(10_000))).ThenNothing();
        Clan.Grown().When(new KickGroupUsers(Clan.Id, Clan.Ann, Many(10_001))).ThenRefused(FaultCode.InvalidArgument, "Too many user IDs.");
    }

    static Command<Done> Command(string what, string actor, string targets)
    {
        var actorId = actor.Length == 0 ? null : IdOf(actor);
        IReadOnlyList<string> users = [.. targets.Split(' ').Select(IdOf)];
        return what switch
        {
            "add" => new AddGroupUsers(Clan.Id, actorId, users),
            "kick" => new KickGroupUsers(Clan.Id, actorId, users),
            "ban" => new BanGroupUsers(Clan.Id, actorId, users),
            "promote" => new PromoteGroupUsers(Clan.Id, actorId, users),
            _ => new DemoteGroupUsers(Clan.Id, actorId, users),
        };
    }

    static string IdOf(string name) => name == "zed" ? Clan.Zed : Clan.Names.Single(player => player.Value == name).Key;
}

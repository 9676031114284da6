using CsCheck;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Groups;

public class GroupProperties
{
    static readonly string[] Ids = [.. Clan.Names.Keys];

    static readonly Gen<string> Players = Gen.Int[0, Ids.Length - 1].Select(at => Ids[at]);

    static readonly Gen<string?> Actors = Gen.Int[0, Ids.Length + 1].Select(at => at < Ids.Length ? Ids[at] : null);

    static readonly Gen<(string? Actor, string[] Users)> Calls = Gen.Select(Actors, Players.Array[1, 4]);

    static readonly Gen<Command<Done>> Commands = Gen.Frequency(
        (4, Players.Select(Command<Done> (id) => new JoinGroup(Clan.Id, id))),
        (2, Players.Select(Command<Done> (id) => new LeaveGroup(Clan.Id, id))),
        (3, Calls.Select(Command<Done> (call) => new AddGroupUsers(Clan.Id, call.Actor, call.Users))),
        (2, Calls.Select(Command<Done> (call) => new KickGroupUsers(Clan.Id, call.Actor, call.Users))),
        (1, Calls.Select(Command<Done> (call) => new BanGroupUsers(Clan.Id, call.Actor, call.Users))),
        (4, Calls.Select(Command<Done> (call) => new PromoteGroupUsers(Clan.Id, call.Actor, call.Users))),
        (2, Calls.Select(Command<Done> (call) => new DemoteGroupUsers(Clan.Id, call.Actor, call.Users))),
        (1, Gen.Select(Actors, Gen.Bool, Gen.Int[1, 8]).Select(Command<Done> (edit) => new UpdateGroup(Clan.Id, edit.Item1) { IsOpen = edit.Item2, MaxCount = edit.Item3 })),
        (1, Players.Select(Command<Done> (id) => new DeleteAccount(id, [LoseMember.Of(Clan.Id, id)]))));

    [Fact]
    public void a_group_always_has_a_superadmin_and_never_too_many_members() => Commands.Array[0, 40].Sample(commands =>
    {
        var world = Clan.Young();
        foreach (var command in commands)
        {
            world = world.When(command).After;
            world.State(Clan.Stream, Check);
        }
    });

    static void Check(Group group)
    {
        var members = group.Members.Values.Where(member => member.IsIn).ToList();
        group.MemberCount.ShouldBe(members.Count);
        group.SuperadminCount.ShouldBe(members.Count(member => member.Rank == GroupRank.Superadmin));
        group.Leaders.ShouldBe(group.Members.Where(member => member.Value.Rank <= GroupRank.Admin).Select(member => member.Key), ignoreOrder: true);
        group.Members.Values.Select(member => member.Position).Distinct().Count().ShouldBe(group.Members.Count);
        if (!group.Exists)
        {
            group.Members.ShouldBeEmpty();
            return;
        }

        group.SuperadminCount.ShouldBeGreaterThanOrEqualTo(1);
        group.MemberCount.ShouldBeInRange(1, group.MaxCount);
    }
}

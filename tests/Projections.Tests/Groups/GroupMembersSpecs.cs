using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using KaosNet.Projections.Kernel;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Groups;

public sealed class GroupMembersSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Cursors Cursors = new("key"u8.ToArray());

    [Fact]
    public async Task members_are_listed_by_rank_and_then_as_they_came()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var (id, members) = (await Clan(bench, players: 12), new GroupMembers(bench.Database, Cursors));
        await bench.Do(new PromoteGroupUsers(id, null, [Ids.Of(5), Ids.Of(3)]));
        await bench.Do(new PromoteGroupUsers(id, null, [Ids.Of(5)]));
        await bench.Do(new BanGroupUsers(id, null, [Ids.Of(4), Ids.Of(2)]));
        await bench.Do(new UpdateGroup(id, null) { IsOpen = false });
        foreach (var player in new[] { 11, 10 }) await bench.Do(new JoinGroup(id, Ids.Of(player)));

        foreach (var limit in new[] { 1, 2, 5, 100 })
        {
            (await Pages(members, id, null, limit)).ShouldBe("0:0 0:5 1:3 2:1 2:6 2:7 2:8 2:9 3:11 3:10");
            (await Pages(members, id, 2, limit)).ShouldBe("2:1 2:6 2:7 2:8 2:9");
            (await Pages(members, id, 3, limit)).ShouldBe("3:11 3:10");
            (await Pages(members, id, 4, limit)).ShouldBe("4:4 4:2");
        }

        (await Pages(members, Ids.Of(77), null, 10)).ShouldBe("");
        (await members.StateOf(Guid.Parse(id), Guid.Parse(Ids.Of(5)))).ShouldBe(0);
        (await members.StateOf(Guid.Parse(id), Guid.Parse(Ids.Of(4)))).ShouldBe(4);
        (await members.StateOf(Guid.Parse(id), Guid.Parse(Ids.Of(77)))).ShouldBeNull();
        await bench.RebuildEqualsLive(GroupTables.Groups, GroupTables.Members);
    }

    [Fact]
    public async Task a_page_begins_where_the_one_before_ended_whoever_comes_meanwhile()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var (id, members) = (await Clan(bench, players: 6), new GroupMembers(bench.Database, Cursors));
        var first = (await members.OfGroup(Guid.Parse(id), null, 2, "")).Value;
        await bench.Do(new KickGroupUsers(id, null, [Ids.Of(1)]));
        await bench.Do(new JoinGroup(id, Ids.Of(1)));
        var second = (await members.OfGroup(Guid.Parse(id), null, 100, first.Cursor)).Value;
        Text(second.Members).ShouldBe("2:2 2:3 2:4 2:1");
    }

    [Fact]
    public async Task a_cursor_is_of_its_group_and_state_only()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var (id, members) = (await Clan(bench, players: 6), new GroupMembers(bench.Database, Cursors));
        var (group, user) = (Guid.Parse(id), Guid.Parse(Ids.Of(0)));
        await bench.Do(new CreateGroup(Ids.Of(0), "Second"));
        var cursor = (await members.OfGroup(group, null, 1, "")).Value.Cursor;
        var ofUser = (await members.OfUser(user, null, 1, "")).Value.Cursor;
        foreach (var refused in new[]
        {
            (await members.OfGroup(group, 2, 1, cursor)).Fault, (await members.OfGroup(user, null, 1, cursor)).Fault,
            (await members.OfGroup(group, null, 1, ofUser)).Fault, (await members.OfGroup(group, null, 1, cursor[1..])).Fault,
            (await members.OfUser(user, null, 1, cursor)).Fault, (await members.OfUser(user, 0, 1, ofUser)).Fault,
            (await members.OfUser(user, 4, 1, ofUser)).Fault, (await members.OfUser(user, null, 1, "x")).Fault,
        }) refused.ShouldBe(Fault.InvalidArgument("Cursor is invalid."));
    }

    [Fact]
    public async Task a_players_groups_are_listed_by_rank_and_then_as_they_joined()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var members = new GroupMembers(bench.Database, Cursors);
        for (var player = 0; player < 2; player++) await bench.Do(new CreateAccount(Ids.Of(player), $"player{player}", Identity.Device($"device-of-{player:000}")));
        List<string> ids = [];
        for (var i = 0; i < 9; i++) ids.Add((await bench.Do(new CreateGroup(Ids.Of(i == 4 ? 1 : 0), $"Group {i}") { IsOpen = i != 6 })).Id);
        foreach (var i in new[] { 8, 2, 1, 6, 7, 3 }) await bench.Do(new JoinGroup(ids[i], Ids.Of(1)));
        await bench.Do(new PromoteGroupUsers(ids[1], Ids.Of(0), [Ids.Of(1)]));
        await bench.Do(new BanGroupUsers(ids[7], Ids.Of(0), [Ids.Of(1)]));

        foreach (var limit in new[] { 1, 2, 100 })
        {
            (await UserPages(members, Ids.Of(1), null, limit)).ShouldBe("0:Group 4 1:Group 1 2:Group 8 2:Group 2 2:Group 3 3:Group 6");
            (await UserPages(members, Ids.Of(1), 2, limit)).ShouldBe("2:Group 8 2:Group 2 2:Group 3");
            (await UserPages(members, Ids.Of(1), 4, limit)).ShouldBe("");
        }

        var listed = (await members.OfUser(Guid.Parse(Ids.Of(1)), 0, 1, "")).Value.Groups[0].Group;
        listed.ShouldBe(GroupRow.Of(await bench.Journal.Load(Group.Kind.Of(ids[4]))));
    }

    [Fact]
    public async Task with_an_account_go_its_places_and_the_groups_that_only_it_led()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var (id, members) = (await Clan(bench, players: 6), new GroupMembers(bench.Database, Cursors));
        var owned = new OwnedMemberships(bench.Database);
        var own = await bench.Do(new CreateGroup(Ids.Of(3), "Own"));
        await bench.Do(new AddGroupUsers(own.Id, null, [Ids.Of(2)]));
        await bench.Do(new BanGroupUsers(id, null, [Ids.Of(4)]));

        foreach (var player in new[] { 3, 4 }) await bench.Do(new DeleteAccount(Ids.Of(player), await owned.Of(Ids.Of(player), CancellationToken.None)));
        foreach (var player in new[] { 3, 4 }) (await owned.Of(Ids.Of(player), CancellationToken.None)).ShouldBeEmpty();
        (await Pages(members, id, null, 100)).ShouldBe("0:0 2:1 2:2");
        (await Pages(members, id, 4, 100)).ShouldBe("");
        (await new GroupSearch(bench.Database, Cursors).Of([Guid.Parse(own.Id), Guid.Parse(id)])).Select(group => (group.Name, group.EdgeCount))
            .ShouldBe([("Clan", 3)]);
        (await UserPages(members, Ids.Of(2), null, 100)).ShouldBe("2:Clan");

        await bench.Do(new DeleteAccount(Ids.Of(0), await owned.Of(Ids.Of(0), CancellationToken.None)));
        (await UserPages(members, Ids.Of(2), null, 100)).ShouldBe("");
        await bench.RebuildEqualsLive(GroupTables.Groups, GroupTables.Members);
    }

    [Fact]
    public async Task names_belong_to_one_group()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await Clan(bench, players: 2);
        (await bench.Try(new CreateGroup(Ids.Of(0), "Clan"))).Fault.ShouldBe(Fault.AlreadyExists("Group name is in use."));
        var other = await bench.Do(new CreateGroup(Ids.Of(0), "clan"));
        (await bench.Try(new UpdateGroup(other.Id, Ids.Of(0)) { Name = "Clan" })).Fault.ShouldBe(Fault.InvalidArgument("Group name is in use."));
        (await bench.Try(new UpdateGroup(other.Id, Ids.Of(0)) { Name = "CLAN" })).Fault.ShouldBeNull();
        await bench.RebuildEqualsLive(GroupTables.Groups, GroupTables.Members);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task each_list_is_one_walk_along_one_index(int? state)
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await Plans.Fill(bench, groups: 20_000, members: 40_000);
        foreach (var isFirst in new[] { true, false })
        {
            await using var ofGroup = GroupMembers.OfGroupCommand(
                bench.Database.General, bench.Database.Schema, Guid.NewGuid(), state, 101, isFirst ? null : (2, 1000));
            foreach (var plan in await Plans.Of(bench.Database, ofGroup)) Plans.ShouldWalk(plan, "group_members_in_order");

            await using var ofUser = GroupMembers.OfUserCommand(
                bench.Database.General, bench.Database.Schema, Guid.Parse(Ids.Of(2)), state, 101, isFirst ? null : (2, 1000, Guid.NewGuid()));
            foreach (var plan in await Plans.Of(bench.Database, ofUser))
            {
                plan.ShouldMatch("Index (Only )?Scan using group_members_of_user on group_members");
                plan.ShouldContain("Index Scan using groups_pkey on groups");
                plan.ShouldNotContain("Seq Scan");
                plan.ShouldNotContain("Filter:");
            }
        }
    }

    /// <summary>An open group of so many players but the last two, who only have accounts.</summary>
    static async Task<string> Clan(ReadModelBench bench, int players)
    {
        for (var player = 0; player < players; player++) await bench.Do(new CreateAccount(Ids.Of(player), $"player{player}", Identity.Device($"device-of-{player:000}")));
        var id = (await bench.Do(new CreateGroup(Ids.Of(0), "Clan") { IsOpen = true })).Id;
        for (var player = 1; player < players - 2; player++) await bench.Do(new JoinGroup(id, Ids.Of(player)));
        if (players == 6) await bench.Do(new JoinGroup(id, Ids.Of(4)));
        return id;
    }

    static async Task<string> Pages(GroupMembers members, string groupId, int? state, int limit)
    {
        List<GroupMemberRow> all = [];
        var cursor = "";
        do
        {
            var page = (await members.OfGroup(Guid.Parse(groupId), state, limit, cursor)).Value;
            page.Members.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Members);
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        return Text(all);
    }

    static async Task<string> UserPages(GroupMembers members, string userId, int? state, int limit)
    {
        List<UserGroup> all = [];
        var cursor = "";
        do
        {
            var page = (await members.OfUser(Guid.Parse(userId), state, limit, cursor)).Value;
            page.Groups.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Groups);
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        return string.Join(' ', all.Select(entry => $"{entry.State}:{entry.Group.Name}"));
    }

    static string Text(IEnumerable<GroupMemberRow> members) =>
        string.Join(' ', members.Select(member => $"{member.State}:{Convert.ToInt32(member.UserId.ToString()[^12..], 16)}"));
}

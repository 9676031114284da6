using KaosNet.Modules;
using KaosNet.Modules.Groups;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Groups from modules in JavaScript and in C#, on a real database.</summary>
public sealed class GroupApiSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task javascript_runs_groups()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        world.Run("""
            const g = nk.groupCreate(ann, "Clan", bob, "de", "We play", "http://a", true, { b: 1 }, 5);
            const plain = nk.groupCreate(ann, "Plain");
            const seen = [];
            const look = state => seen.push(nk.groupUsersList(g.id, 100, state).groupUsers.map(one => one.user.username + one.state).join(" "));
            nk.groupUserJoin(g.id, bob, "bob"); look();
            nk.groupUsersAdd(g.id, [cid], ann); look();
            nk.groupUsersPromote(g.id, [cid, bob]); look();
            nk.groupUsersDemote(g.id, [cid], ann); look(2);
            nk.groupUsersBan(g.id, [cid], bob); look(4);
            nk.groupUsersKick(g.id, [cid, bob]); look();
            nk.groupUsersAdd(g.id, [bob]); nk.groupUserLeave(g.id, bob, "bob"); look();
            nk.groupUpdate(g.id, null, "Guild", cid, undefined, "", null, false, { c: 3 });
            const [after] = nk.groupsGetId([g.id, nobody]);
            nk.groupDelete(plain.id);
            return [g.creatorId === bob, g.langTag, g.avatarUrl, g.open, g.metadata.b, g.maxCount, g.createTime > 1700000000, plain.maxCount, plain.langTag, seen,
              after.name, after.creatorId === cid, after.langTag, after.description, after.avatarUrl, after.open, after.metadata.c, after.edgeCount];
            """).ShouldBe(
            """[true,"de","http://a",true,1,5,true,100,"en",["ann0 bob2","ann0 bob2 cid2","ann0 bob1 cid1","cid2","cid4","ann0","ann0"],"""
            + """ "Guild",true,"de","","http://a",false,3,1]""".TrimStart());
        world.Run("""
            for (let i = 1; i <= 5; i++) nk.groupCreate(ann, "Team " + i, null, "x" + i % 2);
            const first = nk.groupsList("team%", undefined, undefined, undefined, 3), second = nk.groupsList("team%", undefined, undefined, undefined, 3, first.cursor);
            const mine = nk.userGroupsList(ann, 2);
            return [first.groups.length, typeof first.cursor, second.groups.length, second.cursor === undefined || second.cursor === null, mine.userGroups[0].state,
              mine.userGroups.length + nk.userGroupsList(ann, 100, null, mine.cursor).userGroups.length, nk.groupsGetRandom(3).length, nk.groupsList("", "x1").groups.length];
            """).ShouldBe("""[3,"string",2,true,0,6,3,3]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.groupCreate(ann, 'Team 1')", "GoError: error while trying to create group: group name is in use"),
            ("nk.groupCreate(ann, '')", "TypeError: expects group name not be empty"),
            ("nk.groupCreate('ann', 'x')", "TypeError: expects user ID to be a valid identifier"),
            ("nk.groupCreate(ann, 'x', null, '', '', '', false, {}, 0)", "TypeError: expects max_count to be > 0"),
            ("nk.groupUpdate(nobody, null, 'x')", "GoError: error while trying to update group: group not found"),
            ("nk.groupUsersAdd(nobody)", "TypeError: expects array"),
            ("nk.groupUsersList(nobody, 1, 5)", "TypeError: expects state to be 0-4"),
            ("nk.groupsGetRandom()", "TypeError: expects number"),
            ("nk.groupsList('a', 'b')", "GoError: error listing groups: name filter cannot be combined with any other filter"),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task csharp_runs_groups()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        var groups = world.Nk.Groups;
        var group = await groups.Create(ApiWorld.AnnId, "Band", open: true, metadata: """{"a":1}""");
        (group.CreatorId, group.Open, group.MaxCount, group.EdgeCount).ShouldBe((Guid.Empty, true, 100, 1));
        await groups.Join(group.Id, ApiWorld.BobId, "bob");
        await groups.PromoteUsers(group.Id, [ApiWorld.BobId]);
        var page = await groups.ListUsers(group.Id);
        page.GroupUsers.Select(entry => (entry.User.Username, entry.State)).ShouldBe([("ann", GroupUserState.Superadmin), ("bob", GroupUserState.Admin)]);
        page.Cursor.ShouldBeNull();
        await groups.Update(group.Id, description: "loud");
        var mine = (await groups.ListOfUser(ApiWorld.BobId)).UserGroups.ShouldHaveSingleItem();
        (mine.Group.Description, mine.State, mine.Group.Metadata.ToString()).ShouldBe(("loud", GroupUserState.Admin, """{"a": 1}"""));
        var refused = await Should.ThrowAsync<RefusedException>(async () => await groups.Leave(group.Id, ApiWorld.AnnId, "ann"));
        refused.Message.ShouldBe("cannot leave group when you are the last superadmin");
        await groups.Delete(group.Id);
        (await groups.Of([group.Id])).ShouldBeEmpty();
    }
}

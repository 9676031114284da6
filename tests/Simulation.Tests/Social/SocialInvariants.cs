using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Simulation.Tests.Social;

/// <summary>What must hold when everybody has stopped, whatever they did.</summary>
public sealed class SocialInvariants(SimulatedWorld world)
{
    static readonly HashSet<(int? Mine, int? Theirs)> Friendships = [(0, 0), (1, 2), (2, 1), (3, null), (null, 3), (3, 3)];

    /// <summary>Both sides of every friendship agree, and everybody's count is that of their list.</summary>
    public async Task FriendshipsAgree()
    {
        Dictionary<(string Owner, string Other), int> edges = [];
        foreach (var (id, token) in world.Players)
        {
            foreach (var friend in await world.All(0, token, "/v2/friend", "friends", 7))
                edges.Add((id, friend.GetProperty("user").GetProperty("id").GetString()!), friend.GetProperty("state").GetInt32());
        }

        foreach (var ((owner, other), state) in edges)
        {
            world.Players.ContainsKey(other).ShouldBeTrue($"{owner} has an edge to {other}, who is gone.");
            int? theirs = edges.TryGetValue((other, owner), out var there) ? there : null;
            Friendships.ShouldContain((state, theirs), $"{owner} and {other}");
        }

        foreach (var (id, token) in world.Players)
        {
            var user = (await world.Ask(1, token, "GET", "/v2/account")).Body.GetProperty("user");
            var count = user.TryGetProperty("edge_count", out var given) ? given.GetInt32() : 0;
            count.ShouldBe(edges.Keys.Count(edge => edge.Owner == id), $"edges of {id}");
        }

        edges.Count.ShouldBeGreaterThan(world.Players.Count / 4, "Hardly anybody met: the simulation simulates nothing.");
    }

    /// <summary>Every group has a superadmin and as many members as it says, no more than it may; and its members know of it.</summary>
    public async Task GroupsAddUp()
    {
        var token = world.Players.Values.First();
        var groups = await world.All(0, token, "/v2/group", "groups", 13);
        HashSet<(string Group, string User, int State)> inGroups = [], ofUsers = [];
        foreach (var group in groups)
        {
            var id = group.GetProperty("id").GetString()!;
            var members = await world.All(1, token, $"/v2/group/{id}/user", "group_users", 5);
            var states = members.ConvertAll(member => member.GetProperty("state").GetInt32());
            foreach (var member in members) inGroups.Add((id, member.GetProperty("user").GetProperty("id").GetString()!, member.GetProperty("state").GetInt32())).ShouldBeTrue();
            states.ShouldContain(0, $"group {id} has no superadmin");
            states.Count(state => state <= 2).ShouldBe(group.GetProperty("edge_count").GetInt32(), $"members of group {id}");
            group.GetProperty("edge_count").GetInt32().ShouldBeInRange(1, group.GetProperty("max_count").GetInt32());
        }

        foreach (var (user, theirs) in world.Players)
        {
            foreach (var membership in await world.All(0, theirs, $"/v2/user/{user}/group", "user_groups", 5))
                ofUsers.Add((membership.GetProperty("group").GetProperty("id").GetString()!, user, membership.GetProperty("state").GetInt32())).ShouldBeTrue();
        }

        ofUsers.ShouldBe(inGroups, ignoreOrder: true);
        groups.Count.ShouldBeGreaterThan(3, "Hardly a group: the simulation simulates nothing.");
    }

    /// <summary>No object is there twice, each is what its owner was last told, and belongs to somebody.</summary>
    public async Task ObjectsAreSingle()
    {
        var all = 0;
        foreach (var (id, token) in world.Players)
        {
            var objects = await world.All(1, token, $"/v2/storage/saves/{id}", "objects", 3);
            objects.Select(each => each.GetProperty("key").GetString()).Distinct().Count().ShouldBe(objects.Count);
            all += objects.Count;
        }

        all.ShouldBeGreaterThan(world.Players.Count / 2, "Hardly an object: the simulation simulates nothing.");
        await using var source = NpgsqlDataSource.Create(world.Connection);
        await using var count = source.CreateCommand("select count(*) from kaos.storage_objects");
        ((long)(await count.ExecuteScalarAsync())!).ShouldBe(all, "Objects of players who are gone are left.");
    }

    /// <summary>Every table is what the events say, and no version of a stream is missing or there twice.</summary>
    public async Task LiveEqualsRebuilt()
    {
        await using var database = new Database(world.Connection) { Masters = new(KaosNet.Store.Personal.MasterKey.Parse(global::KaosNet.Tests.Support.TestMasterKey.Text), []) };
        foreach (var comparison in await new TableRebuilder(database, EventCatalogue.Default).Verify(ReadModels.All))
            comparison.Differences.ShouldBeEmpty(comparison.Table);
        await using var source = NpgsqlDataSource.Create(world.Connection);
        await using var broken = source.CreateCommand(
            """
            select count(*) from (select stream_id from kaos.mt_events group by stream_id
            having count(*) <> max(version) or count(distinct version) <> count(*)) streams
            """);
        (await broken.ExecuteScalarAsync()).ShouldBe(0L);
    }

    /// <summary>Both servers show the same names.</summary>
    public async Task ServersShowTheSame()
    {
        foreach (var chunk in world.Players.Keys.Chunk(50))
        {
            var query = "/v2/user?" + string.Join('&', chunk.Select(id => "ids=" + id));
            var token = world.Players[chunk[0]];
            var answers = await Task.WhenAll(Enumerable.Range(0, world.ServerCount).Select(server => world.Ask(server, token, "GET", query)));
            var shown = answers.Select(answer => string.Join('\n', answer.List("users").Select(user => user.GetRawText()).Order(StringComparer.Ordinal))).ToList();
            shown.Distinct().Count().ShouldBe(1);
        }
    }
}

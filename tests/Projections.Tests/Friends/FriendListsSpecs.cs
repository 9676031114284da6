using System.Security.Cryptography;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Friends;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Friends;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Tests.Groups;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Friends;

public sealed class FriendListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Cursors Sealed = new(RandomNumberGenerator.GetBytes(32));

    readonly Dictionary<string, string> _names = [];
    ReadModelBench _bench = null!;

    [Fact]
    public async Task friends_are_listed_by_state_and_in_the_order_in_which_they_came()
    {
        await using var bench = await Open("ann", "bob", "cat", "dan", "eve", "fay");
        await Add("ann", "bob");
        await Add("cat", "ann");
        await Add("dan", "ann");
        await Add("ann", "dan");
        await Add("ann", "eve");
        await Block("ann", "fay");
        await Add("fay", "ann");

        (await Listed("ann", null, 100)).ShouldBe(["0 dan", "1 bob", "1 eve", "2 cat", "3 fay"]);
        (await Listed("ann", null, 2)).ShouldBe(["0 dan", "1 bob", "1 eve", "2 cat", "3 fay"]);
        (await Listed("ann", 1, 1)).ShouldBe(["1 bob", "1 eve"]);
        (await Listed("fay", null, 100)).ShouldBeEmpty("whoever is blocked is not told");
        (await Counts("ann", "bob", "dan", "fay")).ShouldBe([5, 1, 1, 0]);

        await Delete("ann", "fay");
        await Delete("ann", "bob");
        (await Listed("ann", null, 100)).ShouldBe(["0 dan", "1 eve", "2 cat"]);
        (await Counts("ann", "bob", "dan", "fay")).ShouldBe([3, 0, 1, 0]);
        await bench.RebuildEqualsLive(FriendTables.Edges, FriendTables.Counts);
    }

    [Fact]
    public async Task pages_hold_while_the_list_changes_and_cursors_are_of_one_list()
    {
        await using var bench = await Open("ann", "bob", "cat", "dan", "eve");
        foreach (var friend in new[] { "bob", "cat", "dan" }) await Add("ann", friend);
        var page = (await Lists().Page(Id("ann"), null, 2, "")).Value;
        await Delete("ann", "bob");
        await Add("ann", "eve");
        var rest = (await Lists().Page(Id("ann"), null, 2, page.Cursor)).Value;
        Names(page).ShouldBe(["1 bob", "1 cat"]);
        Names(rest).ShouldBe(["1 dan", "1 eve"]);
        rest.Cursor.ShouldBeEmpty();

        foreach (var (owner, state, cursor) in new[]
            { ("bob", (int?)null, page.Cursor), ("ann", 1, page.Cursor), ("ann", null, page.Cursor + "A"), ("ann", null, "nonsense") })
            (await Lists().Page(Id(owner), state, 2, cursor)).Fault.ShouldBe(FriendFaults.InvalidCursor);
    }

    [Fact]
    public async Task friends_of_friends_go_on_from_referrer_to_referrer()
    {
        string[] names = ["ann", "bob", "cat", "dan", "eve", "fay", "gus"];
        await using var bench = await Open(names);
        foreach (var (one, other) in new[] { ("ann", "bob"), ("ann", "cat"), ("bob", "cat"), ("bob", "dan"), ("bob", "eve"), ("cat", "dan"), ("cat", "fay"), ("dan", "gus") })
        {
            await Add(one, other);
            await Add(other, one);
        }

        await Add("ann", "fay");
        await Add("bob", "gus");
        string[] all = ["bob>dan", "bob>eve", "cat>dan", "cat>fay"];
        foreach (var limit in new[] { 1, 2, 3, 100 }) (await Known("ann", limit)).ShouldBe(all);
        (await Known("gus", 10)).ShouldBe(["dan>bob", "dan>cat"]);
        (await Known("fay", 10)).ShouldBe(["cat>ann", "cat>bob", "cat>dan"]);

        var lists = FriendsOf();
        var cursor = (await lists.Page(Id("ann"), 1, "")).Value.Cursor;
        (await lists.Page(Id("bob"), 1, cursor)).Fault.ShouldBe(FriendFaults.InvalidCursor);
        (await lists.Page(Id("ann"), 1, "nonsense")).Fault.ShouldBe(FriendFaults.InvalidCursor);
    }

    [Fact]
    public async Task an_account_takes_all_that_is_between_it_and_others_along()
    {
        await using var bench = await Open("ann", "bob", "cat", "dan");
        await Add("ann", "bob");
        await Add("bob", "ann");
        await Block("ann", "cat");
        await Block("dan", "ann");
        await Add("bob", "cat");
        var owned = await new OwnedFriendships(bench.Database).Of(_names["ann"], CancellationToken.None);
        owned.Count.ShouldBe(3);
        await bench.Do(new DeleteAccount(_names["ann"], owned));
        (await Counts("ann", "bob", "cat", "dan")).ShouldBe([0, 1, 1, 0]);
        (await Listed("bob", null, 10)).ShouldBe(["1 cat"]);
        (await new OwnedFriendships(bench.Database).Of(_names["ann"], CancellationToken.None)).ShouldBeEmpty();
        await bench.Do(new AddFriends(_names["bob"], "bob", [_names["ann"]]));
        (await Listed("bob", null, 10)).ShouldBe(["1 cat"], customMessage: "nobody invites who is gone");
        await bench.RebuildEqualsLive(FriendTables.Edges, FriendTables.Counts);
    }

    [Fact]
    public async Task what_two_are_to_each_other_is_one_look_up()
    {
        await using var bench = await Open("ann", "bob", "cat");
        await Block("ann", "bob");
        await Add("cat", "ann");
        var friendships = new Friendships(bench.Database);
        (await friendships.IsBlocked(Id("ann"), Id("bob"))).ShouldBeTrue();
        (await friendships.IsBlocked(Id("bob"), Id("ann"))).ShouldBeFalse();
        (await friendships.IsBlocked(Id("ann"), Id("cat"))).ShouldBeFalse();
        (await friendships.Of(Id("ann"), [Id("bob"), Id("cat"), Id("ann")])).Select(edge => edge.State).ShouldBe([3, 2], ignoreOrder: true);
        (await friendships.Of(Id("ann"), [])).ShouldBeEmpty();
    }

    [Fact]
    public async Task whatever_players_do_at_once_both_sides_agree()
    {
        await using var bench = await Open("ann", "bob", "cat", "dan");
        string[] all = ["ann", "bob", "cat", "dan"];
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async caller =>
        {
            var dice = new KaosNet.Domain.Kernel.Dice((ulong)caller);
            for (var i = 0; i < 15; i++)
            {
                var by = all[dice.Roll(4)];
                string[] on = [.. all.Where(name => name != by && dice.Roll(2) == 0)];
                await (dice.Roll(3) switch { 0 => Add(by, on), 1 => Delete(by, on), _ => Block(by, on) });
            }
        }));
        await bench.RebuildEqualsLive(FriendTables.Edges, FriendTables.Counts);
        (await Scalar("select count(*) from {s}.friend_edges e where state < 3 and not exists (select 1 from {s}.friend_edges o where o.owner_id = e.friend_id "
            + "and o.friend_id = e.owner_id and o.state = (array[0, 2, 1])[e.state + 1] and o.position = e.position)")).ShouldBe(0);
        (await Scalar("select count(*) from {s}.friend_counts c where count <> (select count(*) from {s}.friend_edges e where e.owner_id = c.user_id)")).ShouldBe(0);
    }

    [Fact]
    public async Task a_list_walks_along_one_index()
    {
        await using var bench = await Open("ann");
        await Fill();
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(Ids.Of(7)) },
            new NpgsqlParameter<int> { TypedValue = 101 },
            new NpgsqlParameter<int> { TypedValue = 0 },
            new NpgsqlParameter<long> { TypedValue = 5 },
            new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(Ids.Of(9)) },
        ];
        foreach (var (statement, count) in Lists().Statements.Zip(new[] { 2, 5, 3, 5 }))
        {
            foreach (var plan in await PlansOf(statement, parameters[..count])) Plans.ShouldWalk(plan, "friend_edges_order");
        }
    }

    [Fact]
    public async Task friends_of_friends_are_found_by_index()
    {
        await using var bench = await Open("ann");
        await Fill();
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(Ids.Of(7)) },
            new NpgsqlParameter<Guid> { TypedValue = Guid.Empty },
            new NpgsqlParameter<Guid> { TypedValue = Guid.Empty },
            new NpgsqlParameter<int> { TypedValue = 251 },
        ];
        foreach (var plan in await PlansOf(FriendsOf().Statements[0], parameters)) plan.ShouldNotContain("Seq Scan");
    }

    [Fact]
    public async Task where_everybody_is_a_friend_a_page_looks_at_so_many_and_goes_on()
    {
        await using var bench = await Open("ann");
        // 160 players who are all friends of each other, but for one of the last's whom nobody else knows.
        await Scalar($$"""
            with circle as (
              insert into {s}.friend_edges select ('0bb0bb00-0000-4000-8000-' || lpad(to_hex(a), 12, '0'))::uuid,
                ('0bb0bb00-0000-4000-8000-' || lpad(to_hex(b), 12, '0'))::uuid, 0, b, now(), '{}'
              from generate_series(1, 160) a, generate_series(1, 160) b where a <> b),
            stranger as (insert into {s}.friend_edges values ('{{Ids.Of(160)}}', '{{_names["ann"]}}', 0, 1, now(), '{}'))
            select 1::bigint
            """);
        var lists = FriendsOf();
        var first = (await lists.Page(Guid.Parse(Ids.Of(1)), 10, "")).Value;
        (first.Found.Count, first.Cursor.Length > 0).ShouldBe((0, true));
        var second = (await lists.Page(Guid.Parse(Ids.Of(1)), 10, first.Cursor)).Value;
        (second.Found.ShouldHaveSingleItem().Card.Username, second.Cursor).ShouldBe(("ann", ""));
    }

    async Task<ReadModelBench> Open(params string[] names)
    {
        _bench = await ReadModelBench.Open(postgres.ConnectionString);
        foreach (var name in names)
        {
            _names[name] = Ids.Of(0xA00 + _names.Count);
            await _bench.Do(new CreateAccount(_names[name], name, Identity.Device($"device-of-{name}")));
        }

        return _bench;
    }

    Guid Id(string name) => Guid.Parse(_names[name]);

    async Task Add(string by, params string[] on) => await _bench.Do(new AddFriends(_names[by], by, [.. on.Select(name => _names[name])]));

    async Task Delete(string by, params string[] on) => await _bench.Do(new DeleteFriends(_names[by], by, [.. on.Select(name => _names[name])]));

    async Task Block(string by, params string[] on) => await _bench.Do(new BlockFriends(_names[by], [.. on.Select(name => _names[name])]));

    FriendLists Lists() => new(_bench.Database, Sealed, new PlayerCards(_bench.Database, new()));

    FriendsOfFriends FriendsOf() => new(_bench.Database, Sealed, new PlayerCards(_bench.Database, new()));

    async Task<List<string>> Listed(string owner, int? state, int limit)
    {
        List<string> all = [];
        var cursor = "";
        do
        {
            var page = (await Lists().Page(Id(owner), state, limit, cursor)).Value;
            page.Friends.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(Names(page));
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        return all;
    }

    async Task<List<string>> Known(string user, int limit)
    {
        List<string> all = [];
        var cursor = "";
        do
        {
            var page = (await FriendsOf().Page(Id(user), limit, cursor)).Value;
            page.Found.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Found.Select(one => $"{_names.First(name => name.Value == one.ReferrerId.ToString()).Key}>{one.Card.Username}"));
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        return all;
    }

    async Task<List<int>> Counts(params string[] names)
    {
        var found = await new PlayerSearch(_bench.Database).Find([.. names.Select(Id)], [], []);
        return [.. names.Select(name => found.FirstOrDefault(player => player.Card.UserId == Id(name))?.EdgeCount ?? 0)];
    }

    /// <summary>A thousand players with a hundred edges each, half of them friends.</summary>
    Task<long> Fill() => Scalar("""
        with filled as (
          insert into {s}.friend_edges select ('0bb0bb00-0000-4000-8000-' || lpad(to_hex(a), 12, '0'))::uuid,
            ('0bb0bb00-0000-4000-8000-' || lpad(to_hex((a + b) % 1000), 12, '0'))::uuid, case when b < 50 then 0 else b % 4 end, b, now(), '{}'
          from generate_series(0, 999) a, generate_series(1, 100) b)
        select 1::bigint
        """);

    async Task<IReadOnlyList<string>> PlansOf(string statement, NpgsqlParameter[] parameters)
    {
        await Scalar("analyze {s}.friend_edges; select 1::bigint");
        await using var command = new NpgsqlCommand(statement);
        foreach (var parameter in parameters) command.Parameters.Add(parameter.Clone());
        return await Plans.Of(_bench.Database, command);
    }

    async Task<long> Scalar(string sql)
    {
        await using var command = _bench.Database.General.CreateCommand(sql.Replace("{s}", _bench.Database.Schema));
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static List<string> Names(FriendPage page) => [.. page.Friends.Select(friend => $"{friend.Edge.State} {friend.Card.Username}")];
}

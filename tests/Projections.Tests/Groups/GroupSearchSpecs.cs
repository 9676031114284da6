using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using KaosNet.Projections.Kernel;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Groups;

/// <summary>Parity 5.8, GET /v2/group.</summary>
public sealed class GroupSearchSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Cursors Cursors = new("key"u8.ToArray());

    [Fact]
    public async Task every_filter_has_its_order_and_pages_to_the_end()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var groups = await Groups(bench);
        var search = new GroupSearch(bench.Database, Cursors);
        GroupFilter[] filters =
        [
            .. from langTag in new[] { "", "en", "de" }
               from open in new bool?[] { null, true, false }
               from members in new int?[] { null, -1, 0, 2, 3 }
               select new GroupFilter { LangTag = langTag, IsOpen = open, Members = members },
        ];
        foreach (var filter in filters)
        {
            var expected = Expected(groups, filter).Select(group => group.Id).ToList();
            foreach (var limit in new[] { 1, 3, 100 })
                (await AllPages(search, filter, limit)).Select(group => group.Id).ShouldBe(expected, $"{filter} by {limit}");
        }

        await bench.RebuildEqualsLive(GroupTables.Groups, GroupTables.Members);
    }

    [Theory]
    [InlineData("wolves", "Wolves")]
    [InlineData("wol%", "Wolfram,Wolves,wolves of the north")]
    [InlineData("%wol%", "Wolfram,Wolves,wolves of the north")]
    [InlineData(" % WOL%", "Wolfram,Wolves,wolves of the north")]
    [InlineData("w%s", "Wolves")]
    [InlineData("wol_es", "Wolves")]
    [InlineData("_ears", "Bears,bears")]
    [InlineData("WÖLFE", "Wölfe")]
    [InlineData("100\\%", "100%")]
    [InlineData("100%", "100 men,100%")]
    [InlineData("trailing\\", "trailing\\")]
    [InlineData("gone", "Gone")]
    [InlineData("nobody", "")]
    [InlineData("a\0b", "")]
    public async Task names_are_compared_without_case_and_with_wildcards(string name, string found)
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ids.Of(0), "ann", Identity.Device("anns-phone-01")));
        foreach (var called in new[] { "Wolves", "wolves of the north", "Wolfram", "Bears", "bears", "Wölfe", "100%", "100 men", "trailing\\", "Gone", "Zebra" })
            await bench.Do(new CreateGroup(Ids.Of(0), called));
        var search = new GroupSearch(bench.Database, Cursors);
        var gone = (await AllPages(search, new() { Name = "Gone" }, 1)).ShouldHaveSingleItem();
        await bench.Do(new DisableGroup(gone.Id.ToString(), IsDisabled: true));

        var expected = found.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var limit in new[] { 1, 2, 100 })
            (await AllPages(search, new() { Name = name }, limit)).Select(group => group.Name).ShouldBe(expected);
        (await AllPages(search, new(), 100)).ShouldNotContain(group => group.IsDisabled);
    }

    [Fact]
    public async Task a_cursor_is_of_its_filter_only()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await Groups(bench);
        var search = new GroupSearch(bench.Database, Cursors);
        var cursor = (await search.Page(new() { LangTag = "en" }, 1, "")).Value.Cursor;
        cursor.ShouldNotBeEmpty();
        foreach (var filter in new GroupFilter[] { new(), new() { LangTag = "de" }, new() { IsOpen = true }, new() { LangTag = "en", Members = 3 }, new() { Name = "en" } })
            (await search.Page(filter, 1, cursor)).Fault.ShouldBe(Fault.InvalidArgument("Cursor is invalid."));
        (await search.Page(new() { LangTag = "en", Members = -5 }, 1, cursor)).Fault.ShouldBeNull();
        foreach (var garbage in new[] { "A", "////", cursor[..^1], cursor + "A", new string('A', 5000) })
            (await search.Page(new() { LangTag = "en" }, 1, garbage)).Fault.ShouldBe(Fault.InvalidArgument("Cursor is invalid."));
    }

    [Fact]
    public async Task a_name_goes_with_no_other_filter()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var search = new GroupSearch(bench.Database, Cursors);
        foreach (var filter in new GroupFilter[] { new() { LangTag = "en" }, new() { IsOpen = false }, new() { Members = 1 } })
        {
            (await search.Page(filter with { Name = "a" }, 1, "")).Fault
                .ShouldBe(Fault.InvalidArgument("name filter cannot be combined with any other filter"));
        }

        (await search.Page(new() { Name = "% " }, 1, "")).Fault.ShouldBeNull();
        (await search.Page(new() { LangTag = "a\0b" }, 1, "")).Value.Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task groups_are_found_by_id_and_by_chance()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var groups = await Groups(bench);
        var search = new GroupSearch(bench.Database, Cursors);
        var some = groups.Take(3).Select(group => group.Id).ToArray();
        (await search.Of([.. some, Guid.NewGuid()])).Select(group => group.Id).ShouldBe(some, ignoreOrder: true);
        (await search.Of([some[0]])).Single().ShouldBe(groups[0]);
        (await search.Of([])).ShouldBeEmpty();
        foreach (var near in new[] { Guid.Empty, Guid.NewGuid(), new Guid(Enumerable.Repeat((byte)255, 16).ToArray()) })
        {
            (await search.Random(near, 5)).Select(group => group.Id).Distinct().Count().ShouldBe(5);
            (await search.Random(near, 1000)).Count.ShouldBe(groups.Count);
            (await search.Random(near, 0)).ShouldBeEmpty();
        }
    }

    /// <summary>Sixty groups of some languages, open or closed, of one to four members, some of them disabled.</summary>
    static async Task<List<GroupRow>> Groups(ReadModelBench bench)
    {
        for (var player = 0; player < 4; player++) await bench.Do(new CreateAccount(Ids.Of(player), $"player{player}", Identity.Device($"device-of-{player:000}")));
        List<string> ids = [];
        for (var i = 0; i < 60; i++)
        {
            var group = await bench.Do(new CreateGroup(Ids.Of(0), $"Group {i}") { LangTag = i % 3 == 0 ? "de" : i % 7 == 0 ? "fr" : "en", IsOpen = i % 2 == 0, MaxCount = 5 });
            ids.Add(group.Id);
        }

        for (var i = 0; i < 60; i++)
        {
            for (var player = 1; player <= i % 4; player++) await bench.Do(new AddGroupUsers(ids[i], null, [Ids.Of(player)]));
            if (i % 20 == 5) await bench.Do(new DisableGroup(ids[i], IsDisabled: true));
        }

        var groups = new List<GroupRow>();
        foreach (var id in ids) groups.Add(GroupRow.Of(await bench.Journal.Load(Group.Kind.Of(id))));
        return groups;
    }

    static IEnumerable<GroupRow> Expected(List<GroupRow> groups, GroupFilter filter)
    {
        var members = filter.Members is < 0 ? null : filter.Members;
        var found = groups.Where(group => !group.IsDisabled && (filter.LangTag.Length == 0 || group.LangTag == filter.LangTag)
            && (filter.IsOpen is null || group.IsOpen == filter.IsOpen) && (members is null || group.EdgeCount <= members));
        // As the database orders UUIDs: by their text.
        static string Id(GroupRow group) => group.Id.ToString();
        return (filter.LangTag.Length > 0, filter.IsOpen is not null, members is not null) switch
        {
            (false, _, false) => found.OrderBy(group => group.UpdateTime).ThenBy(group => group.EdgeCount).ThenBy(Id, StringComparer.Ordinal),
            (true, false, false) => found.OrderBy(group => group.EdgeCount).ThenBy(Id, StringComparer.Ordinal),
            (false, false, true) => found.OrderByDescending(group => group.EdgeCount).ThenByDescending(group => group.UpdateTime)
                .ThenByDescending(Id, StringComparer.Ordinal),
            (false, true, true) => found.OrderByDescending(group => group.EdgeCount).ThenByDescending(group => group.LangTag, StringComparer.Ordinal)
                .ThenByDescending(Id, StringComparer.Ordinal),
            _ => found.OrderByDescending(group => group.EdgeCount).ThenByDescending(Id, StringComparer.Ordinal),
        };
    }

    static async Task<List<GroupRow>> AllPages(GroupSearch search, GroupFilter filter, int limit)
    {
        List<GroupRow> all = [];
        var cursor = "";
        do
        {
            var page = (await search.Page(filter, limit, cursor)).Value;
            page.Groups.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Groups);
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        return all;
    }
}

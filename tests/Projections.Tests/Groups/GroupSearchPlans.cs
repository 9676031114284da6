using KaosNet.Projections.Groups;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Groups;

/// <summary>What searches cost where there are many groups.</summary>
public sealed class GroupSearchPlans(ManyGroups many) : IClassFixture<ManyGroups>
{
    [Theory]
    [InlineData("groups_by_update", null, null, null)]
    [InlineData("groups_by_open", null, true, null)]
    [InlineData("groups_by_lang", "en", null, null)]
    [InlineData("groups_by_count", null, null, 50)]
    [InlineData("groups_by_open_count", null, false, 50)]
    [InlineData("groups_by_lang", "en", null, 50)]
    [InlineData("groups_by_open_lang", "en", true, null)]
    [InlineData("groups_by_open_lang", "en", true, 50)]
    public async Task each_filter_is_one_walk_along_one_index(string index, string? langTag, bool? isOpen, int? members)
    {
        var bench = many.Bench;
        var filter = new GroupFilter { LangTag = langTag ?? "", IsOpen = isOpen, Members = members };
        foreach (var after in new[] { null, new GroupEdge("group 100", DateTimeOffset.UnixEpoch.AddYears(50), 20, "en", Guid.NewGuid()) })
        {
            await using var command = GroupSearch.Command(bench.Database.General, bench.Database.Schema, filter, name: null, limit: 101, after);
            foreach (var plan in await Plans.Of(bench.Database, command)) Plans.ShouldWalk(plan, index);
        }
    }

    [Theory]
    [InlineData("group 1%")]
    [InlineData("group 19_9")]
    [InlineData("group 777")]
    public async Task a_name_is_one_walk_along_one_index(string name)
    {
        var bench = many.Bench;
        foreach (var after in new[] { null, new GroupEdge("group 100", default, 0, "", default) })
        {
            await using var command = GroupSearch.Command(
                bench.Database.General, bench.Database.Schema, new() { Name = name }, NamePattern.Of(name), limit: 101, after);
            foreach (var plan in await Plans.Of(bench.Database, command)) Plans.ShouldWalk(plan, "groups_by_name", mayFilter: true);
        }
    }
}

/// <summary>Twenty thousand groups.</summary>
public sealed class ManyGroups : IAsyncLifetime
{
    readonly PostgresFixture _postgres = new();

    public ReadModelBench Bench { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Bench = await ReadModelBench.Open(_postgres.ConnectionString);
        await Plans.Fill(Bench, groups: 20_000, members: 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}

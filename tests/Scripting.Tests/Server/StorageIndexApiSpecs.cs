using KaosNet.Modules;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Nk.Bundles;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Storage indexes from modules in JavaScript and in C#, on a real database.</summary>
public sealed class StorageIndexApiSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_bundle_declares_an_index_and_searches_it()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        using var bench = BundleBench.OfInit("initializer.registerStorageIndex('riders', 'riders', undefined, ['rank', 'mode'], ['rank'], 1000);", services: world.Game.Services);
        world.Game.Get<StorageIndexes>().Names.ShouldBe(["riders"]);
        world.Run("""
            for (let at = 1; at <= 4; at++)
              nk.storageWrite([{ collection: "riders", key: "k" + at, userId: at % 2 ? bob : ann, value: { rank: at, mode: "x" }, permissionRead: at > 2 ? 2 : 1 }]);
            const keys = page => page.objects.map(object => object.key).join("");
            const first = nk.storageIndexList("riders", "", 3, ["-value.rank"]), rest = nk.storageIndexList("riders", "", 3, ["-value.rank"], null, first.cursor);
            return [keys(first), keys(rest), "cursor" in rest, keys(nk.storageIndexList("riders", "+value.rank:>=2 -value.rank:3", 10, ["value.rank"])),
              keys(nk.storageIndexList("riders", "", 10, ["value.rank"], ann)), first.objects[0].value.mode, first.objects[0].userId === ann];
            """).ShouldBe("""["k4k3k2","k1",false,"k2k4","k2k3k4","x",true]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.storageIndexList('riders', '', 0)", "TypeError: invalid limit: expects value 1-10000"),
            ("nk.storageIndexList('riders', '', 1, 'rank')", "TypeError: expects array"),
            ("nk.storageIndexList('riders', '', 1, [], 'x')", "TypeError: expects caller ID to be empty or a valid identifier"),
            ("nk.storageIndexList('none', '')", "GoError: failed to list storage index: index \\\"none\\\" not found"),
            ("nk.storageIndexList('riders', '', 1, [], null, 'made up')", "GoError: failed to list storage index: Malformed cursor was used."),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task a_csharp_module_declares_an_index_and_searches_it()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        using var bench = await CSharpBench.Of(
            """
            setup.StorageIndex("saves", "saves", ["level"], ["level"], 100, indexOnly: true);
            setup.Rpc("f", async (context, payload) =>
            {
                await context.Nk.Storage.Write([new() { Collection = "saves", Key = "k", Value = "{\"level\":7,\"more\":true}" }]);
                var page = await context.Nk.Storage.ListIndex("saves", payload, order: ["-value.level"]);
                return string.Join(" ", page.Objects.Select(found => found.Key + found.Value)) + page.Cursor;
            });
            """,
            services: world.Game.Services);
        (await bench.Say(payload: "+value.level:7")).ShouldBe("""k{"level": 7}""");
        (await bench.Say(payload: "+value.level:8")).ShouldBe("");
        (await bench.Say(payload: "a:\"")).ShouldStartWith("3: Invalid query");
    }

    [Fact]
    public async Task a_wrong_declaration_and_a_search_by_a_filter_are_refused()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        using var bench = new CSharpBench(world.Game.Services).With("main", """setup.StorageIndex("saves", "", ["level"], [], 100);""");
        (await bench.Refusal()).ShouldContain("storage index 'collection' must be set");

        var filter = new Domain.Kernel.Caller { Source = Domain.Kernel.Source.Script, Cause = "storage_index saves" };
        var nk = world.Game.Get<KaosNet.Scripting.Nk.NkServer>().Functions(filter, CancellationToken.None);
        (await Should.ThrowAsync<RefusedException>(async () => await nk.Storage.ListIndex("saves", ""))).Message
            .ShouldBe("nk.storage_index_list may not be called by a storage index filter");
    }
}

using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static KaosNet.Projections.Tests.Storage.Indexes.IndexWorld;

namespace KaosNet.Projections.Tests.Storage.Indexes;

/// <summary>How indexes come to know of changes: past filters, from other servers, in whatever order.</summary>
public sealed class StorageIndexNewsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task a_filter_says_what_an_index_holds()
    {
        var filter = new RuleFilter("players", row => row.Value.Contains("fail") ? null : !row.Value.Contains("hidden"));
        await using var world = await Open(postgres.ConnectionString, null, filter);
        await world.Write("before", """{"mode": "hidden"}""");
        world.Indexes.Declare(Players());
        world.Indexes.Declare(Players("everything"));
        await world.Write("a", """{"mode": "open", "rank": 1}""");
        await world.Write("b", """{"mode": "hidden", "rank": 1}""");
        (await world.Keys("")).ShouldBe("a");
        (await world.Page("", index: "everything")).Objects.Count.ShouldBe(3);

        // What a filter refuses leaves; what it fails for stays as it was.
        await world.Write("a", """{"mode": "fail", "rank": 2}""");
        (await world.Page("+value.rank:1")).Objects.ShouldBeEmpty();
        (await world.Page("+value.mode:open")).Objects.ShouldBeEmpty();
        await world.Write("a", """{"mode": "hidden"}""");
        (await world.Keys("")).ShouldBe("");
        await world.Write("b", """{"mode": "open"}""");
        (await world.Keys("")).ShouldBe("b");
        await world.Delete("b");
        (await world.Keys("")).ShouldBe("");
    }

    [Fact]
    public async Task modules_that_load_anew_may_bring_another_filter()
    {
        var isLenient = false;
        var filter = new RuleFilter("players", row => isLenient || !row.Value.Contains("hidden"));
        await using var world = await Open(postgres.ConnectionString, null, filter);
        world.Indexes.Declare(Players());
        await world.Write("a", """{"rank": 1}""");
        await world.Write("b", """{"rank": 1, "hidden": 1}""");
        (await world.Keys("")).ShouldBe("a");
        using (world.Indexes.Renew()) isLenient = true;
        (await world.Keys("")).ShouldBe("a b");
    }

    [Fact]
    public async Task a_slow_filter_holds_up_searches_but_no_writer()
    {
        var opened = new TaskCompletionSource();
        var filter = new RuleFilter("players", _ => true) { Gate = opened.Task };
        await using var world = await Open(postgres.ConnectionString, null, filter);
        world.Indexes.Declare(Players());
        await world.Write("a", """{"rank": 1}""");
        await world.Write("b", """{"rank": 1}""");
        var search = world.Keys("");
        search.IsCompleted.ShouldBeFalse();
        using var impatient = new CancellationTokenSource();
        var abandoned = world.Indexes.Search("players", "", 1, [], null, "", impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(abandoned);
        opened.SetResult();
        (await search).ShouldBe("a b");
    }

    [Fact]
    public async Task news_in_any_order_leads_to_the_truth()
    {
        await using var world = await Open(postgres.ConnectionString);
        var other = world.Another();
        other.Declare(Players());
        await other.Load(CancellationToken.None);
        await world.Write("a", """{"rank": 1}""");
        await world.Write("a", """{"rank": 2}""");
        await world.Write("gone", """{"rank": 1}""");
        await world.Delete("gone");

        // The feed tells of the newest first, and of what is gone.
        foreach (var (key, version) in new[] { ("a", 2), ("a", 1), ("gone", 1), ("gone", 2), ("never", 7) })
            other.Announce(new StoredObject { Collection = "players", Key = key, OwnerId = Ann }, version);
        await Finds(other, "a");
        (await other.Search("players", "value.rank:2", 10, [], null, "", CancellationToken.None)).Value.Objects.Count.ShouldBe(1);

        // A search that reads finds out by itself what it missed.
        await world.Write("a", """{"rank": 3}""");
        (await other.Search("players", "value.rank:2", 10, [], null, "", CancellationToken.None)).Value.Objects.ShouldBeEmpty();
        await Finds(other, "a", "value.rank:3");
        await world.Delete("a");
        await Finds(other, "");
        (await other.CountOf("players", CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task too_much_news_means_loading_again()
    {
        var opened = new TaskCompletionSource();
        var filter = new RuleFilter("players", _ => true) { Gate = opened.Task };
        await using var world = await Open(postgres.ConnectionString, new(NewsMax: 5), filter);
        world.Indexes.Declare(Players());
        for (var i = 0; i < 20; i++) await world.Write($"k{i:00}", """{"rank": 1}""");
        await world.Delete("k07");
        opened.SetResult();
        await Eventually.Holds(async () => (await world.Page("")).Objects.Count.ShouldBe(19));
        await world.Write("last", """{"rank": 1}""");
        (await world.Page("")).Objects.Count.ShouldBe(20);
    }

    [Fact]
    public async Task many_writers_and_searches_end_with_what_is_stored()
    {
        await using var world = await Open(postgres.ConnectionString);
        var declared = world.Indexes.Declare(Players());
        declared.Fault.ShouldBeNull();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 40; i++)
            {
                var key = $"k{random.Next(12)}";
                if (random.Next(4) == 0) await world.Bench.Try(new DeleteStorageObjects([new(new("players", key, Ann))]));
                else await world.Write(key, $$"""{"rank": {{random.Next(100)}}}""");
                if (i % 8 == 0) await world.Page("value.rank:>50", 5, ["-value.rank"]);
            }
        }));

        var live = (await world.Page("", order: ["value.rank"])).Objects;
        var fresh = world.Another();
        fresh.Declare(Players());
        (await fresh.Search("players", "", 100, ["value.rank"], null, "", CancellationToken.None)).Value.Objects.ShouldBe(live);
    }

    [Fact]
    public async Task another_servers_change_arrives_by_the_feed()
    {
        using var first = await Start();
        using var second = await Start();
        var write = new WriteStorageObjects([new(new("players", "a", Ann), """{"rank": 1}""")]);
        (await first.Services.GetRequiredService<IJournal>().Execute(write, Script)).Fault.ShouldBeNull();
        await Eventually.Holds(async () => await Finds(second.Services.GetRequiredService<StorageIndexes>(), "a"));
        var delete = new DeleteStorageObjects([new(new("players", "a", Ann))]);
        (await first.Services.GetRequiredService<IJournal>().Execute(delete, Script)).Fault.ShouldBeNull();
        await Eventually.Holds(async () => (await second.Services.GetRequiredService<StorageIndexes>().CountOf("players", CancellationToken.None)).ShouldBe(0));
        await first.StopAsync();
        await second.StopAsync();
    }

    static async Task Finds(StorageIndexes indexes, string keys, string query = "") =>
        string.Join(' ', (await indexes.Search("players", query, 10, [], null, "", CancellationToken.None)).Value.Objects.Select(row => row.Key)).ShouldBe(keys);

    async Task<IHost> Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new Cursors([1]));
        var marten = builder.Services.AddKaosStore(postgres.ConnectionString, ReadModels.All, schema: "index_feed", options: new() { Lanes = 2 });
        marten.AddKaosFeed("index_feed", [new StorageIndexFeedHandler()]);
        builder.Services.AddStorage();
        var host = builder.Build();
        host.Services.GetRequiredService<StorageIndexes>().Declare(Players()).Fault.ShouldBeNull();
        await host.Services.GetRequiredService<StoreSchema>().Apply();
        await host.StartAsync();
        return host;
    }
}

using System.Diagnostics.Metrics;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static KaosNet.Projections.Tests.Storage.Indexes.IndexWorld;

namespace KaosNet.Projections.Tests.Storage.Indexes;

/// <summary>Declared storage indexes (parity section 8.8).</summary>
public sealed class StorageIndexSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task what_was_stored_before_is_loaded()
    {
        await using var world = await Open(postgres.ConnectionString);
        await world.Write("a", """{"name": "ann", "rank": 3}""");
        await world.Write("b", """{"name": "bob", "rank": 1}""", Bob);
        await world.Write("c", """{"other": 1}""");
        await world.Write("d", """{"name": "dot"}""", collection: "pets");
        world.Indexes.Declare(Players()).Fault.ShouldBeNull();
        world.Indexes.Declare(Players("just a") with { Key = "a" }).Fault.ShouldBeNull();
        await world.Indexes.Load(CancellationToken.None);

        (await world.Keys("")).ShouldBe("a b");
        (await world.Page("*", index: "just a")).Objects.ShouldHaveSingleItem().Key.ShouldBe("a");
        (await world.Indexes.CountOf("players", CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task what_is_written_or_deleted_shows_at_once()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players());
        for (var i = 0; i < 30; i++)
        {
            await world.Write("a", $$"""{"rank": {{i}}}""");
            (await world.Keys($"value.rank:{i}")).ShouldBe("a");
            (await world.Keys($"value.rank:{i - 1}")).ShouldBe("");
            if (i % 3 != 0) continue;
            await world.Delete("a");
            (await world.Keys("")).ShouldBe("");
        }

        await world.Write("a", """{"unknown": 1}""");
        (await world.Keys("")).ShouldBe("");
    }

    [Fact]
    public async Task queries_name_fields_of_the_value_and_of_the_object()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players());
        await world.Write("a", """{"name": "Ann Lee", "rank": 3.5, "mode": {"kind": "ranked", "open": true}, "hidden": 7}""", read: 2);
        var stored = (await world.Page("*")).Objects[0];
        foreach (var found in new[]
                 {
                     "+value.name:Ann\\ Lee", "value.rank:>3", "+value.mode.kind:ranked +value.mode.open:T", "+collection:players +key:a", $"user_id:{Ann}",
                     $"version:{stored.Version}", "+read:2 +write:1", "create_time:>\"2020-01-01T00:00:00Z\"", "update_time:<\"2999-01-01T00:00:00Z\"",
                 })
        {
            (await world.Keys(found)).ShouldBe("a", found);
        }

        foreach (var missed in new[] { "value.hidden:7", "name:x", "key:b", "read:1", $"user_id:{Bob}" }) (await world.Keys(missed)).ShouldBe("", missed);
        stored.Value.ShouldBe("""{"mode": {"kind": "ranked", "open": true}, "name": "Ann Lee", "rank": 3.5, "hidden": 7}""");
    }

    [Fact]
    public async Task permissions_that_were_not_given_are_indexed_as_they_are_stored()
    {
        // D15: the reference indexes them as zeros, so their owners do not find them.
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players(indexOnly: true));
        await world.Bench.Do(new WriteStorageObjects([.. "cab".Select(key => new ObjectWrite(new("players", key.ToString(), Ann), $$"""{"name": "{{key}}"}"""))]), Ann);
        var found = (await world.Page("+read:1 +write:1", caller: AnnsId)).Objects;
        found.Count.ShouldBe(3);
        foreach (var row in found) row.Version.ShouldBe(new ObjectWrite(new("players", row.Key, Ann), $$"""{"name": "{{row.Key}}"}""").Hash);
    }

    [Fact]
    public async Task results_come_in_the_order_asked_for()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players());
        await world.Write("a", """{"rank": 2, "name": "x"}""");
        await world.Write("b", """{"rank": -1, "name": "y"}""");
        await world.Write("c", """{"name": "x"}""");
        await world.Write("d", """{"rank": 10, "name": "z"}""");
        await world.Write("e", """{"rank": "word"}""");
        (await world.Keys("", "value.rank")).ShouldBe("b a d e c");
        (await world.Keys("", "-value.rank")).ShouldBe("e d a b c");
        (await world.Keys("", "value.name", "-value.rank")).ShouldBe("a c b d e");
        // Unknown names leave the order of indexing; so does a bare name.
        (await world.Keys("", "rank")).ShouldBe("a b c d e");
        (await world.Keys("", "-value.mode", "value.none", "")).ShouldBe("a b c d e");
        // Without an order the best score is first.
        (await world.Keys("value.name:x value.rank:10^5")).ShouldBe("d a c");
        // A new write moves an object to the end of the order of indexing.
        await world.Write("a", """{"rank": 2, "name": "y"}""");
        (await world.Keys("")).ShouldBe("b c d e a");
    }

    [Fact]
    public async Task pages_follow_each_other_to_the_last_and_bear_inserts()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players());
        for (var i = 0; i < 25; i++) await world.Write($"k{i:00}", $$"""{"rank": {{i % 5}}, "name": "{{new string('n', 70)}}{{i}}"}""");
        foreach (var order in new[] { [], new[] { "-value.rank" }, ["value.name", "value.rank"], ["value.unknown"] })
        {
            var all = (await world.Page("key:k*", order: order)).Objects.Select(row => row.Key).ToList();
            var paged = new List<string>();
            for (var cursor = ""; ;)
            {
                var page = await world.Page("key:k*", 7, order, cursor: cursor);
                paged.AddRange(page.Objects.Select(row => row.Key));
                if ((cursor = page.Cursor).Length == 0) break;
                page.Objects.Count.ShouldBe(7);
            }

            paged.ShouldBe(all);
        }

        var first = await world.Page("", 10, ["-value.rank"]);
        await world.Write("new", """{"rank": 99}""");
        var second = await world.Page("", 100, ["-value.rank"], cursor: (await world.Page("", 100, ["-value.rank"])).Cursor);
        second.Objects.Count.ShouldBe(26);
        var next = await world.Page("", 10, ["-value.rank"], cursor: first.Cursor);
        next.Objects.Select(row => row.Key).Intersect(first.Objects.Select(row => row.Key)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_cursor_is_for_its_query_limit_and_order()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players());
        world.Indexes.Declare(Players("others"));
        for (var i = 0; i < 5; i++) await world.Write($"k{i}", $$"""{"rank": {{i}}}""");
        var cursor = (await world.Page("value.rank:>0", 2, ["value.rank"])).Cursor;
        (await world.Try("value.rank:>0", 2, ["value.rank"], cursor: cursor)).Fault.ShouldBeNull();
        foreach (var refused in new[]
                 {
                     await world.Try("value.rank:>1", 2, ["value.rank"], cursor: cursor), await world.Try("value.rank:>0", 3, ["value.rank"], cursor: cursor),
                     await world.Try("value.rank:>0", 2, ["-value.rank"], cursor: cursor), await world.Try("value.rank:>0", 2, cursor: cursor),
                     await world.Try("value.rank:>0", 2, ["value.rank"], cursor: cursor, index: "others"),
                     await world.Try("value.rank:>0", 2, ["value.rank"], cursor: cursor[..^2] + "xx"), await world.Try("value.rank:>0", 2, ["value.rank"], cursor: "made up"),
                 })
        {
            refused.Fault.ShouldBe(StorageFaults.InvalidCursor);
        }
    }

    [Fact]
    public async Task callers_find_what_they_may_read()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players());
        world.Indexes.Declare(Players("memory", indexOnly: true));
        foreach (var owner in new[] { Ann, Bob })
        {
            foreach (var read in new[] { 0, 1, 2 }) await world.Write($"{(owner == Ann ? "ann" : "bob")}{read}", """{"rank": 1}""", owner, read);
        }

        (await Found(null, "players")).ShouldBe("ann0 ann1 ann2 bob0 bob1 bob2");
        (await Found(null, "memory")).ShouldBe("ann0 ann1 ann2 bob0 bob1 bob2");
        (await Found(AnnsId, "players")).ShouldBe("ann1 ann2 bob2");
        // From memory owners see also what only the server may read.
        (await Found(AnnsId, "memory")).ShouldBe("ann0 ann1 ann2 bob2");
        (await Found(Guid.Parse("0cc0cc00-0000-4000-8000-000000000003"), "players")).ShouldBe("ann2 bob2");

        // Pages are full whatever the caller may not see.
        var page = await world.Page("", 2, caller: BobsId);
        page.Objects.Select(row => row.Key).ShouldBe(["ann2", "bob1"]);
        (await world.Page("", 2, caller: BobsId, cursor: page.Cursor)).Objects.ShouldHaveSingleItem().Key.ShouldBe("bob2");

        async Task<string> Found(Guid? caller, string index) =>
            string.Join(' ', (await world.Page("", caller: caller, index: index)).Objects.Select(row => row.Key));
    }

    [Fact]
    public async Task an_index_only_answers_with_its_fields_from_memory()
    {
        const string Value = """{"secret":1,"rank":7.50,"name":"A \"q\" ü","mode":{"b":1,"aa":[1,2]}}""";
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players(indexOnly: true));
        await world.Write("a", Value, read: 2);
        var found = (await world.Page("value.rank:7.5")).Objects.ShouldHaveSingleItem();
        found.Value.ShouldBe(JsonDocumentText.Of("""{"rank":7.50,"name":"A \"q\" ü","mode":{"b":1,"aa":[1,2]}}"""));
        (found.Collection, found.Key, found.OwnerId, found.PermissionRead, found.PermissionWrite).ShouldBe(("players", "a", AnnsId, 2, 1));
        found.CreateTime.ShouldBe(found.UpdateTime);

        // An operator may insist on reading.
        await using var reading = await Open(postgres.ConnectionString, new(IgnoreIndexOnly: true));
        reading.Indexes.Declare(Players(indexOnly: true));
        await reading.Write("a", Value);
        (await reading.Page("")).Objects[0].Value.ShouldBe(JsonDocumentText.Of(Value));
    }

    [Fact]
    public async Task beyond_a_tenth_more_than_its_size_the_oldest_leave()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players(maxEntries: 10));
        for (var i = 0; i < 11; i++) await world.Write($"k{i:00}", """{"rank": 1}""");
        (await world.Page("")).Objects.Count.ShouldBe(11);
        await world.Write("k00", """{"rank": 2}""");
        await world.Write("k11", """{"rank": 1}""");
        (await world.Keys("")).ShouldBe("k03 k04 k05 k06 k07 k08 k09 k10 k00 k11");

        // A load keeps the same ones.
        await world.Indexes.Load(CancellationToken.None);
        (await world.Keys("")).ShouldBe("k03 k04 k05 k06 k07 k08 k09 k10 k00 k11");
    }

    [Fact]
    public async Task a_page_may_be_as_large_as_ten_thousand()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players(maxEntries: 100_000, indexOnly: true));
        for (var batch = 0; batch < 12; batch++)
        {
            await world.Bench.Do(new WriteStorageObjects(
                [.. Enumerable.Range(batch * 100, 100).Select(i => new ObjectWrite(new("players", $"k{i:0000}", Ann), $$"""{"rank": {{i}}}"""))]));
        }

        var page = await world.Page("", StorageIndexes.LimitMax, ["value.rank"]);
        page.Cursor.ShouldBe("");
        page.Objects.Select(row => row.Key).ShouldBe(Enumerable.Range(0, 1_200).Select(i => $"k{i:0000}"));
        foreach (var limit in new[] { 0, -1, StorageIndexes.LimitMax + 1 })
            (await world.Try("", limit)).Fault.ShouldBe(Fault.InvalidArgument("Invalid limit - limit must be between 1 and 10000."));
    }

    [Fact]
    public async Task modules_that_load_anew_declare_their_indexes_again()
    {
        await using var world = await Open(postgres.ConnectionString);
        world.Indexes.Declare(Players()).Fault.ShouldBeNull();
        world.Indexes.Declare(Players("by name") with { Fields = ["name"], SortableFields = [] }).Fault.ShouldBeNull();
        await world.Write("a", """{"name": "ann", "rank": 3}""");
        using (world.Indexes.Renew())
        {
            world.Indexes.Declare(Players()).Fault.ShouldBeNull();
            world.Indexes.Declare(Players()).Fault!.Message.ShouldBe("cannot create index: index with name \"players\" already exists");
            world.Indexes.Declare(Players("by name") with { Fields = ["other"], SortableFields = [] }).Fault.ShouldBeNull();
        }

        (await world.Keys("")).ShouldBe("a");
        (await world.Page("", index: "by name")).Objects.ShouldBeEmpty();
        await world.Write("b", """{"other": 1}""");
        (await world.Page("", index: "by name")).Objects.ShouldHaveSingleItem().Key.ShouldBe("b");
        world.Indexes.Declare(Players()).Fault!.Code.ShouldBe(FaultCode.AlreadyExists, "the modules are loaded");
    }

    [Fact]
    public async Task operators_see_how_many_objects_an_index_holds()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var world = await Open(postgres.ConnectionString);
        var meters = services.GetRequiredService<IMeterFactory>();
        var indexes = new StorageIndexes(
            world.Bench.Database, new(world.Bench.Database), new([1]), [], new(), NullLogger<StorageIndexes>.Instance, meters);
        indexes.Declare(Players());
        await world.Write("a", """{"rank": 1}""");
        await world.Write("b", """{"rank": 1}""");
        await indexes.Load(CancellationToken.None);

        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {tags[0].Key}={tags[0].Value} {value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        seen.ShouldBe(["nakama.storage_index_entry_count index_name=players 2"]);
    }

    [Fact]
    public async Task what_cannot_be_declared_or_searched_says_why()
    {
        await using var world = await Open(postgres.ConnectionString);
        Refused(Players() with { Name = "" }).ShouldBe("storage index 'name' must be set");
        Refused(Players() with { Collection = "" }).ShouldBe("storage index 'collection' must be set");
        Refused(Players() with { Fields = [] }).ShouldBe("storage index 'fields' must contain at least one top level key to index");
        Refused(Players() with { MaxEntries = 0 }).ShouldBe("storage index 'max_entries' must be > 0");
        world.Indexes.Declare(Players()).Fault.ShouldBeNull();
        Refused(Players()).ShouldBe("cannot create index: index with name \"players\" already exists");
        (await world.Try("", index: "none")).Fault.ShouldBe(Fault.NotFound("index \"none\" not found"));
        (await world.Try("a:\"")).Fault!.Code.ShouldBe(FaultCode.InvalidArgument);
        (await world.Try("", order: [.. Enumerable.Repeat("value.rank", 9)])).Fault!.Message.ShouldBe("Invalid order - at most 8 fields can be given.");
        world.Indexes.Names.ShouldBe(["players"]);

        string Refused(StorageIndexDeclaration declaration) => world.Indexes.Declare(declaration).Fault!.Message;
    }
}

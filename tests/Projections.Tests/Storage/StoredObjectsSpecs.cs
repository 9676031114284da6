using KaosNet.Domain.Accounts;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Storage;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Tests.Storage;

public sealed class StoredObjectsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Guid AnnsId = Guid.Parse(Ann);
    static readonly Guid BobsId = Guid.Parse(Bob);

    [Fact]
    public async Task objects_are_read_by_key_as_far_as_the_reader_may()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new WriteStorageObjects(
            [.. from owner in new[] { Ann, Bob, ObjectKey.System } from read in new[] { 0, 1, 2 } select Object("bag", "read" + read, owner, read)]));
        var reads = new StoredObjects(bench.Database);
        var everything = (from owner in new[] { AnnsId, BobsId, Guid.Empty } from read in new[] { 0, 1, 2 } select new ObjectName("bag", "read" + read, owner)).ToList();

        (await reads.Read(everything, null, CancellationToken.None)).Count.ShouldBe(9);
        (await Seen(AnnsId)).ShouldBe([(Guid.Empty, "read2"), (AnnsId, "read1"), (AnnsId, "read2"), (BobsId, "read2")]);
        foreach (var reader in new Guid?[] { null, AnnsId, BobsId })
        {
            foreach (var name in everything)
            {
                var alone = await reads.Read([name], reader, CancellationToken.None);
                alone.ShouldBe((await reads.Read(everything, reader, CancellationToken.None)).Where(row => Of(row) == name));
            }
        }

        var shown = (await reads.Read([new("bag", "read2", BobsId)], AnnsId, CancellationToken.None)).ShouldHaveSingleItem();
        (shown.Value, shown.PermissionRead, shown.PermissionWrite, shown.Revision).ShouldBe(("""{"a": 1}""", 2, 1, 1));
        shown.CreateTime.ShouldBe(shown.UpdateTime);

        async Task<IEnumerable<(Guid, string)>> Seen(Guid reader) =>
            (await reads.Read(everything, reader, CancellationToken.None)).Select(row => (row.OwnerId, row.Key)).Order();
    }

    [Fact]
    public async Task what_is_asked_for_twice_comes_once_and_what_cannot_be_is_not_there()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new WriteStorageObjects([Object("bag", "k", Ann)]));
        var reads = new StoredObjects(bench.Database);
        var name = new ObjectName("bag", "k", AnnsId);
        (await reads.Read([name, name, new("bag", "k\0", AnnsId), new("bag", new string('k', 4000), AnnsId), new("b" + '\ud800', "k", AnnsId)], AnnsId, CancellationToken.None))
            .ShouldHaveSingleItem();
        (await reads.Read([new("bag", "k\0", AnnsId)], AnnsId, CancellationToken.None)).ShouldBeEmpty();
        (await reads.Read([new("bag", "k\0", AnnsId), new("b\0", "k", AnnsId)], AnnsId, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task names_may_hold_anything()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        string[] names = ["a/b", "a", "b/c", "%2F", "a%2Fb", "'; drop table x", "é\U0001F600", " ", "\u0001", "🂡🂢"];
        await bench.Do(new WriteStorageObjects([.. from collection in names from key in names select Object(collection, key, Ann)]));
        var reads = new StoredObjects(bench.Database);
        var asked = (from collection in names from key in names select new ObjectName(collection, key, AnnsId)).ToList();
        (await reads.Read(asked, AnnsId, CancellationToken.None)).Select(Of).ShouldBe(asked, ignoreOrder: true);
        await bench.RebuildEqualsLive(StoredObjectRows.Table);
    }

    [Fact]
    public async Task overwriting_and_deleting_show_at_once()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var reads = new StoredObjects(bench.Database);
        ObjectName name = new("bag", "k", AnnsId);
        var created = (await bench.Do(new WriteStorageObjects([Object("bag", "k", Ann)]), Ann))[0];
        await bench.Do(new WriteStorageObjects([new(new("bag", "k", Ann), """{"b":[1,{"d":1,"c":2}],"a":1.50}""") { PermissionRead = 2, PermissionWrite = 0 }]), Ann);
        var row = (await reads.Read([name], AnnsId, CancellationToken.None)).ShouldHaveSingleItem();
        (row.Value, row.PermissionRead, row.PermissionWrite, row.Revision).ShouldBe(("""{"a": 1.50, "b": [1, {"c": 2, "d": 1}]}""", 2, 0, 2));
        row.CreateTime.ShouldBe(created.CreateTime);
        row.UpdateTime.ShouldBeGreaterThan(created.UpdateTime);

        await bench.Do(new DeleteStorageObjects([new(new("bag", "k", Ann))]));
        (await reads.Read([name], AnnsId, CancellationToken.None)).ShouldBeEmpty();
        await bench.Do(new WriteStorageObjects([Object("bag", "k", Ann)]), Ann);
        (await reads.Read([name], AnnsId, CancellationToken.None)).ShouldHaveSingleItem().Revision.ShouldBe(4);
        await bench.RebuildEqualsLive(StoredObjectRows.Table);
    }

    [Fact]
    public async Task writers_that_race_for_only_if_absent_have_one_winner()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => bench.Try(new WriteStorageObjects(
            [Object("bag", "own" + number, Ann), Object("bag", "k", Ann) with { Version = "*" }])).AsTask()));
        answers.Count(answer => answer.Fault is null).ShouldBe(1);
        (await new ObjectLists(bench.Database, new Cursors([1])).Page("bag", AnnsId, null, 100, "", CancellationToken.None)).Value.Objects.Count.ShouldBe(2);
    }

    [Fact]
    public async Task an_owners_objects_end_with_the_account_and_nobody_elses()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        await bench.Do(new WriteStorageObjects(
            [.. from owner in new[] { Ann, Bob, ObjectKey.System } from key in new[] { "a/b", "%" } select Object("c/%", key, owner, read: 0)]));
        var owned = await new OwnedObjects(bench.Database).Of(Ann, CancellationToken.None);
        owned.Count.ShouldBe(2);
        await bench.Do(new DeleteStorageObjects([new(new("c/%", "%", Ann))]));

        await bench.Do(new DeleteAccount(Ann, owned));
        (await new OwnedObjects(bench.Database).Of(Ann, CancellationToken.None)).ShouldBeEmpty();
        (await new OwnedObjects(bench.Database).Of(Bob, CancellationToken.None)).Count.ShouldBe(2);
        await bench.RebuildEqualsLive(StoredObjectRows.Table);
    }

    /// <summary>Alone, a server answers from memory; every change must be seen at once all the same.</summary>
    [Fact]
    public async Task what_is_kept_in_memory_is_never_older_than_the_last_change()
    {
        await using var alone = await Alone.Open(postgres.ConnectionString);
        var (bench, reads) = (alone.Bench, alone.Reads);
        var table = new StoredObjects(bench.Database);
        var random = new Random(5);
        var names = (from owner in new[] { AnnsId, BobsId, Guid.Empty } from key in Enumerable.Range(0, 4) select new ObjectName("bag", "k" + key, owner)).ToArray();
        for (var step = 0; step < 150; step++)
        {
            var name = names[random.Next(names.Length)];
            var other = names[random.Next(names.Length)];
            var write = new ObjectWrite(new(name.Collection, name.Key, name.OwnerId.ToString()), $$"""{"step":{{step}}}""") { PermissionRead = random.Next(3) };
            if (random.Next(4) == 0) await bench.Try(new DeleteStorageObjects([new(write.Key)]));
            else if (name == other || random.Next(2) == 0) await bench.Do(new WriteStorageObjects([write]));
            // Through the lane of either.
            else await bench.Do(new WriteStorageObjects([Object(other.Collection, other.Key, other.OwnerId.ToString()), write]));

            foreach (var reader in new Guid?[] { null, AnnsId })
            {
                (await reads.Read(names, reader, CancellationToken.None)).ShouldBe(await table.Read(names, reader, CancellationToken.None), ignoreOrder: true);
                (await reads.Read([name], reader, CancellationToken.None)).ShouldBe(await table.Read([name], reader, CancellationToken.None));
            }
        }

        reads.Kept.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task what_others_may_have_changed_is_read_anew()
    {
        await using var alone = await Alone.Open(postgres.ConnectionString);
        ObjectName name = new("bag", "k", AnnsId);
        await alone.Bench.Do(new WriteStorageObjects([Object("bag", "k", Ann)]));
        (await Value()).ShouldBe("""{"a": 1}""");
        await Change(2);
        (await Value()).ShouldBe("""{"a": 1}""", "nobody else may write, so it is not looked at again");

        await using (var others = new Database(postgres.ConnectionString, alone.Bench.Database.Schema))
        await using (var lease = new WriterLease(others, NullLogger<WriterLease>.Instance))
        {
            await lease.Held();
            (await Value()).ShouldBe("""{"a": 2}""");
            await Change(3);
            (await Value()).ShouldBe("""{"a": 3}""");
        }

        async Task<string> Value() => (await alone.Reads.Read([name], null, CancellationToken.None)).ShouldHaveSingleItem().Value;

        // As another server does whose Journal is not this one's.
        async Task Change(int value)
        {
            await using var change = alone.Bench.Database.General.CreateCommand(
                $$"""update {{alone.Bench.Database.Schema}}.storage_objects set value = '{"a": {{value}}}'""");
            await change.ExecuteNonQueryAsync();
        }
    }

    /// <summary>A game with one server.</summary>
    sealed class Alone(ReadModelBench bench, WriterLease lease, StoredObjects reads) : IAsyncDisposable
    {
        public ReadModelBench Bench => bench;

        public StoredObjects Reads => reads;

        public static async Task<Alone> Open(string connectionString)
        {
            WriterLease? lease = null;
            StoredObjects? reads = null;
            var bench = await ReadModelBench.Open(connectionString, database => [reads = new(database, lease = new(database, NullLogger<WriterLease>.Instance))]);
            await lease!.Held();
            await Eventually.Is(() => lease.SoleTerm != 0, "alone");
            return new(bench, lease, reads!);
        }

        public async ValueTask DisposeAsync()
        {
            await lease.DisposeAsync();
            await bench.DisposeAsync();
        }
    }

    static ObjectWrite Object(string collection, string key, string owner, int read = 1) =>
        new(new(collection, key, owner), """{"a":1}""") { PermissionRead = read };

    static ObjectName Of(StoredObjectRow row) => new(row.Collection, row.Key, row.OwnerId);
}

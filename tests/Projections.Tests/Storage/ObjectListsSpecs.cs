using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Storage;

/// <summary>Parity section 8.7.</summary>
public sealed class ObjectListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Guid AnnsId = Guid.Parse(Ann);
    static readonly Guid BobsId = Guid.Parse(Bob);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task every_list_is_walked_to_its_end_in_its_order(int limit)
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var objects = (from owner in new[] { Bob, ObjectKey.System, Ann }
                       from key in new[] { "b", "a", "c/d", "é" }
                       from read in new[] { 2, 0, 1 }
                       select (Owner: owner, Key: key + read, Read: read)).ToList();
        await bench.Do(new WriteStorageObjects([.. objects.Select(given => Object("bag", given.Key, given.Owner, given.Read)), Object("bags", "a2", Ann, 2)]));
        var lists = new ObjectLists(bench.Database, new([1, 2, 3]));
        var byKey = objects.OrderBy(given => given.Key, StringComparer.Ordinal).ThenBy(given => given.Owner, StringComparer.Ordinal).ToList();

        (await Walk(null, AnnsId)).ShouldBe(byKey.Where(given => given.Read == 2));
        (await Walk(null, null)).ShouldBe(byKey);
        (await Walk(AnnsId, AnnsId)).ShouldBe(byKey.Where(given => given.Owner == Ann && given.Read > 0).OrderBy(given => given.Read));
        (await Walk(BobsId, AnnsId)).ShouldBe(byKey.Where(given => given.Owner == Bob && given.Read == 2));
        (await Walk(Guid.Empty, AnnsId)).ShouldBe(byKey.Where(given => given.Owner == ObjectKey.System && given.Read == 2));
        (await Walk(BobsId, null)).ShouldBe(byKey.Where(given => given.Owner == Bob).OrderBy(given => given.Read));

        async Task<List<(string, string, int)>> Walk(Guid? owner, Guid? reader)
        {
            var (seen, cursor) = (new List<(string, string, int)>(), "");
            do
            {
                var page = (await lists.Page("bag", owner, reader, limit, cursor, CancellationToken.None)).Value;
                page.Objects.Count.ShouldBeLessThanOrEqualTo(limit);
                seen.AddRange(page.Objects.Select(row => (row.OwnerId.ToString(), row.Key, row.PermissionRead)));
                cursor = page.Cursor;
                if (cursor.Length > 0) page.Objects.Count.ShouldBe(limit);
            }
            while (cursor.Length > 0);
            return seen;
        }
    }

    [Fact]
    public async Task a_cursor_belongs_to_its_list_and_is_stable_under_inserts()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new WriteStorageObjects([.. "bdf".Select(letter => Object("bag", letter.ToString(), Ann, 2))]));
        var lists = new ObjectLists(bench.Database, new([1, 2, 3]));
        var cursor = (await lists.Page("bag", AnnsId, AnnsId, 2, "", CancellationToken.None)).Value.Cursor;
        foreach (var (collection, owner, reader, text) in new (string, Guid?, Guid?, string)[]
        {
            ("bags", AnnsId, AnnsId, cursor), ("bag", BobsId, AnnsId, cursor), ("bag", null, AnnsId, cursor), ("bag", AnnsId, BobsId, cursor), ("bag", AnnsId, null, cursor),
            ("bag", AnnsId, AnnsId, cursor + "A"), ("bag", AnnsId, AnnsId, "AAAA"), ("bag", AnnsId, AnnsId, "\0"), ("bag", AnnsId, AnnsId, new string('A', 5000)),
        })
        {
            (await lists.Page(collection, owner, reader, 2, text, CancellationToken.None)).Fault.ShouldBe(StorageFaults.InvalidCursor);
        }

        await bench.Do(new WriteStorageObjects([.. "aceg".Select(letter => Object("bag", letter.ToString(), Ann, 2))]));
        await bench.Do(new DeleteStorageObjects([new(new("bag", "d", Ann))]));
        (await lists.Page("bag", AnnsId, AnnsId, 100, cursor, CancellationToken.None)).Value.Objects.Select(row => row.Key).ShouldBe(["e", "f", "g"]);
    }

    [Fact]
    public async Task a_collection_that_cannot_be_is_empty()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var lists = new ObjectLists(bench.Database, new([1]));
        foreach (var collection in new[] { "", "a\0", new string('c', 4000), "a" + '\ud800' })
        {
            (await lists.Page(collection, null, AnnsId, 10, "", CancellationToken.None)).Value.ShouldBe(new([], ""), Same);
        }

        (await lists.Page("bag", null, null, 0, "", CancellationToken.None)).Value.Objects.ShouldBeEmpty();
    }

    /// <summary>Wherever a page starts, it is a walk along one index in its order: nothing is sorted, and no table is read through.</summary>
    [Fact]
    public async Task every_read_and_list_is_one_index_scan()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var table = bench.Database.Schema + ".storage_objects";
        await Execute($$"""
            insert into {{table}} select 'bag' || n % 7, 'key' || n, ('00000000-0000-4000-8000-' || lpad((n % 50)::text, 12, '0'))::uuid, '{}', 'v', n % 3, 1, now(), now(), 1
            from generate_series(1, 20000) n
            """);
        await Execute($"analyze {table}");
        foreach (var statement in new StoredObjects(bench.Database).Statements.Concat(new ObjectLists(bench.Database, new([1])).AllStatements))
        {
            var plan = await Plan(statement);
            plan.ShouldNotContain("Seq Scan", customMessage: statement + "\n" + plan);
            plan.ShouldNotContain("Sort", customMessage: statement + "\n" + plan);
            plan.Split("Index").Length.ShouldBeGreaterThan(1, statement + "\n" + plan);
        }

        async Task Execute(string sql)
        {
            await using var command = postgres.Source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        async Task<string> Plan(string statement)
        {
            await using var connection = await postgres.Source.OpenConnectionAsync();
            // A generic plan, since that is what a statement prepared once and asked often gets.
            await using (var set = new NpgsqlCommand("set plan_cache_mode = force_generic_plan", connection)) await set.ExecuteNonQueryAsync();
            await using (var prepare = new NpgsqlCommand($"prepare asked as {statement}", connection)) await prepare.ExecuteNonQueryAsync();
            var parameters = Enumerable.Range(1, 9).Count(number => statement.Contains("$" + number, StringComparison.Ordinal));
            await using var explain = new NpgsqlCommand($"explain execute asked({string.Join(',', Enumerable.Repeat("null", parameters))})", connection);
            await using var rows = await explain.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await rows.ReadAsync()) lines.Add(rows.GetString(0));
            await rows.DisposeAsync();
            await using (var done = new NpgsqlCommand("deallocate asked", connection)) await done.ExecuteNonQueryAsync();
            return string.Join('\n', lines);
        }
    }

    static ObjectWrite Object(string collection, string key, string owner, int read) => new(new(collection, key, owner), "{}") { PermissionRead = read };

    static readonly IEqualityComparer<ObjectPage> Same = EqualityComparer<ObjectPage>.Create(
        (left, right) => left!.Cursor == right!.Cursor && left.Objects.SequenceEqual(right.Objects), page => page.Objects.Count);
}

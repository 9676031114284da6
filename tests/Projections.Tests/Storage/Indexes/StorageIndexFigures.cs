using System.Diagnostics;
using KaosNet.Projections.Search;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;

namespace KaosNet.Projections.Tests.Storage.Indexes;

/// <summary>
/// What an index over 100,000 objects costs, without the database. Times are printed (run with <c>--show-live-output on</c>, built for release) and only
/// asserted to be of the right order, since machines differ.
/// </summary>
public class StorageIndexFigures(ITestOutputHelper output)
{
    const int Objects = 100_000;

    static readonly StorageIndexDeclaration Declaration = new("players", "players", "", ["name", "mode", "rank", "tags"], ["rank"], Objects, true);

    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void a_search_over_a_hundred_thousand_objects_is_quick()
    {
        var content = new IndexContent(Declaration);
        var rows = Rows();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var filling = Stopwatch.StartNew();
        foreach (var row in rows) content.Put(row);
        output.WriteLine($"putting an object in, µs: {filling.Elapsed.TotalMicroseconds / Objects:F1}");
        output.WriteLine($"bytes of an object: {(GC.GetTotalMemory(forceFullCollection: true) - before) / Objects}");

        var rare = Time(content, "one in 100,000 by name", "+value.name:p77123 +value.mode:m3");
        Time(content, "1 in 1,000 by range, and a word", "+value.rank:>=9990 +value.mode:m3", "-value.rank");
        Time(content, "1 in 100 by prefix", "value.name:p77*", "-value.rank");
        Time(content, "1 in 10 by a word, ordered", "+value.mode:m3", "-value.rank");
        Time(content, "two words of 1 in 10", "+value.mode:m3 +value.tags:t4", "-value.rank");
        Time(content, "an expression over each name", "value.name:/p.*99/", "-value.rank");
        Time(content, "everything, ordered", "", "-value.rank");

        var (reader, query) = (new ObjectReader(Declaration), SearchQuery.Parse("+value.name:p77123 +value.mode:m3").Value);
        var documents = rows.Select(row => reader.Read(row)!.Value.Document).ToList();
        var scanning = Stopwatch.StartNew();
        documents.Count(document => query.Matches(document, out _)).ShouldBe(1);
        output.WriteLine($"the first of these by asking every object, µs: {scanning.Elapsed.TotalMicroseconds:F0}");
        rare.ShouldBeLessThan(scanning.Elapsed.TotalMicroseconds / 5);
    }

    double Time(IndexContent content, string what, string query, params string[] order)
    {
        var (parsed, by) = (SearchQuery.Parse(query).Value, new IndexOrder(Declaration, order));
        var found = 0;
        for (var round = 0; round < 3; round++) found = content.Find(parsed, 100, by, null, _ => true).Count;
        var rounds = 0;
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 30)
        {
            content.Find(parsed, 100, by, null, _ => true).Count.ShouldBe(found);
            rounds++;
        }

        var took = watch.Elapsed.TotalMicroseconds / rounds;
        output.WriteLine($"{what} ({query}), first {found}, µs: {took:F0}");
        return took;
    }

    static List<StoredObjectRow> Rows()
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, Objects).Select(i => new StoredObjectRow(
            "players", $"k{i}", new Guid(i, 0, 0, new byte[8]), $$"""{"mode": "m{{i % 10}}", "name": "p{{i}}", "rank": {{random.Next(10_000)}}, "tags": ["t{{i % 7}}", "t{{i % 11}}"]}""",
            $"{i:x32}", 1, 1, Start.AddSeconds(i), Start.AddSeconds(i), 1))];
    }
}

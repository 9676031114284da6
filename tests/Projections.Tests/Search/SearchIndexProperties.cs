using CsCheck;
using KaosNet.Projections.Search;

namespace KaosNet.Projections.Tests.Search;

/// <summary>The index finds what asking every document finds, whatever was put, replaced and removed before.</summary>
public class SearchIndexProperties
{
    static readonly string[] Words = ["a", "ab", "abc", "b", "ba", "cab", "x-1", "7", ""];
    static readonly string[] Fields = ["f", "g", "v.h"];

    static readonly Gen<SearchValue> Value = Gen.OneOf(
        OneOf(Words).Select(SearchValue.OfText),
        Gen.Int[-3, 8].Select(number => SearchValue.OfNumber(number / 2.0)),
        Gen.Int[1, 9].Select(day => SearchValue.Read($"2020-01-0{day}")));

    static readonly Gen<SearchDocument> Documents = Gen.Select(OneOf(Fields), Value).List[0, 6].Select(values =>
    {
        var builder = new SearchDocumentBuilder();
        foreach (var (field, value) in values) builder.Add(field, value);
        return builder.Build();
    });

    static readonly Gen<string> Condition = Gen.OneOf(
        OneOf("a", "ab", "abc", "cab", "zz", "\"x-1\"", "7", "3", "-1.5", "0.5"),
        OneOf("a*", "*b", "a?", "?", "*", "b*a", "zz*"),
        OneOf("/a.*/", "/a|b/", "/[abc]+/", "/zz/", "/ab?/"),
        OneOf("ab~", "cb~1", "xyz~2", "a~2"),
        Gen.Select(OneOf(">", ">=", "<", "<="), Gen.Int[-4, 9], (sign, bound) => $"{sign}{bound / 2.0}"),
        Gen.Select(OneOf(">", ">=", "<", "<="), Gen.Int[1, 9], (sign, day) => $"{sign}\"2020-01-0{day}T00:00:00Z\""));

    static readonly Gen<string> ClauseText = Gen.Select(
        OneOf("", "", "+", "-"), OneOf("f", "g", "v.h", "nowhere"), Condition, OneOf("", "^2", "^0.5"),
        (sign, field, condition, boost) => $"{sign}{field}:{condition}{boost}");

    static readonly Gen<string> Queries = ClauseText.List[0, 4].Select(clauses => string.Join(' ', clauses));

    [Fact]
    public void an_index_finds_what_a_scan_finds() => Gen.Select(Gen.Select(Gen.Int[0, 30], Documents.Null()).List[0, 80], Queries.List[1, 6]).Sample(
        (changes, queries) =>
        {
            var index = new SearchIndex<int, int>();
            var plain = new Dictionary<int, SearchDocument>();
            foreach (var (key, document) in changes)
            {
                if (document is null) index.Remove(key).ShouldBe(plain.Remove(key));
                else index.Put(key, key, plain[key] = document);
            }

            index.Count.ShouldBe(plain.Count);
            foreach (var query in queries.Select(text => SearchQuery.Parse(text).Value)) Same(index, plain, query);
        },
        iter: 2_000);

    [Fact]
    public void rows_find_and_rank_what_a_scan_does() => Gen.Select(Documents.Array[0, 90], Queries.List[1, 6]).Sample((documents, texts) =>
    {
        var rows = new SearchRows(documents);
        var found = new RowSet(documents.Length);
        foreach (var query in texts.Select(text => SearchQuery.Parse(text).Value))
        {
            var expected = new List<(int Row, double Score)>();
            for (var row = 0; row < documents.Length; row++)
            {
                if (query.Matches(documents[row], out var score)) expected.Add((row, score));
            }

            rows.Find(query, found);
            InOrder(found).ShouldBe(expected.Select(hit => hit.Row));
            found.Count.ShouldBe(expected.Count);
            // Boosts are halves and wholes, so their sums are exact in any order.
            rows.Rank(query, found).ShouldBe(expected.OrderByDescending(hit => hit.Score).Select(hit => hit.Row));
            if (!SearchRows.Ranks(query)) expected.Select(hit => hit.Score).Distinct().Count().ShouldBeLessThan(2);
        }
    },
        iter: 500);

    [Fact]
    public void large_sets_and_ranges_find_what_a_scan_finds()
    {
        // Enough documents for sets that become bits, ranges of many blocks and more words than patterns are tried on.
        var index = new SearchIndex<int, int>();
        var plain = new Dictionary<int, SearchDocument>();
        var random = new Random(20_000);
        for (var step = 0; step < 30_000; step++)
        {
            var key = random.Next(12_000);
            if (random.Next(10) == 0)
            {
                index.Remove(key).ShouldBe(plain.Remove(key));
                continue;
            }

            index.Put(key, key, plain[key] = new SearchDocumentBuilder()
                .Add("even", SearchValue.OfBoolean(random.Next(2) == 0))
                .Add("name", SearchValue.OfText($"n{random.Next(9_000)}"))
                .Add("rank", SearchValue.OfNumber(random.Next(3_000)))
                .Add("day", SearchValue.OfTicks(random.Next(500)))
                .Build());
        }

        var rows = new SearchRows(plain.Values);
        foreach (var text in new[]
                 {
                     "+even:T", "+even:F +rank:>2990", "rank:17 rank:>=2998 rank:<3", "+name:n12*", "+name:*12", "+name:n8?5", "-even:T", "*",
                     "+name:/n12[0-3].*/", "+name:/.*77/", "+name:n123~1", "+day:<\"0001-01-01T00:00:01Z\" +rank:<10", "+rank:2999", "even:T name:n5^3",
                 })
        {
            Same(index, plain, SearchQuery.Parse(text).Value);
            Same(rows, plain.Values, SearchQuery.Parse(text).Value);
        }

        foreach (var key in plain.Keys) index.Remove(key).ShouldBeTrue();
        index.Count.ShouldBe(0);
        index.Find(SearchQuery.All).ShouldBeEmpty();
        index.Put(1, 1, plain[1]);
        index.Find(SearchQuery.All).Single().Item.ShouldBe(1);
    }

    [Fact]
    public void pages_in_any_order_are_the_whole() => Gen.Select(Documents.Array[0, 40], Queries, Gen.Int[1, 7]).Sample((documents, text, limit) =>
    {
        var index = new SearchIndex<int, int>();
        for (var i = 0; i < documents.Length; i++) index.Put(i, i, documents[i]);
        var query = SearchQuery.Parse(text).Value;
        var order = Comparer<SearchHit<int>>.Create((left, right) =>
            left.Score != right.Score ? right.Score.CompareTo(left.Score) : right.Item.CompareTo(left.Item));

        var paged = new List<SearchHit<int>>();
        for (SearchHit<int>? after = null; ; after = paged[^1])
        {
            var page = index.Find(query, limit, order, after);
            paged.AddRange(page);
            if (page.Count < limit) break;
        }

        paged.ShouldBe(index.Find(query).Order(order));
        index.Find(query, 100, order, where: item => item % 2 == 0).ShouldBe(paged.Where(hit => hit.Item % 2 == 0));
    });

    [Fact]
    public async Task searches_and_changes_may_run_at_once()
    {
        var index = new SearchIndex<int, int>();
        var query = SearchQuery.Parse("+f:a +n:>=0").Value;
        SearchDocument Of(int number) => new SearchDocumentBuilder().Add("f", SearchValue.OfText("a")).Add("n", SearchValue.OfNumber(number)).Build();
        for (var i = 0; i < 1_000; i++) index.Put(i, i, Of(i));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var key = 1_000 + (worker * 10) + (i % 10);
                if (i % 3 == 2) index.Remove(key);
                else index.Put(key, key, Of(i));
                // What nobody touches is always found.
                if (i % 100 == 0) index.Find(query).Count(hit => hit.Item < 1_000).ShouldBe(1_000);
            }
        })));
    }

    static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(at => choices[at]);

    static void Same(SearchIndex<int, int> index, Dictionary<int, SearchDocument> plain, SearchQuery query)
    {
        var scanned = new Dictionary<int, double>();
        foreach (var (key, document) in plain)
        {
            if (query.Matches(document, out var score)) scanned[key] = score;
        }

        var found = index.Find(query).ToList();
        found.Select(hit => hit.Item).Distinct().Count().ShouldBe(found.Count, query.Text);
        found.ToDictionary(hit => hit.Item, hit => hit.Score).ShouldBe(scanned, ignoreOrder: true, query.Text);
    }

    static void Same(SearchRows rows, IEnumerable<SearchDocument> documents, SearchQuery query)
    {
        var found = new RowSet(rows.Count);
        rows.Find(query, found);
        InOrder(found).ShouldBe(documents.Index().Where(row => query.Matches(row.Item, out _)).Select(row => row.Index), query.Text);
    }

    static List<int> InOrder(RowSet found)
    {
        var rows = new List<int>();
        for (var row = found.NextFrom(0); row >= 0; row = found.NextFrom(row + 1)) rows.Add(row);
        found.IsEmpty.ShouldBe(rows.Count == 0);
        return rows;
    }
}

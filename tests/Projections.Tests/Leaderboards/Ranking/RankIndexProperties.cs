using CsCheck;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Tests.Leaderboards.Ranking;

public class RankIndexProperties
{
    /// <summary>Few owners and few scores, so that updates, removals and ties are common.</summary>
    static readonly Gen<(Guid Owner, long Score, long Subscore, int Kind)> Step = Gen.Select(
        Gen.Int[0, 400].Select(Owner), Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, long.MaxValue]), Gen.Long[0, 3], Gen.Int[0, 9]);

    [Theory]
    [InlineData(SortOrder.Ascending)]
    [InlineData(SortOrder.Descending)]
    public void it_agrees_with_a_sorted_list(SortOrder order) => Step.Array[0, 3000].Sample(steps =>
    {
        var index = new RankIndex(order);
        var model = new Dictionary<Guid, (long Score, long Subscore)>();
        var version = 0;
        foreach (var (owner, score, subscore, kind) in steps)
        {
            version++;
            if (kind == 0)
            {
                index.Remove(owner, version);
                model.Remove(owner);
            }
            else
            {
                index.Put(owner, score, subscore, version).ShouldBeTrue();
                model[owner] = (score, subscore);
            }
        }

        Agree(index, model, order);
    }, iter: 60);

    [Theory]
    [InlineData(SortOrder.Ascending)]
    [InlineData(SortOrder.Descending)]
    public void many_thousands_in_all_kinds_of_order_agree_too(SortOrder order)
    {
        var index = new RankIndex(order);
        var model = new Dictionary<Guid, (long Score, long Subscore)>();
        var random = new Random(5);
        for (var i = 0; i < 30_000; i++)
        {
            var score = (i % 3) switch { 0 => i, 1 => 1_000_000 - i, _ => random.Next(100) };
            Put(Owner(i), score, i % 2, 1);
        }

        Agree(index, model, order);
        // Everybody moves up, so that what was full is emptied.
        for (var i = 0; i < 30_000; i += 2) Put(Owner(i), 2_000_000 + i, 0, 2);
        for (var i = 1; i < 30_000; i += 4)
        {
            index.Remove(Owner(i), 2).ShouldBeTrue();
            model.Remove(Owner(i));
        }

        Agree(index, model, order);

        void Put(Guid owner, long score, long subscore, long version)
        {
            index.Put(owner, score, subscore, version).ShouldBeTrue();
            model[owner] = (score, subscore);
        }
    }

    [Fact]
    public void news_in_any_order_and_any_number_of_times_ends_the_same() =>
        Gen.Select(Step.Array[1, 60], Gen.Int).Sample((steps, seed) =>
        {
            // The same owner's history, each event with its version, told in a shuffled order with repetitions.
            var history = steps.Select((step, i) => (Owner: Owner(step.Owner.GetHashCode() & 3), step.Score, step.Subscore, step.Kind, Version: i + 1)).ToArray();
            var straight = new RankIndex(SortOrder.Descending);
            var shuffled = new RankIndex(SortOrder.Descending);
            foreach (var news in history) Tell(straight, news);
            var random = new Random(seed);
            var again = history.Concat(history).ToArray();
            random.Shuffle(again);
            foreach (var news in again) Tell(shuffled, news);
            shuffled.Window(1, 100).ShouldBe(straight.Window(1, 100));

            static void Tell(RankIndex index, (Guid Owner, long Score, long Subscore, int Kind, int Version) news)
            {
                if (news.Kind < 3) index.Remove(news.Owner, news.Version);
                else index.Put(news.Owner, news.Score, news.Subscore, news.Version);
            }
        }, iter: 300);

    [Theory]
    [InlineData(SortOrder.Ascending)]
    [InlineData(SortOrder.Descending)]
    public void news_before_during_and_after_a_load_ends_as_one_by_one(SortOrder order) =>
        Gen.Select(Step.Array[1, 400], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((steps, a, b) =>
        {
            int read = (int)(steps.Length * Math.Min(a, b)), adopted = (int)(steps.Length * Math.Max(a, b));
            var straight = new RankIndex(order);
            var loaded = new RankIndex(order, isComplete: false);
            var table = new Dictionary<Guid, (long Score, long Subscore, int Version)>();
            for (var i = 0; i < steps.Length; i++)
            {
                // The table is read at one moment; the index has heard of some of it before, and hears of the rest while it is filled.
                if (i == adopted) Adopt();
                var (owner, score, subscore, kind) = steps[i];
                if (kind < 3)
                {
                    straight.Remove(owner, i + 1);
                    loaded.Remove(owner, i + 1);
                    if (i < read) table.Remove(owner);
                }
                else
                {
                    straight.Put(owner, score, subscore, i + 1);
                    loaded.Put(owner, score, subscore, i + 1);
                    if (i < read) table[owner] = (score, subscore, i + 1);
                }
            }

            if (!loaded.IsComplete) Adopt();
            loaded.Window(1, 500).ShouldBe(straight.Window(1, 500));

            void Adopt()
            {
                var load = new RankLoad();
                foreach (var (owner, row) in table) load.Add(owner, row.Score, row.Subscore, row.Version);
                loaded.Adopt(load).ShouldBeTrue();
            }
        }, iter: 300);

    /// <summary>Whoever keeps what was read under a stamp is never wrong.</summary>
    [Theory]
    [InlineData(SortOrder.Ascending)]
    [InlineData(SortOrder.Descending)]
    public void the_same_stamp_means_the_same_ranks(SortOrder order) => Step.Array[0, 600].Sample(steps =>
    {
        var index = new RankIndex(order);
        var version = 0;
        var (topStamp, top) = (0L, Top());
        var (stamp, all) = (0L, index.Window(1, 1000));
        foreach (var (owner, score, subscore, kind) in steps)
        {
            version++;
            if (kind < 2) index.Remove(owner, version);
            else index.Put(owner, score, subscore, version);
            if (index.Stamp(ofTop: true) == topStamp) Same(Top(), top);
            else (topStamp, top) = (index.Stamp(ofTop: true), Top());
            if (index.Stamp(ofTop: false) == stamp) index.Window(1, 1000).ShouldBe(all);
            else (stamp, all) = (index.Stamp(ofTop: false), index.Window(1, 1000));
        }

        (int, IReadOnlyList<RankEntry>) Top() => (index.Count, index.Window(1, RankIndex.TopSize));

        static void Same((int Count, IReadOnlyList<RankEntry> Ranks) now, (int Count, IReadOnlyList<RankEntry> Ranks) before)
        {
            now.Count.ShouldBe(before.Count);
            now.Ranks.ShouldBe(before.Ranks);
        }
    }, iter: 100);

    [Fact]
    public void a_load_that_more_was_deleted_under_than_is_remembered_is_not_taken()
    {
        var index = new RankIndex(SortOrder.Descending, isComplete: false);
        var load = new RankLoad();
        load.Add(Owner(1), 10, 0, 1);
        for (var i = 1; i <= 250_000; i++) index.Remove(new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 2);
        index.Adopt(load).ShouldBeFalse();
        index.IsComplete.ShouldBeFalse();
        index.Adopt(new RankLoad()).ShouldBeTrue();
        index.Count.ShouldBe(0);
    }

    [Fact]
    public void ties_of_a_load_are_decided_as_those_of_the_index()
    {
        var random = new Random(11);
        var load = new RankLoad();
        var index = new RankIndex(SortOrder.Descending);
        for (var i = 0; i < 20_000; i++)
        {
            var owner = i % 2 == 0 ? Owner(i) : new Guid(i % 7, 0, 0, [(byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i, 0, 0, 0, 0]);
            var (score, subscore) = (random.NextInt64(4) == 0 ? long.MinValue + i % 5 : i % 3, random.Next(2));
            load.Add(owner, score, subscore, 1);
            index.Put(owner, score, subscore, 1);
        }

        var loaded = new RankIndex(SortOrder.Descending, isComplete: false);
        loaded.Adopt(load).ShouldBeTrue();
        loaded.Window(1, 20_000).SequenceEqual(index.Window(1, 20_000)).ShouldBeTrue();
    }

    [Fact]
    public void owners_compare_by_their_raw_bytes()
    {
        var index = new RankIndex(SortOrder.Ascending);
        string[] ascending =
        [
            "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-8000-000000000000", "00000001-0000-0000-0000-000000000000",
            "01000000-0000-0000-0000-000000000000", "7fffffff-0000-0000-0000-000000000000", "80000000-0000-0000-0000-000000000000",
        ];
        foreach (var owner in ascending.Reverse()) index.Put(Guid.Parse(owner), 5, 5, 1);
        index.Window(1, 10).Select(entry => entry.Owner.ToString()).ShouldBe(ascending);
    }

    [Fact]
    public void a_window_stays_within_the_board()
    {
        var index = new RankIndex(SortOrder.Descending);
        index.Window(1, 10).ShouldBeEmpty();
        for (var i = 0; i < 5; i++) index.Put(Owner(i), i, 0, 1);
        index.Window(4, 10).Select(entry => entry.Score).ShouldBe([1L, 0L]);
        index.Window(-3, 2).Select(entry => entry.Score).ShouldBe([4L, 3L]);
        index.Window(6, 10).ShouldBeEmpty();
        index.RankOf(Owner(77)).ShouldBe(0);
    }

    [Fact]
    public void a_record_takes_no_more_than_120_bytes()
    {
        const int Owners = 200_000;
        var random = new Random(9);
        var owners = new Guid[Owners];
        for (var i = 0; i < Owners; i++) owners[i] = Owner(random.Next());
        // All that this thread allocates is at least what the index keeps; other tests run meanwhile.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var index = new RankIndex(SortOrder.Descending);
        foreach (var owner in owners) index.Put(owner, random.NextInt64(1_000_000), 0, 1);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)index.Count;
        allocated.ShouldBeLessThan(120);
        (index.Bytes / (double)index.Count).ShouldBeInRange(52, Math.Min(allocated, 70), "what the metrics tell");
    }

    [Fact]
    public void a_loaded_record_takes_no_more_than_120_bytes()
    {
        const int Owners = 200_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var load = new RankLoad();
        for (var i = 0; i < Owners; i++) load.Add(new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), i * 7919L % 100_003, 0, 1);
        var index = new RankIndex(SortOrder.Descending, isComplete: false);
        index.Adopt(load).ShouldBeTrue();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)index.Count;
        allocated.ShouldBeLessThan(120, "with what the load needs besides");
        (index.Bytes / (double)index.Count).ShouldBeInRange(52, 70);
    }

    static void Agree(RankIndex index, Dictionary<Guid, (long Score, long Subscore)> model, SortOrder order)
    {
        var sorted = model.Select(entry => new RankEntry(entry.Key, entry.Value.Score, entry.Value.Subscore))
            .OrderBy(entry => entry.Score).ThenBy(entry => entry.Subscore)
            .ThenBy(entry => Convert.ToHexString(entry.Owner.ToByteArray(bigEndian: true)), StringComparer.Ordinal).ToList();
        if (order == SortOrder.Descending) sorted.Reverse();
        index.Count.ShouldBe(sorted.Count);
        index.Window(1, sorted.Count + 1).SequenceEqual(sorted).ShouldBeTrue();
        for (var i = 0; i < sorted.Count; i++) index.RankOf(sorted[i].Owner).ShouldBe(i + 1);
        for (var first = 1; first < sorted.Count; first += 997)
            index.Window(first, 30).SequenceEqual(sorted.Skip(first - 1).Take(30)).ShouldBeTrue();
    }

    static Guid Owner(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        new Random(number).NextBytes(bytes);
        return new(bytes);
    }
}

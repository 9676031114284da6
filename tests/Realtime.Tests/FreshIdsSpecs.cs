namespace KaosNet.Realtime.Tests;

/// <summary>Ids are made ahead, by each thread its own; no two are the same.</summary>
public sealed class FreshIdsSpecs
{
    [Fact]
    public void no_two_ids_are_the_same_on_one_thread_or_on_several()
    {
        var ids = new Guid[4_000];
        Parallel.For(0, 4, thread =>
        {
            for (var at = 0; at < 1_000; at++) ids[(thread * 1_000) + at] = FreshIds.Next();
        });
        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Version == 4 && (id.Variant & 0xC) == 0x8);
    }
}

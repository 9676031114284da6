namespace KaosNet.Store.Tests;

/// <summary>Ids of events and requests: by time, and no two the same although their chance is fetched ahead.</summary>
public sealed class TimeOrderedIdSpecs
{
    [Fact]
    public void ids_say_their_millisecond_and_sort_by_it()
    {
        var moment = new DateTimeOffset(2026, 11, 1, 12, 0, 0, 7, TimeSpan.Zero);
        var id = TimeOrderedId.At(moment);
        id.ToString().ShouldStartWith($"{moment.ToUnixTimeMilliseconds():x12}".Insert(8, "-"));
        (id.Version, id.Variant & 0xC).ShouldBe((7, 0x8));
        string.CompareOrdinal(TimeOrderedId.At(moment.AddMilliseconds(1)).ToString(), id.ToString()).ShouldBePositive();
    }

    [Fact]
    public void no_two_ids_of_one_millisecond_are_the_same_on_one_thread_or_on_several()
    {
        var moment = DateTimeOffset.UnixEpoch;
        var ids = new Guid[4_000];
        Parallel.For(0, 4, thread =>
        {
            for (var at = 0; at < 1_000; at++) ids[(thread * 1_000) + at] = TimeOrderedId.At(moment);
        });
        ids.Distinct().Count().ShouldBe(ids.Length);
    }

    [Fact]
    public void chance_is_given_out_in_any_length_and_never_twice()
    {
        var pieces = new HashSet<string>();
        for (var at = 0; at < 1_000; at++)
        {
            var piece = new byte[8 + (at % 9)];
            Chance.Fill(piece);
            pieces.Add(Convert.ToHexString(piece.AsSpan(0, 8))).ShouldBeTrue();
        }

        Should.Throw<ArgumentOutOfRangeException>(() => Chance.Fill(new byte[Chance.BytesMax + 1]));
    }
}
